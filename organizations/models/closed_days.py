"""閉庁日: days on which a city does not work, beside weekends, national holidays and the turn of the year."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from organizations.access import ScopedQuerySet
from organizations.fiscal_years import show_day
from organizations.history import record_history
from organizations.models.cities import Municipality

LONGEST = timedelta(days=366)


class ClosedDayQuerySet(ScopedQuerySet):
    municipality_path = "municipality"


class ClosedDay(models.Model):
    """閉庁日: a day, or days in a row, both ends included."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="closed_days", verbose_name="団体"
    )
    name = models.CharField("名称", max_length=100)
    first_on = models.DateField("始まり")
    last_on = models.DateField("終わり")

    objects = ClosedDayQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "閉庁日"
        verbose_name_plural = "閉庁日"
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="closed_day_ends_after_it_starts",
                condition=Q(last_on__gte=F("first_on")),
                violation_error_message="終わりの日は、始まりの日と同じかそれより後にしてください。",
            ),
            models.UniqueConstraint(
                name="closed_day_is_said_once",
                fields=["municipality", "first_on", "last_on"],
                violation_error_message="同じ日の閉庁日がすでにあります。",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.first_on and self.last_on and self.last_on - self.first_on > LONGEST:
            sentence = "1件の閉庁日は1年までです。日付を確かめてください。"
            raise ValidationError({"last_on": sentence})

    @property
    def days(self) -> str:
        """Return the day, or the first and the last, as people read them."""
        first = show_day(self.first_on)
        return first if self.first_on == self.last_on else f"{first}～{show_day(self.last_on)}"
