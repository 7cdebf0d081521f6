"""A measure that joins its plan: its place, its key for life, and when it was added."""

import re
from datetime import date

from measures.models import Measure
from measures.services.held import free_key, held_measures
from organizations.fiscal_years import fiscal_year_of
from plans.models import Plan

ADDED = "追加"


def new_measure(plan: Plan, number: str, *, today: date, **fields) -> Measure:
    """Return an unsaved measure for the end of `plan`, whose row is locked."""
    last = plan.measures.order_by("-order").values_list("order", flat=True).first()
    order = 0 if last is None else last + 1
    key = free_key(plan, number, held_measures(plan))
    return Measure(
        **{"plan": plan, "key": key, "number": number, "order": order} | added_today(plan, today) | fields
    )


def added_today(plan: Plan, today: date) -> dict[str, int | str]:
    """Return when a measure joins and how the plan prints it; nothing as long as the plan is a draft."""
    if not plan.is_adopted():
        return {}
    year = fiscal_year_of(today)
    return {"added_fiscal_year": year, "added_label": _printed_label(plan, year)}


def _printed_label(plan: Plan, fiscal_year: int) -> str:
    """Return the plan's own wording, unless it names another year: ２７年度追加施策 stays with 2015."""
    printed = (
        plan.measures.exclude(added_label="")
        .order_by("-order")
        .values_list("added_fiscal_year", "added_label")
    )
    fitting = (label for year, label in printed if year == fiscal_year or not re.search(r"\d", label))
    return next(fitting, ADDED)
