"""自課の回答: a department sees what it owes, what it may add to, and nothing of others."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.models import Assignment, Condition
from reviews.services import progress_report_return
from tests.factories import make_department, make_plan, recorded
from tests.reviews.cast import (
    answerer,
    by,
    confirmed_round,
    make_measures,
    opened_round,
    planner,
    report_of,
    submit,
)

pytestmark = pytest.mark.django_db
OPEN_TILL = date(2099, 5, 28)


@pytest.fixture
def client(client):
    client.force_login(answerer(), backend="organizations.backends.PortalBackend")
    return client


def mine(client):
    return client.get(reverse("portal:my_updates", args=make_plan().url_args))


def test_a_department_sees_what_it_owes_alone(client):
    opened_round(make_measures(4), answer_due=OPEN_TILL)
    html = mine(client).content.decode()
    assert "1 施策その1" in html
    assert "3 施策その3" in html
    assert "2 施策その2" not in html
    assert "令和81年5月28日（木）" in html
    assert "<b>0／2</b> 施策を提出" in html


@pytest.mark.parametrize(("days", "said"), [(9, "あと9日"), (0, "今日まで"), (-3, "3日過ぎています")])
def test_the_days_that_are_left_are_told(days, said, client):
    today = timezone.localdate()
    due = today + timedelta(days=days)
    opened_round(answer_due=due, grace_until=due + timedelta(days=10))
    html = mine(client).content.decode()
    assert said in html
    assert ("期限超過" in html) is (days < 0)
    assert "遅れた回答は" in html


def test_after_the_last_day_one_is_told_whom_to_give_the_answer(client):
    opened_round()
    html = mine(client).content.decode()
    assert "受付は終わりました。" in html
    assert "回答する</a>" not in html


def test_what_came_back_stands_first_with_its_reason(client):
    found = opened_round(make_measures(4), answer_due=OPEN_TILL)
    report = submit(report_of(found, "3"))
    remarks = {"done": "台数の根拠を書いてください。"}
    progress_report_return(report=report, remarks=remarks, author=by(planner()), today=date(2024, 5, 21))
    dues = mine(client).context["updates"].rounds[0]
    assert [one.report.measure.number for one in dues.owed] == ["3", "1"]
    assert [(heading, remark.text) for heading, remark in dues.owed[0].remarks] == [
        ("実績", "台数の根拠を書いてください。")
    ]
    assert dues.next_url.endswith(f"/reports/{report.pk}/edit/")


def test_nothing_owed_is_said_calmly(client):
    assert "いま提出するものはありません。" in mine(client).content.decode()
    found = opened_round(answer_due=OPEN_TILL)
    submit(report_of(found))
    html = mine(client).content.decode()
    assert "いま提出するものはありません。" in html
    assert "提出したもの（1 件）" in html


def test_a_round_that_is_final_asks_nothing_more(client):
    found = confirmed_round()
    found.state = "final"
    recorded(found.save)()
    assert mine(client).context["updates"].rounds == []


def test_a_related_department_sees_what_it_may_add_to(client):
    found = opened_round(answer_due=OPEN_TILL)
    recorded(Assignment.objects.create)(
        round=found,
        measure=report_of(found, "2").measure,
        department=make_department("市民課"),
        role="related",
    )
    (dues,) = mine(client).context["updates"].rounds
    assert [(one.report.measure.number, one.lead, one.is_added) for one in dues.to_add] == [
        ("2", "税務課", False)
    ]


def test_homework_of_a_body_stands_there_until_it_is_met(client):
    measure = make_measures(1)[0]
    make_condition = recorded(Condition.objects.create)
    common = {"plan": make_plan(), "measure": measure, "body_name": "委員会"}
    make_condition(
        text="改修費を示すこと。", department=make_department("市民課"), due_on=date(2024, 6, 30), **common
    )
    make_condition(text="済んだこと。", department=make_department("市民課"), state="met", **common)
    make_condition(text="ほかの課の宿題。", department=make_department("税務課"), **common)
    html = mine(client).content.decode()
    assert "改修費を示すこと。" in html
    assert "期限 令和6年6月30日（日）" in html
    assert "済んだこと。" not in html
    assert "ほかの課の宿題。" not in html


def test_home_and_the_page_of_the_department_tell_it_too(client):
    opened_round(answer_due=OPEN_TILL)
    home = client.get(reverse("portal:municipality_home", args=["132209"])).content.decode()
    own, other = (
        client.get(make_department(name).get_absolute_url()).content.decode() for name in ("市民課", "税務課")
    )
    assert "自課の回答" in home
    assert "回答するもの" in own
    assert "回答するもの" not in other


def test_the_planning_section_sees_what_it_owes_itself(client):
    client.force_login(planner(), backend="organizations.backends.PortalBackend")
    opened_round(answer_due=OPEN_TILL)
    assert "いま提出するものはありません。" in mine(client).content.decode()


def test_somebody_without_a_department_is_told_so(client_as):
    assert "部署に属していないため" in mine(client_as("viewer")).content.decode()


@pytest.mark.parametrize("count", [2, 40])
def test_the_page_costs_the_same_for_many_answers(count, client, django_assert_num_queries):
    found = opened_round(make_measures(count), answer_due=OPEN_TILL)
    submit(report_of(found))
    with django_assert_num_queries(22):
        mine(client)


def test_what_came_back_may_be_mended_after_the_last_day(client):
    found = opened_round(make_measures(4))
    report = submit(report_of(found, "3"))
    progress_report_return(
        report=report, remarks={"": "数字を"}, author=by(planner()), today=date(2024, 6, 3)
    )
    owed = mine(client).context["updates"].rounds[0].owed
    assert [(one.report.measure.number, one.is_open) for one in owed] == [("3", True), ("1", False)]
