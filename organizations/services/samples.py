"""A made-up history, marked as a sample, goes again: its rows, its saves, and its traces in later ones."""

from collections.abc import Iterator

from django.db import models, transaction

from organizations.exceptions import SampleInUse, SampleRefused, UndoConflict, UndoRefused
from organizations.forgetting import forget
from organizations.history import Author, Reason
from organizations.models import ChangeSet, Municipality
from organizations.services.people import locked_city
from organizations.undo import change_set_undo, look_at_undo

REASON = Reason(ChangeSet.ReasonCategory.OTHER, "サンプルを取り除くため。")


def sample_saves(municipality: Municipality) -> models.QuerySet:
    """Return the saves of a city's sample history, the last one first, undoings among them."""
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
    forget(sample_saves(municipality))
    return len(saves)


def _undo(saves: list[ChangeSet], author: Author) -> Iterator[str]:
    """Undo what still stands, the last save first; yield why something cannot be undone."""
    by_number = {save.pk: save for save in saves}
    undone = {save.undoes_id for save in saves}
    for save in saves:
        if save.pk in undone or _is_undoing(save, by_number) or not look_at_undo(save).open_rows:
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
