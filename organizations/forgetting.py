"""Forgetting saves of a sample, once they are undone: the one place where history is deleted.

A history row holds a whole state: what the sample wrote stands in the states that later saves kept, too.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db import models

from organizations.models import ChangeSet
from organizations.trail import tracked_models


def forget(saves: models.QuerySet) -> None:
    """Delete saves that undo each other, with the history rows they wrote. The rows themselves stay."""
    numbers = set(saves.values_list("pk", flat=True))
    for model in tracked_models():
        written = model.history.filter(changeset__in=numbers)
        rows = set(written.order_by().values_list(model._meta.pk.attname, flat=True))
        if rows:
            _mend(model, rows, numbers)
            written.delete()
    saves.update(undoes=None)
    saves.delete()


def _mend(model: type[models.Model], rows: Collection[Any], numbers: Collection[int]) -> None:
    """Take the values of deleted saves out of the states that later saves kept of the same rows."""
    carried: dict[Any, Carried] = defaultdict(Carried)
    name = model._meta.pk.attname
    for record in model.history.filter(**{f"{name}__in": rows}).order_by("history_id"):
        state = carried[getattr(record, name)]
        if record.changeset_id in numbers:
            state.note(record)
        elif mended := state.mend(record):
            model.history.filter(history_id=record.history_id).update(**mended)


class Carried:
    """What the sample wrote into one row: by column, each of its values and the true one behind it."""

    def __init__(self):
        self.last: models.Model | None = None
        self.values: dict[str, list[tuple[Any, Any]]] = defaultdict(list)

    def _true(self, column: str, value: Any) -> Any:
        return next((true for sample, true in self.values[column] if sample == value), value)

    def note(self, record: models.Model) -> None:
        """Take in a state the sample wrote."""
        before, self.last = self.last, record
        for field in record.tracked_fields if before else ():
            column = field.attname
            was, value = getattr(before, column), getattr(record, column)
            if was == value:
                continue
            true = self._true(column, was)
            if value == true:
                self.values[column].clear()
            else:
                self.values[column].append((value, true))

    def mend(self, record: models.Model) -> dict[str, Any]:
        """Take in a state somebody else wrote; return its columns that hold a value of the sample."""
        self.last = record
        found = {column: self._true(column, getattr(record, column)) for column in list(self.values)}
        return {column: true for column, true in found.items() if true != getattr(record, column)}


def forget_rows(rows: Mapping[type[models.Model], Collection[Any]]) -> None:
    """Delete the whole history of rows, by model and primary key, that were samples from their first day on;
    with it the saves that wrote nothing else.
    """
    touched: set[int] = set()
    for model, keys in rows.items():
        history = model.history.filter(**{f"{model._meta.pk.attname}__in": list(keys)})
        touched |= set(history.order_by().values_list("changeset", flat=True))
        history.delete()
    for model in tracked_models():
        left = model.history.filter(changeset__in=touched).order_by()
        touched -= set(left.values_list("changeset", flat=True))
    saves = ChangeSet.objects.filter(pk__in=touched)
    ChangeSet.objects.filter(undoes__in=touched).update(undoes=None)
    saves.delete()
