"""The inventory as listed: a city's systems with what its current plan says of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from organizations.fiscal_years import fiscal_year_of
from organizations.models import Department, User
from plans.models import Plan
from systems.models import InformationSystem, PlanListing, RenewalPlan, SystemDepartment

RENEWAL_WINDOW = 24
UNGROUPED = ""


@dataclass(frozen=True)
class SystemRow:
    """One system, its departments in printed order, its heading and renewal in the plan."""

    system: InformationSystem
    departments: tuple[Department, ...]
    group: str
    order: int | None
    renewal: RenewalPlan | None

    @property
    def notes(self) -> list[dict]:
        """Every note on the system and on its renewal."""
        return [*self.system.notes, *(self.renewal.notes if self.renewal else [])]


@dataclass(frozen=True)
class SystemGroup:
    name: str
    rows: tuple[SystemRow, ...]


def reference_month(plan: Plan, today: date) -> date:
    """Return the month renewals are counted from: this month, brought into the plan's span."""
    year = plan.this_year(fiscal_year_of(today))
    return today.replace(day=1) if year == fiscal_year_of(today) else date(year, 4, 1)


def months_after(month: date, months: int) -> date:
    """Return the first day of the month that lies `months` after `month`."""
    years, index = divmod(month.month - 1 + months, 12)
    return date(month.year + years, index + 1, 1)


def renewals_within(plan: Plan, *, since: date, months: int = RENEWAL_WINDOW) -> QuerySet[RenewalPlan]:
    """Return the plan's renewals whose next system starts in the `months` from `since` on."""
    return RenewalPlan.objects.filter(
        plan=plan, next_start__gte=since, next_start__lt=months_after(since, months)
    )


def visible_systems(user: User, plan: Plan) -> QuerySet[InformationSystem]:
    """Return the city's systems with departments, and `plan`'s listing and renewal, in four queries."""
    systems = InformationSystem.objects.visible_to(user).filter(municipality=plan.municipality)
    return with_renewals(systems, plan)


def with_renewals(systems: QuerySet[InformationSystem], plan: Plan) -> QuerySet[InformationSystem]:
    """Let systems come with their departments, and `plan`'s listing and renewal (three queries more)."""
    return systems.prefetch_related(
        Prefetch("system_departments", SystemDepartment.objects.select_related("department")),
        Prefetch("listings", PlanListing.objects.filter(plan=plan), to_attr="listings_here"),
        Prefetch("renewals", RenewalPlan.objects.filter(plan=plan), to_attr="renewals_here"),
    )


def system_rows(systems: Iterable[InformationSystem]) -> list[SystemRow]:
    """Return prefetched systems as rows: those the plan lists in its order, then the others."""
    rows = [_row(system) for system in systems]
    return sorted(rows, key=lambda row: (row.order is None, row.order or 0, row.system.pk))


def _row(system: InformationSystem) -> SystemRow:
    listing = next(iter(system.listings_here), None)
    return SystemRow(
        system=system,
        departments=tuple(link.department for link in system.system_departments.all()),
        group=listing.group if listing else UNGROUPED,
        order=listing.order if listing else None,
        renewal=next(iter(system.renewals_here), None),
    )


def grouped(rows: Iterable[SystemRow]) -> list[SystemGroup]:
    """Group rows by the plan's headings, in the order in which these first occur."""
    groups: dict[str, list[SystemRow]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return [SystemGroup(name, tuple(members)) for name, members in groups.items()]
