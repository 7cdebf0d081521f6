"""工程: the tracks of a measure and the phase of each fiscal year."""

from django.core.exceptions import ValidationError
from django.db import models

from measures.models.measure import Measure
from organizations.history import record_history
from plans.models import Word
from plans.models.base import DocumentRow, PlanQuerySet


class MeasureRowQuerySet(PlanQuerySet):
    municipality_path = "measure__plan__municipality"


UNLABELLED = "-"


def track_key(label: str) -> str:
    """Return the key of a new track: its label, `-` for the one without."""
    return label or UNLABELLED


class ScheduleTrack(DocumentRow):
    """工程の内訳: one line of a measure's schedule. A labelled track without years is kept."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="tracks", verbose_name="施策")
    key = models.CharField("識別名", max_length=200)
    label = models.CharField("内訳", max_length=200, blank=True)

    objects = MeasureRowQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "工程の内訳"
        verbose_name_plural = "工程の内訳"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="track_key_is_unique_in_its_measure",
                fields=["measure", "key"],
                violation_error_message="この施策には同じ名前の工程の内訳がすでにあります。",
            )
        ]

    def __str__(self):
        return self.label or "工程"


class ScheduleEntryQuerySet(PlanQuerySet):
    municipality_path = "track__measure__plan__municipality"


class ScheduleEntry(models.Model):
    """年度 × 工程区分. An emptied cell keeps its row without a phase."""

    track = models.ForeignKey(
        ScheduleTrack, models.CASCADE, related_name="entries", verbose_name="工程の内訳"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    phase = models.ForeignKey(
        Word, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="工程区分"
    )

    objects = ScheduleEntryQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "工程"
        verbose_name_plural = "工程"
        ordering = ["fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                name="track_has_one_phase_a_year",
                fields=["track", "fiscal_year"],
                violation_error_message="この年度の工程はすでにあります。",
            )
        ]

    def __str__(self):
        return f"{self.fiscal_year}年度 {self.phase or ''}".strip()

    def clean(self):
        """Refuse a year outside the plan's span and a word of another plan."""
        plan = self.track.measure.plan
        if self.fiscal_year is not None and self.fiscal_year not in plan.fiscal_years:
            span = f"{plan.start_fiscal_year}-{plan.end_fiscal_year}年度"
            raise ValidationError({"fiscal_year": f"計画期間（{span}）の中の年度にしてください。"})
        if self.phase is not None and (self.phase.plan_id, self.phase.kind) != (plan.pk, Word.Kind.PHASE):
            raise ValidationError({"phase": "この計画の工程区分から選んでください。"})


class YearPlan(models.Model):
    """年度計画: what is to be reached in one fiscal year."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="year_plans", verbose_name="施策")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    text = models.TextField("到達目標")

    objects = MeasureRowQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "年度計画"
        verbose_name_plural = "年度計画"
        ordering = ["fiscal_year"]
        constraints = [
            models.UniqueConstraint(name="measure_has_one_plan_a_year", fields=["measure", "fiscal_year"])
        ]

    def __str__(self):
        return f"{self.fiscal_year}年度"
