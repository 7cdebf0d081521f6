"""検索 over everything of a city."""

import pytest
from django.urls import reverse

from plans.models import Chapter, DataTable, GlossaryTerm
from systems.models import OnlineProcedure
from tests.factories import make_measure, make_municipality, make_plan, make_policy, make_system, recorded

pytestmark = pytest.mark.django_db


@recorded
def make(model, **fields):
    return model.objects.create(**fields)


@pytest.fixture
def plan():
    return make_plan()


def search(client, query, code="132209"):
    return client.get(reverse("portal:search", args=[code]), {"q": query})


def group(response, code):
    return next(group for group in response.context["found"].groups if group.code == code)


def test_an_empty_query_explains(client_as, plan):
    html = search(client_as("viewer"), "　").content.decode()
    assert "空白で区切ると" in html


def test_everything_that_holds_the_word_is_found_by_kind(client_as, plan):
    make_measure(plan=plan, name="電子申請の拡充")
    make_policy(plan=plan, name="電子申請")
    make_system(plan=plan, name="電子申請システム")
    make(GlossaryTerm, plan=plan, term="電子申請", explanation="申請すること。")
    make(Chapter, plan=plan, title="背景", body="電子申請が広がる。")
    make(DataTable, plan=plan, title="電子申請の件数")
    make(OnlineProcedure, plan=plan, name="転出届", channel="電子申請サービス")
    found = search(client_as("viewer"), "電子申請").context["found"]
    assert [(group.code, group.count) for group in found.groups] == [
        ("measures", 1), ("policies", 1), ("systems", 1), ("terms", 1), ("chapters", 1), ("tables", 1),
        ("procedures", 1),
    ]  # fmt: skip


def test_all_words_have_to_occur_and_widths_and_kana_are_alike(client_as, plan):
    make_measure(plan=plan, number="1", name="マイナンバーカードの普及", content="窓口で案内する。")
    make_measure(plan=plan, number="2", name="マイナンバー制度")
    html = search(client_as("viewer"), "ﾏｲﾅﾝﾊﾞｰ 案内").content.decode()
    assert "<mark>マイナンバー</mark>カードの普及" in html
    assert "窓口で<mark>案内</mark>する。" in html
    assert "制度" not in html


def test_a_hit_is_escaped_like_any_text(client_as, plan):
    make_measure(plan=plan, name="<script>電子")
    html = search(client_as("viewer"), "電子").content.decode()
    assert "&lt;script&gt;<mark>電子</mark>" in html


def test_the_first_twenty_are_shown_with_a_link_to_all(client_as, plan):
    for number in range(23):
        make_measure(plan=plan, number=str(number), name=f"電子化{number}")
    client = client_as("viewer")
    found = group(search(client, "電子化"), "measures")
    assert (found.count, len(found.hits), found.rest) == (23, 20, 3)
    (more,) = found.more
    assert len(client.get(more.url).context["selection"].rows) == more.count == 23


def test_where_there_is_no_list_more_words_are_advised(client_as, plan):
    for number in range(21):
        make(Chapter, plan=plan, title=f"電子化{number}", order=number)
    assert "ほかに 1 件あります" in search(client_as("viewer"), "電子化").content.decode()


def test_the_newest_plan_comes_first(client_as, plan):
    older = make_plan(code="ict-2019", start=2019, end=2021, title="前の計画")
    make_measure(plan=older, name="電子申請の検討")
    make_measure(plan=plan, name="電子申請の拡充")
    hits = group(search(client_as("viewer"), "電子申請"), "measures").hits
    assert [hit.where for hit in hits] == ["情報化推進計画", "前の計画"]


def test_another_city_is_not_searched(client_as, plan):
    other = make_plan(municipality=make_municipality("133035", "隣の市"))
    make_measure(plan=other, name="電子申請の拡充")
    make_system(municipality=other.municipality, name="電子申請システム")
    assert search(client_as("viewer"), "電子申請").context["found"].total == 0


def test_the_administrator_searches_the_city_of_the_page(client_as, plan):
    make_measure(plan=plan, name="電子申請の拡充")
    assert search(client_as("administrator"), "電子申請").context["found"].total == 1


def test_nothing_found_says_what_to_try(client_as, plan):
    assert "言葉を減らす" in search(client_as("viewer"), "存在しない").content.decode()


@pytest.mark.parametrize("rows", [2, 40])
def test_search_costs_as_many_queries_however_much_is_found(rows, client_as, plan, django_assert_num_queries):
    for number in range(rows):
        make_measure(plan=plan, number=str(number), name=f"電子化{number}")
        make_policy(plan=plan, code=str(number), name="電子化")
        make_system(plan=plan, name=f"電子化{number}システム")
        make(GlossaryTerm, plan=plan, term=f"電子化{number}")
    client = client_as("viewer")
    with django_assert_num_queries(16):
        search(client, "電子化")
