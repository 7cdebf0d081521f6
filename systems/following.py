"""How the city's systems follow a reorganisation."""

from datetime import date

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_era
from organizations.following import DepartmentsChange, Follower
from organizations.models import Department, Municipality
from plans.following import add_departments
from plans.models import Plan
from systems.models import Consultation, OnlineProcedure, PlanListing, SystemDepartment


def system_links(municipality: Municipality, day: date):
    """Return the departments of all systems: the inventory is the city's, whatever plan lists it."""
    links = SystemDepartment.objects.filter(department__municipality=municipality)
    return links.select_related("system").order_by("system", "order", "pk")


SYSTEMS = Follower(
    name="systems",
    label="情報システム",
    unit="件",
    links=system_links,
    owner="system",
    rank=lambda link: link.order,
)


def consultation_links(municipality: Municipality, day: date):
    """Return 事前協議 that were not withdrawn: the checks of what was decided are still to be written."""
    links = Consultation.objects.filter(municipality=municipality)
    return links.exclude(state=Consultation.State.WITHDRAWN).order_by("fiscal_year", "pk")


CONSULTATIONS = Follower(
    name="consultations",
    label="事前協議",
    unit="件",
    links=consultation_links,
    group=lambda link: f"{show_fiscal_year_by_era(link.fiscal_year)}予算",
)


def procedure_links(municipality: Municipality, day: date):
    """Return the online procedures of plans whose span has not ended, as their measures follow."""
    links = OnlineProcedure.objects.filter(
        plan__municipality=municipality, plan__end_fiscal_year__gte=fiscal_year_of(day)
    )
    return links.select_related("plan").order_by("plan", "order", "pk")


PROCEDURES = Follower(
    name="procedures",
    label="オンライン手続",
    unit="件",
    links=procedure_links,
    group=lambda link: link.plan.title,
)


def list_departments_of_systems(change: DepartmentsChange) -> None:
    """List successors in every plan whose document lists a system of theirs, so that it can be read back.

    Plans whose span has ended are among them: the inventory they list is that of today.
    """
    new = {d.pk: d for successors in change.successors.values() for d in successors}
    listed = PlanListing.objects.filter(
        plan__municipality=change.municipality, system__system_departments__department__in=new
    )
    wanted: dict[int, list[Department]] = {}
    for plan, department in listed.values_list("plan", "system__system_departments__department").distinct():
        if department in new:
            wanted.setdefault(plan, []).append(new[department])
    for plan in Plan.objects.filter(pk__in=wanted):
        departments = sorted(wanted[plan.pk], key=lambda department: (department.order, department.pk))
        add_departments(plan, departments, change)
