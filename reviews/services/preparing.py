"""Preparing a round: made with what is proposed, its 回答課 changed row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.history import Author, change_set
from plans.models import Plan
from reviews.assigning import current, proposed
from reviews.exceptions import AssignmentsChanged
from reviews.models import ReviewRound
from reviews.services.locking import locked, saving
from reviews.services.rounds import Wanted, assignments_save, review_round_create, review_round_edit
from reviews.subjects import key_of


@transaction.atomic
def review_round_prepare(
    *, plan: Plan, values: Mapping[str, Any], author: Author, today: date
) -> ReviewRound:
    """Make a round with the 回答課 proposed for it, in one save. Raise ValidationError."""
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code):
        found = review_round_create(plan=plan, values=values, author=author)
        wanted = proposed(
            plan=found.plan, fiscal_year=found.fiscal_year, previous=found.previous, today=today
        )
        assignments_save(review_round=found, wanted=wanted, author=author)
    return locked(found)


@transaction.atomic
def review_round_change(*, review_round: ReviewRound, edits: Iterable[Edit], author: Author) -> ReviewRound:
    """Write what a person changed in a round. Raise EditConflict; RoundNotPreparing, ValidationError."""
    found, conflicts, edits = locked(review_round), Conflicts(), list(edits)
    conflicts.merge(found, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    values = {edit.field: edit.mine for edit in edits}
    return review_round_edit(review_round=found, values=values, author=author)


@dataclass(frozen=True)
class AssignmentEdit:
    """One row a person changed: what was shown to them, and what they want."""

    was: Wanted
    mine: Wanted


@transaction.atomic
def assignments_edit(*, review_round: ReviewRound, edits: Iterable[AssignmentEdit], author: Author) -> None:
    """Write the rows a person changed; what others changed elsewhere stays.

    Raise AssignmentsChanged where somebody else changed the same row otherwise, SubjectsWithoutDepartment
    in an open round.
    """
    found = locked(review_round)
    stored = {key_of(one.subject): one for one in current(found)}
    clashes = []
    for edit in edits:
        key = key_of(edit.mine.subject)
        theirs = stored.get(key)
        if theirs is None or said(theirs) == said(edit.mine):
            continue
        if said(theirs) != said(edit.was):
            clashes.append(theirs)
        stored[key] = edit.mine
    if clashes:
        raise AssignmentsChanged(clashes)
    with saving(found, author):
        assignments_save(review_round=found, wanted=stored.values(), author=author)


def said(wanted: Wanted) -> tuple[int | None, frozenset[int], bool]:
    """Return what a row says, to compare it with another one."""
    return (
        wanted.lead.pk if wanted.lead else None,
        frozenset(department.pk for department in wanted.related),
        wanted.is_asked,
    )
