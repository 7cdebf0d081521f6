"""情報システム: the list, its filters, and the page of one system."""

from datetime import date

import pytest
from django.urls import reverse

from portal.life_line import life_line
from portal.systems import months_after, reference_month, renewals_within, system_rows, visible_systems
from systems.models import RenewalPlan
from tests.factories import make_department, make_plan, make_system, make_user, recorded

pytestmark = pytest.mark.django_db
LIST = "portal:information_system_list"


@recorded
def make_renewal(system, plan, **dates):
    return RenewalPlan.objects.create(system=system, plan=plan, **dates)


@recorded
def give(system, department):
    system.departments.add(department, through_defaults={"order": 0})


@pytest.fixture
def plan():
    return make_plan()


def page(client, plan, **params):
    return client.get(reverse(LIST, args=[plan.municipality.code]), params).content.decode()


def test_systems_stand_in_the_plans_order_under_its_headings(client_as, plan):
    for name, group in [("住民記録", "基幹系"), ("税", "基幹系"), ("図書館", "個別")]:
        listing = make_system(plan=plan, name=name).listings.get()
        recorded(set_group)(listing, group)
    html = page(client_as("viewer"), plan)
    assert html.index("基幹系") < html.index("住民記録") < html.index("税") < html.index("図書館")
    assert "3 システムのうち 3 システムを表示" in html


def set_group(listing, group):
    listing.group = group
    listing.save()


def test_a_date_the_plan_does_not_give_is_said_to_be_missing(client_as, plan):
    make_system(plan=plan)
    assert "記載なし" in page(client_as("viewer"), plan)


def test_a_city_without_systems_says_so(client_as, plan):
    assert "情報システムの一覧の記載がありません" in page(client_as("viewer"), plan)


def test_the_list_is_narrowed_by_words_whatever_their_width(client_as, plan):
    make_system(plan=plan, name="ＣＭＳシステム")
    make_system(plan=plan, name="税システム")
    html = page(client_as("viewer"), plan, q="cms")
    assert "ＣＭＳシステム" in html
    assert "税システム" not in html
    assert "2 システムのうち 1 システムを表示" in html


def test_the_list_is_narrowed_by_department(client_as, plan):
    department = make_department("税務課")
    give(make_system(plan=plan, name="税システム"), department)
    make_system(plan=plan, name="住民記録")
    html = page(client_as("viewer"), plan, department=department.pk)
    assert "2 システムのうち 1 システムを表示" in html


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


@pytest.mark.parametrize(
    ("month", "months", "later"),
    [(date(2024, 4, 1), 24, date(2026, 4, 1)), (date(2024, 12, 1), 1, date(2025, 1, 1)),
     (date(2024, 1, 1), 11, date(2024, 12, 1))],
)  # fmt: skip
def test_months_are_added_over_the_turn_of_the_year(month, months, later):
    assert months_after(month, months) == later


def test_the_page_of_a_system_draws_its_renewal(client_as, plan):
    system = make_system(plan=plan)
    make_renewal(system, plan, current_end=date(2024, 3, 1), next_start=date(2024, 4, 1))
    html = client_as("viewer").get(system.get_absolute_url()).content.decode()
    assert "次期は令和6年4月（2024年4月）から" in html
    assert "<title id=" in html


def test_without_dates_nothing_is_drawn(client_as, plan):
    system = make_system(plan=plan)
    html = client_as("viewer").get(system.get_absolute_url()).content.decode()
    assert "更新の時期の記載はありません" in html
    assert 'class="life-line"' not in html


def test_a_hole_between_old_and_new_is_a_hole_in_the_drawing(plan):
    system = make_system(plan=plan)
    make_renewal(system, plan, current_end=date(2013, 12, 1), next_start=date(2019, 1, 1))
    row = system_rows(visible_systems(make_user("viewer"), plan))[0]
    current, following = life_line(row, today=date(2015, 1, 1)).segments
    assert current.x + current.width < following.x


@pytest.mark.parametrize("rows", [2, 40])
def test_the_list_costs_the_same_however_long_it_is(rows, client_as, plan, django_assert_num_queries):
    for n in range(rows):
        system = make_system(plan=plan, name=f"システム{n}")
        give(system, make_department(f"第{n}課"))
        make_renewal(system, plan, next_start=date(2024, 4, 1))
    client = client_as("viewer")
    with django_assert_num_queries(12):
        page(client, plan)
