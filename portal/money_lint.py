"""確認事項 about money: what contradicts the plan's own premises, its totals and its schedule.

The premises are those 武蔵野市 prints: no new spending in a year of 検討, none for rebuilding a system, an
estimate for each year of 調達・構築 and 実施, and a total a year for the whole plan.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from organizations.fiscal_years import show_fiscal_year_by_era
from plans.models import Plan, PlanCost, PlanRule, Word
from portal.measure_table import MeasureRow
from portal.money import MoneyLine, MoneyTable

REBUILD, CONSIDER, BUILD = "cost-rebuild", "cost-consider", "cost-build"
ROUGH = 0.1  # how far a total may be from one that is printed as 約


@dataclass(frozen=True)
class Finding:
    """What to look at, in a sentence; `url` leads to the measure, "" where it is about the whole plan."""

    sentence: str
    fiscal_year: int | None = None
    url: str = ""
    name: str = ""


@dataclass(frozen=True)
class MoneyCheck:
    """What was found. Without an amount anywhere there was nothing to check, which is not 問題なし."""

    findings: Sequence[Finding]
    is_checked: bool


def money_check(money: MoneyTable) -> MoneyCheck:
    """Check all lines of the plan, whatever the page shows (two queries)."""
    lines = [line for line in money.all_lines if any(amount is not None for amount in line.amounts.values())]
    if not lines:
        return MoneyCheck([], is_checked=False)
    rules = dict(PlanRule.objects.filter(plan=money.plan).values_list("code", "text"))
    found = [
        *_by_measure(money, lines, set(rules)),
        *_against_the_plan(money.plan, lines),
    ]
    return MoneyCheck(found, is_checked=True)


def _by_measure(money: MoneyTable, lines: Sequence[MoneyLine], premises: set[str]) -> Iterator[Finding]:
    of_measure: dict[int, list[MoneyLine]] = defaultdict(list)
    for line in lines:
        of_measure[line.measure.pk].append(line)
    for row in money.table.rows:
        own = of_measure.get(row.pk, [])
        yield from _of_lines(row, own, money.plan, premises)
        if BUILD in premises and any(line.amount("estimate") is not None for line in own):
            yield from _years_without_estimate(row, own)


def _of_lines(
    row: MeasureRow, lines: Sequence[MoneyLine], plan: Plan, premises: set[str]
) -> Iterator[Finding]:
    for year in sorted({line.fiscal_year for line in lines}):
        own = [line for line in lines if line.fiscal_year == year]
        if told := _told(own):
            for remark in _against_the_schedule(row, year, own, plan, premises):
                yield _finding(row, year, f"{told}が記載されていますが、{remark}。")
        for line in own:
            budget, settled = line.amount("budget"), line.amount("settled")
            if None not in (budget, settled) and settled > budget:
                over = f"決算{settled:,}千円が予算{budget:,}千円を超えています。"
                yield _finding(row, year, f"「{line.name}」の{over}")
            if line.warning:
                yield _finding(row, year, f"「{line.name}」の{line.warning}")


def _against_the_schedule(
    row: MeasureRow, year: int, lines: Sequence[MoneyLine], plan: Plan, premises: set[str]
) -> Iterator[str]:
    if year not in plan.fiscal_years:
        yield "計画期間の外の年度です"
    if _is_consideration(row, year) and CONSIDER in premises:
        yield "「検討」の年度は新規支出を見込まない前提です"
    elif _is_consideration(row, year):
        yield "工程は「検討」だけです"
    if REBUILD in premises and "再構築" in row.name and any(line.amount("estimate") for line in lines):
        yield "システムの再構築は新規支出を見込まない前提です"


def _told(lines: Sequence[MoneyLine]) -> str:
    """Name what is above zero: 見積1,200千円・当初1,000千円."""
    names = {"estimate": "見積", "initial": "当初", "settled": "決算"}
    amounts = {name: sum(line.amount(code) or 0 for line in lines) for code, name in names.items()}
    return "・".join(f"{name}{amount:,}千円" for name, amount in amounts.items() if amount)


def _is_consideration(row: MeasureRow, fiscal_year: int) -> bool:
    """Say whether a year has phases and all of them are 検討: 調査・研究 may cost something."""
    phases = row.phases_of(fiscal_year)
    return bool(phases) and all(
        phase.stage == Word.Stage.CONSIDER and "検討" in phase.label for phase in phases
    )


def _years_without_estimate(row: MeasureRow, lines: Sequence[MoneyLine]) -> Iterator[Finding]:
    known = {line.fiscal_year for line in lines if line.amount("estimate") is not None}
    years = sorted({year for track in row.tracks for year in track.cells})
    for year in years:
        building = [phase.label for phase in row.phases_of(year) if phase.stage == Word.Stage.BUILD]
        if building and year not in known:
            yield _finding(row, year, f"工程は「{building[0]}」ですが、見積の記載がありません。")


def _against_the_plan(plan: Plan, lines: Sequence[MoneyLine]) -> Iterator[Finding]:
    """Compare the estimates of a year with what the plan states for all of it."""
    for cost in PlanCost.objects.filter(plan=plan).order_by("fiscal_year", "order", "pk"):
        own = [line for line in lines if line.fiscal_year == cost.fiscal_year]
        known = [line for line in own if line.amount("estimate") is not None]
        if not known:
            continue
        total = sum(line.amount("estimate") for line in known)
        is_net = "一般財源" in cost.basis
        if is_net:
            total -= sum(line.specific_funding or 0 for line in known)
        if abs(total - cost.amount) <= (cost.amount * ROUGH if cost.approximate else 0):
            continue
        of = "見積から特定財源を引いた合計" if is_net else "見積の合計"
        about = "約" if cost.approximate else ""
        basis = f"（{cost.basis}）" if cost.basis else ""
        year = show_fiscal_year_by_era(cost.fiscal_year)
        yield Finding(
            f"{year}の{of}{total:,}千円（{len({line.measure.pk for line in known})}施策）が、"
            f"計画全体の経費{about}{cost.amount:,}千円{basis}と合いません。",
            cost.fiscal_year,
        )


def _finding(row: MeasureRow, fiscal_year: int, sentence: str) -> Finding:
    name = f"{row.number} {row.name}"
    return Finding(f"{show_fiscal_year_by_era(fiscal_year)}：{sentence}", fiscal_year, row.url, name)
