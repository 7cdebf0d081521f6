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


def sample_saves(municipality: Municipality, story: str = "") -> models.QuerySet:
    """Return the saves of one of a city's samples, the last one first, undoings among them.

    Samples are told apart by the request they were made in (`story`); an undoing belongs to what it undoes.
    """
    saves = ChangeSet.objects.filter(municipality=municipality, is_sample=True)
    undoes = dict(saves.values_list("pk", "undoes"))
    stories = dict(saves.values_list("pk", "request_id"))

    def story_of(save: int) -> str:
        while undoes.get(save) in stories:
            save = undoes[save]
        return stories[save]

    return saves.filter(pk__in=[save for save in stories if story_of(save) == story]).order_by("-pk")


@transaction.atomic
def sample_remove(*, municipality: Municipality, author: Author, story: str = "") -> int:
    """Make everything as if one of a city's samples had never been saved; return how many saves are gone.

    Raise SampleRefused when there is none, SampleInUse when people changed the same fields since, or use
    what the sample made.
    """
    municipality = locked_city(municipality)
    saves = list(sample_saves(municipality, story))
    if not saves:
        raise SampleRefused(f"{municipality}にサンプルの変更はありません。")
    if reasons := list(dict.fromkeys(_undo(saves, author))):
        raise SampleInUse(reasons)
    forget(sample_saves(municipality, story))
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
