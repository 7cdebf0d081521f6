"""更新の経費 and contracts by fiscal year: what is known, by basis, with the lines behind each figure.

Amounts are in thousand yen. A year nobody wrote an amount for is None, never 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from organizations.models import Municipality
from portal.chart_paints import PAINTS, Paint, hatched
from portal.dashboard_charts import MILLION_FROM
from portal.renewals.entries import Entry
from systems.models import ContractAmount, ContractSystem, RenewalCost

CONTRACT = "contract"
BASES = {"settled": "決算見込", "budget": "当初予算", "request": "予算要求", "estimate": "見積"}
NAMES = {CONTRACT: "契約", **BASES}
UNKNOWN = "記載なし"
CHART_HEIGHT, CHART_HEAD, CHART_FOOT = 96, 26, 28


@dataclass(frozen=True)
class CostLine:
    """An amount of one fiscal year, what it is for, and how sure it is."""

    name: str
    url: str
    fiscal_year: int
    amount: int
    basis: str

    @property
    def basis_name(self) -> str:
        return NAMES[self.basis]

    @property
    def amount_shown(self) -> str:
        return f"{self.amount:,}"


@dataclass(frozen=True)
class YearCost:
    """The lines of one fiscal year. `url` leads to a page that lists them."""

    fiscal_year: int
    lines: Sequence[CostLine] = field(default_factory=tuple)
    url: str = ""

    @property
    def by_basis(self) -> dict[str, int]:
        """Return the sums by basis, in the order of `NAMES`; what nobody wrote is left out."""
        found: dict[str, int] = {}
        for name in NAMES:
            amounts = [line.amount for line in self.lines if line.basis == name]
            if amounts:
                found[name] = sum(amounts)
        return found

    @property
    def total(self) -> int | None:
        return sum(line.amount for line in self.lines) if self.lines else None

    @property
    def total_shown(self) -> str:
        return UNKNOWN if self.total is None else f"{self.total:,}"

    @property
    def basis_shown(self) -> str:
        return "・".join(NAMES[basis] for basis in self.by_basis)

    @property
    def parts_shown(self) -> str:
        return "、".join(f"{NAMES[basis]} {amount:,}" for basis, amount in self.by_basis.items()) or UNKNOWN


def renewal_costs(city: Municipality, entries: Iterable[Entry]) -> list[CostLine]:
    """Return the costs of the renewals the entries speak of (one query)."""
    of_system = {entry.pk: entry for entry in entries if entry.facts.renewal}
    rows = RenewalCost.objects.filter(renewal__plan__municipality=city).order_by("fiscal_year", "renewal")
    columns = ("renewal__plan", "renewal__system", "fiscal_year", "amount", "basis")
    return [
        CostLine(of_system[system].name, of_system[system].url, year, amount, basis)
        for plan, system, year, amount, basis in rows.values_list(*columns)
        if system in of_system and of_system[system].renewal.plan_id == plan
    ]


def contract_costs(city: Municipality, entries: Iterable[Entry]) -> list[CostLine]:
    """Return the amounts of the city's contracts, each with the way to the first of its systems among the
    entries, "" where it covers none of them (two queries).
    """
    urls = {entry.pk: entry.url for entry in entries}
    links = ContractSystem.objects.filter(contract__municipality=city).order_by("-pk")
    pairs = links.values_list("contract", "system")
    url_of = {contract: urls[system] for contract, system in pairs if system in urls}  # the first one stays
    rows = ContractAmount.objects.filter(contract__municipality=city).order_by("fiscal_year", "contract")
    columns = ("contract", "contract__name", "fiscal_year", "amount")
    return [
        CostLine(name, f"{url_of[pk]}#contract-{pk}" if pk in url_of else "", *figures, CONTRACT)
        for pk, name, *figures in rows.values_list(*columns)
    ]


def by_year(lines: Iterable[CostLine], years: Iterable[int], address: Any = None) -> list[YearCost]:
    """Return the lines year by year; `address` gives the page of a year that has some."""
    found: dict[int, list[CostLine]] = {year: [] for year in years}
    for line in lines:
        if line.fiscal_year in found:
            found[line.fiscal_year].append(line)
    return [
        YearCost(year, tuple(rows), address(year) if address and rows else "") for year, rows in found.items()
    ]


@dataclass(frozen=True)
class Block:
    paint: Paint
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Column:
    """A year's amounts upon each other; `text` is their sum, `below` how sure they are."""

    middle: float
    blocks: Sequence[Block]
    text: str
    text_y: float
    below: str


@dataclass(frozen=True)
class CostChart:
    """Columns in one scale from zero. Places across are percent, downwards pixels."""

    unit: str
    columns: Sequence[Column]
    description: str
    key: Sequence[tuple[Paint, str]]
    ground: int = CHART_HEAD + CHART_HEIGHT
    height: int = CHART_HEAD + CHART_HEIGHT + CHART_FOOT

    @property
    def hatched(self) -> Sequence[Paint]:
        return hatched(paint.code for paint, _ in self.key)


def cost_chart(costs: Sequence[YearCost], asked_for: int = 0) -> CostChart | None:
    """Draw a column a year; None where no amount is known. `asked_for` is the year of the next budget."""
    most = max((cost.total or 0 for cost in costs), default=0)
    if most <= 0:
        return None
    unit, divisor = ("百万円", 1000) if most >= MILLION_FROM else ("千円", 1)
    used = dict.fromkeys(basis for cost in costs for basis in cost.by_basis)
    told = "".join(f"{cost.fiscal_year}年度は{cost.parts_shown}。" for cost in costs)
    return CostChart(
        unit=unit,
        columns=[
            _column(cost, place / len(costs), len(costs), (most, divisor), cost.fiscal_year == asked_for)
            for place, cost in enumerate(costs)
        ],
        description=f"単位は千円。{told}",
        key=[(PAINTS[basis], NAMES[basis]) for basis in NAMES if basis in used],
    )


def _column(cost: YearCost, at: float, count: int, scale: tuple[int, int], is_asked_for: bool) -> Column:
    """Draw a year; `scale` is what the highest column stands for, and the divisor of the unit."""
    step, (most, divisor) = 100 / count, scale
    x, width = round(100 * at + step / 4, 2), round(step / 2, 2)
    y, blocks = float(CHART_HEAD + CHART_HEIGHT), []
    for basis, amount in cost.by_basis.items():
        height = round(amount / most * CHART_HEIGHT, 1)
        y = round(y - height, 1)
        blocks.append(Block(PAINTS[basis], x, y, width, height))
    text = UNKNOWN if cost.total is None else _short(cost.total, divisor)
    remark = "（次の予算要求）" if is_asked_for and cost.lines else ""
    return Column(round(x + width / 2, 2), blocks, text, round(y - 8, 1), cost.basis_shown + remark)


def _short(amount: int, divisor: int) -> str:
    """Return an amount in the chart's unit; what would round to nothing keeps a digit."""
    figure = amount / divisor
    return f"{figure:,.0f}" if figure >= 10 or figure == int(figure) else f"{figure:,.1f}"
