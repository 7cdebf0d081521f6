"""Undoing in the page: shown first, done on confirmation, refused with what stands against it."""

import pytest

from organizations.history import Reason, change_set, save_changed
from organizations.models import ChangeSet
from tests.factories import COMMAND, freeze, make_measure, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = make_plan()
    make_measure(number="1", name="電子申請", phases={2022: "検討"})
    return plan


def rename(plan, name, reason=None) -> ChangeSet:
    measure = plan.measures.get()
    measure.name = name
    with change_set(
        author=COMMAND, municipality=plan.municipality, plan_code=plan.code, reason=reason
    ) as change:
        save_changed(measure)
    return change.row


def url(change) -> str:
    return f"/132209/ict-2022/history/{change.pk}/undo/"


def name(plan) -> str:
    return plan.measures.get().name


def test_the_page_shows_what_will_be_and_changes_nothing(plan, client_as):
    change = rename(plan, "電子申請の拡充")
    client = client_as("planning")
    saves = ChangeSet.objects.count()
    response = client.get(url(change))
    (group,) = response.context["page"].groups
    assert [(f.before, f.after) for f in group.lines[0].change.fields] == [("電子申請の拡充", "電子申請")]
    assert "変更を取り消す</button>" in response.content.decode()
    assert (name(plan), ChangeSet.objects.count()) == ("電子申請の拡充", saves)


def test_confirming_undoes_and_leads_to_the_new_save(plan, client_as):
    change = rename(plan, "電子申請の拡充")
    client = client_as("planning")
    response = client.post(
        url(change), {"reason_category": "other", "reason_text": "入力の誤り"}, follow=True
    )
    assert name(plan) == "電子申請"
    assert "変更を取り消しました。" in response.content.decode()
    assert "入力の誤り" in response.content.decode()
    assert "取消済" in client.get("/132209/ict-2022/history/").content.decode()


def test_an_undo_is_taken_back_as_doing_it_again(plan, client_as):
    change, client = rename(plan, "電子申請の拡充"), client_as("planning")
    client.post(url(change))
    undone = ChangeSet.objects.get(undoes=change)
    assert "変更をやり直す</button>" in client.get(url(undone)).content.decode()
    client.post(url(undone))
    assert name(plan) == "電子申請の拡充"


def test_an_adopted_plan_asks_for_the_reason_and_keeps_what_was_typed(plan, client_as):
    freeze(plan)
    change, client = rename(plan, "電子申請の拡充", Reason("typo")), client_as("planning")
    response = client.post(url(change), {"reason_text": "議決前だった"})
    assert "変更の理由（区分と内容）を入力してください。" in response.content.decode()
    assert "議決前だった</textarea>" in response.content.decode()
    assert name(plan) == "電子申請の拡充"
    client.post(url(change), {"reason_category": "other", "reason_text": "議決前だった"})
    assert name(plan) == "電子申請"


def test_fields_changed_since_are_shown_beside_what_stands_now(plan, client_as):
    change, client = rename(plan, "電子申請の拡充"), client_as("planning")
    rename(plan, "オンライン申請")
    page = client.get(url(change)).content.decode()
    assert "この変更のあとで、同じ項目がまた変更されています：名称。" in page
    assert "この変更が保存した内容" in page
    assert "変更を取り消す</button>" not in page
    response = client.post(url(change))
    assert "また変更されています" in response.content.decode()
    assert name(plan) == "オンライン申請"
