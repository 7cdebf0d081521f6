"""Saving and deleting one table of the book, its columns and rows together."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from organizations.edits import Conflicts, Edit
from organizations.history import Author, Reason, change_set, save_changed
from plans.exceptions import NumberTaken
from plans.models import DataTable, Plan
from plans.services.chapters import insert_rename, refuse_if_inserted
from plans.services.rows import row_delete
from plans.services.saving import sheet_conflict
from plans.services.tree import locked
from plans.sheets import Grid, Merge, Sheet


@transaction.atomic
def data_table_save(
    *,
    plan: Plan,
    table: DataTable,
    edits: Iterable[Edit],
    sheet: Sheet,
    author: Author,
    reason: Reason | None = None,
) -> DataTable:
    """Write what a person changed in a table; a new one stands last. Chapters follow its number.

    Raise SheetConflict with a clash for each field and cell; NumberTaken; StillNeeded when the number by
    which a chapter calls for it is taken away; ValidationError.
    """
    plan = locked(plan)
    table = plan.tables.get(pk=table.pk) if table.pk else DataTable(plan=plan, order=plan.tables.count())
    was, conflicts = table.number, Conflicts()
    conflicts.merge(table, edits)
    merge = Merge(sheet, Grid(table.columns, table.rows))
    if clashes := conflicts.found + merge.clashes:
        raise sheet_conflict(table, clashes)
    table.columns, table.rows = merge.grid.columns, merge.grid.rows
    if table.number != was:
        _look_at_number(plan, table, was)
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        save_changed(table)
        if was and table.number != was:
            insert_rename(plan, f"table:{was}", f"table:{table.number}")
    return table


def _look_at_number(plan: Plan, table: DataTable, was: str) -> None:
    if not table.number:
        refuse_if_inserted(plan, table, f"table:{was}")
    elif plan.tables.filter(number=table.number).exclude(pk=table.pk).exists():
        raise NumberTaken(table.number)


@transaction.atomic
def data_table_delete(
    *, plan: Plan, row: DataTable, among: QuerySet, author: Author, reason: Reason | None = None
) -> None:
    """Delete a table that stands in no chapter. Raise StillNeeded that names the chapters."""
    plan = locked(plan)
    if row.number and among.filter(number=row.number).count() == 1:
        refuse_if_inserted(plan, row, f"table:{row.number}")
    row_delete(plan=plan, row=row, among=among, author=author, reason=reason)
