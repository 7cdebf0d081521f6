"""What one fiscal year's budget has to bear for systems: renewals, contracts, 事前協議.

Amounts are in thousand yen, None where nobody wrote one. A renewal its department consults on is the same
money: what the consultation asks for counts, else what the plan writes (`Item.is_counted`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_era, show_month_by_era
from organizations.models import Municipality, User
from portal.renewals.costs import renewal_costs
from portal.renewals.entries import Entry
from systems.models import Consultation, Contract
from systems.terms import ContractSchedule, Terms, contract_schedule

RENEWAL, CONTRACT, CONSULTATION = "renewal", "contract", "consultation"
KINDS = {RENEWAL: "更新の経費", CONTRACT: "契約", CONSULTATION: "事前協議"}
NO_DEPARTMENT = 0


@dataclass(frozen=True)
class Item:
    """One thing to ask for. `why` says what puts it into this year, `department` is a primary key."""

    kind: str
    name: str
    why: str
    url: str
    department: int
    entry: Entry | None = None
    amount: int | None = None
    assessed: int | None = None
    is_counted: bool = True

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]

    @property
    def is_untold(self) -> bool:
        """Say whether it has to be asked for and nobody wrote how much."""
        return self.is_counted and self.amount is None


class Year:
    """A fiscal year with its first and last day."""

    def __init__(self, fiscal_year: int):
        self.fiscal_year = fiscal_year
        self.first, self.last = date(fiscal_year, 4, 1), date(fiscal_year + 1, 3, 31)


@dataclass(frozen=True)
class Agreed:
    """A contract: its number, its terms, what it costs in the year, the systems it covers (their numbers)."""

    pk: int
    name: str
    terms: Terms
    amount: int | None
    systems: Sequence[int]


@dataclass(frozen=True)
class Wished:
    """A 事前協議 for the year; `system` is 0 for what is no system yet."""

    name: str
    why: str
    url: str
    department: int
    system: int
    amount: int | None
    assessed: int | None


@dataclass(frozen=True)
class Given:
    """What is known of a year's money beside the systems: costs of renewals (amount and basis) by system."""

    costs: Mapping[int, tuple[int, str]]
    contracts: Sequence[Agreed]
    wishes: Sequence[Wished] = ()


def budget_items(
    city: Municipality,
    entries: Sequence[Entry],
    fiscal_year: int,
    *,
    user: User | None,
    orders: Mapping[int, int],
) -> list[Item]:
    """Read what a year has to bear (six queries, however many systems). `user` None sees every 事前協議;
    `orders` is the 建制順 of the departments by primary key.
    """
    by_url = {entry.url: entry.pk for entry in entries}
    lines = (line for line in renewal_costs(city, entries) if line.fiscal_year == fiscal_year)
    given = Given(
        {by_url[line.url]: (line.amount, line.basis_name) for line in lines},
        _contracts_of(city, fiscal_year),
        wishes_of(city, fiscal_year, user=user),
    )
    return items_of(entries, given, fiscal_year, orders)


def items_of(
    entries: Sequence[Entry], given: Given, fiscal_year: int, orders: Mapping[int, int]
) -> list[Item]:
    """Return what a year has to bear (no query)."""
    year = Year(fiscal_year)
    lead = {entry.pk: lead_department(entry, orders) for entry in entries}
    found = [
        *_renewals(entries, given.costs, year, lead),
        *_contracts(given.contracts, entries, year, lead),
        *_wished(given.wishes, entries),
    ]
    return list(_counted_once(found))


def lead_department(entry: Entry, orders: Mapping[int, int]) -> int:
    """Return the first of a system's departments in 建制順, `NO_DEPARTMENT` where none is told."""
    return min(entry.facts.department_ids, key=lambda pk: orders.get(pk, len(orders)), default=NO_DEPARTMENT)


def _renewals(
    entries: Iterable[Entry], costs: Mapping[int, tuple[int, str]], year: Year, lead: Mapping[int, int]
) -> Iterator[Item]:
    for entry in entries:
        amount, basis = costs.get(entry.pk, (None, ""))
        why = list(_steps_in(entry, year))
        if basis or why:
            name = f"更新の経費（{basis}）" if basis else "更新の経費"
            yield Item(RENEWAL, name, "、".join(why), entry.url, lead[entry.pk], entry, amount)


def _steps_in(entry: Entry, year: Year) -> Iterator[str]:
    """Name the steps of a renewal that cost money in a year."""
    steps = {step.code: step for step in entry.steps}
    procurement = steps["procurement_fiscal_year"]
    if procurement.fiscal_year == year.fiscal_year:
        yield f"調達の年度{'（逆算）' if procurement.is_computed else ''}"
    if entry.next_start and fiscal_year_of(entry.next_start) == year.fiscal_year:
        yield f"次期の稼働は{show_month_by_era(entry.next_start)}"


def _contracts_of(city: Municipality, fiscal_year: int) -> list[Agreed]:
    rows = Contract.objects.filter(municipality=city).prefetch_related("amounts", "contract_systems")
    return [
        Agreed(
            row.pk,
            row.name,
            row,
            next((one.amount for one in row.amounts.all() if one.fiscal_year == fiscal_year), None),
            [link.system_id for link in row.contract_systems.all()],
        )
        for row in rows
    ]


def _contracts(
    contracts: Sequence[Agreed], entries: Iterable[Entry], year: Year, lead: Mapping[int, int]
) -> Iterator[Item]:
    running = {entry.pk: entry for entry in entries}
    terms = {one.pk: contract_schedule(one.terms, year.first) for one in contracts}
    systems = {one.pk: [running[pk] for pk in one.systems if pk in running] for one in contracts}
    covered = {entry.pk for one in contracts if not terms[one.pk].is_over for entry in systems[one.pk]}
    for one in contracts:
        of = systems[one.pk]
        is_lapsed = any(entry.pk not in covered for entry in of)
        why = _term_in(one.terms, terms[one.pk], year, is_lapsed)
        if one.amount is None and not (of and why):
            continue
        first = of[0] if of else None
        others = f"（ほか{len(of) - 1}システム）" if len(of) > 1 else ""
        url = f"{first.url}#contract-{one.pk}" if first else ""
        department = lead[first.pk] if first else NO_DEPARTMENT
        yield Item(CONTRACT, one.name + others, why, url, department, first, one.amount)


def _term_in(contract: Terms, term: ContractSchedule, year: Year, is_lapsed: bool) -> str:
    """Say how a contract touches a year, "" where it does not. `is_lapsed`: nothing takes its place."""
    if contract.first_start and contract.first_start > year.last:
        return ""
    if term.term_end is None:
        return "契約期間の記載なし"
    end = _day(term.term_end)
    if term.is_over:
        ended_lately = term.term_end >= date(year.fiscal_year - 1, 4, 1)
        goes_on = is_lapsed and ended_lately and contract.terminated_on is None
        return f"{end}に満了し、次の契約の記載なし" if goes_on else ""
    if contract.terminated_on is not None and term.term_end <= year.last:
        return f"{end}に解約"
    if term.term_end > year.last:
        return f"{end}まで"
    return f"{end}に満了、自動更新" if contract.renews_automatically else f"{end}に満了"


def _day(day: date) -> str:
    return f"{show_month_by_era(day)}{day.day}日"


def wishes_of(city: Municipality, fiscal_year: int, *, user: User | None) -> list[Wished]:
    """Read the 事前協議 of a city for a year that `user` may see; None sees all (two queries)."""
    rows = Consultation.objects.all() if user is None else Consultation.objects.visible_to(user)
    rows = rows.filter(municipality=city, fiscal_year=fiscal_year)
    rows = rows.exclude(state=Consultation.State.WITHDRAWN).select_related("municipality")
    return [
        Wished(
            row.name, f"{row.get_kind_display()}、{row.state_label}", row.get_absolute_url(),
            row.department_id, row.system_id or 0, _asked_for(row, fiscal_year), row.assessed,
        )
        for row in rows.prefetch_related("costs").order_by("pk")
    ]  # fmt: skip


def _asked_for(row: Consultation, fiscal_year: int) -> int | None:
    if row.requested is not None:
        return row.requested
    return {cost.fiscal_year: cost.total for cost in row.costs.all()}.get(fiscal_year)


def _wished(wishes: Iterable[Wished], entries: Iterable[Entry]) -> Iterator[Item]:
    of_system = {entry.pk: entry for entry in entries}
    for one in wishes:
        yield Item(
            CONSULTATION, one.name, one.why, one.url, one.department, of_system.get(one.system), one.amount,
            one.assessed,
        )  # fmt: skip


def _counted_once(items: Sequence[Item]) -> Iterator[Item]:
    """Let a renewal and the consultation on it count once: the consultation where it tells an amount."""
    renewed = {item.entry.pk for item in items if item.kind == RENEWAL}
    consulted = {item.entry.pk for item in items if item.kind == CONSULTATION and item.entry}
    asked = {
        item.entry.pk
        for item in items
        if item.kind == CONSULTATION and item.entry and item.amount is not None
    }
    for item in items:
        pk = item.entry.pk if item.entry else None
        if pk not in renewed & consulted or item.kind == CONTRACT:
            yield item
        else:
            yield replace(item, is_counted=(item.kind == CONSULTATION) == (pk in asked))


def year_name(fiscal_year: int) -> str:
    return f"{show_fiscal_year_by_era(fiscal_year)}予算"
