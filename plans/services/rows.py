"""Writing rows of a plan that have no rules of their own: one function for each of save, delete, reorder."""

from collections.abc import Iterable, Sequence

from django.db import models, transaction

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.history import Author, Reason, bulk_write, change_set, save_changed
from plans.models import Plan


@transaction.atomic
def row_save(
    *, plan: Plan, row: models.Model, edits: Iterable[Edit], author: Author, reason: Reason | None = None
) -> models.Model:
    """Write what a person changed in one row of `plan`; a new row is added. Raise ValidationError, and
    EditConflict when somebody else changed the same field meanwhile.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=plan.pk)
    if row.pk is not None:
        row = type(row)._base_manager.get(pk=row.pk)
    conflicts = Conflicts()
    conflicts.merge(row, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        save_changed(row)
    return row


@transaction.atomic
def row_delete(*, plan: Plan, row: models.Model, author: Author, reason: Reason | None = None) -> None:
    """Delete one row of `plan` with what hangs on it. Raise ProtectedError where something else needs it."""
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        bulk_write(type(row), delete=[row])


@transaction.atomic
def rows_reorder(
    *, plan: Plan, rows: Sequence[models.Model], author: Author, reason: Reason | None = None
) -> None:
    """Number `rows`, all of one model, in the given order."""
    moved = [row for order, row in enumerate(rows) if row.order != order]
    numbers = {row.pk: order for order, row in enumerate(rows)}
    for row in moved:
        row.order = numbers[row.pk]
    if moved:
        with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
            bulk_write(type(moved[0]), update=moved, fields=["order"])
