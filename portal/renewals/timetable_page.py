"""システム更新の工程: the timetable with its conditions, costs and findings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.fiscal_years import fiscal_year_of, show_fiscal_years
from organizations.models import User
from organizations.months import months_between
from portal.measure_groups import Choice
from portal.measure_selection import Chip
from portal.place import Place
from portal.renewals.conditions import Conditions, read_conditions, with_value
from portal.renewals.costs import CostChart, YearCost, by_year, cost_chart, renewal_costs
from portal.renewals.counts import SeverityCount, code_of, severity_counts
from portal.renewals.entries import (
    SORTS,
    VIEWS,
    Entry,
    choices_of,
    city_entries,
    in_order,
    in_view,
    narrowed,
    own_department,
)
from portal.renewals.items import FindingItem, Settling
from portal.renewals.knowledge import Knowledge, knowledge_of
from portal.renewals.timetable import YEARS, Timetable, timetable, usual_year
from systems.findings.rules import Severity

MOST_FINDINGS, MOST_ACCEPTED = 10, 3
STEPS = ["review_start", "specification_start", "procurement_fiscal_year", "contract_on", "build_start",
         "parallel_start", "next_start", "current_end"]  # fmt: skip


@dataclass(frozen=True)
class TableRow:
    """A system in the table beside the drawing: its steps as shown, in the order of `STEPS`."""

    entry: Entry
    cells: Sequence[tuple[str, bool]]
    gap: str


@dataclass(frozen=True)
class TimetablePage:
    conditions: Conditions
    chart: Timetable
    total: int
    costs: Sequence[YearCost]
    cost_chart: CostChart | None
    chips: Sequence[Chip]
    choices: Sequence[Choice]
    counts: Sequence[SeverityCount]
    items: Sequence[FindingItem]
    more: Sequence[SeverityCount]
    knowledge: Knowledge
    rows: Sequence[TableRow]
    back_url: str
    ahead_url: str

    @property
    def span(self) -> str:
        years = self.chart.window.years
        return show_fiscal_years(years[0], years[-1])

    @property
    def heads(self) -> Sequence[str]:
        return ["検討の開始", "仕様書の作成", "調達の年度", "契約", "構築の開始", "並行稼働の開始",
                "次期の稼働", "現行の終了", "空白"]  # fmt: skip

    @property
    def query(self) -> str:
        return self.conditions.query()


def timetable_page(*, place: Place, params: Mapping[str, str], user: User, today: date) -> TimetablePage:
    """Read the page for `from`, `view`, `department`, `segment`, `sort` and `as_of` of the address."""
    settling = Settling(place, user)
    entries, conditions, offered = read_entries(place, params, today)
    first = int(conditions.get("from") or usual_year(conditions.as_of))
    wide = narrowed(entries, conditions.get("department"), conditions.get("segment"))
    shown = in_order(in_view(wide, conditions.get("view"), conditions.as_of), conditions.get("sort"))
    findings = [finding for entry in shown for finding in entry.findings]
    counts = severity_counts(findings, lambda code: _list_url(place, conditions, code))
    years = by_year(
        renewal_costs(place.municipality, entries), range(first, first + YEARS),
        lambda year: calendar_url(place, conditions, year),
    )  # fmt: skip
    chosen = _chosen(findings)
    return TimetablePage(
        conditions=conditions,
        chart=timetable(shown, first, conditions.as_of),
        total=len(entries),
        costs=years,
        cost_chart=cost_chart(years, fiscal_year_of(conditions.as_of) + 1),
        chips=[*_chips(wide, conditions), *_own_chip(entries, conditions, user)],
        choices=offered,
        counts=counts,
        items=settling.items(chosen),
        more=_more(counts, chosen),
        knowledge=knowledge_of(place, entries),
        rows=[_table_row(entry) for entry in shown],
        back_url=conditions.query(**{"from": first - 1}),
        ahead_url=conditions.query(**{"from": first + 1}),
    )


def read_entries(
    place: Place,
    params: Mapping[str, str],
    today: date,
    more: Callable[[list[Entry]], list[Choice]] | None = None,
    years: Sequence[str] = ("from",),
) -> tuple[list[Entry], Conditions, list[Choice]]:
    """Read the systems on the day asked for, and the conditions; choices with what is chosen. `more` are the
    choices of one page alone.
    """
    day = read_conditions(params, today, [])
    entries = city_entries(place, day.as_of)
    offered = [
        *choices_of(entries),
        Choice("view", "表示", "", list(VIEWS.items())),
        Choice("sort", "並び順", "", list(SORTS.items())),
        *(more(entries) if more else ()),
    ]
    conditions = read_conditions(params, today, offered, years)
    return entries, conditions, [with_value(choice, conditions.get(choice.name)) for choice in offered]


def calendar_url(place: Place, conditions: Conditions, year: int) -> str:
    """Return the calendar's list of one fiscal year on the same day."""
    address = reverse("portal:renewal_calendar", args=[place.municipality.code])
    return f"{address}{conditions.query_of_day(year=year)}#year"


def _list_url(place: Place, conditions: Conditions, code: str) -> str:
    """Return the list of the findings of one severity, of the systems shown."""
    address = reverse("portal:finding_list", args=[place.municipality.code])
    given = {name: conditions.get(name) for name in ("view", "department", "segment")}
    return address + conditions.query_of_day(**given, severity=code)


def _chips(entries: Sequence[Entry], conditions: Conditions) -> list[Chip]:
    current = conditions.get("view")
    return [
        Chip(
            label, conditions.query(view=view), len(in_view(entries, view, conditions.as_of)), view == current
        )
        for view, label in VIEWS.items()
        if view != "undated" or view == current
    ]


def _own_chip(entries: Sequence[Entry], conditions: Conditions, user: User) -> Iterator[Chip]:
    """Offer the systems of the user's department, whatever else is asked but the segment."""
    if own := own_department(entries, user):
        shown = narrowed(entries, own, conditions.get("segment"))
        is_current = conditions.get("department") == own and not conditions.get("view")
        yield Chip("自課", conditions.query(department=own, view=""), len(shown), is_current)


def _chosen(findings: Sequence) -> list:
    """Return what the page itself lists: the gravest that stand, and a few that were accepted."""
    for severity in Severity:
        standing = [one for one in findings if code_of(one) == severity.name]
        if standing:
            break
    accepted = [one for one in findings if one.is_accepted]
    return [*standing[:MOST_FINDINGS], *accepted[:MOST_ACCEPTED]]


def _more(counts: Sequence[SeverityCount], chosen: Sequence) -> list[SeverityCount]:
    """Return the counts of what the page does not list in full."""
    listed = [code_of(one) for one in chosen]
    return [count for count in counts if count.count > listed.count(count.code)]


def _table_row(entry: Entry) -> TableRow:
    steps = {step.code: step for step in entry.steps}
    cells = [(steps[code].shown, steps[code].is_computed) for code in STEPS]
    end, start = entry.renewal.current_end, entry.renewal.next_start
    gap = "判定できません"
    if end and start:
        months = months_between(end, start) - 1
        gap = f"{months}か月" if months > 0 else "なし"
    return TableRow(entry, cells, gap)
