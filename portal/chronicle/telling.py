"""What is told of a measure and of those it continues: plain values, whether rows or documents were read.

What is not known stays empty; pages and papers write 記載なし.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from organizations.fiscal_years import show_fiscal_year_by_era
from portal.bars import Phase

UNKNOWN = "記載なし"
UNREPORTED = "未報告"


@dataclass(frozen=True)
class Money:
    """What a year is known to cost, in thousand yen; None is unknown."""

    estimate: int | None = None
    budget: int | None = None
    settled: int | None = None
    is_expected: bool = False

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each known amount with its name."""
        settled = "決算見込" if self.is_expected else "決算"
        named = {"見積": self.estimate, "予算": self.budget, settled: self.settled}
        return [(name, f"{amount:,}千円") for name, amount in named.items() if amount is not None]


@dataclass(frozen=True)
class Judged:
    """What a body decided, in its own word."""

    body: str
    verdict_label: str
    comment: str = ""


@dataclass(frozen=True)
class Homework:
    """付帯意見 and where it stands."""

    text: str
    state_label: str
    is_unmet: bool
    answer: str = ""


@dataclass(frozen=True)
class Answered:
    """One settled answer, with the verdicts on it. `round` is the key of its round, `part` counts those of
    its year; `report` is the row where rows were read.
    """

    name: str
    part: int
    situation: str
    done: str
    issues: str
    carry_over_reason: str
    evaluations: Sequence[Judged] = ()
    is_sample: bool = False
    round: str = ""
    report: Any = None


@dataclass(frozen=True)
class YearLine:
    """One fiscal year (western) of one plan: planned and reported phases, each with the name of its track."""

    fiscal_year: int
    this_year: int
    planned: Sequence[tuple[str, Phase]]
    blank: str
    aim: str
    actual: Sequence[tuple[str, Phase]]
    answers: Sequence[Answered]
    conditions: Sequence[Homework]
    money: Money

    @property
    def name(self) -> str:
        return show_fiscal_year_by_era(self.fiscal_year)

    @property
    def is_future(self) -> bool:
        return self.fiscal_year > self.this_year

    @property
    def is_now(self) -> bool:
        return self.fiscal_year == self.this_year

    @property
    def untold(self) -> str:
        """What stands for an answer that is not there; nothing for a year still to come."""
        if self.is_future:
            return ""
        return UNREPORTED if self.is_now else UNKNOWN

    @property
    def unjudged(self) -> str:
        """What stands for a verdict that is not there."""
        return "未評価" if self.is_now else self.untold

    @property
    def evaluations(self) -> list[Judged]:
        return [one for answer in self.answers for one in answer.evaluations]


@dataclass(frozen=True)
class PlanPart:
    """A measure (`key`) of the chain in its plan (`code`). `basis` says why the next one is linked to it, ""
    for the last; `ending` how it ended in its plan, as far as told; `measure` is the row where rows were
    read.
    """

    code: str
    key: str
    plan: str
    name: str
    start: int
    end: int
    basis: str
    years: Sequence[YearLine]
    considered: frozenset[int]
    departments: str
    ending: Sequence[tuple[str, str]] = ()
    conditions: Sequence[Homework] = ()
    is_this: bool = False
    measure: Any = None

    @property
    def is_by_target(self) -> bool:
        """Say whether the plan's span counts as consideration for the phase it aimed at alone."""
        return bool(self.considered) and not any(line.planned for line in self.years)


@dataclass(frozen=True)
class Next:
    """A measure of a later plan that goes on with this one, and on what basis that is said."""

    name: str
    plan: str
    basis: str
    url: str = ""


@dataclass(frozen=True)
class Chronicle:
    """All of it, the oldest plan first. `unloaded` are links to plans that are not here: ref and basis."""

    number: str
    name: str
    due: int | None
    parts: Sequence[PlanPart]
    unloaded: Sequence[tuple[str, str]]
    successors: Sequence[Next]
    this_year: int
    measure: Any = field(default=None)

    @property
    def lines(self) -> list[YearLine]:
        return [line for part in self.parts for line in part.years]

    @property
    def answers(self) -> list[Answered]:
        return [answer for line in self.lines for answer in line.answers]

    @property
    def reports(self) -> list[Any]:
        """The rows of the answers, where rows were read."""
        return [answer.report for answer in self.answers if answer.report]

    @property
    def has_samples(self) -> bool:
        return any(answer.is_sample for answer in self.answers)
