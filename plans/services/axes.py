"""Deleting an axis. Rows of the floors above may name one by its code: they answer `axis_asked_for`."""

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal

from organizations.history import Author, Reason
from plans.exceptions import StillNeeded
from plans.models import Axis, Plan
from plans.services.rows import row_delete

axis_asked_for = Signal()  # axis; each receiver returns words for the rows that name it


@transaction.atomic
def axis_delete(
    *, plan: Plan, row: Axis, author: Author, reason: Reason | None = None, among: QuerySet | None = None
) -> None:
    """Delete an axis with its categories. Raise StillNeeded where measures are sorted by it."""
    answers = axis_asked_for.send(sender=Axis, axis=row)
    if users := [words for _, answer in answers for words in answer]:
        raise StillNeeded(row, users, "先に施策の分類を直してください。")
    row_delete(plan=plan, row=row, author=author, reason=reason, among=among)
