"""A made-up history, marked as a sample, goes again: its rows, its saves, and its traces in later ones."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.db import models, transaction

from organizations.exceptions import SampleInUse, SampleRefused, UndoConflict, UndoRefused
from organizations.history import Author, Reason
from organizations.models import ChangeSet, Municipality
from organizations.services.people import locked_city
from organizations.trail import tracked_models
from organizations.undo import change_set_undo

REASON = Reason(ChangeSet.ReasonCategory.OTHER, "サンプルを取り除くため。")


def sample_saves(municipality: Municipality) -> models.QuerySet:
    """Return the saves of a city's sample history, the last one first, undone ones and undoings among them."""
    return ChangeSet.objects.filter(municipality=municipality, is_sample=True).order_by("-pk")


@transaction.atomic
def sample_remove(*, municipality: Municipality, author: Author) -> int:
    """Make everything as if a city's sample history had never been saved; return how many saves are gone.

    Raise SampleRefused when there is none, SampleInUse when people changed the same fields since, or use
    what the sample made.
    """
    municipality = locked_city(municipality)
    saves = list(sample_saves(municipality))
    if not saves:
        raise SampleRefused(f"{municipality}にサンプルの変更はありません。")
    if reasons := list(dict.fromkeys(_undo(saves, author))):
        raise SampleInUse(reasons)
    _forget(sample_saves(municipality))
    return len(saves)


def _undo(saves: list[ChangeSet], author: Author) -> Iterator[str]:
    """Undo what still stands, the last save first; yield why something cannot be undone."""
    by_number = {save.pk: save for save in saves}
    undone = {save.undoes_id for save in saves}
    for save in saves:
        if save.pk in undone or _is_undoing(save, by_number):
            continue
        try:
            change_set_undo(change_set=save, author=author, reason=REASON)
        except UndoConflict as conflict:
            for row in conflict.rows:
                labels = "、".join(change.label for change in row.fields)
                yield f"{row.subject.noun}「{row.subject.name}」の{row.noun}：{labels}"
        except UndoRefused as refusal:
            yield str(refusal)


def _is_undoing(save: ChangeSet, saves: dict[int, ChangeSet]) -> bool:
    """Say whether a save took another one back; one that took back an undoing did it again."""
    return save.undoes_id is not None and not _is_undoing(saves[save.undoes_id], saves)


def _forget(saves: models.QuerySet) -> None:
    """Delete saves with the history rows they wrote."""
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
