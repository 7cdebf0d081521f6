"""Saving the plan's words. A word that is used is not deleted, but another can take its place everywhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models, transaction

from organizations.exceptions import ReasonMissing
from organizations.history import Author, Reason, bulk_write, change_set
from plans.exceptions import WordStillUsed
from plans.models import Plan, Word
from plans.services.rows import RowWish, rows_save, uses_in_words
from plans.services.tree import locked


@dataclass
class WordWish(RowWish):
    """`into` is the word that takes the place of a removed one."""

    into: Word | None = None


@transaction.atomic
def words_save(
    *,
    plan: Plan,
    lists: Iterable[tuple[str, Sequence[WordWish], bool]],
    author: Author,
    reason: Reason | None = None,
) -> None:
    """Write the lists of words a person changed: of each its kind, its words, whether they were reordered.

    Raise WordStillUsed; ReasonMissing where an adopted plan's schedule or results would read otherwise; and
    as rows_save does.
    """
    plan, reason = locked(plan), reason or Reason()
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        for kind, wishes, is_reordered in lists:
            replaced = [_replace(wish) for wish in wishes if wish.remove and wish.row.pk]
            if any(replaced) and not reason.is_enough and plan.is_adopted():
                raise ReasonMissing
            among = plan.word_set.filter(kind=kind)
            rows_save(
                plan=plan, wishes=wishes, among=among, is_reordered=is_reordered, author=author, reason=reason
            )


def _replace(wish: WordWish) -> bool:
    """Let another word take the place of a removed one; return whether it was used at all."""
    users = list(_users(wish.row))
    if users and wish.into is None:
        raise WordStillUsed(wish.row, uses_in_words(wish.row))
    for model, name, rows in users:
        for row in rows:
            setattr(row, name, wish.into)
        bulk_write(model, update=rows, fields=[name])
    return bool(users)


def _users(word: Word) -> Iterable[tuple[type[models.Model], str, list[models.Model]]]:
    """Yield the rows that bear the word, by model and field."""
    for relation in Word._meta.get_fields(include_hidden=True):
        if (
            not relation.is_relation
            or not relation.auto_created
            or relation.related_model is Word.history.model
        ):
            continue
        rows = list(relation.related_model._base_manager.filter(**{relation.field.name: word}))
        if rows and hasattr(relation.related_model, "history"):
            yield relation.related_model, relation.field.name, rows
