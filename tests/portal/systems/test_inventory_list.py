"""情報システム: the list, its conditions, columns, groups and order."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from portal.systems import reference_month, renewals_within
from systems.models import StandardMigration
from tests.factories import make_department, make_plan, make_system, recorded
from tests.portal.systems.parts import (
    end_support,
    give,
    head,
    list_of,
    make_contract,
    make_renewal,
    names_in,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 4, 10, 9, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def plan():
    with time_machine.travel(NOW, tick=False):
        yield make_plan()


@pytest.fixture
def client(client_as):
    return client_as("viewer")


def test_systems_stand_in_the_plans_order_under_its_headings(client, plan):
    for name, group in [("住民記録", "基幹系"), ("税", "基幹系"), ("図書館", "個別")]:
        head(make_system(plan=plan, name=name), group)
    make_system(name="台帳だけのもの")
    response = list_of(client, plan)
    assert names_in(response) == ["住民記録", "税", "図書館", "台帳だけのもの"]
    assert [group.name for group in response.context["inventory"].groups] == [
        "基幹系", "個別", "計画の見出しなし",
    ]  # fmt: skip
    assert "4 システムのうち 4 システムを表示" in response.content.decode()


def test_what_is_not_known_is_said_to_be_missing(client, plan):
    make_system(plan=plan)
    html = list_of(client, plan, column=["cost", "users", "personal"]).content.decode()
    assert html.count(">記載なし</span>") == 3


def test_a_city_without_systems_says_so(client, plan):
    assert "情報システムの一覧の記載がありません" in list_of(client, plan).content.decode()


def test_the_list_is_narrowed_by_words_whatever_their_width(client, plan):
    make_system(plan=plan, name="ＣＭＳシステム")
    make_system(plan=plan, name="税システム")
    response = list_of(client, plan, q="cms")
    assert names_in(response) == ["ＣＭＳシステム"]
    assert "2 システムのうち 1 システムを表示" in response.content.decode()


@recorded
def make_varied(plan):
    """Make a system that tells everything, one that tells other things, and one that tells nothing."""
    tax = make_department("税務課")
    told = make_system(
        plan=plan, name="税", hosting="government-cloud", segment="my-number", bcp_priority="A",
        has_personal_information=True, standard_businesses=["固定資産税"], shared_with=["隣の市"],
    )  # fmt: skip
    give(told, tax)
    head(told, "基幹系")
    make_renewal(told, plan, next_start=date(2026, 3, 1))
    end_support(told, date(2024, 10, 9))
    other = make_system(
        plan=plan, name="図書館", hosting="cloud", segment="internet", bcp_priority="C",
        has_personal_information=False, ended_on=date(2024, 3, 1),
    )  # fmt: skip
    StandardMigration.objects.create(system=other, business="就学")
    make_renewal(other, plan, next_start=date(2026, 4, 1))
    end_support(other, date(2024, 10, 10))
    make_system(plan=plan, name="不明")
    return tax


CONDITIONS = [
    ("segment", "my-number", ["税"]),
    ("segment", "none", ["不明"]),
    ("hosting", "cloud", ["図書館"]),
    ("hosting", "none", ["不明"]),
    ("business", "固定資産税", ["税"]),
    ("business", "就学", ["図書館"]),
    ("business", "none", ["不明"]),
    ("bcp", "A", ["税"]),
    ("bcp", "none", ["不明"]),
    ("personal", "yes", ["税"]),
    ("personal", "no", ["図書館"]),
    ("personal", "none", ["不明"]),
    ("heading", "基幹系", ["税"]),
    ("department", "none", ["図書館", "不明"]),
    ("renewal_within", "24", ["税"]),
    ("renewal_within", "36", ["税", "図書館"]),
    ("support_within", "6", ["税"]),
    ("support_within", "12", ["税", "図書館"]),
    ("support_within", "none", ["不明"]),
    ("shared", "1", ["税"]),
    ("life", "running", ["税", "不明"]),
    ("life", "ended", ["図書館"]),
]


@pytest.mark.parametrize(("name", "value", "expected"), CONDITIONS)
def test_the_list_is_narrowed_by_what_the_systems_tell(name, value, expected, client, plan):
    make_varied(plan)
    response = list_of(client, plan, **{name: value})
    assert sorted(names_in(response)) == sorted(expected)
    assert [condition.without for condition in response.context["inventory"].conditions] == ["?"]


def test_the_list_is_narrowed_by_department(client, plan):
    tax = make_varied(plan)
    assert names_in(list_of(client, plan, department=tax.pk)) == ["税"]


def test_conditions_apply_together(client, plan):
    make_varied(plan)
    assert names_in(list_of(client, plan, personal="yes", segment="internet")) == []


def test_a_value_that_does_not_exist_is_refused_in_words(client, plan):
    make_varied(plan)
    response = list_of(client, plan, segment="moon")
    assert len(names_in(response)) == 3
    assert "「ネットワーク」の値はこの市の台帳にないため" in response.content.decode()


def test_each_ready_made_narrowing_leads_to_as_many_as_it_says(client, plan):
    make_varied(plan)
    chips = list_of(client, plan).context["inventory"].chips
    assert len(chips) == 5
    for chip in chips:
        response = client.get(f"/{plan.municipality.code}/systems/{chip.query}")
        assert response.context["inventory"].shown == chip.count, chip.label


def test_the_columns_are_those_that_were_chosen_in_one_order(client, plan):
    make_system(plan=plan, vendor="見本社", yearly_cost=12000)
    response = list_of(client, plan, column=["cost", "vendor"])
    inventory = response.context["inventory"]
    assert [column.label for column in inventory.columns] == ["事業者", "年間経費（千円）"]
    assert inventory.query == "?column=vendor&column=cost"
    html = response.content.decode()
    assert "見本社" in html
    assert "12,000" in html


def test_the_usual_columns_do_not_lengthen_the_address(client, plan):
    make_system(plan=plan)
    usual = [column.key for column in list_of(client, plan).context["inventory"].columns]
    assert list_of(client, plan, column=usual).context["inventory"].query == "?"


def test_the_chosen_view_can_be_saved(client, plan):
    make_system(plan=plan)
    html = list_of(client, plan, column="vendor", sort="name").content.decode()
    assert 'name="query" value="sort=name&amp;column=vendor"' in html


def test_a_column_kept_within_the_city_is_marked(client, plan):
    make_system(plan=plan, segment="lgwan", disclosure={"hosting": "public"})
    inventory = list_of(client, plan, column=["segment", "hosting", "outline"]).context["inventory"]
    assert inventory.internal == {"segment"}


@pytest.mark.parametrize(
    ("group", "headings"),
    [
        ("segment", ["マイナンバー利用事務系", "インターネット接続系", "ネットワークの記載なし"]),
        ("business", ["固定資産税", "就学", "標準化対象業務の記載なし"]),
        ("department", ["税務課", "所管課の記載なし"]),
        ("none", [""]),
    ],
)
def test_systems_are_grouped_as_asked(group, headings, client, plan):
    make_varied(plan)
    groups = list_of(client, plan, group=group).context["inventory"].groups
    assert [one.name for one in groups] == headings


def test_a_system_of_two_departments_stands_under_both_and_counts_once(client, plan):
    give(make_system(plan=plan), make_department("市民課", order=2), make_department("税務課", order=1))
    inventory = list_of(client, plan, group="department").context["inventory"]
    assert [(one.name, len(one.lines)) for one in inventory.groups] == [("税務課", 1), ("市民課", 1)]
    assert inventory.shown == 1
    assert "それぞれの見出しの下" in inventory.hint


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["乙", "甲", "丙"]),
        ("name", ["丙", "乙", "甲"]),
        ("started", ["甲", "乙", "丙"]),
        ("cost", ["乙", "甲", "丙"]),
        ("next", ["甲", "乙", "丙"]),
        ("support", ["甲", "乙", "丙"]),
        ("contract", ["甲", "乙", "丙"]),
    ],
)
def test_systems_are_sorted_with_the_unknown_last(sort, expected, client, plan):
    second = make_system(plan=plan, name="乙", started_on=date(2020, 4, 1), yearly_cost=500)
    first = make_system(plan=plan, name="甲", started_on=date(2019, 4, 1), yearly_cost=300)
    make_system(plan=plan, name="丙")
    for system, year in ((first, 2025), (second, 2026)):
        make_renewal(system, plan, next_start=date(year, 4, 1))
        end_support(system, date(year, 1, 1))
        make_contract(system, name=system.name, first_end=date(year, 3, 31))
    end_support(second, date(2020, 1, 1))  # it is over; what is still to come counts
    assert names_in(list_of(client, plan, sort=sort)) == expected


@pytest.mark.parametrize(
    ("next_start", "is_within"),
    [
        (date(2024, 3, 1), False),
        (date(2024, 4, 1), True),
        (date(2026, 3, 1), True),
        (date(2026, 4, 1), False),
    ],
)
def test_renewals_are_counted_from_the_month_on_for_24_months(next_start, is_within, plan):
    make_renewal(make_system(plan=plan), plan, next_start=next_start)
    assert renewals_within(plan, since=date(2024, 4, 1)).exists() is is_within


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2024, 7, 15), date(2024, 7, 1)),
        (date(2030, 7, 15), date(2026, 4, 1)),
        (date(2020, 7, 15), date(2022, 4, 1)),
    ],
)
def test_the_month_counted_from_is_brought_into_the_plans_span(today, month, plan):
    assert reference_month(plan, today) == month


@pytest.mark.parametrize("rows", [2, 40])
def test_the_list_costs_the_same_however_long_it_is(rows, client, plan, django_assert_num_queries):
    for n in range(rows):
        system = make_system(plan=plan, name=f"システム{n}", segment="lgwan")
        give(system, make_department(f"第{n}課"))
        make_renewal(system, plan, next_start=date(2024, 4, 1))
        make_contract(system, name=f"契約{n}")
        end_support(system, date(2025, 1, 1))
    with django_assert_num_queries(16):
        list_of(client, plan, segment="lgwan", group="department", column=["contract_end", "support"])
