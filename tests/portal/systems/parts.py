"""What systems of tests have: departments, renewals, contracts, partners; and the pages that show it."""

from datetime import date

from django.urls import reverse

from organizations.models import Municipality
from plans.models import Plan
from systems.models import (
    Contract,
    ContractSystem,
    InformationSystem,
    PlanListing,
    RenewalPlan,
    SupportEnd,
    SystemDepartment,
    SystemShare,
)
from tests.factories import recorded

LIST = "portal:information_system_list"


@recorded
def make_renewal(system: InformationSystem, plan: Plan, **dates) -> RenewalPlan:
    return RenewalPlan.objects.create(system=system, plan=plan, **dates)


@recorded
def give(system: InformationSystem, *departments) -> None:
    for order, department in enumerate(departments):
        SystemDepartment.objects.create(system=system, department=department, order=order)


@recorded
def head(system: InformationSystem, group: str) -> None:
    """Put a system under a heading of the one plan that lists it."""
    listing = PlanListing.objects.get(system=system)
    listing.group = group
    listing.save()


@recorded
def make_contract(*systems: InformationSystem, city: Municipality | None = None, **fields) -> Contract:
    city = city or systems[0].municipality
    fields = {"name": "機器の賃貸借", "first_end": date(2027, 3, 31)} | fields
    contract = Contract.objects.create(municipality=city, key=fields["name"], **fields)
    for system in systems:
        ContractSystem.objects.create(contract=contract, system=system)
    return contract


@recorded
def end_support(system: InformationSystem, ends_on: date, **fields) -> SupportEnd:
    return SupportEnd.objects.create(**{"system": system, "kind": "os", "ends_on": ends_on} | fields)


@recorded
def share(system: InformationSystem, city: Municipality, **figures) -> SystemShare:
    return SystemShare.objects.create(system=system, municipality=city, **figures)


def list_of(client, plan: Plan, **params):
    return client.get(reverse(LIST, args=[plan.municipality.code]), params)


def names_in(response) -> list[str]:
    """Return the names of the systems a list shows, in its order."""
    groups = response.context["inventory"].groups
    return [line.row.system.name for group in groups for line in group.lines]


def page_of(client, system: InformationSystem, city: Municipality | None = None):
    code = (city or system.municipality).code
    return client.get(reverse("portal:information_system_detail", args=[code, system.pk]))
