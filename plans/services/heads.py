"""Saving the head of a plan. Years in which something stands cannot be left out of its span.

The floors above answer `years_asked_for` with what they hold in other years.
"""

from collections.abc import Iterable

from django.db import transaction
from django.dispatch import Signal

from organizations.edits import Edit
from organizations.history import Author, Reason
from plans.exceptions import CellsOutside
from plans.models import Plan
from plans.services.rows import row_save

years_asked_for = Signal()  # plan, first, last; each receiver returns words for what stands outside of them


@transaction.atomic
def plan_head_save(
    *, plan: Plan, row: Plan, edits: Iterable[Edit], author: Author, reason: Reason | None = None
) -> Plan:
    """Write what a person changed in the head. Raise EditConflict, CellsOutside, ValidationError."""
    saved = row_save(plan=plan, row=row, edits=edits, author=author, reason=reason)
    first, last = saved.start_fiscal_year, saved.end_fiscal_year
    answers = years_asked_for.send(sender=Plan, plan=saved, first=first, last=last)
    if found := [words for _, answer in answers for words in answer]:
        raise CellsOutside(found)
    return saved
