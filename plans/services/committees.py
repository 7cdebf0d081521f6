"""Saving and deleting one committee: others may name it as the body above them, or as one that evaluates."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from organizations.edits import Edit
from organizations.history import Author, Reason, bulk_write, change_set
from plans.exceptions import CommitteeRing, StillNeeded
from plans.models import Committee, EvaluationBody, Plan
from plans.services.rows import row_delete, row_save
from plans.services.tree import locked


@transaction.atomic
def committee_save(
    *,
    plan: Plan,
    row: Committee,
    edits: Iterable[Edit],
    author: Author,
    reason: Reason | None = None,
    among: QuerySet | None = None,
) -> Committee:
    """Write what a person changed; those that name it follow. Raise CommitteeRing, and as row_save does."""
    plan = locked(plan)
    was = plan.committees.filter(pk=row.pk).values_list("name", flat=True).first()
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        saved = row_save(plan=plan, row=row, edits=edits, author=author, reason=reason, among=among)
        if was and saved.name != was:
            _follow(plan, was, saved.name)
        _refuse_ring(plan, saved.name)
    return saved


def _follow(plan: Plan, was: str, name: str) -> None:
    below = list(plan.committees.filter(parent=was))
    for committee in below:
        committee.parent = name
    bulk_write(Committee, update=below, fields=["parent"])
    if not plan.evaluation_bodies.filter(name=name).exists():
        bodies = list(plan.evaluation_bodies.filter(name=was))
        for body in bodies:
            body.name = name
        bulk_write(EvaluationBody, update=bodies, fields=["name"])


def _refuse_ring(plan: Plan, name: str) -> None:
    above = dict(plan.committees.values_list("name", "parent"))
    passed, at = set(), name
    while at and at not in passed:
        passed.add(at)
        at = above.get(at, "")
    if at:
        raise CommitteeRing(name)


@transaction.atomic
def committee_delete(
    *,
    plan: Plan,
    row: Committee,
    author: Author,
    reason: Reason | None = None,
    among: QuerySet | None = None,
) -> None:
    """Delete a committee that none stands below. Raise StillNeeded."""
    if below := list(plan.committees.filter(parent=row.name)):
        names = "".join(f"「{committee}」" for committee in below)
        raise StillNeeded(row, [f"これを上位とする会議体{names}"], "先にそちらの上位を変えてください。")
    row_delete(plan=plan, row=row, author=author, reason=reason, among=among)
