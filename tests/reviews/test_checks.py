"""課長確認 and 部取りまとめ: who gives them, what they hand in, and what waits for them."""

from datetime import date

import pytest
from django.urls import reverse

from organizations.models import Department
from reviews.exceptions import CheckMissing, NotYourMove
from reviews.services import department_check_record, section_check_give
from reviews.services.checks import may_check
from tests.factories import make_department, make_user, recorded
from tests.reviews.cast import (
    TODAY,
    answerer,
    by,
    confirm,
    head,
    make_measures,
    opened_round,
    planner,
    report_of,
    submit,
)
from workspace.models import Notice

pytestmark = pytest.mark.django_db
OPEN_TILL = date(2099, 5, 28)


def login(client, user):
    client.force_login(user, backend="organizations.backends.PortalBackend")
    return client


def address(found, verb, department="市民課"):
    return reverse(f"reviews:{verb}", args=[*found.url_args, make_department(department).pk])


@recorded
def make_division() -> Department:
    """Put 市民課 and 税務課 under 市民部."""
    division = make_department("市民部", kind="部")
    for name in ("市民課", "税務課"):
        section = make_department(name)
        section.parent = division
        section.save()
    return division


def test_the_head_reads_all_that_waits_on_one_page_and_gives_it_in_one_click(client):
    found = opened_round(make_measures(4), section_check="screen", answer_due=OPEN_TILL)
    for number in ("1", "3"):
        submit(report_of(found, number), done=f"施策{number}を進めた。")
    login(client, head())
    html = client.get(address(found, "section_check_give")).content.decode()
    assert "施策1を進めた。" in html
    assert "施策3を進めた。" in html
    assert "課の 2 件を確認して提出する" in html
    response = client.post(address(found, "section_check_give"), follow=True)
    assert "市民課の 2 件を確認して、計画主管課に提出しました。" in response.content.decode()
    assert found.reports.filter(status="submitted").count() == 2


def test_the_heads_are_told_once_a_day_that_answers_wait():
    found = opened_round(make_measures(4), section_check="screen")
    person = head()
    submit(report_of(found, "1"))
    submit(report_of(found, "3"))
    told = Notice.objects.filter(owner=person, kind="check")
    assert [notice.text for notice in told] == ["「令和5年度 進捗状況調査」の回答が課長確認を待っています。"]
    section_check_give(
        review_round=found, department=make_department("市民課"), author=by(person), today=TODAY
    )
    assert not told.filter(read_at=None).exists()


def test_a_decision_is_recorded_with_its_day_and_number(client):
    found = opened_round(section_check="recorded", answer_due=OPEN_TILL)
    submit(report_of(found))
    login(client, answerer())
    where = address(found, "department_check_create")
    refused = client.post(where, {"level": "section", "checked_on": "あした", "decision_number": "6市第12号"})
    assert refused.status_code == 200
    assert "6市第12号" in refused.content.decode()
    client.post(where, {"level": "section", "checked_on": "R6.5.20", "decision_number": "6市第12号"})
    check = found.checks.get()
    assert (check.checked_on, check.decision_number, check.level) == (TODAY, "6市第12号", "section")
    assert report_of(found).status == "submitted"


def test_a_division_compiles_its_sections_before_they_are_confirmed(client):
    division = make_division()
    found = opened_round(division_check="screen", answer_due=OPEN_TILL)
    report = submit(report_of(found))
    with pytest.raises(CheckMissing, match="市民部の部取りまとめがまだ記録されていません。"):
        confirm(report)
    login(client, answerer("市民部"))
    mine = client.get(reverse("portal:my_updates", args=found.plan.url_args)).content.decode()
    assert "まだ提出していない課があります。" in mine
    client.post(
        reverse("reviews:department_check_create", args=[*found.url_args, division.pk]),
        {"level": "division", "checked_on": "2024-05-20"},
    )
    assert confirm(report) == 1


@pytest.mark.parametrize(
    ("check", "who", "may"),
    [
        ("screen", "head", True), ("screen", "person", False), ("screen", "other", False),
        ("screen", "planning", True), ("screen", "viewer", False),
        ("recorded", "person", True), ("recorded", "other", False), ("recorded", "viewer", False),
    ],
)  # fmt: skip
def test_who_checks_for_a_section(check, who, may):
    found = opened_round(section_check=check)
    people = {
        "head": head(), "person": answerer(), "other": answerer("税務課"), "planning": planner(),
        "viewer": make_user("viewer", department=make_department("市民課")),
    }  # fmt: skip
    assert may_check(people[who], found, make_department("市民課"), "section") is may


def test_nobody_checks_for_others():
    found = opened_round(section_check="recorded")
    with pytest.raises(NotYourMove):
        department_check_record(
            review_round=found, department=make_department("市民課"), level="section", checked_on=TODAY,
            decision_number="", author=by(answerer("税務課")), today=TODAY,
        )  # fmt: skip
