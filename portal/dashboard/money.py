"""経費 as a panel: a column a year, of the surest amount that is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from organizations.fiscal_years import show_fiscal_year_by_era
from plans.models import Plan
from portal.dashboard.tables import Amount, FigureTable, Number, Words
from portal.dashboard_charts import MoneyColumns, YearMoney, money_columns
from portal.measure_table import MeasureTable
from portal.money import UNKNOWN, MoneyTotal, money_table, money_url

SETTLED, EXPECTED, BUDGET, ESTIMATE = "決算", "決算見込", "予算", "見積"
COLUMNS = {ESTIMATE: "estimate", BUDGET: "budget", SETTLED: "settled"}


@dataclass(frozen=True)
class Money:
    """The panel. `total` adds up what the columns show, in thousand yen."""

    url: str
    total: int
    years: Sequence[YearMoney]
    chart: MoneyColumns | None
    table: FigureTable
    remark: str = "年度ごとに、決算・予算・見積のうち分かっている最も確かな額です"

    @property
    def total_in_words(self) -> str:
        """Say the sum as people do: 25億400万円, 412万3千円."""
        return yen_in_words(self.total)


def money_panel(table: MeasureTable) -> Money | None:
    """Add up the plan's money by year (at most four queries); None where no amount is written."""
    plan = table.plan
    found = money_table(plan, table=table)
    years = [_year(total) for total in found.totals]
    if all(year.amount is None for year in years):
        return _of_the_plan(plan)
    return Money(
        url=money_url(plan),
        total=sum(year.amount or 0 for year in years),
        years=years,
        chart=money_columns(title="年度別の経費", years=years),
        table=_table(found.totals, years),
    )


def _of_the_plan(plan: Plan) -> Money | None:
    """Return the costs that the plan's document gives for all of it together (one query)."""
    costs = list(plan.costs.order_by("fiscal_year", "order", "pk"))
    if not costs:
        return None
    years = [
        YearMoney(cost.fiscal_year, cost.amount, "estimate", f"{'約' if cost.approximate else ''}{ESTIMATE}")
        for cost in costs
    ]
    rows = [
        [Words(show_fiscal_year_by_era(cost.fiscal_year)), Words(cost.basis or UNKNOWN), _amount(cost.amount)]
        for cost in costs
    ]
    table = FigureTable("計画全体の経費（計画書の記載）", ["年度", "範囲", "金額（千円）"], rows, 2)
    chart = money_columns(title="計画全体の年度別の経費", years=years)
    total = sum(cost.amount for cost in costs)
    return Money("", total, years, chart, table, "計画書に記載された、計画全体の額です")


def _year(total: MoneyTotal) -> YearMoney:
    """Take the settled amounts where every budgeted line has one, else the budget, else the estimate."""
    year, lines = int(total.key), total.lines
    budgeted = [line for line in lines if line.amount("budget") is not None]
    settled = [line for line in lines if line.amount("settled") is not None]
    if settled and all(line.amount("settled") is not None for line in budgeted):
        return YearMoney(
            year, total.amount("settled"), "settled", EXPECTED if total.has_expected else SETTLED
        )
    if budgeted:
        return YearMoney(year, total.amount("budget"), "budget", BUDGET)
    return YearMoney(year, total.amount("estimate"), "estimate", ESTIMATE)


def yen_in_words(thousands: int) -> str:
    """Return an amount of thousand yen as 25億400万円, 412万3千円."""
    oku, rest = divmod(thousands, 100_000)
    man, sen = divmod(rest, 10)
    parts = [(oku, "億"), (man, "万"), (sen, "千")]
    return "".join(f"{number:,}{unit}" for number, unit in parts if number) + "円" if thousands else "0円"


def _table(totals: Sequence[MoneyTotal], years: Sequence[YearMoney]) -> FigureTable:
    rows = [
        [
            Words(show_fiscal_year_by_era(year.fiscal_year)),
            Words(year.name if year.amount is not None else UNKNOWN),
            Number(len(total.lines), total.url),
            *(_amount(total.amount(column)) for column in COLUMNS.values()),
        ]
        for total, year in zip(totals, years, strict=True)
    ]
    head = ["年度", "棒に示した額", "行の数", *(f"{name}（千円）" for name in COLUMNS)]
    return FigureTable("年度別の経費", head, rows, 2)


def _amount(amount: int | None) -> Amount:
    return Amount(amount, UNKNOWN if amount is None else f"{amount:,}")
