"""Writing rows of a plan that have no rules of their own: one function for each of save, delete, reorder."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db import models, transaction
from django.db.models import Max, QuerySet

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.history import Author, Reason, bulk_write, change_set, save_changed
from plans.exceptions import RowGone, StillNeeded
from plans.models import Plan
from plans.services.policies import in_words
from plans.services.tree import locked


@dataclass
class RowWish:
    """What a person wants of one row of a list that is saved as a whole; a `row` without a key is new."""

    row: models.Model
    edits: list[Edit]
    remove: bool = False


@transaction.atomic
def row_save(
    *,
    plan: Plan,
    row: models.Model,
    edits: Iterable[Edit],
    author: Author,
    reason: Reason | None = None,
    among: QuerySet | None = None,
) -> models.Model:
    """Write what a person changed in one row of `plan`; a new one goes to the end of the list `among`.

    Raise ValidationError; EditConflict when somebody else changed the same field meanwhile, RowGone when
    somebody deleted the row.
    """
    plan = locked(plan)
    if row.pk is not None:
        row = _stored(row)
    elif among is not None:
        row.order = _next_order(among)
    conflicts = Conflicts()
    conflicts.merge(row, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        save_changed(row)
    return row


def _stored(row: models.Model) -> models.Model:
    stored = type(row)._base_manager.filter(pk=row.pk).first()
    if stored is None:
        raise RowGone(row)
    return stored


@transaction.atomic
def rows_save(
    *,
    plan: Plan,
    wishes: Sequence[RowWish],
    among: QuerySet,
    is_reordered: bool = False,
    author: Author,
    reason: Reason | None = None,
) -> None:
    """Write what a person changed in the list `among`, in one save: rows removed, changed, added, put into
    the order of `wishes`. Raise as row_save and row_delete do; nothing is half-written.
    """
    plan = locked(plan)
    stored = {row.pk: row for row in among.all()}
    conflicts = Conflicts()
    for wish in wishes:
        if wish.row.pk is not None and wish.row.pk not in stored and (wish.edits or wish.remove):
            raise RowGone(wish.row)
        wish.row = stored.get(wish.row.pk, wish.row)
        if not wish.remove:
            _merge(conflicts, wish)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        for wish in (wish for wish in wishes if wish.remove):
            _remove(wish.row)
        kept = [wish for wish in wishes if not wish.remove and (wish.edits or wish.row.pk in stored)]
        for wish in kept:
            _write(wish, among)
        rows = [wish.row for wish in kept] if is_reordered else []
        others = [row for row in among.all() if row.pk not in {row.pk for row in rows}]
        rows_reorder(plan=plan, rows=[*rows, *others], author=author, reason=reason)


def _merge(conflicts: Conflicts, wish: RowWish) -> None:
    """Merge one row's edits; a clash says in which row it is."""
    name, before = str(wish.row), len(conflicts.found)
    conflicts.merge(wish.row, wish.edits)
    conflicts.found[before:] = [
        replace(clash, label=f"{name}　{clash.label}") for clash in conflicts.found[before:]
    ]


def _write(wish: RowWish, among: QuerySet) -> None:
    if wish.row.pk is None:
        wish.row.order = _next_order(among)
    if wish.edits:
        save_changed(wish.row)


def _remove(row: models.Model) -> None:
    if users := uses_in_words(row):
        raise StillNeeded(row, users, "先にそちらを直してください。")
    bulk_write(type(row), delete=[row])


def _next_order(among: QuerySet) -> int:
    last = among.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def row_delete(
    *,
    plan: Plan,
    row: models.Model,
    author: Author,
    reason: Reason | None = None,
    among: QuerySet | None = None,
) -> None:
    """Delete one row of `plan` with its parts, and close the gap in the list `among`.

    Raise StillNeeded that says what uses it; RowGone.
    """
    plan = locked(plan)
    row = _stored(row)
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        _remove(row)
        if among is not None:
            rows_reorder(plan=plan, rows=list(among.all()), author=author, reason=reason)


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


@transaction.atomic
def row_move(
    *,
    plan: Plan,
    row: models.Model,
    step: str,
    among: QuerySet,
    author: Author,
    reason: Reason | None = None,
) -> bool:
    """Move a row `up` or `down` in the list `among`; return whether there was such a place."""
    plan = locked(plan)
    rows = list(among.all())
    places = [other.pk for other in rows]
    if row.pk not in places:
        raise RowGone(row)
    here = places.index(row.pk)
    there = here + {"up": -1, "down": 1}.get(step, 0)
    if there == here or not 0 <= there < len(rows):
        return False
    rows.insert(there, rows.pop(here))
    rows_reorder(plan=plan, rows=rows, author=author, reason=reason)
    return True


def uses_in_words(row: models.Model) -> list[str]:
    """Say what outside of `row` and its own parts points to it: 「施策の分類「1 電子申請」ほか2件」."""
    users: dict[str, list[models.Model]] = {}
    for user in _users(row):
        users.setdefault(str(user._meta.verbose_name), []).append(user)
    return [words for name, rows in users.items() for words in in_words(f"これを使う{name}", rows)]


def _users(row: models.Model) -> Iterator[models.Model]:
    """Yield the rows that need `row`: those a deletion would take along or be refused by, but its parts."""
    for relation in row._meta.get_fields(include_hidden=True):
        on_delete = getattr(relation, "on_delete", None)
        if on_delete not in (models.CASCADE, models.PROTECT) or not hasattr(
            relation.related_model, "history"
        ):
            continue
        for user in relation.related_model._base_manager.filter(**{relation.field.name: row}):
            is_part = on_delete is models.CASCADE and user._meta.app_label == row._meta.app_label
            yield from _users(user) if is_part else [user]
