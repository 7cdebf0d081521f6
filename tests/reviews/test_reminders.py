"""Reminders: five working days before the deadline and on the working day after, once each."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from organizations.working_days import ClosedDays
from reviews.models import ReviewRound
from reviews.reminders import remind_of_rounds, reminder_on
from reviews.services import review_round_edit, review_round_open
from tests.reviews.cast import (
    answerer,
    by,
    make_measures,
    opened_round,
    planner,
    prepared_round,
    report_of,
    submit,
)
from workspace.due import due_steps
from workspace.models import Notice

pytestmark = pytest.mark.django_db
NONE = ClosedDays()
TABLE = ClosedDays(((date(2024, 5, 30), date(2024, 6, 3)),))
NAME = "令和5年度 進捗状況調査"
DUE = "提出期限は令和6年5月28日（2024年5月28日）です。"


def night(day: date) -> str:
    at = datetime(day.year, day.month, day.day, 5, tzinfo=timezone.get_default_timezone())
    return remind_of_rounds(day, at)


def told(user) -> list[str]:
    notices = Notice.objects.filter(owner=user, kind="round").order_by("pk")
    return [notice.text for notice in notices]


def codes(due: date, *, closed=NONE, opened=date(2020, 1, 6)) -> dict[str, date]:
    """Return the first day on which each reminder goes out."""
    found = ReviewRound(name="調査", answer_due=due, opened_on=opened, state="open")
    first: dict[str, date] = {}
    for n in range(-30, 30):
        day = due + timedelta(days=n)
        if reminder := reminder_on(found, day, closed):
            first.setdefault(reminder.code, day)
    return first


@pytest.mark.parametrize(
    ("due", "closed", "before", "after"),
    [
        (date(2024, 5, 31), NONE, date(2024, 5, 24), date(2024, 6, 3)),
        (date(2025, 1, 8), NONE, date(2024, 12, 25), date(2025, 1, 9)),  # over new year
        (date(2024, 5, 8), NONE, date(2024, 4, 26), date(2024, 5, 9)),  # over golden week
        (date(2024, 5, 2), NONE, date(2024, 4, 24), date(2024, 5, 7)),  # the day before it
        (date(2024, 5, 31), TABLE, date(2024, 5, 23), date(2024, 6, 4)),
    ],
)
def test_the_days_are_counted_on_working_days(due, closed, before, after):
    assert codes(due, closed=closed) == {"due": before, "over": after}


def test_a_round_that_has_just_opened_is_not_reminded_of_before_its_deadline():
    assert set(codes(date(2024, 5, 31), opened=date(2024, 5, 27))) == {"over"}


def test_who_owes_is_told_once_and_planning_gets_a_summary():
    person, other, secretariat = answerer(), answerer("税務課"), planner()
    found = opened_round(make_measures(3))
    submit(report_of(found, "2"))
    Notice.objects.all().delete()
    assert night(date(2024, 5, 21)) == "提出期限のお知らせを2人に送りました。"
    night(date(2024, 5, 22))
    assert told(person) == [f"「{NAME}」の提出期限が近づいています。{DUE}"]
    assert told(other) == []
    assert told(secretariat) == [f"「{NAME}」の提出期限が近づいています。未提出は1課の2件です。"]
    night(date(2024, 5, 29)), night(date(2024, 5, 30))
    assert told(person)[1:] == [f"「{NAME}」の提出期限が過ぎました。{DUE}"]


def test_nothing_is_sent_when_there_is_nothing():
    found = opened_round()
    for report in found.reports.select_related("round__plan__municipality"):
        submit(report)
    assert night(date(2024, 5, 21)) == "提出期限のお知らせはありません。"
    assert night(date(2024, 4, 1)) == "提出期限のお知らせはありません。"


def test_a_night_that_did_not_run_is_made_up_for():
    person = answerer()
    opened_round()
    Notice.objects.all().delete()
    night(date(2024, 5, 24))
    assert len(told(person)) == 1


def test_a_deadline_that_moves_is_reminded_of_anew():
    person = answerer()
    found = opened_round()
    Notice.objects.all().delete()
    night(date(2024, 5, 21))
    review_round_edit(review_round=found, values={"answer_due": date(2024, 6, 14)}, author=by(planner()))
    night(date(2024, 5, 22))
    assert len(told(person)) == 1
    night(date(2024, 6, 7))
    assert len(told(person)) == 2


def test_notices_of_who_owes_nothing_any_more_are_settled():
    person = answerer()
    found = opened_round()
    submit(report_of(found))
    night(date(2024, 5, 10))
    assert not Notice.objects.filter(owner=person, read_at=None).exists()


def test_a_prepared_round_and_a_sample_remind_nobody():
    found = prepared_round()
    assert night(date(2024, 5, 21)) == "提出期限のお知らせはありません。"
    found = review_round_open(review_round=found, author=by(planner()), today=date(2024, 5, 7))
    ReviewRound.objects.filter(pk=found.pk).update(is_sample=True)
    assert night(date(2024, 5, 21)) == "提出期限のお知らせはありません。"


def test_it_runs_every_night():
    assert "round_reminders" in [step.name for step in due_steps()]
