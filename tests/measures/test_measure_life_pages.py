"""The pages about a measure's life: what a person sees and what is done."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from measures.models import Measure
from organizations.models import ChangeSet
from tests.factories import freeze, make_measure, make_plan
from tests.posted import posted_fields

pytestmark = pytest.mark.django_db
WHY = {"reason_category": "decision", "reason_text": "委員会の決定による。"}


@pytest.fixture
def plan():
    plan = make_plan()
    for number, name in [("1", "電子申請"), ("2", "窓口の予約"), ("3", "庁内の電話")]:
        make_measure(plan=plan, number=number, name=name)
    freeze(plan)
    return plan


def url(plan, verb, key=None):
    return reverse(f"measures:measure_{verb}", args=[*plan.url_args, *([key] if key else [])])


def post(client, address, **changes):
    return client.post(address, posted_fields(client.get(address)) | WHY | changes, follow=True)


def test_a_measure_is_ended_with_the_words_of_the_decision(client_as, plan):
    html = post(
        client_as("planning"), url(plan, "end", "2"), ended_kind="廃止", ended_fiscal_year="令和6年度",
        ended_reason="利用が少ない。", ended_on="R7.3.28", ended_body="情報化推進委員会",
        ended_document_number="6情第40号",
    ).content.decode()  # fmt: skip
    assert "「2 窓口の予約」を廃止にしました。" in html
    assert "情報化推進委員会" in html
    assert "令和7年3月28日（2025年3月28日）" in html
    assert "6情第40号" in html


def test_the_printed_reason_of_an_end_need_not_be_typed_twice(client_as, plan):
    post(client_as("planning"), url(plan, "end", "2"), ended_fiscal_year="R6", ended_reason="利用が少ない。",
         reason_text="")  # fmt: skip
    assert plan.measures.get(key="2").is_ended
    assert ChangeSet.objects.first().reason_text == "利用が少ない。"


def test_an_end_without_reason_comes_back_with_what_was_typed(client_as, plan):
    changes = {"ended_fiscal_year": "R6", "ended_body": "情報化推進委員会", "reason_category": ""}
    html = post(client_as("planning"), url(plan, "end", "2"), **changes).content.decode()
    assert "変更の理由（区分と内容）を入力してください" in html
    assert 'value="情報化推進委員会"' in html
    assert not plan.measures.get(key="2").is_ended


def test_two_people_who_end_one_measure_differently_are_asked_which_end_stays(client_as, plan):
    client, address = client_as("planning"), url(plan, "end", "2")
    shown = posted_fields(client.get(address)) | WHY
    client.post(address, shown | {"ended_kind": "見送り", "ended_fiscal_year": "R6"})
    answer = client.post(address, shown | {"ended_kind": "廃止", "ended_fiscal_year": "R6"})
    picked = posted_fields(answer) | {"pick-ended_kind": "mine"}
    assert client.post(address, picked).status_code == 302
    assert plan.measures.get(key="2").ended_kind == "廃止"


def test_an_ended_measure_is_taken_up_again(client_as, plan):
    client = client_as("planning")
    post(client, url(plan, "end", "2"), ended_fiscal_year="R6")
    html = post(client, url(plan, "reopen", "2")).content.decode()
    assert "「2 窓口の予約」を再開しました。" in html
    assert not plan.measures.get(key="2").is_ended


def test_a_split_offers_the_next_free_numbers_and_makes_what_was_named(client_as, plan):
    client, address = client_as("planning"), url(plan, "split", "1")
    assert posted_fields(client.get(address))["number_1"] == "5"
    html = post(client, address, name_0="受付", name_1="審査", body="情報化推進委員会").content.decode()
    assert "「4 受付」、「5 審査」を作りました。" in html
    assert list(plan.measures.values_list("number", flat=True)) == ["1", "2", "3", "4", "5"]
    assert plan.measures.get(key="1").ended_kind == "分割"


def test_measures_are_merged_into_one(client_as, plan):
    others = list(plan.measures.exclude(key="1").values_list("pk", flat=True))
    html = post(client_as("planning"), url(plan, "merge", "1"), others=others).content.decode()
    assert "2件を「1 電子申請」に統合しました。" in html
    assert plan.measures.filter(ended_into__key="1").count() == 2


def test_numbers_are_changed_on_one_page(client_as, plan):
    first = plan.measures.get(key="1")
    html = post(client_as("planning"), url(plan, "renumber"), **{f"number_{first.pk}": "A"}).content.decode()
    assert "1件の番号を変更しました。" in html
    first.refresh_from_db()
    assert (first.number, first.key) == ("A", "1")


def test_a_number_of_an_edition_is_refused_in_words(client_as, plan):
    first, second = plan.measures.get(key="1"), plan.measures.get(key="2")
    changes = {f"number_{first.pk}": "2", f"number_{second.pk}": "1"}
    html = post(client_as("planning"), url(plan, "renumber"), **changes).content.decode()
    assert "は確定版で別の施策の番号です" in html


@pytest.mark.parametrize(("typed", "order"), [({"to": "down"}, "213"), ({"place": "3"}, "231"), ({}, "123")])
def test_the_order_is_changed_without_a_script(typed, order, client_as, plan):
    client_as("planning").post(url(plan, "order"), {"key": "1", **typed})
    assert "".join(m.number for m in plan.measures.order_by("order")) == order


@pytest.mark.parametrize("verb", ["order", "renumber"])
def test_pages_of_all_measures_cost_no_more_queries_for_more(verb, client_as, django_assert_num_queries):
    client, plan = client_as("planning"), make_plan()
    make_measure(plan=plan, number="1")
    with CaptureQueriesContext(connection) as few:
        client.get(url(plan, verb))
    for n in range(20):
        make_measure(plan=plan, number=f"9{n}")
    with django_assert_num_queries(len(few)):
        client.get(url(plan, verb))


@pytest.mark.parametrize("page", ["measure_list", "schedule_grid", "plan_detail"])
def test_totals_tell_what_came_and_went_since_the_first_edition(page, client_as, plan):
    client = client_as("planning")
    address = reverse(f"portal:{page}", args=plan.url_args)
    assert "当初3" not in client.get(address).content.decode()
    post(client, url(plan, "create"), name="窓口の案内")
    assert "（当初3＋追加1）" in client.get(address).content.decode()
    post(client, url(plan, "end", "2"), ended_fiscal_year="R6")
    assert "（当初3＋追加1－終了1）" in client.get(address).content.decode()
    assert Measure.objects.filter(plan=plan).count() == 4
