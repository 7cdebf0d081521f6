"""Money of a plan: estimates, budget and settled amounts by year, policy, department and source.

A total is always the sum of the lines behind it, and its address leads to a list of exactly these lines. All
amounts are thousand yen; None is unknown (記載なし), never 0.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from measures.models import BudgetLine, CostEstimate
from measures.models.budget import SOURCES
from organizations.fiscal_years import show_fiscal_year
from plans.models import Plan
from portal.measure_groups import NONE, Group, Groups, lead_groups, policy_groups, query_of
from portal.measure_table import MeasureRow, MeasureTable, measure_table

BY = {"fiscal_year": "年度", "policy": "基本方針", "department": "担当課", "source": "財源"}
PARAMETERS = {"fiscal_year": "year", "policy": "policy", "department": "department", "source": "source"}
SOURCE_NAMES = {"national": "国", "prefectural": "都道府県", "other": "その他", "general": "一般財源"}
COLUMNS = {
    "estimate": "見積",
    "initial": "当初",
    "supplementary": "補正",
    "carried_in": "繰越",
    "budget": "予算計",
    "settled": "決算",
    **SOURCE_NAMES,
}
ALWAYS = ("estimate", "initial", "settled")
UNKNOWN = "記載なし"
FUNDING = {"国": "national", "都道府県": "prefectural", "一般財源": "general"}


@dataclass(frozen=True)
class MoneyLine:
    """One line: a year's estimate of a measure as the plan prints it, or a line of the budget."""

    measure: MeasureRow
    fiscal_year: int
    name: str
    account: str
    amounts: Mapping[str, int | None]
    policy: Group
    department: Group
    obligation: int | None = None
    settled_state: str = ""
    warning: str = ""
    specific_funding: int | None = None

    def amount(self, column: str) -> int | None:
        return self.amounts.get(column)

    @property
    def sources(self) -> list[str]:
        """The codes of the sources whose amount is known; `none` where none is."""
        return [code for code in SOURCE_NAMES if self.amount(code) is not None] or [NONE]


@dataclass(frozen=True)
class MoneyTotal:
    """What some lines add up to. `url` leads to the list of them."""

    key: str
    label: str
    url: str
    lines: Sequence[MoneyLine]

    def amount(self, column: str) -> int | None:
        known = [amount for line in self.lines if (amount := line.amount(column)) is not None]
        return sum(known) if known else None

    @property
    def has_expected(self) -> bool:
        """Say whether 決算見込 is in it."""
        return any(line.settled_state == BudgetLine.SettledState.EXPECTED for line in self.lines)


@dataclass(frozen=True)
class MoneyTable:
    """The lines that the conditions leave, added up `by` one of BY."""

    plan: Plan
    table: MeasureTable
    by: str
    given: Mapping[str, str]
    totals: Sequence[MoneyTotal]
    whole: MoneyTotal
    years: Sequence[MoneyTotal]
    groups: Mapping[str, Sequence[Group]]
    all_lines: Sequence[MoneyLine] = field(repr=False)

    @property
    def lines(self) -> Sequence[MoneyLine]:
        return self.whole.lines

    @property
    def columns(self) -> dict[str, str]:
        """The columns some line of the plan knows an amount of, and those that are always asked for."""
        return {
            code: name
            for code, name in COLUMNS.items()
            if code in ALWAYS or any(line.amount(code) is not None for line in self.all_lines)
        }


def money_table(
    plan: Plan,
    by: str = "fiscal_year",
    fiscal_year: int | None = None,
    *,
    policy: str = "",
    department: str = "",
    source: str = "",
    table: MeasureTable | None = None,
) -> MoneyTable:
    """Add up the money of `plan` (nine queries, however many lines; three where its `table` is read already).

    `by` is one of BY. `fiscal_year` (western), `policy` (code of an uppermost one), `department` (primary
    key of a lead) and `source` leave the lines of these alone; `none` or `unclear` those without one.
    """
    by = by if by in BY else "fiscal_year"
    given = {
        "fiscal_year": "" if fiscal_year is None else str(fiscal_year),
        "policy": policy,
        "department": department,
        "source": source,
    }
    table = table or measure_table(plan)
    groups = {"policy": policy_groups(table), "department": lead_groups(table)}
    estimates, budget = _by_measure(CostEstimate, plan), _by_measure(BudgetLine, plan)
    every = list(money_lines(table, groups, estimates, budget))
    listed = _listed(plan, every, groups)
    asked = [group for group in listed[by] if given[by] in ("", group.key)]
    totals = [_total(plan, by, given, by, group, every) for group in asked]
    return MoneyTable(
        plan=plan,
        table=table,
        by=by,
        given={kind: value for kind, value in given.items() if value},
        totals=[total for total in totals if total.lines or _is_of_the_plan(total, by, plan)],
        whole=MoneyTotal("", "計", money_url(plan, by, **given), _fitting(every, given)),
        years=[_total(plan, by, given, "fiscal_year", year, every) for year in listed["fiscal_year"]],
        groups=listed,
        all_lines=every,
    )


def money_url(plan: Plan, by: str = "", **conditions: object) -> str:
    """Return the address of the page; the conditions are those of `money_table`."""
    named = {PARAMETERS[kind]: value for kind, value in conditions.items()}
    return reverse("portal:money_list", args=plan.url_args) + query_of(by=by, **named)


def _is_of_the_plan(total: MoneyTotal, by: str, plan: Plan) -> bool:
    """Say whether a total without lines is shown: the plan's years are, to say that nothing is written."""
    return by == "fiscal_year" and int(total.key) in plan.fiscal_years


def _listed(plan: Plan, every: Sequence[MoneyLine], groups: Mapping[str, Groups]) -> dict[str, list[Group]]:
    years = sorted({*plan.fiscal_years, *(line.fiscal_year for line in every)})
    return {
        "fiscal_year": [Group(str(year), show_fiscal_year(year)) for year in years],
        "policy": list(groups["policy"].listed),
        "department": list(groups["department"].listed),
        "source": [*(Group(*item) for item in SOURCE_NAMES.items()), Group(NONE, "財源の記載なし")],
    }


def _total(
    plan: Plan, by: str, given: Mapping[str, str], kind: str, group: Group, lines: Sequence[MoneyLine]
) -> MoneyTotal:
    conditions = {**given, kind: group.key}
    return MoneyTotal(group.key, group.label, money_url(plan, by, **conditions), _fitting(lines, conditions))


def _fitting(lines: Iterable[MoneyLine], conditions: Mapping[str, str]) -> list[MoneyLine]:
    return [line for line in lines if _fits(line, conditions)]


KEYS: dict[str, Callable[[MoneyLine], Iterable[str]]] = {
    "fiscal_year": lambda line: [str(line.fiscal_year)],
    "policy": lambda line: [line.policy.key],
    "department": lambda line: [line.department.key],
    "source": lambda line: line.sources,
}


def _fits(line: MoneyLine, conditions: Mapping[str, str]) -> bool:
    return all(not value or value in KEYS[kind](line) for kind, value in conditions.items())


def money_lines(
    table: MeasureTable,
    groups: Mapping[str, Groups],
    estimates: Mapping[int, Sequence[CostEstimate]],
    budget: Mapping[int, Sequence[BudgetLine]],
) -> Iterable[MoneyLine]:
    """Yield the lines of the measures in the plan's order, a measure's by year. No query.

    `groups` are those by policy and by department; estimates and budget stand by the key of their measure.
    """
    for row in table.rows:
        place = {
            "measure": row,
            "policy": groups["policy"].of_measure[row.pk],
            "department": groups["department"].of_measure[row.pk],
        }
        budgeted = {line.fiscal_year for line in budget.get(row.pk, [])}
        found = [_estimate(cost, budgeted, place) for cost in estimates.get(row.pk, [])]
        found += [_budget(line, place) for line in budget.get(row.pk, [])]
        yield from sorted(found, key=lambda line: line.fiscal_year)


def _by_measure(model: type, plan: Plan) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in model.objects.filter(measure__plan=plan):
        found.setdefault(row.measure_id, []).append(row)
    return found


def _estimate(cost: CostEstimate, budgeted: set[int], place: Mapping) -> MoneyLine:
    """Return an estimate; what the plan prints of budget and settled counts where no budget line has it."""
    amounts: dict[str, int | None] = {"estimate": cost.estimate}
    if cost.fiscal_year not in budgeted:
        amounts |= {"initial": cost.budget, "budget": cost.budget, "settled": cost.settled}
        for part in cost.funding:
            amount, code = part.get("settled", part.get("budget")), FUNDING.get(part["source"], "other")
            if amount is not None:
                amounts[code] = (amounts.get(code) or 0) + amount
    return MoneyLine(
        **place,
        fiscal_year=cost.fiscal_year,
        name="計画書の経費",
        account="",
        amounts=amounts,
        specific_funding=cost.specific_funding,
    )


def _budget(line: BudgetLine, place: Mapping) -> MoneyLine:
    names = ("initial", "supplementary", "carried_in", "budget", "settled", *SOURCES)
    return MoneyLine(
        **place,
        fiscal_year=line.fiscal_year,
        name=line.name or "予算事業名の記載なし",
        account=line.account,
        amounts={name: getattr(line, name) for name in names},
        obligation=line.obligation,
        settled_state=line.settled_state,
        warning=line.disagreement,
    )
