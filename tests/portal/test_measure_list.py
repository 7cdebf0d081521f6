"""施策一覧: filters that stand in the URL, their chips and counts, the order, the part that htmx renews."""

import json
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from exchange.load import plan_import
from measures.models import Indicator, MeasureCategory, MeasureDepartment, Outcome
from plans.models import Axis, Category, DepartmentListing, Plan, Word
from tests.factories import (
    COMMAND,
    make_department,
    make_measure,
    make_plan,
    make_policy,
    recorded,
)
from tests.portal.crowd import make_crowd

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_2024():
    with time_machine.travel("2024-10-01T09:00:00+09:00"):
        yield


@recorded
def make(model, **row):
    return model.objects.create(**row)


def ask(client, **params):
    return client.get(reverse("portal:measure_list", args=["132209", "ict-2022"]), params)


def numbers(response):
    return [row.number for row in response.context["selection"].rows]


@pytest.fixture
def plan():
    """Four measures: two policies, two departments, different schedules, marks and life."""
    plan = make_plan()
    first = make_policy(code="1", name="市民サービス", order=0)
    below = make_policy(code="1-1", name="窓口", order=1, parent=first)
    second = make_policy(code="2", name="行政の効率化", order=2)
    library, planning = make_department("図書館"), make_department("企画課")
    for order, department in enumerate([planning, library]):
        make(DepartmentListing, plan=plan, department=department, order=order)
    consider = {2022: "検討", 2023: "検討", 2024: "検討"}
    build = {2023: "構築", 2024: "構築", 2025: "実施"}
    make_measure(
        number="1", name="窓口の予約", policy=first, department=library, phases=consider, is_new=True
    )
    make_measure(
        number="2", name="ｱﾌﾟﾘの導入", policy=below, department=planning, phases=build, is_priority=True
    )
    make_measure(number="3", name="電子図書", policy=second, phases={2022: "運用"}, added_fiscal_year=2023)
    make_measure(number="4", name="広域連携", schedule_state="unreadable", ended_kind="統合")
    return plan


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, ["1", "2", "3", "4"]),
        ({"policy": "1"}, ["1", "2"]),
        ({"policy": "1-1"}, ["2"]),
        ({"policy": "unclear"}, ["4"]),
        ({"year": "2023"}, ["1", "2"]),
        ({"phase": "検討"}, ["1"]),
        ({"phase": "構築", "year": "2024"}, ["2"]),
        ({"phase": "構築", "year": "2025"}, []),
        ({"stage": "implement", "year": "2025"}, ["2"]),
        ({"stage": "nothing", "year": "2024"}, ["3"]),
        ({"stage": "unreadable", "year": "2024"}, ["4"]),
        ({"new": "1"}, ["1"]),
        ({"priority": "1"}, ["2"]),
        ({"long": "1"}, ["1"]),
        ({"life": "added"}, ["3"]),
        ({"life": "ended"}, ["4"]),
        ({"q": "アプリ"}, ["2"]),
        ({"q": "あぷり　導入"}, ["2"]),
        ({"q": "図書", "policy": "2"}, ["3"]),
    ],
)
def test_conditions_narrow_the_list(client_as, plan, params, expected):
    assert numbers(ask(client_as("viewer"), **params)) == expected


def test_a_measure_is_found_by_every_department_it_names(client_as, plan):
    related = make_department("図書館")
    second = plan.measures.get(number="2")
    make(MeasureDepartment, measure=second, department=related, role="related", order=1)
    assert numbers(ask(client_as("viewer"), department=related.pk)) == ["1", "2"]


def test_a_category_is_asked_for_by_axis_and_code(client_as, plan):
    axis = make(Axis, plan=plan, code="sdgs", name="SDGs")
    category = make(Category, axis=axis, code="9", label="産業と技術革新の基盤をつくろう")
    make(MeasureCategory, measure=plan.measures.get(number="3"), category=category)
    assert numbers(ask(client_as("viewer"), category="sdgs:9")) == ["3"]


def test_targets_and_ends_of_plans_without_schedule_can_be_asked_for(client_as, plan):
    first, second = plan.measures.all()[:2]
    make(Indicator, measure=first, key="a", name="率", kind="numeric", due_fiscal_year=2025)
    make(Indicator, measure=second, key="b", name="導入", kind="milestone")
    word = make(Word, plan=plan, kind="achievement", label="一部達成", code="partly")
    make(Outcome, measure=second, achievement=word)
    client = client_as("viewer")
    assert numbers(ask(client, due="2025")) == ["1"]
    assert numbers(ask(client, due="none")) == ["2"]
    assert numbers(ask(client, achievement="一部達成")) == ["2"]


@pytest.mark.parametrize(
    "params", [{"policy": "9"}, {"year": "1999"}, {"phase": "夢想"}, {"department": "x"}, {"q": "\0"}]
)
def test_a_value_the_plan_does_not_have_is_named_and_left_out(client_as, plan, params):
    response = ask(client_as("viewer"), **params)
    assert len(numbers(response)) == 4
    assert "この条件は使っていません" in response.content.decode()


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("", ["1", "2", "3", "4"]), ("name", ["2", "4", "1", "3"]), ("department", ["2", "1", "3", "4"]),
     ("nonsense", ["1", "2", "3", "4"])],
)  # fmt: skip
def test_the_order_is_the_documents_the_names_or_the_departments(client_as, plan, sort, expected):
    assert numbers(ask(client_as("viewer"), sort=sort)) == expected


def test_the_page_counts_and_offers_to_take_back_each_condition(client_as, plan):
    html = ask(client_as("viewer"), priority="1", q="アプリ", sort="name").content.decode()
    assert "4 施策のうち 1 施策を表示" in html
    assert "言葉：「アプリ」" in html
    assert 'href="?priority=1&amp;sort=name"' in html
    assert 'href="?q=%E3%82%A2%E3%83%97%E3%83%AA&amp;sort=name"' in html


def test_an_empty_result_says_so_and_leads_out(client_as, plan):
    html = ask(client_as("viewer"), q="存在しない言葉").content.decode()
    assert "条件に合う施策はありません。" in html
    assert '<a href="?">条件をすべて消す</a>' in html
    assert "<table" not in html


def test_chips_tell_how_many_they_lead_to(client_as, plan):
    client = client_as("department", department=make_department("図書館"))
    chips = {chip.label: chip for chip in ask(client, priority="1").context["selection"].chips}
    assert {label: chip.count for label, chip in chips.items()} == {
        "すべて": 4, "重点": 1, "新規": 1, "追加": 1, "終了": 1, "自課": 1, "長期検討": None,
    }  # fmt: skip
    assert [label for label, chip in chips.items() if chip.is_current] == ["重点"]
    for chip in chips.values():
        url = reverse("portal:measure_list", args=["132209", "ict-2022"]) + chip.query
        assert chip.count in (None, len(numbers(client.get(url))))


def test_marks_and_words_are_the_plans_own(client_as):
    make_plan(labels={"measure": "個別計画", "is_new": "《新規》", "departments": "所管課"})
    make_measure(number="1", is_new=True, department=make_department())
    html = ask(client_as("viewer")).content.decode()
    assert "1 個別計画のうち 1 個別計画を表示" in html
    assert '<span class="tag tag--plain">新規</span>' in html
    assert "所管課" in html


def test_the_last_column_shows_the_year_that_was_asked_for(client_as, plan):
    client = client_as("viewer")
    assert ask(client).context["listing"].heading == "令和6年度の工程"
    response = ask(client, year="2025")
    assert response.context["listing"].heading == "令和7年度の工程"
    assert [phase.label for phase in response.context["listing"].lines[0].phases] == ["実施"]


def test_only_planning_is_offered_to_add_a_measure(client_as, plan):
    url = reverse("measures:measure_create", args=["132209", "ict-2022"])
    assert url in ask(client_as("planning")).content.decode()
    assert url not in ask(client_as("viewer")).content.decode()


def test_htmx_gets_the_table_alone_and_a_restored_page_whole(client_as, plan):
    client, url = client_as("viewer"), reverse("portal:measure_list", args=["132209", "ict-2022"])
    part = client.get(url, {"priority": "1"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert 'hx-swap-oob="innerHTML"' in part.content.decode()
    assert "HX-Request" in part.headers["Vary"]
    for header in ("HX-History-Restore-Request", "HX-Boosted"):
        whole = client.get(url, headers={"HX-Request": "true", header: "true"})
        assert "<html" in whole.content.decode()


@pytest.mark.parametrize("rows", [5, 500])
@pytest.mark.parametrize(
    "params", [{}, {"q": "施策", "year": "2023", "stage": "build", "long": "1", "sort": "name"}]
)
def test_the_number_of_queries_does_not_grow(client_as, django_assert_max_num_queries, rows, params):
    make_crowd(rows)
    client = client_as("viewer")
    with django_assert_max_num_queries(20):
        assert ask(client, **params).context["selection"].total == rows


@pytest.mark.parametrize("path", sorted(Path("fixtures").glob("*.json")), ids=lambda path: path.stem)
def test_each_number_of_the_strip_leads_to_exactly_its_measures(client_as, path):
    plan_import(document=json.loads(path.read_text(encoding="utf-8")), author=COMMAND, fiscal_year=2026)
    plan = Plan.objects.get()
    client = client_as("viewer", municipality=plan.municipality)
    summary = client.get(reverse("portal:measure_list", args=plan.url_args)).context["summary"]
    for count in summary.counts if summary else []:
        assert len(client.get(count.url).context["selection"].rows) == count.count
