"""山谷図: the renewals of ten fiscal years by month, and the amounts beneath."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import (
    fiscal_year_of,
    show_fiscal_year,
    show_fiscal_year_by_era,
    show_fiscal_years,
    show_month,
)
from portal.dashboard_charts import year_labels
from portal.measure_groups import Choice
from portal.place import Place
from portal.renewals.conditions import Conditions
from portal.renewals.costs import (
    CONTRACT,
    NAMES,
    UNKNOWN,
    CostChart,
    CostLine,
    YearCost,
    by_year,
    contract_costs,
    cost_chart,
    renewal_costs,
)
from portal.renewals.entries import Entry, narrowed
from portal.renewals.knowledge import Knowledge, knowledge_of
from portal.renewals.timetable_page import read_entries

YEARS = 10
MONTHS = [*range(4, 13), *range(1, 4)]
PEAK_HEIGHT, PEAK_HEAD, PEAK_FOOT = 96, 24, 8


@dataclass(frozen=True)
class MonthRow:
    """A month of the year with the systems that start in it, year by year."""

    label: str
    cells: Sequence[Sequence[Entry]]


@dataclass(frozen=True)
class YearHead:
    """A fiscal year: how many renewals it has, with the list of just these."""

    fiscal_year: int
    label: str
    count: int
    url: str
    is_now: bool
    x: float
    width: float
    y: float
    height: float

    @property
    def share(self) -> float:
        """How long the year's bar is where the bars lie: percent of the longest."""
        return round(self.height / PEAK_HEIGHT * 100, 1)

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def text_y(self) -> float:
        return round(self.y - 6, 1)


@dataclass(frozen=True)
class YearList:
    """What one fiscal year holds: renewals by month, and every amount behind its sums."""

    name: str
    renewals: Sequence[tuple[str, Entry]]
    cost: YearCost


@dataclass(frozen=True)
class CalendarPage:
    conditions: Conditions
    heads: Sequence[YearHead]
    rows: Sequence[MonthRow]
    costs: Sequence[YearCost]
    chart: CostChart | None
    year: YearList | None
    choices: Sequence[Choice]
    total: int
    dated: int
    undated: Sequence[Entry]
    outside: Sequence[Entry]
    elsewhere: tuple[str, str] | None  # where nothing starts in these years: the first year of something
    knowledge: Knowledge
    back_url: str
    ahead_url: str
    peak_height: int = PEAK_HEAD + PEAK_HEIGHT + PEAK_FOOT
    ground: int = PEAK_HEAD + PEAK_HEIGHT

    @property
    def span(self) -> str:
        return show_fiscal_years(self.heads[0].fiscal_year, self.heads[-1].fiscal_year)

    @property
    def peaks(self) -> str:
        """Say in words how many renewals each year has."""
        return "、".join(f"{show_fiscal_year_by_era(head.fiscal_year)} {head.count}" for head in self.heads)

    @property
    def money_rows(self) -> list[tuple[str, list[str]]]:
        """The amounts by source, a row each; 記載なし where nobody wrote one."""
        used = [name for name in NAMES if any(name in cost.by_basis for cost in self.costs)]
        return [
            (
                NAMES[name] + ("金額" if name == CONTRACT else "（更新の経費）"),
                [_shown(cost.by_basis.get(name)) for cost in self.costs],
            )
            for name in used
        ]


def _shown(amount: int | None) -> str:
    return UNKNOWN if amount is None else f"{amount:,}"


def calendar_page(*, place: Place, params: Mapping[str, str], today: date) -> CalendarPage:
    """Read the page for `from`, `year`, `department`, `segment` and `as_of` of the address."""
    entries, conditions, offered = read_entries(place, params, today, years=("from", "year"))
    shown = narrowed(entries, conditions.get("department"), conditions.get("segment"))
    first = int(conditions.get("from") or fiscal_year_of(conditions.as_of))
    years = range(first, first + YEARS)
    lines = _lines(place, entries, shown)
    costs = by_year(lines, years, lambda year: conditions.query(year=year) + "#year")
    dated = [entry for entry in shown if entry.next_start]
    within = [entry for entry in dated if fiscal_year_of(entry.next_start) in years]
    asked = conditions.get("year")
    return CalendarPage(
        conditions=conditions,
        heads=_heads(within, years, conditions),
        rows=list(_month_rows(within, years)),
        costs=costs,
        chart=cost_chart(costs, fiscal_year_of(conditions.as_of) + 1),
        year=_year_list(dated, lines, int(asked)) if asked else None,
        choices=[choice for choice in offered if choice.name in ("department", "segment")],
        total=len(shown),
        dated=len(within),
        undated=[entry for entry in shown if not entry.next_start],
        outside=[entry for entry in dated if entry not in within],
        elsewhere=None if within else _elsewhere(dated, conditions),
        knowledge=knowledge_of(place, entries),
        back_url=conditions.query(**{"from": first - YEARS // 2}),
        ahead_url=conditions.query(**{"from": first + YEARS // 2}),
    )


def _elsewhere(dated: Sequence[Entry], conditions: Conditions) -> tuple[str, str] | None:
    if not dated:
        return None
    first = fiscal_year_of(min(entry.next_start for entry in dated))
    return show_fiscal_year_by_era(first), conditions.query(**{"from": first})


def _lines(place: Place, entries: Sequence[Entry], shown: Sequence[Entry]) -> list[CostLine]:
    """Return the amounts of the systems shown; of all contracts where no condition is given."""
    city = place.municipality
    contracts = contract_costs(city, shown)
    if len(shown) < len(entries):
        contracts = [line for line in contracts if line.url]
    return [*contracts, *renewal_costs(city, shown)]


def _heads(entries: Sequence[Entry], years: range, conditions: Conditions) -> list[YearHead]:
    counts = dict.fromkeys(years, 0)
    for entry in entries:
        counts[fiscal_year_of(entry.next_start)] += 1
    most, step = max([*counts.values(), 1]), 100 / len(years)
    now = fiscal_year_of(conditions.as_of)
    heads = []
    for place, (year, label) in enumerate(zip(years, year_labels(years), strict=True)):
        height = round(counts[year] / most * PEAK_HEIGHT, 1)
        url = conditions.query(year=year) + "#year"
        x, width = round(step * (place + 0.2), 2), round(step * 0.6, 2)
        y = round(PEAK_HEAD + PEAK_HEIGHT - height, 1)
        heads.append(YearHead(year, label, counts[year], url, year == now, x, width, y, height))
    return heads


def _month_rows(entries: Sequence[Entry], years: range) -> Iterator[MonthRow]:
    for month in MONTHS:
        cells = [
            [
                entry
                for entry in entries
                if entry.next_start == date(year + (month < 4), month, 1)
            ]
            for year in years
        ]  # fmt: skip
        yield MonthRow(f"{month}月", cells)


def _year_list(dated: Sequence[Entry], lines: Sequence[CostLine], year: int) -> YearList:
    renewals = [entry for entry in dated if fiscal_year_of(entry.next_start) == year]
    renewals.sort(key=lambda entry: entry.next_start)
    (cost,) = by_year(lines, [year])
    return YearList(
        show_fiscal_year(year), [(show_month(entry.next_start), entry) for entry in renewals], cost
    )
