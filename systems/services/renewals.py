"""Changing what a plan says of a system's renewal: its steps, costs and place among the plan's systems."""

from datetime import date

from django.db import transaction

from organizations.history import Author, Reason, save_changed
from organizations.own_rows import save_rows
from plans.models import Plan
from plans.services.tree import locked
from systems.edits import RenewalEdit
from systems.models import InformationSystem, PlanListing, RenewalCost, RenewalPlan
from systems.services.inventory_saving import inventory_change, lock_city, tell_planners


@transaction.atomic
def renewal_edit(
    *,
    plan: Plan,
    system: InformationSystem,
    edit: RenewalEdit,
    author: Author,
    today: date,
    reason: Reason | None = None,
) -> RenewalPlan:
    """Write the renewal of a system in `plan`; a system the plan does not list yet is listed at its end.

    No reason is needed: what an adopted plan asks one for are its measures. Raise ValidationError, RowsGone;
    EditConflict when somebody else changed the same field meanwhile.
    """
    city = lock_city(plan.municipality)
    plan = locked(plan)
    renewal = RenewalPlan.objects.filter(plan=plan, system=system).first()
    renewal = renewal or RenewalPlan(plan=plan, system=system)
    with inventory_change(author=author, municipality=city, reason=reason, plan_code=plan.code) as (
        change,
        conflicts,
    ):
        if edit.fields or edit.costs:
            conflicts.merge(renewal, edit.fields)
            _list(plan, system)
            save_changed(renewal)
            save_rows(conflicts, RenewalCost, edit.costs, owner={"renewal": renewal})
        tell_planners(change=change, system=system, what="更新計画", author=author, today=today)
    return renewal


def _list(plan: Plan, system: InformationSystem) -> None:
    listings = plan.system_listings
    if listings.filter(system=system).exists():
        return
    last = listings.order_by("-order").values_list("order", flat=True).first()
    save_changed(PlanListing(plan=plan, system=system, order=0 if last is None else last + 1))
