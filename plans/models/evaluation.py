"""Who evaluates the plan's measures each year, in which words, and on which criteria."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from organizations.history import record_history
from plans.models.base import DocumentRow, PlanQuerySet
from plans.models.plan import Plan

LONGEST_LABEL = 200


@dataclass(frozen=True)
class Verdict:
    """One word a body may decide with: the city's `label`, and the `code` all cities share."""

    label: str
    code: str


def _is_label(value: Any) -> bool:
    is_text = isinstance(value, str) and bool(value.strip())
    return is_text and len(value) <= LONGEST_LABEL and len(value.splitlines()) == 1


def verdict_problem(verdicts: Any) -> str:
    """Say what is wrong with a body's own verdicts (objects with `label` and `code`), "" where nothing is."""
    if not isinstance(verdicts, list) or not all(isinstance(verdict, dict) for verdict in verdicts):
        return "評価の言葉は、言葉と区分の組を並べてください。"
    labels, codes = ([verdict.get(name) for verdict in verdicts] for name in ("label", "code"))
    if not all(map(_is_label, labels)):
        return "評価の言葉は1行で、200字までで入力してください。"
    if not all(isinstance(code, str) and code in EvaluationBody.Code for code in codes):
        return "評価の言葉の区分は、了承・意見付き了承・再検討のどれかにしてください。"
    if len(set(labels)) < len(labels):
        return "同じ評価の言葉が二つあります。どちらかを改めてください。"
    if verdicts and EvaluationBody.Code.APPROVED not in codes:
        return "「了承」に当たる言葉がありません。区分が「了承」の言葉を一つは入れてください。"
    return ""


def scale_problem(labels: Any) -> str:
    """Say what is wrong with the labels of a criterion, "" where nothing is."""
    if not isinstance(labels, list) or not all(map(_is_label, labels)):
        return "段階の名前は1行ずつ、200字までで入力してください。"
    if len(labels) < 2:
        return "段階は二つ以上にしてください。"
    if len(set(labels)) < len(labels):
        return "同じ段階の名前が二つあります。どちらかを改めてください。"
    return ""


class EvaluationBody(DocumentRow):
    """評価する会議体. `order` is the order of the stages: a later body sees the verdict of an earlier one."""

    class Code(models.TextChoices):
        APPROVED = "approved", "了承"
        COMMENTED = "commented", "意見付き了承"
        REJECTED = "rejected", "再検討"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="evaluation_bodies", verbose_name="計画")
    name = models.CharField("会議体の名称", max_length=200)
    verdicts = models.JSONField("評価の言葉", default=list, blank=True)
    rates_direction = models.BooleanField("今後の方向性も決める", null=True, blank=True)

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "評価する会議体"
        verbose_name_plural = "評価する会議体"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="evaluation_body_is_unique_in_its_plan",
                fields=["plan", "name"],
                violation_error_message="この計画では、同じ名称の会議体がすでに評価することになっています。",
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if problem := verdict_problem(self.verdicts):
            raise ValidationError({"verdicts": problem})

    @property
    def verdict_words(self) -> tuple[Verdict, ...]:
        """The words this body decides with: its own, the portal's three where it has none."""
        own = tuple(Verdict(verdict["label"], verdict["code"]) for verdict in self.verdicts)
        return own or tuple(Verdict(label, code) for code, label in self.Code.choices)

    def label_of(self, code: str) -> str:
        """Return this body's first word for a code, the portal's where it has none."""
        own = (verdict.label for verdict in self.verdict_words if verdict.code == code)
        return next(own, self.Code(code).label)


class Criterion(DocumentRow):
    """評価の観点: a scale of the city's own labels, one end of which is the good one."""

    class GoodEnd(models.TextChoices):
        FIRST = "first", "最初がよい"
        LAST = "last", "最後がよい"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="criteria", verbose_name="計画")
    name = models.CharField("観点", max_length=200)
    labels = models.JSONField("段階", default=list)
    good_end = models.CharField("よい側", max_length=5, choices=GoodEnd, default=GoodEnd.FIRST)
    meaning = models.TextField("意味", blank=True)

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "評価の観点"
        verbose_name_plural = "評価の観点"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="criterion_name_is_unique_in_its_plan",
                fields=["plan", "name"],
                violation_error_message="この計画には同じ観点がすでにあります。",
            ),
            models.CheckConstraint(
                name="a_criterion_names_its_good_end",
                condition=Q(good_end__in=["first", "last"]),
                violation_error_message="よい側は、最初か最後のどちらかにしてください。",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if problem := scale_problem(self.labels):
            raise ValidationError({"labels": problem})

    @property
    def best_first(self) -> list[str]:
        """The labels from the best to the worst."""
        return self.labels if self.good_end == self.GoodEnd.FIRST else self.labels[::-1]


DEFAULT_CRITERION = Criterion(
    name="達成度", labels=["計画どおり", "おおむね計画どおり", "遅れている"], good_end=Criterion.GoodEnd.FIRST
)


def criteria_of(plan: Plan) -> Sequence[Criterion]:
    """Return the plan's criteria in order, one simple scale where it has none (a query unless prefetched)."""
    return list(plan.criteria.all()) or [DEFAULT_CRITERION]
