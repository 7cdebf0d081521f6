"""What handing in does to an answer, one or many: its marks, its remarks, who is told."""

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils import timezone

from organizations.history import Author, bulk_write
from organizations.models import User
from reviews.models import ProgressReport, ReturnRemark, ReviewRound
from reviews.moves import Actor, actors_of
from reviews.services.rounds import people_of
from workspace.services import notices_settle, notify

HANDED_IN = [
    "status", "awaits_check", "submitted_on", "submitted_by_name", "first_submitted_on", "moved_on",
]  # fmt: skip


def actors(report: ProgressReport, author: Author) -> frozenset[Actor]:
    """Return the capacities in which the author acts on a report that has its `lead_id`."""
    municipality = report.round.plan.municipality_id
    return actors_of(author.user, lead_id=report.lead_id, municipality_id=municipality)


def mark_handed_in(report: ProgressReport, author: Author, today: date) -> None:
    """Set the columns `HANDED_IN`; the caller saves."""
    report.status, report.awaits_check = ProgressReport.Status.SUBMITTED, False
    report.submitted_on, report.submitted_by_name = today, str(author.user or "")
    report.first_submitted_on = report.first_submitted_on or today
    report.moved_on = today


def settle_remarks(reports: Collection[ProgressReport]) -> None:
    """Take the remarks of a 差戻し as answered, and the notices about them as read."""
    remarks = list(ReturnRemark.objects.filter(report__in=reports, is_settled=False))
    for remark in remarks:
        remark.is_settled = True
    bulk_write(ReturnRemark, update=remarks, fields=["is_settled"])
    for report_id in {remark.report_id for remark in remarks}:
        notices_settle(key_prefix=f"report-{report_id}-", now=timezone.now())


def waiting_key(review_round: ReviewRound, department_id: int) -> str:
    """Return how the notices to a head about waiting answers begin."""
    return f"round-{review_round.pk}-waiting-{department_id}-"


def tell_heads(report: ProgressReport, today: date) -> None:
    """Tell the heads of the department, once a day, that answers wait for them on screen."""
    review_round = report.round
    if review_round.section_check != ReviewRound.Check.SCREEN:
        return
    people: list[User] = [person for person in people_of(review_round, [report.lead_id]) if person.is_head]
    notify(
        people=people,
        text=f"「{review_round.name}」の回答が課長確認を待っています。",
        url=reverse("portal:my_updates", args=review_round.plan.url_args),
        kind="check",
        key=f"{waiting_key(review_round, report.lead_id)}{today.isoformat()}",
    )
