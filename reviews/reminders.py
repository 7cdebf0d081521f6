"""Reminders of a round: five working days before its answers are due, and on the working day after.

Both are notices, once a person and deadline: whoever owes nothing is left alone. A night that did not run is
made up for by the next one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from organizations.fiscal_years import show_day
from organizations.models import User
from organizations.working_days import ClosedDays, closed_days_of, working_days_after, working_days_before
from reviews.models import ReviewRound
from reviews.services.rounds import people_of
from workspace.services import notices_settle, notify

DAYS_BEFORE, DAYS_AFTER = 5, 1


@dataclass(frozen=True)
class Reminder:
    """What is said on a day: `code` tells the two apart, `sentence` bears neither names nor figures."""

    code: str
    sentence: str


def remind_of_rounds(today: date, now: datetime) -> str:
    """Tell whoever owes an answer, and the planning section how many do; return what was done."""
    told = 0
    rounds = ReviewRound.objects.open().filter(is_sample=False, answer_due__isnull=False)
    for review_round in rounds.select_related("plan__municipality").order_by("pk"):
        told += _remind(review_round, today, now)
    return f"提出期限のお知らせを{told}人に送りました。" if told else "提出期限のお知らせはありません。"


def reminder_on(review_round: ReviewRound, today: date, closed: ClosedDays) -> Reminder | None:
    """Return what is to be said today, None for nothing.

    A round that opened within the last five working days reminds of nothing before its deadline.
    """
    due = review_round.answer_due
    first = working_days_before(due, DAYS_BEFORE, closed)
    name = review_round.name
    if first <= today <= due:
        opened = review_round.opened_on
        is_new = opened is not None and opened >= first
        return None if is_new else Reminder("due", f"「{name}」の提出期限が近づいています。")
    if today >= working_days_after(due, DAYS_AFTER, closed):
        return Reminder("over", f"「{name}」の提出期限が過ぎました。")
    return None


def _remind(review_round: ReviewRound, today: date, now: datetime) -> int:
    owed = list(review_round.reports.outstanding().with_lead().values_list("lead_id", flat=True))
    _settle(review_round, set(owed), now)
    reminder = reminder_on(review_round, today, closed_days_of(review_round.plan.municipality))
    if reminder is None or not owed:
        return 0
    when = review_round.answer_due.isoformat()
    told = notify(
        people=people_of(review_round, owed),
        text=f"{reminder.sentence}提出期限は{show_day(review_round.answer_due)}です。",
        url=reverse("portal:my_updates", args=review_round.plan.url_args),
        kind="round",
        key=f"round-{review_round.pk}-{reminder.code}:{when}",
    )
    return told + notify(
        people=_planners(review_round),
        text=f"{reminder.sentence}未提出は{len(set(owed))}課の{len(owed)}件です。",
        url=review_round.get_absolute_url(),
        kind="round",
        key=f"round-{review_round.pk}:{reminder.code}-summary:{when}",
    )


def _planners(review_round: ReviewRound) -> Iterable[User]:
    return review_round.plan.municipality.users.planners().filter(is_active=True)


def _settle(review_round: ReviewRound, owing: set[int], now: datetime) -> None:
    """Take the notices of departments that owe nothing any more for read."""
    leads = set(review_round.assignments.leads().values_list("department", flat=True))
    done = people_of(review_round, leads - owing)
    notices_settle(key_prefix=f"round-{review_round.pk}-", now=now, people=done)
