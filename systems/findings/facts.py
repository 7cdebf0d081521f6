"""What the rules know of a system: plain values, read for one city or for all in as many queries.

A shared system counts once in every city that runs it, with that city's departments, contracts and renewal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from organizations.collector import collector_at_rest
from organizations.fiscal_years import fiscal_year_of
from organizations.models import ClosedDay, Municipality
from organizations.working_days import ClosedDays
from plans.models.plan import DEFAULT_LEAD, lead_of
from systems.models import (
    ALERT_MONTHS,
    ContractSystem,
    InformationSystem,
    RenewalPlan,
    StandardMigration,
    SupportEnd,
    SystemDepartment,
    SystemShare,
)

Key = tuple[int, int]  # primary keys of the city and the system


@dataclass(frozen=True, slots=True)
class ContractFacts:
    pk: int
    name: str
    first_start: date | None = None
    first_end: date | None = None
    renews_automatically: bool | None = None
    renewal_months: int | None = None
    notice_days: int | None = None
    terminated_on: date | None = None
    alert_months: Sequence[int] = ALERT_MONTHS


@dataclass(frozen=True, slots=True)
class SupportFacts:
    kind: str
    name: str
    ends_on: date

    @property
    def words(self) -> str:
        return f"{SupportEnd.Kind(self.kind).label}{f'（{self.name}）' if self.name else ''}"


@dataclass(frozen=True, slots=True)
class MigrationFacts:
    business: str
    state: str = ""
    due_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RenewalFacts:
    """The renewal of the city's current plan; months are dates on their 1st."""

    plan_id: int = 0
    lead_months: int = DEFAULT_LEAD
    current_end: date | None = None
    review_start: date | None = None
    specification_start: date | None = None
    procurement_fiscal_year: int | None = None
    contract_on: date | None = None
    build_start: date | None = None
    parallel_start: date | None = None
    next_start: date | None = None


@dataclass(slots=True)
class SystemFacts:
    """One system of one city. `renewal` is None where no plan of the city tells of one; `disclosure` holds
    its exceptions from the usual 公開区分 (`systems.disclosure.is_internal_by`).
    """

    municipality_id: int
    system_id: int
    name: str = ""
    started_on: date | None = None
    is_priority: bool | None = None
    bcp_priority: str = ""
    disclosure: dict[str, str] = field(default_factory=dict)
    renewal: RenewalFacts | None = None
    department_ids: list[int] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)
    supports: list[SupportFacts] = field(default_factory=list)
    migrations: list[MigrationFacts] = field(default_factory=list)
    contracts: list[ContractFacts] = field(default_factory=list)
    standard_businesses: list[str] = field(default_factory=list)
    closed: ClosedDays = ClosedDays()

    @property
    def has_priority(self) -> bool:
        return bool(self.is_priority or self.bcp_priority)


@dataclass(frozen=True)
class Scope:
    """Whose systems are read: of one city or of all (None), one system or each."""

    municipality: Municipality | None = None
    system_id: int | None = None

    def narrowed(self, rows: QuerySet, *, city: str | None, system: str) -> QuerySet:
        """Narrow rows whose city and system stand under these names; without `city` to the city's systems."""
        if self.system_id is not None:
            rows = rows.filter(**{system: self.system_id})
        if self.municipality is None:
            return rows
        if city is not None:
            return rows.filter(**{city: self.municipality})
        systems = InformationSystem.objects.of_city(self.municipality)
        return rows.filter(**{f"{system}__in": systems.order_by().values("pk")})


def facts_of(scope: Scope, as_of: date) -> list[SystemFacts]:
    """Return the running systems in scope, in eight queries however many they are."""
    if scope.municipality is not None:
        return _read(scope, as_of)
    with collector_at_rest():  # a third of the time
        return _read(scope, as_of)


def _read(scope: Scope, as_of: date) -> list[SystemFacts]:
    facts = {(row.municipality_id, row.system_id): row for row in _systems(scope, as_of)}
    of_system: dict[int, list[SystemFacts]] = defaultdict(list)
    closed = _closed_days(scope)
    for row in facts.values():
        of_system[row.system_id].append(row)
        row.closed = closed.get(row.municipality_id, ClosedDays())
    _add_departments(facts, scope)
    _add_renewals(facts, scope, as_of)
    _add_contracts(facts, scope)
    _add_parts(of_system, scope)
    return list(facts.values())


def _systems(scope: Scope, as_of: date) -> Iterator[SystemFacts]:
    names = ("name", "started_on", "is_priority", "bcp_priority", "standard_businesses", "disclosure")
    own = InformationSystem.objects.filter(Q(ended_on=None) | Q(ended_on__gt=as_of)).order_by(
        "municipality", "pk"
    )
    own = scope.narrowed(own, city="municipality", system="pk")
    for city, pk, *values in own.values_list("municipality", "pk", *names):
        yield SystemFacts(city, pk, **dict(zip(names, values, strict=True)))
    shares = SystemShare.objects.filter(Q(system__ended_on=None) | Q(system__ended_on__gt=as_of)).order_by(
        "pk"
    )
    shares = scope.narrowed(shares, city="municipality", system="system")
    of_system = [f"system__{name}" for name in names]
    for city, pk, *values in shares.values_list("municipality", "system", *of_system):
        yield SystemFacts(city, pk, **dict(zip(names, values, strict=True)))


def _closed_days(scope: Scope) -> dict[int, ClosedDays]:
    rows = ClosedDay.objects.order_by("first_on")
    if scope.municipality is not None:
        rows = rows.filter(municipality=scope.municipality)
    spans: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for city, *span in rows.values_list("municipality", "first_on", "last_on"):
        spans[city].append(tuple(span))
    return {city: ClosedDays(tuple(found)) for city, found in spans.items()}


def _add_departments(facts: dict[Key, SystemFacts], scope: Scope) -> None:
    links = SystemDepartment.objects.order_by("order", "pk")
    links = scope.narrowed(links, city="department__municipality", system="system")
    columns = ("department__municipality", "system", "department", "department__name")
    for city, system, pk, name in links.values_list(*columns).iterator():
        if row := facts.get((city, system)):
            row.department_ids.append(pk)
            row.departments.append(name)


def _add_renewals(facts: dict[Key, SystemFacts], scope: Scope, as_of: date) -> None:
    """Take the renewal of the city's current plan; of another one where that tells of none."""
    renewals = scope.narrowed(RenewalPlan.objects.all(), city="plan__municipality", system="system")
    names = ("current_end", "review_start", "specification_start", "procurement_fiscal_year", "contract_on",
             "build_start", "parallel_start", "next_start")  # fmt: skip
    head = ("plan__municipality", "system", "plan", "plan__renewal_lead_months")
    ranked = renewals.current_first(fiscal_year_of(as_of))
    for city, system, plan, lead, *values in ranked.values_list(*head, *names).iterator():
        row = facts.get((city, system))
        if row is not None and row.renewal is None:
            row.renewal = RenewalFacts(plan, lead_of(lead), **dict(zip(names, values, strict=True)))


def _add_contracts(facts: dict[Key, SystemFacts], scope: Scope) -> None:
    links = ContractSystem.objects.order_by("contract")
    links = scope.narrowed(links, city="contract__municipality", system="system")
    names = ("pk", "name", "first_start", "first_end", "renews_automatically", "renewal_months",
             "notice_days", "terminated_on", "alert_months")  # fmt: skip
    columns = [f"contract__{name}" for name in names]
    for city, system, *values in links.values_list("contract__municipality", "system", *columns).iterator():
        if row := facts.get((city, system)):
            row.contracts.append(ContractFacts(**dict(zip(names, values, strict=True))))


def _add_parts(of_system: dict[int, list[SystemFacts]], scope: Scope) -> None:
    """Add what belongs to the system itself, in whatever city it runs."""
    supports = scope.narrowed(SupportEnd.objects.order_by("ends_on", "pk"), city=None, system="system")
    for system, *values in supports.values_list("system", "kind", "name", "ends_on").iterator():
        for row in of_system.get(system, ()):
            row.supports.append(SupportFacts(*values))
    migrations = scope.narrowed(StandardMigration.objects.order_by("pk"), city=None, system="system")
    columns = ("system", "business", "state", "due_on", "reason")
    for system, *values in migrations.values_list(*columns).iterator():
        for row in of_system.get(system, ()):
            row.migrations.append(MigrationFacts(*values))
