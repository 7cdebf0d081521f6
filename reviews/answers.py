"""What a department answers, as its form hands it to the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from measures.models import BudgetLine, Indicator, ScheduleTrack
from plans.models import Word
from reviews.models import ReportFile

Cell = tuple[int, int]  # the primary key of a track and a western fiscal year


@dataclass(frozen=True)
class ValueAnswer:
    """The value of an indicator: a figure in its unit, or a text; 集計中 has neither."""

    indicator: Indicator
    value: float | None
    text: str
    state: str


@dataclass(frozen=True)
class CostAnswer:
    """What was settled of a budget line, in thousand yen; `state` is 見込 or 確定."""

    line: BudgetLine
    settled: int
    state: str


@dataclass(frozen=True)
class Answer:
    """All that is handed in for one measure or policy. `phases` are by track, `wishes` by track and year."""

    situation: str = ""
    achievement: Word | None = None
    done: str = ""
    issues: str = ""
    effect: str = ""
    year_plan: str = ""
    carries_over: bool = False
    carry_over_reason: str = ""
    phases: Mapping[ScheduleTrack, Word] = field(default_factory=dict)
    values: Sequence[ValueAnswer] = ()
    costs: Sequence[CostAnswer] = ()
    wishes: Mapping[tuple[ScheduleTrack, int], Word | None] = field(default_factory=dict)
    wish_reason: str = ""

    @property
    def columns(self) -> dict[str, object]:
        """The plain columns of the report."""
        names = ("situation", "achievement", "done", "issues", "effect", "year_plan", "carries_over")
        return {name: getattr(self, name) for name in (*names, "carry_over_reason", "wish_reason")}


@dataclass(frozen=True)
class Files:
    """Files that come with an answer (name, content), scans of one on paper apart; its own to remove."""

    uploads: Sequence[tuple[str, bytes]] = ()
    scans: Sequence[tuple[str, bytes]] = ()
    remove: Sequence[ReportFile] = ()


@dataclass(frozen=True)
class Proxy:
    """代行入力: an answer on paper, by mail or telephone, entered by the planning section."""

    source: str
