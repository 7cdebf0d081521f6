"""照会文, 再依頼, 結果通知: what went out, and whom it reached in the portal."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.history import Author, bulk_write, save_changed
from organizations.models import Department
from reviews.exceptions import NothingOwed
from reviews.letters import reminder_letter
from reviews.models import ProgressReport, ReviewRound, RoundLetter
from reviews.services.locking import locked, open_round, saving
from reviews.services.rounds import people_of
from workspace.services import notify

Kind = RoundLetter.Kind


@transaction.atomic
def round_letter_create(
    *, review_round: ReviewRound, kind: str, values: Mapping[str, Any], author: Author
) -> RoundLetter:
    """Keep a letter as it is to go out. Raise ValidationError."""
    found = locked(review_round)
    letter = RoundLetter(round=found, kind=kind, by_name=str(author.user or ""), **values)
    with saving(found, author):
        save_changed(letter)
    return letter


@transaction.atomic
def round_letter_edit(*, letter: RoundLetter, edits: Iterable[Edit], author: Author) -> RoundLetter:
    """Correct a letter: its number is often known later. Raise EditConflict, ValidationError."""
    found, conflicts = locked(letter.round), Conflicts()
    letter = found.letters.select_related("department").get(pk=letter.pk)
    conflicts.merge(letter, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    with saving(found, author):
        save_changed(letter)
    return letter


@transaction.atomic
def review_round_remind(
    *, review_round: ReviewRound, reports: Iterable[ProgressReport], author: Author, today: date
) -> list[Department]:
    """Remind the departments that still owe one of these answers: a letter each, a notice to their people.

    Return the departments; one that was reminded today already is left out. Raise RoundNotOpen, NothingOwed.
    """
    found = open_round(review_round)
    owed = found.reports.filter(pk__in=[report.pk for report in reports]).outstanding().with_lead()
    wanted = set(owed.values_list("lead_id", flat=True))
    told = found.letters.filter(kind=Kind.REMINDER, sent_on=today).values_list("department", flat=True)
    city = found.plan.municipality
    departments = list(city.departments.filter(pk__in=wanted - set(told)).order_by("order", "pk"))
    if not departments:
        raise NothingOwed
    letters = [
        RoundLetter(
            round=found, kind=Kind.REMINDER, department=department, sent_on=today,
            by_name=str(author.user or ""), **reminder_letter(found, department, author.user),
        )
        for department in departments
    ]  # fmt: skip
    with saving(found, author):
        bulk_write(RoundLetter, create=letters)
    notify(
        people=people_of(found, [department.pk for department in departments]),
        text=f"「{found.name}」の提出をお願いします（再依頼）。",
        url=found.get_absolute_url(),
        kind="round",
        key=f"round-{found.pk}-remind:{today.isoformat()}",
    )
    return departments
