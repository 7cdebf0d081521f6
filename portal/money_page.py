"""経費 as the page and its Excel file show it: texts of `portal.money`, with the conditions of the URL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from organizations.fiscal_years import show_fiscal_year_by_era
from plans.models import Plan
from portal.measure_groups import Choice, query_of
from portal.money import (
    BY,
    COLUMNS,
    KEYS,
    PARAMETERS,
    SOURCE_NAMES,
    UNKNOWN,
    MoneyLine,
    MoneyTable,
    MoneyTotal,
    money_table,
    money_url,
)
from portal.money_chart import MoneyChart, money_chart
from portal.money_lint import MoneyCheck, money_check

SHARE = "share"  # the column of a table by source: what came from this one
NOT_OF_THIS_KIND = "―"  # an estimate has no budget, a line of the budget no estimate
LINE_COLUMNS = ["estimate", "initial", "supplementary", "carried_in", "settled"]


@dataclass(frozen=True)
class TotalRow:
    """One total: its amounts as they are shown, None of them where nothing is known."""

    label: str
    url: str
    count: int
    cells: Sequence[str]
    remark: str


@dataclass(frozen=True)
class LineRow:
    line: MoneyLine
    year: str
    cells: Sequence[str]
    remarks: Sequence[str]


@dataclass(frozen=True)
class MoneyPage:
    money: MoneyTable
    tabs: Sequence[tuple[str, str, bool]]
    choices: Sequence[Choice]
    heads: Sequence[str]
    totals: Sequence[TotalRow]
    whole: TotalRow
    line_heads: Sequence[str]
    lines: Sequence[LineRow]
    chart: MoneyChart | None
    check: MoneyCheck
    query: str
    clear_url: str

    @property
    def by_name(self) -> str:
        return next(label for _, label, is_current in self.tabs if is_current)


def money_page(plan: Plan, params: Mapping[str, str]) -> MoneyPage:
    """Return the page for `by`, `year`, `policy`, `department` and `source` of the URL; what is none of
    the offered values is left out.
    """
    asked = {kind: params.get(name, "") for kind, name in PARAMETERS.items()}
    year = asked.pop("fiscal_year")
    by = params.get("by", "")
    money = money_table(plan, by, int(year) if year.isdecimal() else None, **asked)
    money = _understood(money, by)
    columns = _columns(money)
    line_columns = [code for code in LINE_COLUMNS if code in money.columns]
    return MoneyPage(
        money=money,
        tabs=_tabs(money),
        choices=_choices(money),
        heads=list(columns.values()),
        totals=[_total_row(total, columns) for total in money.totals],
        whole=_whole_row(money, columns),
        line_heads=[COLUMNS[code] for code in line_columns],
        lines=[_line_row(line, line_columns) for line in money.lines],
        chart=money_chart(money.years),
        check=money_check(money),
        query=query_of(**_parameters(money)),
        clear_url=money_url(plan, money.by) if money.given else "",
    )


def _understood(money: MoneyTable, by: str) -> MoneyTable:
    """Return the table without conditions that name nothing here."""
    known = {kind: {group.key for group in groups} for kind, groups in money.groups.items()}
    left = {kind: value for kind, value in money.given.items() if value in known[kind]}
    if left == money.given:
        return money
    year = left.pop("fiscal_year", None)
    return money_table(money.plan, by, int(year) if year else None, **left)


def _parameters(money: MoneyTable) -> dict[str, str]:
    return {"by": money.by} | {PARAMETERS[kind]: value for kind, value in money.given.items()}


def _columns(money: MoneyTable) -> dict[str, str]:
    return {SHARE: "この財源の額"} if money.by == "source" else money.columns


def _tabs(money: MoneyTable) -> list[tuple[str, str, bool]]:
    names = BY | {"policy": money.table.policy_word, "department": money.plan.words["departments"]}
    return [
        (money_url(money.plan, by, **money.given), f"{name}別", by == money.by) for by, name in names.items()
    ]


def _choices(money: MoneyTable) -> list[Choice]:
    names = BY | {"policy": money.table.policy_word, "department": money.plan.words["departments"]}
    found = []
    for kind, groups in money.groups.items():
        value = money.given.get(kind, "")
        used = {value, *(key for line in money.all_lines for key in KEYS[kind](line))}
        options = [(group.key, group.label) for group in groups if group.key in used]
        found.append(Choice(PARAMETERS[kind], names[kind], value, options))
    return found


def _amount(total: MoneyTotal, column: str) -> int | None:
    return total.amount(total.key) if column == SHARE else total.amount(column)


def _total_row(total: MoneyTotal, columns: Mapping[str, str]) -> TotalRow:
    cells = [_shown(_amount(total, column)) for column in columns]
    return TotalRow(total.label, total.url, len(total.lines), cells, _remark(total))


def _whole_row(money: MoneyTable, columns: Mapping[str, str]) -> TotalRow:
    if money.by != "source":
        return _total_row(money.whole, columns)
    known = [amount for total in money.totals if (amount := _amount(total, SHARE)) is not None]
    cells = [_shown(sum(known) if known else None)]
    return TotalRow(money.whole.label, money.whole.url, len(money.lines), cells, _remark(money.whole))


def _remark(total: MoneyTotal) -> str:
    return "決算見込を含む" if total.has_expected else ""


def _shown(amount: int | None) -> str:
    return UNKNOWN if amount is None else f"{amount:,}"


def _line_row(line: MoneyLine, columns: Sequence[str]) -> LineRow:
    sources = [
        f"{name} {line.amount(code):,}"
        for code, name in SOURCE_NAMES.items()
        if line.amount(code) is not None
    ]
    remarks = [
        f"財源：{'、'.join(sources)}" if sources else "",
        f"債務負担行為の限度額 {line.obligation:,}" if line.obligation is not None else "",
        f"決算は{line.settled_state}" if line.settled_state else "",
    ]
    return LineRow(
        line=line,
        year=show_fiscal_year_by_era(line.fiscal_year),
        cells=[_shown(line.amount(code)) if code in line.amounts else NOT_OF_THIS_KIND for code in columns],
        remarks=[remark for remark in remarks if remark],
    )


def money_rows(page: MoneyPage) -> list[list[Any]]:
    """Return the lines as the rows of a sheet, its head first; an unknown amount is an empty cell."""
    head = ["番号", "施策", "年度", page.money.table.policy_word, "主担当", "予算事業名", "款項目"]
    names = [f"{name}（千円）" for name in COLUMNS.values()]
    rows = [[*head, *names, "債務負担行為の限度額（千円）", "決算の確かさ", "確認事項"]]
    for line in page.money.lines:
        rows.append(
            [
                line.measure.number,
                line.measure.name,
                show_fiscal_year_by_era(line.fiscal_year),
                line.policy.label,
                line.department.label,
                line.name,
                line.account,
                *(line.amount(code) for code in COLUMNS),
                line.obligation,
                line.settled_state,
                line.warning,
            ]
        )
    return rows
