"""The head of a plan: its texts, its span, the city's own words."""

import pytest
from django.urls import reverse

from organizations.models import ChangeSet
from tests.factories import make_measure, make_plan
from tests.posted import posted_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def address(plan):
    return reverse("plans:plan_head_edit", args=plan.url_args)


def post(client, address, **typed):
    return client.post(address, posted_fields(client.get(address)) | typed)


def test_the_head_is_written_as_people_type_it(client_as, plan, address):
    typed = {
        "title": "DX推進計画", "end_fiscal_year": "令和9", "start_on": "R4.4", "end_on": "２０２８年３月",
        "issued_on": "令和4年3月25日", "policy_levels": "基本方針\n施策", "renewal_lead_months": "18",
        "extended-0-on": "令和8年2月1日", "extended-0-until": "2028-03", "extended-0-text": "1年延ばした。",
        "labels-0-measure": "個別計画",
    }  # fmt: skip
    assert post(client_as("planning"), address, **typed).status_code == 302
    plan.refresh_from_db()
    assert (plan.title, plan.end_fiscal_year, plan.lead_months) == ("DX推進計画", 2027, 18)
    assert (plan.start_on.isoformat(), plan.end_on.isoformat()) == ("2022-04-01", "2028-03-01")
    assert plan.issued_on == "2022-03-25"
    assert plan.extended == [{"on": "2026-02-01", "until": "2028-03", "text": "1年延ばした。"}]
    assert plan.policy_levels == ["基本方針", "施策"]
    assert plan.labels == {"measure": "個別計画"}


def test_an_emptied_word_is_the_portals_again(client_as, plan, address):
    client = client_as("planning")
    post(client, address, **{"labels-0-measure": "個別計画"})
    post(client, address, **{"labels-0-measure": ""})
    plan.refresh_from_db()
    assert plan.labels == {}
    assert plan.words["measure"] == "施策"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "このフィールドは必須です。"),
        ({"end_fiscal_year": "2021"}, "終了年度は開始年度以降にしてください。"),
        ({"start_on": "R5.4"}, "の中の月ではありません。"),
        ({"end_on": "R4.4"}, "の中の月ではありません。"),
        ({"renewal_lead_months": "-1"}, "0 以上"),
        ({"extended-0-text": "延ばした"}, "1件目の「決定」：このフィールドは必須です。"),
        ({"extended-0-on": "R5.4", "extended-0-until": "R5.3"}, "決定より前です。"),
        ({"predecessor": "ict-1900"}, "正しく選択してください"),
        ({"issued_on": "そのうち"}, "「そのうち」は読み取れません。"),
    ],
)
def test_bad_input_is_explained_and_nothing_is_written(typed, sentence, client_as, address):
    client = client_as("planning")
    before = ChangeSet.objects.count()
    page = post(client, address, **typed)
    assert sentence in page.content.decode()
    assert ChangeSet.objects.count() == before


def test_years_in_which_something_stands_cannot_be_left_out(client_as, plan, address):
    make_measure(plan=plan, number="12", phases={2025: "検討", 2026: "実施"})
    page = post(client_as("planning"), address, end_fiscal_year="令和7年度")
    assert "工程（施策12）が期間の外に出ます。" in page.content.decode()
    plan.refresh_from_db()
    assert plan.end_fiscal_year == 2026


def test_an_emptied_year_may_be_left_out(client_as, plan, address):
    make_measure(plan=plan, phases={2025: "検討"})
    assert post(client_as("planning"), address, end_fiscal_year="2025").status_code == 302


def test_a_title_both_changed_is_shown_and_what_i_pick_is_written(client_as, plan, address):
    client = client_as("planning")
    late = posted_fields(client.get(address)) | {"title": "私の計画", "vision": "私の理念"}
    post(client, address, title="ほかの人の計画")
    page = client.post(address, late)
    assert "ほかの人の計画" in page.content.decode()
    client.post(address, posted_fields(page) | {"pick-title": "mine"})
    plan.refresh_from_db()
    assert (plan.title, plan.vision) == ("私の計画", "私の理念")
