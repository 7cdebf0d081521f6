"""組織改正: departments change on one day, and what is theirs follows."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from organizations.access import ScopedQuerySet
from organizations.history import record_history
from organizations.models.cities import HANDED_OVER_DAYS, Municipality
from organizations.models.people import PartlyTracked, User
from organizations.models.saves import ChangeSet
from organizations.reorganising.rows import Rows


class ReorganisationQuerySet(ScopedQuerySet):
    municipality_path = "municipality"

    def planned(self):
        return self.filter(done_in=None, cancelled_at=None)

    def due(self, today: date):
        """Return those whose day has come."""
        return self.planned().filter(takes_effect_on__lte=today)

    def done_recently(self, today: date):
        """Return those done, and not undone, whose day is within the last 30 days."""
        first = today - timedelta(days=HANDED_OVER_DAYS)
        done = self.filter(done_in__isnull=False, done_in__undone_by=None)
        return done.filter(takes_effect_on__gt=first, takes_effect_on__lte=today)


class Reorganisation(PartlyTracked):
    """組織改正: planned ahead, done on its day in one ChangeSet. `rows` are the tables as typed."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="reorganisations", verbose_name="団体"
    )
    title = models.CharField("件名", max_length=200)
    takes_effect_on = models.DateField("実施日")
    reason = models.TextField("理由")
    rows = models.JSONField("改正の表", default=dict)
    planned_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="予定した職員"
    )
    planned_by_name = models.CharField("予定した職員の氏名", max_length=200, blank=True)
    planned_at = models.DateTimeField("予定した日時")
    cancelled_at = models.DateTimeField("取りやめ", null=True, blank=True)
    done_in = models.OneToOneField(
        ChangeSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reorganisation",
        verbose_name="実施した変更",
    )
    outcome = models.JSONField("実施の結果", default=list, blank=True)
    refusal = models.TextField("実施できなかった理由", blank=True)

    objects = ReorganisationQuerySet.as_manager()
    # Undoing the save that carried a reorganisation out does not plan it anew.
    UNTRACKED = ["done_in", "outcome", "refusal"]
    history = record_history(excluded_fields=UNTRACKED)

    class Meta:
        verbose_name = "組織改正"
        verbose_name_plural = "組織改正"
        ordering = ["-takes_effect_on", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("organizations:reorganisation_detail", args=[self.municipality.code, self.pk])

    def clean(self):
        try:
            Rows.from_json(self.rows)
        except ValueError as error:
            raise ValidationError({"rows": str(error)}) from error

    @property
    def is_planned(self) -> bool:
        return self.done_in_id is None and self.cancelled_at is None

    @property
    def state(self) -> str:
        if self.done_in_id is not None:
            return "実施済"
        return "予定" if self.cancelled_at is None else "取消"

    @property
    def tables(self) -> Rows:
        return Rows.from_json(self.rows)
