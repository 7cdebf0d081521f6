"""Municipalities and their departments."""

from datetime import date, timedelta

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from organizations.access import ScopedQuerySet
from organizations.fields import PartialDateField
from organizations.history import record_history
from organizations.municipality_codes import check_digit, is_municipality_code

HANDED_OVER_DAYS = 30  # how long a reorganised department's page and people still show what it held


def validate_municipality_code(code: str) -> None:
    """Raise ValidationError unless `code` is six digits with the right check digit."""
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        raise ValidationError("団体コードは数字6桁で入力してください。")
    if not is_municipality_code(code):
        raise ValidationError(
            f"団体コードの検査数字が合いません。最後の桁は {check_digit(code[:5])} のはずです。"
            "6桁を確かめてください。"
        )


class MunicipalityQuerySet(ScopedQuerySet):
    municipality_path = "pk"


class Municipality(models.Model):
    """団体・市, known by its six-digit code."""

    KINDS = [(kind, kind) for kind in ("市", "区", "町", "村", "都道府県", "広域")]

    code = models.CharField("団体コード", max_length=6, unique=True, validators=[validate_municipality_code])
    name = models.CharField("団体名", max_length=200)
    kind = models.CharField("種別", max_length=4, choices=KINDS, blank=True)
    notes = models.JSONField("注", default=list, blank=True)

    objects = MunicipalityQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "団体"
        verbose_name_plural = "団体"
        ordering = ["code"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("portal:municipality_home", args=[self.code])


class DepartmentQuerySet(ScopedQuerySet):
    municipality_path = "municipality"

    def standing_on(self, day: date):
        """Return the departments that have not ended before `day`; an end may be known by month or year."""
        iso = day.isoformat()
        ends = Q(until="") | Q(until__gte=iso) | Q(until=iso[:7]) | Q(until=iso[:4])
        return self.filter(ends)

    def recently_ended(self, today: date):
        """Return those a reorganisation ended within the last 30 days."""
        return self.filter(_ended_recently(today))

    def of_person(self, user, today: date):
        """Return the person's department and, for 30 days, the one that a reorganisation took from them."""
        recent = apps.get_model("organizations", "Reorganisation").objects.done_recently(today)
        before = user.history.filter(changeset__lt=models.OuterRef("done_in"))
        last = before.order_by("-changeset", "-history_id").values("department_id")[:1]
        former = recent.annotate(former=models.Subquery(last)).order_by().values("former")
        return self.filter(Q(pk=user.department_id) | Q(pk__in=former) & _ended_recently(today))


def _ended_recently(today: date) -> Q:
    first = today - timedelta(days=HANDED_OVER_DAYS)
    return Q(until__gte=first.isoformat(), until__lt=today.isoformat())


class Department(models.Model):
    """部・課 of a city. Its place in a plan's printed tree is `plans.DepartmentListing`."""

    KINDS = [(kind, kind) for kind in ("局", "部", "課", "室", "係", "施設", "行政委員会", "外部")]

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="departments", verbose_name="団体"
    )
    key = models.CharField("識別名", max_length=200, help_text="部署の一生を通して変わらない名前です。")
    name = models.CharField("部署名", max_length=200)
    kind = models.CharField("種別", max_length=5, choices=KINDS, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上位の部署"
    )
    order = models.PositiveIntegerField("建制順", default=0)
    since = PartialDateField("設置")
    until = PartialDateField("廃止")
    notes = models.JSONField("注", default=list, blank=True)
    successors = models.ManyToManyField(
        "self",
        through="DepartmentSuccession",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        verbose_name="引継先",
    )

    objects = DepartmentQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "部署"
        verbose_name_plural = "部署"
        ordering = ["municipality", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="department_key_is_unique_in_its_city",
                fields=["municipality", "key"],
                violation_error_message="この団体には同じ識別名の部署がすでにあります。別の識別名にしてください。",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("portal:department_detail", args=[self.municipality.code, self.pk])


class DepartmentSuccession(models.Model):
    """組織改正: which department took over the work of which."""

    former = models.ForeignKey(Department, models.CASCADE, related_name="successions", verbose_name="旧部署")
    successor = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="引継先")
    order = models.PositiveIntegerField("順", default=0)

    history = record_history()

    class Meta:
        verbose_name = "引継ぎ"
        verbose_name_plural = "引継ぎ"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="department_succession_is_said_once", fields=["former", "successor"])
        ]

    def __str__(self):
        return f"{self.former}→{self.successor}"
