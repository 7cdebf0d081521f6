"""The life of a round: prepared, opened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from organizations.history import Author, bulk_write, save_changed
from organizations.models import Department, User
from plans.models import Plan
from reviews.exceptions import DeadlineMissing, NothingToAsk, SubjectsWithoutDepartment
from reviews.models import Assignment, ProgressReport, ReviewRound
from reviews.services.locking import locked, preparing, saving
from reviews.subjects import Subject, asked, fields_of, key_of, name_of, subjects_of
from workspace.services import notify

Role = Assignment.Role
CHANGEABLE = {"answer_due", "check_due", "evaluation_due", "grace_until", "contact"}  # of an open round


@dataclass(frozen=True)
class Wanted:
    """Who is to answer for a subject: the department that answers (None: not yet known), those that add."""

    subject: Subject
    lead: Department | None
    related: tuple[Department, ...] = ()
    is_asked: bool = True


def round_key(kind: str, fiscal_year: int, part: int) -> str:
    """Return the address of a round: `2023-1`, `2023-plan-1` for 年度計画."""
    middle = "-plan" if kind == ReviewRound.Kind.YEAR_PLAN else ""
    return f"{fiscal_year}{middle}-{part}"


@transaction.atomic
def review_round_create(*, plan: Plan, values: Mapping[str, Any], author: Author) -> ReviewRound:
    """Prepare a round of `plan` with the columns of `values`. Raise ValidationError."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=plan.pk)
    found = ReviewRound(plan=plan, is_sample=author.is_sample, **values)
    found.key = round_key(found.kind, found.fiscal_year, found.part)
    with saving(found, author):
        save_changed(found)
    return found


@transaction.atomic
def review_round_edit(*, review_round: ReviewRound, values: Mapping[str, Any], author: Author) -> ReviewRound:
    """Change a round: everything while it is prepared, its dates and contact once it is open.

    Raise RoundNotPreparing for what is fixed by then, ValidationError.
    """
    found = locked(review_round)
    if not (found.is_open and set(values) <= CHANGEABLE):
        found = preparing(review_round)
    for name, value in values.items():
        setattr(found, name, value)
    if found.state == ReviewRound.State.PREPARING:
        found.key = round_key(found.kind, found.fiscal_year, found.part)
    with saving(found, author):
        save_changed(found)
    return found


@transaction.atomic
def assignments_save(*, review_round: ReviewRound, wanted: Iterable[Wanted], author: Author) -> None:
    """Make the round's 回答課 equal to `wanted`. While it is open reports follow: a subject asked anew gets
    one, one that is left out loses an unanswered one.
    """
    found, wanted = locked(review_round), list(wanted)
    if found.is_final:
        found = preparing(review_round)
    stored = {(row.subject_key, row.department_id): row for row in found.assignments.all()}
    create, update = [], []
    for order, row in enumerate(_rows(found, wanted)):
        row.order = order
        known = stored.pop((row.subject_key, row.department_id), None)
        if known is None:
            create.append(row)
        elif (known.role, known.order) != (row.role, row.order):
            known.role, known.order = row.role, row.order
            update.append(known)
    found.left_out = [name_of(one.subject) for one in wanted if not one.is_asked]
    with saving(found, author):
        demoted = [row for row in update if row.role == Role.RELATED]  # before another one becomes the lead
        promoted = [row for row in update if row.role == Role.LEAD]
        bulk_write(Assignment, delete=stored.values(), update=demoted, fields=["role", "order"])
        bulk_write(Assignment, create=create, update=promoted, fields=["role", "order"])
        save_changed(found)
        if found.is_open:
            _follow(found)


def _rows(review_round: ReviewRound, wanted: Iterable[Wanted]) -> list[Assignment]:
    rows = []
    for one in wanted:
        if not one.is_asked:
            continue
        fields = {"round": review_round} | fields_of(one.subject)
        if one.lead is not None:
            rows.append(Assignment(department=one.lead, role=Role.LEAD, **fields))
        others = [department for department in one.related if department != one.lead]
        rows += [Assignment(department=other, role=Role.RELATED, **fields) for other in others]
    return rows


def _follow(review_round: ReviewRound) -> None:
    """Make the reports those of the subjects asked about; an answer that was given stays."""
    subjects = _checked_subjects(review_round)
    known = {report.subject_key: report for report in review_round.reports.all()}
    create, update = [], []
    for order, subject in enumerate(subjects):
        report = known.pop(key_of(subject), None)
        if report is None:
            create.append(ProgressReport(round=review_round, order=order, **fields_of(subject)))
        elif report.order != order:
            report.order = order
            update.append(report)
    gone = [report for report in known.values() if report.status == ProgressReport.Status.UNANSWERED]
    bulk_write(ProgressReport, create=create, update=update, fields=["order"], delete=gone)


def _checked_subjects(review_round: ReviewRound) -> list[Subject]:
    """Return what is asked. Raise NothingToAsk; SubjectsWithoutDepartment where nobody answers."""
    subjects = asked(subjects_of(review_round.plan, review_round.fiscal_year), review_round.left_out)
    answered = {row.subject_key for row in review_round.assignments.leads()}
    missing = [str(subject) for subject in subjects if key_of(subject) not in answered]
    if missing:
        raise SubjectsWithoutDepartment(missing)
    if not subjects:
        raise NothingToAsk
    return subjects


@transaction.atomic
def review_round_open(*, review_round: ReviewRound, author: Author, today: date) -> ReviewRound:
    """Begin to take answers: a report a subject, a notice to each person of the departments that answer.

    Raise RoundNotPreparing, DeadlineMissing, SubjectsWithoutDepartment, NothingToAsk.
    """
    found = preparing(review_round)
    if found.answer_due is None:
        raise DeadlineMissing
    _checked_subjects(found)
    found.state, found.opened_on = ReviewRound.State.OPEN, today
    with saving(found, author):
        save_changed(found)
        _follow(found)
    people = people_of(found, [row.department_id for row in found.assignments.leads()])
    notify(
        people=people,
        text=f"「{found.name}」の回答をお願いします。",
        url=found.get_absolute_url(),
        kind="round",
        key=f"round-{found.pk}-open",
    )
    return found


def people_of(review_round: ReviewRound, departments: Iterable[int]) -> list[User]:
    """Return the active people of these departments who may answer (one query)."""
    city = review_round.plan.municipality
    roles = [User.Role.DEPARTMENT, User.Role.PLANNING]
    found = city.users.filter(is_active=True, role__in=roles, department__in=set(departments))
    return list(found.order_by("pk"))


@transaction.atomic
def review_round_delete(*, review_round: ReviewRound, author: Author) -> None:
    """Throw away a round that was never opened. Raise RoundNotPreparing."""
    found = preparing(review_round)
    with saving(found, author):
        bulk_write(ReviewRound, delete=[found])
