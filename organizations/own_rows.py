"""Writing the rows that hang on what a page edits: those removed, changed and added, in one save."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from organizations.edits import Conflicts, RowEdit
from organizations.exceptions import RowsGone
from organizations.history import bulk_write, save_changed


def save_rows(
    conflicts: Conflicts,
    model: type[models.Model],
    edits: Iterable[RowEdit],
    *,
    owner: dict[str, Any],
    complete: Callable[[Any, int], None] = lambda row, number: None,
) -> None:
    """Write rows of `model` that hang on `owner` (the key's name and the row it points to).

    `complete` sets what a new row does not ask for; it gets the row and how many there were before it. Raise
    ValidationError, RowsGone for a changed row that somebody removed.
    """
    edits = list(edits)
    stored = {row.pk: row for row in model._base_manager.filter(**owner)} if edits else {}
    for edit in edits:
        row = stored.get(edit.row.pk) if edit.row else None
        if edit.remove:
            bulk_write(model, delete=[row] if row else [])
            continue
        if edit.row and row is None:
            raise RowsGone([str(edit.row)])
        row = row or model(**owner, **edit.fixed)
        conflicts.merge(row, edit.edits)
        if row.pk is None:
            complete(row, len(stored))
        save_changed(row)
        stored[row.pk] = row
