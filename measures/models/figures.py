"""指標・経費・結果: what a measure is to reach, what it costs, how an earlier one ended."""

from django.db import models
from django.db.models import Q

from measures.models.measure import Measure
from measures.models.schedule import MeasureRowQuerySet
from organizations.fields import PartialDateField
from organizations.history import record_history
from plans.models import Word
from plans.models.base import DocumentRow, PlanQuerySet


class Indicator(DocumentRow):
    """指標. Figures are floats in the indicator's own unit; nothing unknown is stored as 0."""

    class Kind(models.TextChoices):
        NUMERIC = "numeric", "数値目標"
        MILESTONE = "milestone", "達成の節目"
        RECURRING = "recurring", "毎年度の実施"
        FACT = "fact", "実績値"

    class Direction(models.TextChoices):
        UP = "up", "増やす"
        DOWN = "down", "減らす"
        RANGE = "range", "範囲に収める"
        KEEP = "keep", "保つ"

    class Basis(models.TextChoices):
        CUMULATIVE = "cumulative", "累計"
        YEARLY = "yearly", "年度ごと"
        LEVEL = "level", "時点の値"

    class Bound(models.TextChoices):
        AT_LEAST = "at-least", "以上"
        AT_MOST = "at-most", "以下"
        EXACT = "exact", "ちょうど"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="indicators", verbose_name="施策")
    key = models.CharField("識別名", max_length=200)
    name = models.CharField("指標", max_length=200)
    kind = models.CharField("種類", max_length=9, choices=Kind)
    unit = models.CharField("単位", max_length=200, blank=True)
    direction = models.CharField("向き", max_length=5, choices=Direction, blank=True)
    basis = models.CharField("数え方", max_length=10, choices=Basis, blank=True)
    bound = models.CharField("範囲", max_length=8, choices=Bound, blank=True)
    target = models.FloatField("目標値", null=True, blank=True)
    target_text = models.TextField("目標の表記", blank=True)
    due_fiscal_year = models.PositiveSmallIntegerField("目標年度", null=True, blank=True)
    due_text = models.TextField("期限の表記", blank=True)
    from_fiscal_year = models.PositiveSmallIntegerField("開始年度", null=True, blank=True)
    group = models.CharField("まとまり", max_length=200, blank=True)
    numerator = models.TextField("分子", blank=True)
    denominator = models.TextField("分母", blank=True)
    baseline = models.FloatField("基準値", null=True, blank=True)
    baseline_on = PartialDateField("基準日")

    objects = MeasureRowQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "指標"
        verbose_name_plural = "指標"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="indicator_key_is_unique_in_its_measure",
                fields=["measure", "key"],
                violation_error_message="この施策には同じ名前の指標がすでにあります。",
            )
        ]

    def __str__(self):
        return self.name


class IndicatorValueQuerySet(PlanQuerySet):
    municipality_path = "indicator__measure__plan__municipality"


NO_JUDGEMENT_REASON = "判定を改めるときは、その理由も入力してください。"


class IndicatorValue(DocumentRow):
    """Target and value of one fiscal year. `judgement` is a person's, not the rule's, with a reason."""

    class Verdict(models.TextChoices):
        ACHIEVED = "achieved", "達成"
        ON_TRACK = "on-track", "順調"
        BEHIND = "behind", "遅れ"
        MISSED = "missed", "未達"
        NOT_JUDGED = "not-judged", "判定対象外"

    COUNTING = "集計中"
    STATES = [(state, state) for state in ("見込み", "速報", "確定", COUNTING)]

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values", verbose_name="指標")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    target = models.FloatField("目標値", null=True, blank=True)
    value = models.FloatField("実績値", null=True, blank=True)
    text = models.TextField("表記", blank=True)
    achievement = models.CharField("達成状況", max_length=200, blank=True)
    as_of = PartialDateField("時点")
    state = models.CharField("確かさ", max_length=3, choices=STATES, blank=True)
    source = models.TextField("出典", blank=True)
    judgement = models.CharField("判定", max_length=10, choices=Verdict, blank=True)
    judgement_reason = models.TextField("判定の理由", blank=True)

    objects = IndicatorValueQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "指標の値"
        verbose_name_plural = "指標の値"
        ordering = ["order", "fiscal_year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="indicator_value_is_judged_otherwise_with_a_reason",
                condition=Q(judgement="") | ~Q(judgement_reason=""),
                violation_error_message=NO_JUDGEMENT_REASON,
            )
        ]

    def __str__(self):
        return f"{self.fiscal_year}年度"


class CostEstimate(DocumentRow):
    """経費 of one fiscal year, in thousand yen."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="costs", verbose_name="施策")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    initial = models.PositiveBigIntegerField("初期経費", null=True, blank=True)
    running = models.PositiveBigIntegerField("運用経費", null=True, blank=True)
    specific_funding = models.PositiveBigIntegerField("特定財源", null=True, blank=True)
    total = models.PositiveBigIntegerField("合計", null=True, blank=True)
    budget = models.PositiveBigIntegerField("予算", null=True, blank=True)
    settled = models.PositiveBigIntegerField("決算", null=True, blank=True)
    funding = models.JSONField("財源", default=list, blank=True)

    objects = MeasureRowQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "経費"
        verbose_name_plural = "経費"
        ordering = ["order", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                name="measure_has_one_cost_row_a_year",
                fields=["measure", "fiscal_year"],
                violation_error_message="この年度の経費はすでにあります。",
            )
        ]

    def __str__(self):
        return f"{self.fiscal_year}年度"

    @property
    def estimate(self) -> int | None:
        """The year's cost in thousand yen: the total, or initial and running together; None if unknown."""
        if self.total is not None:
            return self.total
        parts = [part for part in (self.initial, self.running) if part is not None]
        return sum(parts) if parts else None


class Outcome(models.Model):
    """結果: how a measure of an earlier plan ended."""

    measure = models.OneToOneField(Measure, models.CASCADE, related_name="outcome", verbose_name="施策")
    achievement = models.ForeignKey(
        Word, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="達成状況"
    )
    direction = models.ForeignKey(
        Word, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="今後の方向性"
    )
    summary = models.TextField("取組内容", blank=True)
    items = models.JSONField("取組内容の内訳", default=list, blank=True)
    target_phase = models.ForeignKey(
        Word, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取組目標"
    )
    as_of = PartialDateField("時点")
    reported_fiscal_year = models.PositiveSmallIntegerField("報告年度", null=True, blank=True)
    notes = models.JSONField("注", default=list, blank=True)

    objects = MeasureRowQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "結果"
        verbose_name_plural = "結果"

    def __str__(self):
        return f"{self.measure} 結果"
