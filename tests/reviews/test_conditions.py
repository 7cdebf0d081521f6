"""付帯意見: answered by the department, closed by the body, reminded of in time, carried on."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.edits import Edit
from reviews.conditions import standing_conditions, unmet_conditions
from reviews.exceptions import ConditionSettled
from reviews.services.conditions import (
    condition_answer,
    condition_close,
    condition_create,
    condition_edit,
    condition_reopen,
    conditions_remind,
)
from reviews.services.meetings import meeting_hold
from reviews.services.rounds import review_round_create
from tests.factories import make_department, make_plan
from tests.posted import posted_fields
from tests.reviews.cast import answerer, by, confirmed_round, planner, report_of
from tests.reviews.sittings import AFTER, DUE, condition_of, hold, judge, make_meeting, two_bodies
from workspace.due import due_steps
from workspace.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return answerer()


@pytest.fixture
def condition(person):
    """Homework of 市民課 due on 2024-09-30, given in a held meeting."""
    committee, _ = two_bodies()
    meeting = make_meeting(committee)
    report = report_of(confirmed_round())
    judge(report, committee, "commented", meeting=meeting)
    hold(meeting)
    return condition_of(report)


def answer(condition, text="調べて表にした。", *, today=date(2024, 9, 2)):
    edits = [Edit("answer", condition.answer, text)]
    return condition_answer(condition=condition, edits=edits, author=by(answerer()), today=today)


def close(condition, state="met", **fields):
    values = {"author": by(planner()), "today": date(2024, 10, 2)} | fields
    return condition_close(condition=condition, state=state, **values)


def remind(day):
    now = datetime(day.year, day.month, day.day, 6, tzinfo=timezone.get_default_timezone())
    return conditions_remind(day, now)


def told(person, words) -> int:
    return Notice.objects.filter(owner=person, text__contains=words).count()


def test_the_department_reports_and_the_planning_section_is_told(condition):
    secretary = planner()
    found = answer(condition)
    assert (found.state, found.answered_on) == ("answered", date(2024, 9, 2))
    assert found.answered_by_name == "担当課"
    assert told(secretary, "付帯意見への対応が報告されました") == 1


def test_an_empty_report_is_refused(condition, client_as, person):
    client = client_as("department", username=person.username)
    url = condition_url(condition, "answer")
    page = client.post(url, posted_fields(client.get(url)) | {"answer": " "}).content.decode()
    assert "field__error" in page
    condition.refresh_from_db()
    assert condition.state == "open"


def condition_url(condition, verb) -> str:
    return reverse(f"reviews:condition_{verb}", args=[*condition.plan.url_args, condition.pk])


def test_reporting_settles_what_the_department_was_told(condition, person):
    given = Notice.objects.get(owner=person, text__contains="付帯意見が付きました")
    assert given.read_at is None
    answer(condition)
    given.refresh_from_db()
    assert given.read_at is not None


def test_the_body_finds_it_met_in_its_meeting(condition):
    following = make_meeting(title="第2回", held_on=date(2024, 10, 1))
    found = close(answer(condition), meeting=following)
    assert (found.state, found.closed_on, found.closed_in) == ("met", date(2024, 10, 1), following)
    with pytest.raises(ConditionSettled, match="すでに「対応済」です"):
        answer(condition)


def test_what_is_not_enough_goes_back_to_the_department(condition, person):
    found = close(answer(condition), "open")
    assert (found.state, found.answer) == ("open", "調べて表にした。")
    assert told(person, "対応がまだ足りない") == 1


def test_closing_by_mistake_is_taken_back(condition):
    close(answer(condition), "withdrawn")
    assert condition_reopen(condition=condition, author=by(planner())).state == "answered"


def test_another_department_is_told_when_it_becomes_its_homework(condition):
    other = answerer("税務課")
    edits = [Edit("department", condition.department, make_department("税務課"))]
    condition_edit(condition=condition, edits=edits, author=by(planner()))
    assert told(other, "付帯意見が付きました") == 1


def test_a_body_may_ask_for_something_without_a_verdict(condition, person):
    meeting = make_meeting(title="作業部会", body_name="作業部会")
    wanted = {"text": "図で示すこと。", "department": condition.department, "due_on": date(2024, 12, 2)}
    found = condition_create(
        plan=make_plan(), subject=condition.subject, meeting=meeting, author=by(planner()),
        edits=[Edit(name, None, value) for name, value in wanted.items()],
    )  # fmt: skip
    assert (found.body_name, found.given_on, found.evaluation) == ("作業部会", meeting.held_on, None)


def test_reminders_come_five_working_days_before_and_the_day_after_once(condition, person):
    remind(date(2024, 9, 19))
    assert told(person, "期限") == 0
    for day in (20, 24, 30):  # 9/21-23 are a weekend and 振替休日
        remind(date(2024, 9, day))
    assert told(person, "期限が近づいています") == 1
    for day in (1, 2, 15):
        remind(date(2024, 10, day))
    assert told(person, "期限を過ぎています") == 1


def test_a_new_due_day_is_reminded_of_again(condition, person):
    remind(date(2024, 9, 24))
    edits = [Edit("due_on", DUE, date(2024, 10, 31))]
    condition_edit(condition=condition, edits=edits, author=by(planner()))
    remind(date(2024, 10, 25))
    assert told(person, "期限が近づいています") == 2


def test_nobody_is_reminded_of_what_is_reported(condition, person):
    answer(condition)
    assert remind(date(2024, 10, 15)) == "付帯意見のお知らせはありません。"
    assert "condition_reminders" in {step.name for step in due_steps()}


def test_it_stands_in_each_agenda_until_it_is_met(condition):
    second = make_meeting(title="第2回", held_on=date(2024, 10, 1))
    third = make_meeting(title="第3回", held_on=date(2024, 12, 2))
    assert standing_conditions(second) == standing_conditions(third) == [condition]
    close(condition, meeting=second, today=date(2024, 10, 2))
    held = meeting_hold(meeting=second, author=by(planner()), today=date(2024, 10, 2))
    assert standing_conditions(held) == [condition]
    assert standing_conditions(third) == []


def test_the_next_round_knows_what_is_unmet(condition):
    values = {"name": "令和6年度 進捗状況調査", "fiscal_year": 2024, "answer_due": date(2025, 5, 30),
              "previous": condition.round}  # fmt: skip
    following = review_round_create(plan=make_plan(), values=values, author=by(planner()))
    assert unmet_conditions(following.plan) == {condition.subject_key: [condition]}


def test_a_verdict_corrected_later_leaves_what_was_reported(condition):
    answer(condition)
    committee = condition.evaluation.body
    judge(report_of(condition.round), committee, today=AFTER)
    condition.refresh_from_db()
    assert (condition.state, condition.text) == ("answered", "工程を示すこと。")


def test_only_its_department_reports_on_it(condition, client_as):
    answerer("税務課")
    url = condition_url(condition, "answer")
    assert client_as("department", username="132209-税務課").get(url).status_code == 403
    assert client_as("department", username="132209-市民課").get(url).status_code == 200
