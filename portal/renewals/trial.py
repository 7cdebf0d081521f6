"""試算: what would come of moving a renewal. Nothing is saved: the rules are asked of changed facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from organizations.fiscal_years import fiscal_year_of, show_month_by_era
from organizations.months import months_after, months_between
from portal.renewals.costs import CostLine
from systems.findings.facts import RenewalFacts, SystemFacts
from systems.findings.findings import Acceptances, Finding, findings_in, sorted_findings
from systems.models import ContractAmount
from systems.renewing import renewal_steps
from systems.terms import contract_schedule

GONE, NEW, STAYS = "gone", "new", "stays"
MOVABLE = {"request", "estimate"}  # what is budgeted or settled stays in its year


@dataclass(frozen=True)
class StepMove:
    """A step before and after; `moves` says whether it is another one then."""

    label: str
    before: str
    after: str
    is_computed: bool
    remark: str

    @property
    def moves(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class FindingChange:
    """A finding that comes, goes or stays; `remark` says what becomes of one that stays."""

    kind: str
    finding: Finding
    remark: str = ""


@dataclass(frozen=True)
class BudgetChange:
    """A fiscal year's amount (thousand yen) before and after; None where nothing is written."""

    fiscal_year: int
    before: int | None
    after: int | None
    remarks: Sequence[str]

    @property
    def before_shown(self) -> str:
        return "記載なし" if self.before is None else f"{self.before:,}"

    @property
    def after_shown(self) -> str:
        return "―" if self.after is None else f"{self.after:,}"

    @property
    def difference_shown(self) -> str:
        return f"{(self.after or 0) - (self.before or 0):+,}"


@dataclass(frozen=True)
class Trial:
    """What a move comes to. `remarks` say what it does not tell."""

    steps: Sequence[StepMove]
    findings: Sequence[FindingChange]
    budget: Sequence[BudgetChange]
    remarks: Sequence[str]

    def of(self, kind: str) -> list[FindingChange]:
        return [change for change in self.findings if change.kind == kind]

    @property
    def new(self) -> list[FindingChange]:
        return self.of(NEW)

    @property
    def gone(self) -> list[FindingChange]:
        return self.of(GONE)

    @property
    def stays(self) -> list[FindingChange]:
        return self.of(STAYS)


def trial(
    facts: SystemFacts,
    *,
    start_months: int,
    end_months: int,
    as_of: date,
    findings: Sequence[Finding],
    costs: Sequence[CostLine],
    amounts: Sequence[ContractAmount],
) -> Trial:
    """Move the next start and the present end of a system by so many months (later if positive), and say what
    comes of it. `findings` are those of today, `costs` the renewal's, `amounts` those of its contracts.
    """
    moved = moved_facts(facts, start_months, end_months)
    renewal = facts.renewal or RenewalFacts()
    after = sorted_findings(findings_in([moved], as_of, _acceptances(findings)))
    extension, remarks = _extension(facts, end_months, amounts, as_of)
    return Trial(
        steps=_steps(renewal, moved.renewal or renewal),
        findings=_compared(findings, after),
        budget=_budget(renewal, start_months, costs, extension),
        remarks=[*remarks, *_of_costs(renewal, costs, start_months)],
    )


def moved_facts(facts: SystemFacts, start_months: int, end_months: int) -> SystemFacts:
    """Return the facts with both dates moved; what is not known stays so. Given steps stay where they are."""
    renewal = facts.renewal
    if renewal is None:
        return facts
    return replace(
        facts,
        renewal=replace(
            renewal,
            next_start=_moved(renewal.next_start, start_months),
            current_end=_moved(renewal.current_end, end_months),
        ),
    )


def _moved(month: date | None, months: int) -> date | None:
    return months_after(month, months) if month else None


def _acceptances(findings: Sequence[Finding]) -> Acceptances:
    return {
        (row.system.municipality_id, row.system.system_id, row.rule.code, row.found.subject): row.acceptance
        for row in findings
        if row.acceptance is not None
    }


def _steps(before: RenewalFacts, after: RenewalFacts) -> list[StepMove]:
    pairs = zip(
        renewal_steps(before, before.lead_months), renewal_steps(after, after.lead_months), strict=True
    )
    return [
        StepMove(
            old.label, old.shown, new.shown, new.is_computed,
            new.sentence if new.is_computed or old.shown != new.shown else "計画の記載のまま動きません。",
        )
        for old, new in pairs
    ]  # fmt: skip


def _compared(before: Sequence[Finding], after: Sequence[Finding]) -> list[FindingChange]:
    old, new = ({row.key: row for row in rows} for rows in (before, after))
    changes = [FindingChange(NEW, row) for key, row in new.items() if key not in old]
    changes += [FindingChange(GONE, row) for key, row in old.items() if key not in new]
    for key, row in new.items():
        if key in old:
            changes.append(FindingChange(STAYS, row, _remark(old[key], row)))
    return changes


def _remark(old: Finding, new: Finding) -> str:
    if old.is_accepted and not new.is_accepted:
        return "日付が変わるため、了承は外れます。"
    if old.found.months != new.found.months and None not in (old.found.months, new.found.months):
        return f"{old.found.months}か月から{new.found.months}か月に変わります。"
    return "変わりません。" if old.found.sentence == new.found.sentence else "日付だけが変わります。"


def _extension(
    facts: SystemFacts, months: int, amounts: Sequence[ContractAmount], as_of: date
) -> tuple[dict[int, int], list[str]]:
    """Return by fiscal year what it costs to go on with the contracts for the months the present end moves,
    estimated from their last known amounts; and what cannot be said.
    """
    end = facts.renewal.current_end if facts.renewal else None
    if end is None or months == 0:
        return {}, []
    if months < 0:
        return {}, ["現行を早く終えるときの契約の減額は、解約の定めによるため計算していません。"]
    monthly = _monthly(facts, amounts, as_of)
    if monthly is None:
        return {}, ["契約の金額と期間が分からないため、現行を延ばす経費は見積もれません（記載なし）。"]
    found: dict[int, int] = {}
    for step in range(1, months + 1):
        year = fiscal_year_of(months_after(end, step))
        found[year] = found.get(year, 0) + monthly
    first, last = months_after(end, 1), months_after(end, months)
    return found, [
        f"現行を{months}か月（{show_month_by_era(first)}から{show_month_by_era(last)}まで）延ばす経費は、"
        f"契約の最後の年度の金額から1か月{monthly:,}千円とした見積です。"
    ]


def _monthly(facts: SystemFacts, amounts: Sequence[ContractAmount], as_of: date) -> int | None:
    """Return what the contracts cost a month in the last year each has an amount for."""
    last: dict[int, ContractAmount] = {}
    for row in sorted(amounts, key=lambda row: row.fiscal_year):
        last[row.contract_id] = row
    found = []
    for contract in facts.contracts:
        if contract.pk in last:
            row = last[contract.pk]
            term_end = contract_schedule(contract, as_of, facts.closed).term_end
            months = _months_of(row.fiscal_year, contract.first_start, term_end)
            found.append(round(row.amount / months))
    return sum(found) if found else None


def _months_of(year: int, start: date | None, end: date | None) -> int:
    """Return how many months of a fiscal year a contract runs; twelve where nobody says."""
    first, last = date(year, 4, 1), date(year + 1, 3, 31)
    first = max(first, start) if start else first
    last = min(last, end) if end else last
    return max(months_between(first, last) + 1, 1)


def _budget(
    renewal: RenewalFacts, start_months: int, costs: Sequence[CostLine], extension: dict[int, int]
) -> list[BudgetChange]:
    """Return the fiscal years whose amounts change: costs go with the fiscal year of the next start, as long
    as no budget holds them yet.
    """
    before: dict[int, int] = {}
    after: dict[int, int] = {}
    remarks: dict[int, list[str]] = {}
    shift = _shift(renewal, start_months)
    for line in costs:
        before[line.fiscal_year] = before.get(line.fiscal_year, 0) + line.amount
        year = line.fiscal_year + (shift if line.basis in MOVABLE else 0)
        after[year] = after.get(year, 0) + line.amount
        if year != line.fiscal_year:
            remarks.setdefault(year, []).append(
                f"更新の経費 {line.amount:,}（{line.basis_name}）がここに移る"
            )
    for year, amount in extension.items():
        after[year] = after.get(year, 0) + amount
        remarks.setdefault(year, []).append(f"現行の延長 {amount:,}（見積）")
    years = sorted({*before, *after})
    return [
        BudgetChange(year, before.get(year), after.get(year), remarks.get(year, []))
        for year in years
        if before.get(year) != after.get(year)
    ]


def _shift(renewal: RenewalFacts, months: int) -> int:
    start = renewal.next_start
    return fiscal_year_of(months_after(start, months)) - fiscal_year_of(start) if start else 0


def _of_costs(renewal: RenewalFacts, costs: Sequence[CostLine], start_months: int) -> Iterator[str]:
    if start_months and not costs:
        yield "更新の経費は記載なしのため、どの年度の予算が変わるかは計算できません。"
    elif start_months and not _shift(renewal, start_months):
        yield "次期の稼働は同じ年度のままなので、更新の経費の年度は動かしていません。"
    elif start_months and any(line.basis not in MOVABLE for line in costs):
        yield "当初予算と決算見込は、すでに決まった金額なので動かしていません。"
