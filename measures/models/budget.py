"""予算・決算: what a measure was given and what it spent, a line of the city's budget a fiscal year."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from measures.models.measure import Measure
from measures.models.schedule import MeasureRowQuerySet
from organizations.history import record_history
from plans.models.base import DocumentRow

LARGEST_AMOUNT = 999_999_999_999  # thousand yen; what a plan document can hold
SOURCES = ("national", "prefectural", "other", "general")
NO_SETTLED_STATE = "決算の見込・確定は、決算の額と一緒に入力してください。"


def _amount(name: str) -> models.PositiveBigIntegerField:
    return models.PositiveBigIntegerField(
        name, null=True, blank=True, validators=[MaxValueValidator(LARGEST_AMOUNT)]
    )


class BudgetLine(DocumentRow):
    """One line of the budget in one fiscal year, all amounts in thousand yen; None is unknown, never 0.

    `supplementary` alone may be negative: a supplementary budget takes money back as well (減額補正).
    """

    class SettledState(models.TextChoices):
        EXPECTED = "見込", "見込"
        FINAL = "確定", "確定"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="budget_lines", verbose_name="施策")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("予算事業名", max_length=200, blank=True)
    account = models.CharField("款項目", max_length=200, blank=True)
    initial = _amount("当初")
    supplementary = models.BigIntegerField(
        "補正",
        null=True,
        blank=True,
        validators=[MinValueValidator(-LARGEST_AMOUNT), MaxValueValidator(LARGEST_AMOUNT)],
    )
    carried_in = _amount("前年度からの繰越")
    obligation = _amount("債務負担行為の限度額")
    settled = _amount("決算")
    settled_state = models.CharField("決算の確かさ", max_length=2, choices=SettledState, blank=True)
    national = _amount("国")
    prefectural = _amount("都道府県")
    other = _amount("その他")
    general = _amount("一般財源")

    objects = MeasureRowQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "予算・決算"
        verbose_name_plural = "予算・決算"
        ordering = ["order", "fiscal_year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="budget_line_has_a_settled_state_only_with_its_amount",
                condition=Q(settled_state="") | Q(settled__isnull=False),
                violation_error_message=NO_SETTLED_STATE,
            )
        ]

    def __str__(self):
        return f"{self.fiscal_year}年度 {self.name}".strip()

    @property
    def budget(self) -> int | None:
        """Return the budget as it stands, what is known of 当初, 補正 and 繰越; None if nothing is."""
        return _sum(self.initial, self.supplementary, self.carried_in)

    @property
    def sources_total(self) -> int | None:
        """Return what is known of the four sources together; None if nothing is."""
        return _sum(*(getattr(self, name) for name in SOURCES))

    @property
    def disagreement(self) -> str:
        """Say that the known sources are neither the budget nor what was spent; "" where they agree."""
        wholes = {"予算": self.budget, "決算": self.settled}
        known = {name: amount for name, amount in wholes.items() if amount is not None}
        if self.sources_total is None or not known or self.sources_total in known.values():
            return ""
        told = "・".join(f"{name}{amount:,}千円" for name, amount in known.items())
        unknown = [self._meta.get_field(name).verbose_name for name in SOURCES if getattr(self, name) is None]
        without = f"（{'・'.join(map(str, unknown))}は記載なし）" if unknown else ""
        return f"財源の計{self.sources_total:,}千円{without}が、{told}と一致しません。"


def _sum(*amounts: int | None) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None
