"""Answers as they are read: texts, phases beside the planned ones, judged values, money, wishes.

`read_answers` reads any number of them in a number of queries that does not grow with them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from measures.judging import Judgement, show_figure
from measures.models import ScheduleEntry
from organizations.fiscal_years import show_fiscal_year_by_era
from plans.models import Word
from reviews.lateness import Lateness, lateness_of
from reviews.models import (
    ProgressReport,
    RelatedAddition,
    ReportedCost,
    ReportedValue,
    ReportFile,
    WishedPhase,
)
from reviews.questions import QUESTIONS
from reviews.reported_values import Rule, shown_target
from reviews.states import State, state_of

TEXTS = ("year_plan", "done", "issues", "effect")


@dataclass(frozen=True)
class Value:
    """A reported value: what it is, how sure, its target, and how the plan's rule judges it."""

    name: str
    shown: str
    state: str
    target: str
    judgement: Judgement


@dataclass(frozen=True)
class Cost:
    """What was settled of a budget line, in thousand yen; `budget` None is unknown."""

    name: str
    settled: int
    state: str
    budget: int | None


@dataclass(frozen=True)
class Wish:
    """One cell the department wishes otherwise; "" for a cell without a phase."""

    track: str
    year: str
    was: str
    wanted: str


@dataclass(frozen=True)
class ReadAnswer:
    """One answer. What it does not say is empty: 記載なし is for the page to write."""

    report: ProgressReport
    state: State
    lateness: Lateness | None
    values: Sequence[Value] = ()
    costs: Sequence[Cost] = ()
    wishes: Sequence[Wish] = ()
    files: Sequence[ReportFile] = ()
    additions: Sequence[RelatedAddition] = ()
    texts: Sequence[tuple[str, str, str]] = field(default=())

    @property
    def is_late(self) -> bool:
        return self.lateness is not None and self.lateness.is_late

    @property
    def proxy(self) -> str:
        """Say that the planning section entered it: 代行入力（紙） 氏名."""
        report = self.report
        if not report.is_by_proxy:
            return ""
        return f"代行入力（{report.get_proxy_source_display()}） {report.proxy_by_name}".strip()

    @property
    def scans(self) -> list[ReportFile]:
        return [file for file in self.files if file.is_scan]

    @property
    def papers(self) -> list[ReportFile]:
        return [file for file in self.files if not file.is_scan]


def read_answers(reports: Iterable[ProgressReport]) -> list[ReadAnswer]:
    """Return reports, which come with their round and plan, as they are read.

    Eleven queries at most, and one more for each round that asked for values.
    """
    told = list(reports)
    lateness = lateness_of(told)
    values, costs, wishes = _values(told), _costs(told), _wishes(told)
    files = _by_report(ReportFile.objects.filter(report__in=told).defer("content"))
    additions = _by_report(RelatedAddition.objects.filter(report__in=told).select_related("department"))
    return [
        ReadAnswer(
            report=report,
            state=state_of(report),
            lateness=lateness.get(report.pk),
            values=values[report.pk],
            costs=costs[report.pk],
            wishes=wishes[report.pk],
            files=files[report.pk],
            additions=additions[report.pk],
            texts=_texts(report),
        )
        for report in told
    ]


def _by_report(rows: Iterable, make: Callable = lambda row: row) -> Mapping[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.report_id].append(make(row))
    return found


def _texts(report: ProgressReport) -> list[tuple[str, str, str]]:
    """Return name, heading and text of what is asked or said."""
    is_asked = {"year_plan"} if report.round.is_of_year_plan else set(report.round.asks)
    return [
        (name, QUESTIONS[name], getattr(report, name))
        for name in TEXTS
        if name in is_asked or getattr(report, name)
    ]


def _values(reports: Sequence[ProgressReport]) -> Mapping[int, list[Value]]:
    rows = ReportedValue.objects.filter(report__in=reports).select_related("indicator")
    rows = list(rows.prefetch_related("indicator__values"))
    rounds = {report.pk: report.round for report in reports}
    told = {rounds[row.report_id].pk: rounds[row.report_id] for row in rows}
    rules = {pk: Rule.of(one.plan, one.fiscal_year) for pk, one in told.items()}
    return _by_report(rows, lambda row: _value(row, rules[rounds[row.report_id].pk]))


def _value(row: ReportedValue, rule: Rule) -> Value:
    indicator = row.indicator
    shown = row.text if row.value is None else show_figure(row.value, indicator.unit)
    return Value(
        name=indicator.name,
        shown=shown,
        state=row.state,
        target=shown_target(indicator, rule.fiscal_year),
        judgement=rule.judge(indicator, row.value, row.text, row.state),
    )


def _costs(reports: Sequence[ProgressReport]) -> Mapping[int, list[Cost]]:
    rows = ReportedCost.objects.filter(report__in=reports).select_related("line")
    return _by_report(rows, lambda row: Cost(row.line.name, row.settled, row.state, row.line.budget))


def _wishes(reports: Sequence[ProgressReport]) -> Mapping[int, list[Wish]]:
    rows = list(WishedPhase.objects.filter(report__in=reports).select_related("track", "phase"))
    entries = ScheduleEntry.objects.filter(track__in=[row.track_id for row in rows]).select_related("phase")
    now = {(entry.track_id, entry.fiscal_year): entry.phase for entry in entries}
    return _by_report(
        rows,
        lambda row: Wish(
            row.track.label,
            show_fiscal_year_by_era(row.fiscal_year),
            _label(now.get((row.track_id, row.fiscal_year))),
            _label(row.phase),
        ),
    )


def _label(phase: Word | None) -> str:
    return phase.label if phase else ""
