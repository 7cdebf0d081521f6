"""課長確認 and 部取りまとめ: recorded as decided elsewhere, or given on screen for a whole department."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from organizations.history import Author, bulk_write, save_changed
from organizations.models import Department, User
from reviews.exceptions import NotYourMove
from reviews.models import DepartmentCheck, ProgressReport, ReviewRound
from reviews.moves import Actor, check_move
from reviews.services.handing_in import HANDED_IN, actors, mark_handed_in, settle_remarks, waiting_key
from reviews.services.locking import locked_reports, open_round, saving
from workspace.services import notices_settle

Level = DepartmentCheck.Level
Status = ProgressReport.Status


def may_check(user: User, review_round: ReviewRound, department: Department, level: str) -> bool:
    """Say who checks the answers of a department: on screen its head; what was decided elsewhere, and the
    部取りまとめ of a division, any of its people notes; the planning section for everybody.
    """
    if user.is_administrator or (user.is_planning and user.municipality_id == department.municipality_id):
        return True
    if user.department_id != department.pk or user.role != User.Role.DEPARTMENT:
        return False
    is_recorded = review_round.section_check == ReviewRound.Check.RECORDED
    return level == Level.DIVISION or is_recorded or user.is_head


@transaction.atomic
def department_check_record(
    *,
    review_round: ReviewRound,
    department: Department,
    level: str,
    checked_on: date,
    decision_number: str,
    author: Author,
    today: date,
) -> int:
    """Note a decision (day, number) once for all answers of a department; a second time it is corrected.

    A 課長確認 hands in all that waited for it; return how many. Raise RoundNotOpen, NotYourMove,
    ValidationError.
    """
    found = open_round(review_round)
    if author.user is not None and not may_check(author.user, found, department, level):
        raise NotYourMove(Level(level).label)
    check = found.checks.filter(department=department, level=level).first()
    check = check or DepartmentCheck(round=found, department=department, level=level)
    check.checked_on, check.decision_number = checked_on, decision_number
    check.by_name = str(author.user or "")
    with saving(found, author):
        save_changed(check)
        return _hand_in_waiting(found, department, author, today) if level == Level.SECTION else 0


@transaction.atomic
def section_check_give(
    *, review_round: ReviewRound, department: Department, author: Author, today: date
) -> int:
    """Hand in, in one click, all that waits for the head of a section; return how many.

    Raise RoundNotOpen, NotYourMove for who is not its head.
    """
    if author.user is not None and not may_check(author.user, review_round, department, Level.SECTION):
        raise NotYourMove(Status.SUBMITTED.label)
    return department_check_record(
        review_round=review_round,
        department=department,
        level=Level.SECTION,
        checked_on=today,
        decision_number="",
        author=author,
        today=today,
    )


def _hand_in_waiting(review_round: ReviewRound, department: Department, author: Author, today: date) -> int:
    waiting = ProgressReport.objects.filter(round=review_round, awaits_check=True).answered_by([department])
    reports = locked_reports(review_round, waiting.values_list("pk", flat=True))
    for report in reports:
        check_move(report, Status.SUBMITTED, actors(report, author) | {Actor.HEAD})
        mark_handed_in(report, author, today)
    bulk_write(ProgressReport, update=reports, fields=HANDED_IN)
    settle_remarks(reports)
    notices_settle(key_prefix=waiting_key(review_round, department.pk), now=timezone.now())
    return len(reports)
