"""A reported value beside its target: judged by the plan's own rule before it stands in the plan."""

from collections.abc import Iterable
from dataclasses import dataclass

from measures import judging
from measures.judging import Judgement, judge
from measures.models import Indicator, IndicatorValue
from plans.models import Plan
from reviews.answers import ValueAnswer

SHORT = (judging.BEHIND, judging.MISSED)


@dataclass(frozen=True)
class Rule:
    """What judging the values of a plan's year needs besides the rows: read once for many."""

    fiscal_year: int
    last_fiscal_year: int
    words: dict[str, str]

    @classmethod
    def of(cls, plan: Plan, fiscal_year: int) -> "Rule":
        """Read the rule of a plan (one query)."""
        return cls(fiscal_year, plan.end_fiscal_year, judging.achievement_words(plan))

    def judge(self, indicator: Indicator, value: float | None, text: str, state: str) -> Judgement:
        """Judge a value as if it stood in the plan; `indicator.values` is prefetched or asked for."""
        rows = [row for row in indicator.values.all() if row.fiscal_year != self.fiscal_year]
        this_year = [row for row in indicator.values.all() if row.fiscal_year == self.fiscal_year]
        target = next((row.target for row in this_year if row.target is not None), None)
        reported = IndicatorValue(
            indicator=indicator, fiscal_year=self.fiscal_year, target=target,
            value=value, text=text, state=state,
        )  # fmt: skip
        return judge(
            indicator,
            self.fiscal_year,
            values=[*rows, reported],
            last_fiscal_year=self.last_fiscal_year,
            words=self.words,
        )


def falls_short(rule: Rule, values: Iterable[ValueAnswer]) -> bool:
    """Say whether some value stays below what this year asks for: then 課題・対応 is asked, too."""
    return any(
        rule.judge(one.indicator, one.value, one.text, one.state).code in SHORT
        for one in values
        if one.value is not None
    )


def year_target(indicator: Indicator, fiscal_year: int) -> float | None:
    """Return the target of a fiscal year itself; None where only the last one is known."""
    rows = (row for row in indicator.values.all() if row.fiscal_year == fiscal_year)
    return next((row.target for row in rows if row.target is not None), None)


def shown_target(indicator: Indicator, fiscal_year: int) -> str:
    """Say what a value is held against: 45％ (this year's), or the last one with its year; "" for none."""
    if (target := year_target(indicator, fiscal_year)) is not None:
        return judging.show_figure(target, indicator.unit)
    if indicator.target is not None:
        return judging.show_figure(indicator.target, indicator.unit)
    return indicator.target_text
