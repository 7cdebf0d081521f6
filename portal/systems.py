"""The inventory as listed: a city's systems with what its current plan says of each, and their renewals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from organizations.fiscal_years import fiscal_year_of
from organizations.models import Department, Municipality, User
from organizations.months import months_after
from plans.models import Plan
from portal.measure_table import NO_ORDER
from systems.models import (
    Contract,
    InformationSystem,
    PlanListing,
    RenewalPlan,
    StandardMigration,
    SupportEnd,
    SystemDepartment,
    SystemShare,
)

RENEWAL_WINDOW = 24
UNGROUPED = ""


@dataclass(frozen=True)
class SystemRow:
    """One system as one city runs it: that city's departments, figures, and the renewal that counts: of the
    current plan, where it tells of none of another one, as in `systems.findings`.

    `share` is what the city has of another one's system, `partners` are the other cities that run it.
    """

    system: InformationSystem
    city: Municipality
    departments: tuple[Department, ...]
    group: str
    order: int | None
    renewal: RenewalPlan | None
    share: SystemShare | None
    partners: tuple[Municipality, ...]

    @property
    def pk(self) -> int:
        return self.system.pk

    def plan_rank(self) -> tuple[bool, int, int]:
        """Return what sorts the plan's systems in its order, then the others."""
        return (self.order is None, self.order or 0, self.system.pk)

    @property
    def url(self) -> str:
        return reverse("portal:information_system_detail", args=[self.city.code, self.system.pk])

    @property
    def notes(self) -> list[dict]:
        """Every note on the system and on its renewal."""
        return [*self.system.notes, *(self.renewal.notes if self.renewal else [])]

    @property
    def is_own(self) -> bool:
        """Say whether the city keeps the entry itself."""
        return self.system.municipality_id == self.city.pk

    @property
    def is_shared(self) -> bool:
        is_told = self.system.shared_with or self.system.hosting == InformationSystem.Hosting.SHARED
        return bool(self.partners or is_told)

    def is_ended(self, today: date) -> bool:
        """Say whether the system was abolished by `today`."""
        return self.system.ended_on is not None and self.system.ended_on <= today

    @property
    def user_count(self) -> int | None:
        return self._part.user_count if self._part else None

    @property
    def yearly_cost(self) -> int | None:
        """What the system costs this city a year, in thousand yen."""
        return self._part.yearly_cost if self._part else None

    @property
    def _part(self) -> InformationSystem | SystemShare | None:
        return self.system if self.is_own else self.share

    @property
    def contracts(self) -> list[Contract]:
        """The city's own contracts for the system."""
        return list(self.system.contracts_here)

    @property
    def support_ends(self) -> list[SupportEnd]:
        return list(self.system.support_ends.all())

    @property
    def migrations(self) -> list[StandardMigration]:
        return list(self.system.migrations.all())

    @property
    def businesses(self) -> list[str]:
        """The standardised businesses the system serves, those that only a migration names at the end."""
        named = [migration.business for migration in self.migrations]
        return list(dict.fromkeys([*self.system.standard_businesses, *named]))


def reference_month(plan: Plan, today: date) -> date:
    """Return the month renewals are counted from: this month, brought into the plan's span."""
    year = plan.this_year(fiscal_year_of(today))
    return today.replace(day=1) if year == fiscal_year_of(today) else date(year, 4, 1)


def is_within(month: date, since: date, months: int) -> bool:
    """Say whether a month is one of the `months` from `since` on."""
    return since <= month < months_after(since, months)


def renewals_within(plan: Plan, *, since: date, months: int = RENEWAL_WINDOW) -> QuerySet[RenewalPlan]:
    """Return the plan's renewals whose next system starts in the `months` from `since` on (`is_within`)."""
    return RenewalPlan.objects.filter(
        plan=plan, next_start__gte=since, next_start__lt=months_after(since, months)
    )


def visible_systems(user: User, plan: Plan, fiscal_year: int) -> QuerySet[InformationSystem]:
    """Return the systems the plan's city runs, shared ones too, with what `system_rows` needs."""
    systems = InformationSystem.objects.visible_to(user).of_city(plan.municipality)
    return with_renewals(systems, plan, fiscal_year)


def with_renewals(
    systems: QuerySet[InformationSystem], plan: Plan, fiscal_year: int
) -> QuerySet[InformationSystem]:
    """Let systems come with what belongs to them: of the plan's city alone where each city has its own part,
    with `plan`'s listing and the renewals that count in a fiscal year (seven queries more).
    """
    city = plan.municipality
    renewals = RenewalPlan.objects.filter(plan__municipality=city).current_first(fiscal_year)
    own = SystemDepartment.objects.filter(department__municipality=city)
    return systems.select_related("municipality").prefetch_related(
        Prefetch("system_departments", own.select_related("department"), to_attr="departments_here"),
        Prefetch("listings", PlanListing.objects.filter(plan=plan), to_attr="listings_here"),
        Prefetch("renewals", renewals.select_related("plan"), to_attr="renewals_here"),
        Prefetch("shares", SystemShare.objects.select_related("municipality")),
        Prefetch("contracts", Contract.objects.filter(municipality=city), to_attr="contracts_here"),
        "support_ends",
        "migrations",
    )


def system_rows(systems: Iterable[InformationSystem], city: Municipality) -> list[SystemRow]:
    """Return prefetched systems as a city's rows: those the plan lists in its order, then the others."""
    rows = [_row(system, city) for system in systems]
    return sorted(rows, key=SystemRow.plan_rank)


def _row(system: InformationSystem, city: Municipality) -> SystemRow:
    listing = next(iter(system.listings_here), None)
    shares = list(system.shares.all())
    cities = [system.municipality, *(share.municipality for share in shares)] if shares else []
    return SystemRow(
        system=system,
        city=city,
        departments=tuple(link.department for link in system.departments_here),
        group=listing.group if listing else UNGROUPED,
        order=listing.order if listing else None,
        renewal=next(iter(system.renewals_here), None),
        share=next((share for share in shares if share.municipality_id == city.pk), None),
        partners=tuple(other for other in cities if other.pk != city.pk),
    )


def departments_in_order(rows: Iterable[SystemRow], order: Mapping[int, int]) -> list[Department]:
    """Return the departments of some systems in 建制順: as `order` has them, then the others."""
    named = {department.pk: department for row in rows for department in row.departments}
    return sorted(named.values(), key=lambda one: (order.get(one.pk, NO_ORDER), one.order, one.pk))
