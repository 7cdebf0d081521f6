"""進捗状況調査: the pages of the planning section, from an empty plan to a round that has begun."""

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from organizations.models import ClosedDay
from reviews.models import ReviewRound
from tests.factories import make_department, make_measure, make_municipality, make_plan, make_policy, recorded
from tests.posted import posted_fields
from tests.reviews.cast import answerer, make_measures, opened_round, planner, prepared_round

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 10)


def on(day: date):
    at = datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_default_timezone())
    return time_machine.travel(at, tick=False)


@pytest.fixture
def planning(client):
    client.force_login(planner(), backend="organizations.backends.PortalBackend")
    with on(TODAY):
        yield client


@pytest.fixture
def department(client):
    client.force_login(answerer(), backend="organizations.backends.PortalBackend")
    with on(TODAY):
        yield client


def url(name, *args):
    return reverse(name, args=["132209", "ict-2022", *args])


def page(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def create(client, query="", **typed):
    address = url("reviews:review_round_create") + query
    return client.post(address, posted_fields(client.get(address)) | typed, follow=True)


def test_a_round_opens_with_two_buttons_where_the_plan_prints_its_departments(planning):
    make_measures()
    answerer(), answerer("税務課")
    html = create(planning).content.decode()
    found = ReviewRound.objects.get()
    assert (found.name, found.answer_due) == ("令和5年度 進捗状況調査", date(2024, 5, 31))
    assert "2課に2件を聞きます。" in html
    assert "disabled" not in html
    html = planning.post(url("reviews:review_round_open", found.key), follow=True).content.decode()
    assert "を始めました" in html
    assert found.reports.count() == 2


def test_a_round_that_names_nobody_says_what_keeps_it_from_opening(planning):
    make_measure(number="7", name="だれも持たない施策", departments_text="関係各課")
    html = create(planning).content.decode()
    assert "まだ始められません。回答課の決まっていないものが1件あります。" in html
    assert "回答課の決まっていないものが1件あります：7 だれも持たない施策" in html
    assert "disabled" in html
    found = ReviewRound.objects.get()
    html = planning.post(url("reviews:review_round_open", found.key), follow=True).content.decode()
    assert "回答課が決まっていないものが1件あります" in html
    assert ReviewRound.objects.get().state == "preparing"


def test_dates_are_read_in_any_form_and_a_closed_day_is_a_warning(planning):
    make_measures()
    with_closed_day(date(2024, 6, 3))
    typed = {"fiscal_year": "R5", "answer_due": "2024-06-03", "as_of": "R6.3.31", "check_due": "",
             "evaluation_due": "", "grace_until": "令和6年6月10日"}  # fmt: skip
    html = create(planning, **typed).content.decode()
    found = ReviewRound.objects.get()
    assert (found.fiscal_year, found.answer_due, found.grace_until) == (
        2023, date(2024, 6, 3), date(2024, 6, 10),
    )  # fmt: skip
    assert "次の開庁日は令和6年6月4日" in html


@recorded
def with_closed_day(day):
    ClosedDay.objects.create(municipality=make_municipality(), name="停電", first_on=day, last_on=day)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "このフィールドは必須"),
        ({"fiscal_year": "去年"}, "読み取れません"),
        ({"fiscal_year": "令和元年度"}, "計画期間（令和4年度～令和8年度（2022年度～2026年度））の年度にして"),
        ({"answer_due": "来月"}, "「来月」は読み取れません。"),
        ({"check_due": "2024-04-01"}, "提出期限より前です。"),
        ({"grace_until": "2024-04-01"}, "提出期限より前です。"),
        ({"part": "0"}, "回は1以上"),
    ],
)
def test_what_cannot_be_is_explained_at_its_field_and_what_was_typed_stays(typed, sentence, planning):
    make_measures()
    html = create(planning, **typed).content.decode()
    assert sentence in html
    assert all(f'value="{value}"' in html for value in typed.values() if value)
    assert not ReviewRound.objects.exists()


def test_the_same_round_is_not_made_twice(planning):
    prepared_round()
    html = create(planning, "?from=cycle", fiscal_year="R5", part="1").content.decode()
    assert "同じ年度・同じ回の調査がすでにあります。" in html


def test_last_years_round_is_proposed_first_and_copied_with_its_departments(planning):
    last = prepared_round(section_check="recorded", contact="情報管理課 内線12")
    html = page(planning, url("reviews:review_round_create"))
    assert "「令和5年度 進捗状況調査」と同じに" in html
    create(planning)
    found = ReviewRound.objects.exclude(pk=last.pk).get()
    assert (found.name, found.previous, found.section_check, found.contact) == (
        "令和6年度 進捗状況調査", last, "recorded", "情報管理課 内線12",
    )  # fmt: skip
    assert [a.department.name for a in found.assignments.all()] == ["市民課", "税務課"]


def test_goals_of_the_year_are_a_round_of_their_own(planning):
    make_measures()
    create(planning, "?kind=year-plan&from=cycle")
    found = ReviewRound.objects.get()
    assert (found.kind, found.name, found.key, found.asks) == (
        "year-plan", "令和6年度 年度計画", "2024-plan-1", [],
    )  # fmt: skip


def test_an_open_round_changes_its_dates_alone(planning):
    found = opened_round()
    address = url("reviews:review_round_edit", found.key)
    form = posted_fields(planning.get(address))
    assert {"answer_due", "contact"} <= set(form)
    assert not {"name", "asks", "fiscal_year"} & set(form)
    planning.post(address, form | {"answer_due": "R6.6.14", "grace_until": "", "name": "別の名前"})
    found.refresh_from_db()
    assert (found.answer_due, found.name) == (date(2024, 6, 14), "令和5年度 進捗状況調査")


def test_two_planners_at_one_deadline_pick_the_one_that_stays(planning):
    found = prepared_round()
    address = url("reviews:review_round_edit", found.key)
    form = posted_fields(planning.get(address))
    planning.post(address, form | {"answer_due": "R6.6.14", "check_due": "", "evaluation_due": ""})
    html = planning.post(address, form | {"answer_due": "R6.6.21"}).content.decode()
    assert "ほかの人が次の項目を変更しました：提出期限" in html
    found.refresh_from_db()
    assert found.answer_due == date(2024, 6, 14)


def test_a_prepared_round_is_known_to_its_planners_alone(department):
    found = prepared_round()
    assert department.get(found.get_absolute_url()).status_code == 404
    assert found.name not in page(department, url("portal:review_round_list"))


def test_a_prepared_round_can_be_thrown_away_an_open_one_not(planning):
    found = prepared_round()
    planning.post(url("reviews:review_round_delete", found.key))
    assert not ReviewRound.objects.exists()
    found = opened_round(list(make_plan().measures.all()))
    html = planning.post(url("reviews:review_round_delete", found.key), follow=True).content.decode()
    assert "すでに始まっています" in html
    assert ReviewRound.objects.exists()


def test_departments_are_added_where_a_city_has_none(planning):
    make_measure(number="7", name="だれも持たない施策")
    create(planning)
    found = ReviewRound.objects.get()
    address = reverse("organizations:department_create", args=["132209"])
    back = url("reviews:assignment_list", found.key)
    assert address in page(planning, back)
    typed = {"names": "市民課\n税務課\n", "kind": "課", "parent": ""}
    response = planning.post(f"{address}?next={back}", typed)
    assert response.url == back
    assert "税務課" in page(planning, back)
    html = planning.post(address, typed).content.decode()
    assert "同じ名称の部署があります" in html
    elsewhere = planning.post(f"{address}?next=//evil.example/", typed | {"names": "総務課"})
    assert elsewhere.url.startswith("/132209/")


@pytest.mark.parametrize("rows", [2, 40])
def test_the_checklist_costs_the_same_however_many_measures_there_are(
    rows, planning, django_assert_max_num_queries
):
    policy = make_policy()
    measures = [
        make_measure(number=str(n), name=f"施策{n}", department=make_department(f"第{n}課"), policy=policy)
        for n in range(rows)
    ]
    found = prepared_round(measures)
    with django_assert_max_num_queries(24):
        page(planning, found.get_absolute_url())
    with django_assert_max_num_queries(24):
        page(planning, url("reviews:assignment_list", found.key))
