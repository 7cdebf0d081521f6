"""組織改正: planned ahead, carried out on its day: all of it in one ChangeSet, or nothing."""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction

from organizations.exceptions import (
    ReasonMissing,
    ReorganisationDoesNotFit,
    ReorganisationSettled,
    ReorganisationTooEarly,
)
from organizations.following import DepartmentsChange, departments_changed, followers
from organizations.history import Author, Reason, bulk_write, change_set, save_changed
from organizations.models import (
    ChangeSet,
    Department,
    DepartmentSuccession,
    Municipality,
    Reorganisation,
)
from organizations.reorganising.blueprint import Blueprint
from organizations.reorganising.reading import blueprint_of
from organizations.reorganising.rows import LEAVES, Rows
from organizations.services.departments import free_key
from organizations.services.people import locked_city, planners_stay, sessions_end

logger = logging.getLogger(__name__)


@transaction.atomic
def reorganisation_plan(
    *,
    municipality: Municipality,
    title: str,
    takes_effect_on: date,
    reason: str,
    rows: Rows,
    author: Author,
    now: datetime,
    reorganisation: Reorganisation | None = None,
) -> Reorganisation:
    """Store a reorganisation, or change one that is still planned. Raise ReorganisationDoesNotFit with
    every problem, ReorganisationSettled, ReasonMissing, ValidationError.
    """
    municipality = locked_city(municipality)
    if reorganisation is not None:
        reorganisation = _open(reorganisation)
    if not reason.strip():
        raise ReasonMissing("組織改正の理由（条例・規則の名称など）を入力してください。")
    blueprint_without_problems(municipality, rows, takes_effect_on)
    row = reorganisation or Reorganisation(municipality=municipality)
    row.title, row.takes_effect_on, row.reason, row.rows = title, takes_effect_on, reason, rows.to_json()
    row.planned_by, row.planned_by_name, row.planned_at = author.user, str(author.user or ""), now
    row.refusal = ""
    with change_set(author=author, municipality=municipality):
        save_changed(row)
    return row


@transaction.atomic
def reorganisation_cancel(*, reorganisation: Reorganisation, author: Author, now: datetime) -> Reorganisation:
    """Give up what is planned. Raise ReorganisationSettled."""
    municipality = locked_city(reorganisation.municipality)
    reorganisation = _open(reorganisation)
    reorganisation.cancelled_at = now
    with change_set(author=author, municipality=municipality):
        save_changed(reorganisation)
    return reorganisation


@transaction.atomic
def reorganisation_enact(*, reorganisation: Reorganisation, author: Author, today: date) -> Reorganisation:
    """Do what is planned, in one ChangeSet. Raise ReorganisationSettled when it was done or cancelled,
    ReorganisationTooEarly before its day, ReorganisationDoesNotFit when the city changed meanwhile,
    LastPlanner.
    """
    municipality = locked_city(reorganisation.municipality)
    reorganisation = _open(reorganisation)
    if today < reorganisation.takes_effect_on:
        raise ReorganisationTooEarly
    for follower in followers():
        follower.lock(municipality)
    blueprint = blueprint_without_problems(
        municipality, reorganisation.tables, reorganisation.takes_effect_on
    )
    outcome = blueprint.outcome
    reason = Reason(ChangeSet.ReasonCategory.REORGANISATION, reorganisation.reason)
    with change_set(author=author, municipality=municipality, reason=reason) as change:
        with planners_stay(municipality):
            _write(blueprint)
        reorganisation.done_in = change.row
    reorganisation.outcome, reorganisation.refusal = outcome, ""
    reorganisation.save(update_fields=["done_in", "outcome", "refusal"])
    logger.info("carried out reorganisation %s of %s", reorganisation.pk, municipality.code)
    return reorganisation


def reorganisation_refuse(*, reorganisation: Reorganisation, refusal: str) -> bool:
    """Note why a reorganisation could not be done on its day; return whether that is news."""
    if reorganisation.refusal == refusal:
        return False
    reorganisation.refusal = refusal
    reorganisation.save(update_fields=["refusal"])
    return True


def blueprint_without_problems(municipality: Municipality, rows: Rows, day: date) -> Blueprint:
    """Read the tables. Raise ReorganisationDoesNotFit with every problem."""
    blueprint = blueprint_of(municipality, rows, day)
    if blueprint.problems:
        raise ReorganisationDoesNotFit(blueprint.problems)
    return blueprint


def _open(reorganisation: Reorganisation) -> Reorganisation:
    found = Reorganisation.objects.select_for_update(of=("self",)).select_related("municipality")
    reorganisation = found.get(pk=reorganisation.pk)
    if not reorganisation.is_planned:
        raise ReorganisationSettled(reorganisation.state)
    return reorganisation


def _write(blueprint: Blueprint) -> None:
    """Write departments, then what follows them, then the people, then who lists departments."""
    city, day = blueprint.municipality, blueprint.day
    _write_departments(blueprint)
    for follower in followers():
        goals = {
            (found.holding.pk, found.holding.former_id): found.to
            for found in blueprint.moving
            if found.holding.follower is follower
        }
        follower.follow(city, goals, day)
    _write_people(blueprint)
    before = {department.pk: state for state, department in blueprint.changed}
    successors = {handover.former.pk: handover.successors for handover in blueprint.handovers}
    departments_changed(DepartmentsChange(city, day, before, successors))


def _write_departments(blueprint: Blueprint) -> None:
    taken = set(blueprint.municipality.departments.values_list("key", flat=True))
    for department in parents_first(blueprint.new):
        department.key = free_key(department, taken)
        save_changed(department)
    for _, department in blueprint.changed:
        department.parent = department.parent  # which may have got its primary key just now
        save_changed(department)
    last_day = (blueprint.day - timedelta(days=1)).isoformat()
    for department in blueprint.ended:
        department.until = last_day
        save_changed(department)
    known = {pk: set() for pk in (handover.former.pk for handover in blueprint.handovers)}
    for former, successor in DepartmentSuccession.objects.filter(former__in=known).values_list(
        "former", "successor"
    ):
        known[former].add(successor)
    bulk_write(
        DepartmentSuccession,
        create=[
            DepartmentSuccession(former=handover.former, successor=department, order=order)
            for handover in blueprint.handovers
            for order, department in enumerate(handover.new_ones)
            if department.pk not in known[handover.former.pk]
        ],
    )


def parents_first(departments: list[Department]) -> list[Department]:
    """Order new departments so that each comes after the one above it."""
    waiting, ordered = list(departments), []
    while waiting:
        ready = [d for d in waiting if not any(d.parent is other for other in waiting)]
        ordered += ready
        waiting = [d for d in waiting if not any(d is other for other in ready)]
    return ordered


def _write_people(blueprint: Blueprint) -> None:
    for change in blueprint.people:
        change.user.department = change.user.department  # which may have got its primary key just now
        save_changed(change.user)
        if change.move == LEAVES:
            sessions_end(change.user)
