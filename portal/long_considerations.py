"""長期検討: what a committee needs to decide about measures that stay under consideration for years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from measures.consideration import Consideration, considerations
from organizations.fiscal_years import fiscal_year_of, show_fiscal_year, show_fiscal_year_by_era
from plans.models import Plan
from portal.measure_table import MeasureRow, MeasureTable, measure_table
from portal.place import Place

KINDS = {"run": "検討", "known": "検討のほか", "unknown": "計画の外"}


@dataclass(frozen=True)
class Stretch:
    """Consecutive years of the strip: part of the run, other years of a linked plan, or of none of them."""

    span: int
    kind: str

    @property
    def label(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True)
class Basis:
    """Why years are counted: of which plan and measure, which years, and how the link is known."""

    plan: str
    measure: str
    url: str
    span: str
    count: int
    known_by: str


@dataclass(frozen=True)
class LongRow:
    """A measure in long consideration. `due` is the western fiscal year by which the decision is due."""

    measure: MeasureRow
    years: int
    span: str
    is_throughout: bool
    strip: Sequence[Stretch]
    bases: Sequence[Basis]
    due: int | None
    due_url: str
    is_overdue: bool

    @property
    def due_name(self) -> str:
        return "" if self.due is None else show_fiscal_year(self.due)


@dataclass(frozen=True)
class PlanSpan:
    """A plan over the columns of the strip it covers; without a plan the years between two of them."""

    title: str
    span: int


@dataclass(frozen=True)
class LongConsiderations:
    """The page: rows by length of the run, over the years (western) of all plans they reach through."""

    rows: Sequence[LongRow]
    years: Sequence[int]
    plans: Sequence[PlanSpan]

    @property
    def throughout(self) -> int:
        """How many measures are considered in every year of this plan."""
        return sum(row.is_throughout for row in self.rows)

    @property
    def overdue(self) -> int:
        return sum(row.is_overdue for row in self.rows)

    @property
    def undated(self) -> int:
        """How many have no year by which to decide."""
        return sum(row.due is None for row in self.rows)


def long_considerations(place: Place, today: date) -> LongConsiderations:
    """Read the page of the place's plan, in a number of queries that does not grow with its measures."""
    runs = LongRuns(place, today, measure_table(place.plan))
    return LongConsiderations([runs.row(run) for run in runs.found], runs.years, runs.plans)


class LongRuns:
    """The long considerations of a plan whose measures are read (four queries), the longest first."""

    def __init__(self, place: Place, today: date, table: MeasureTable):
        plan = self.plan = place.plan
        self.this_year = fiscal_year_of(today)
        self.measures = {row.pk: row for row in table.rows}
        order = {pk: place_in_list for place_in_list, pk in enumerate(self.measures)}
        runs = [run for run in considerations(plan).values() if run.is_long]
        self.found = sorted(runs, key=lambda run: (-run.years, order[run.measure.pk]))
        first = min((link.measure.plan.start_fiscal_year for run in runs for link in run.links), default=0)
        self.years = range(first, plan.end_fiscal_year + 1) if runs else range(0)
        self.plans = list(_plan_spans(place.plans, self.years))

    def is_overdue(self, run: Consideration) -> bool:
        due = run.measure.decision_due_fiscal_year
        return due is not None and due < self.this_year

    def row(self, run: Consideration) -> LongRow:
        """Return all there is to tell of a run."""
        due, plan = run.measure.decision_due_fiscal_year, self.plan
        own = next(link.years for link in run.links if link.measure == run.measure)
        return LongRow(
            measure=self.measures[run.measure.pk],
            years=run.years,
            span=span_of(run),
            is_throughout=own == set(plan.fiscal_years),
            strip=list(_strip(run, self.years)),
            bases=[_basis(link, plan) for link in run.links if _years_in_run(link, run)],
            due=due,
            due_url=reverse("measures:decision_due_edit", args=[*plan.url_args, run.measure.key]),
            is_overdue=self.is_overdue(run),
        )


def span_of(run: Consideration) -> str:
    """Return the years of a run: 令和元年度～令和8年度."""
    return _span(run.first_year, run.last_year)


def _span(first: int, last: int) -> str:
    years = dict.fromkeys([first, last])
    return "～".join(show_fiscal_year_by_era(year) for year in years)


def _years_in_run(link, run: Consideration) -> list[int]:
    return sorted(year for year in link.years if run.first_year <= year <= run.last_year)


def _strip(run: Consideration, years: range) -> Iterator[Stretch]:
    planned = {year for link in run.links for year in link.measure.plan.fiscal_years}

    def kind(year: int) -> str:
        if run.first_year <= year <= run.last_year:
            return "run"
        return "known" if year in planned else "unknown"

    for found, stretch in groupby(years, key=kind):
        yield Stretch(len(list(stretch)), found)


def _basis(link, plan: Plan) -> Basis:
    own = link.measure.plan_id == plan.pk
    owner = plan if own else link.measure.plan
    return Basis(
        plan="この計画" if own else owner.title,
        measure="" if own else str(link.measure),
        url="" if own else reverse("portal:measure_detail", args=[*_url_args(plan, owner), link.measure.key]),
        span=_span(min(link.years), max(link.years)),
        count=len(link.years),
        known_by=_known_by(link, is_own=own),
    )


def _url_args(plan: Plan, owner: Plan) -> list[str]:
    return [plan.municipality.code, owner.code]


def _known_by(link, *, is_own: bool) -> str:
    """Say what the years rest on: the cells of a schedule, or the phase a plan aimed at; and the link."""
    outcome = getattr(link.measure, "outcome", None)
    target = outcome.target_phase if outcome else None
    is_aim = target is not None and link.years == set(link.measure.plan.fiscal_years)
    rests_on = f"取組目標が「{target.label}」" if is_aim and not is_own else "工程が検討"
    return rests_on if is_own else f"{rests_on}、つながりは「{link.basis}」"


def _plan_spans(plans: Sequence[Plan], years: range) -> Iterator[PlanSpan]:
    by_start = sorted(plans, key=lambda plan: plan.start_fiscal_year)
    covering = {year: plan.title for plan in by_start for year in plan.fiscal_years}
    for title, stretch in groupby(years, key=lambda year: covering.get(year, "")):
        yield PlanSpan(title, len(list(stretch)))
