"""夜間の点検: a planning section hears of 要対応 that did not stand the night before, once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from organizations.history import Author
from systems.findings.findings import city_findings
from systems.models import FindingCheck, RenewalPlan
from systems.services.findings import finding_accept
from systems.services.nightly_findings import findings_check
from tests.factories import make_department, make_municipality, make_plan, make_system, make_user, recorded
from workspace.models import Notice

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 2, 30, tzinfo=UTC)
NOTHING = "新しい要対応の確認事項はありません。"


def check(days: int = 0) -> str:
    return findings_check(TODAY + timedelta(days=days), NOW)


@recorded
def a_gap(name="戸籍情報システム", city=None, end=date(2027, 9, 1), start=date(2028, 4, 1)) -> RenewalPlan:
    """A system without service from October 2027 to March 2028: 要対応."""
    system = make_system(name=name, municipality=city)
    plan = make_plan(municipality=system.municipality)
    return RenewalPlan.objects.create(plan=plan, system=system, current_end=end, next_start=start)


@recorded
def change(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def accept(renewal: RenewalPlan, until: date | None = None) -> None:
    city = renewal.plan.municipality
    [gap] = [row for row in city_findings(city, as_of=TODAY) if row.rule.code == "service-gap"]
    finding_accept(
        municipality=city, system=renewal.system, rule="service-gap", subject="", facts=gap.found.facts,
        reason="延長を協議中。", until=until, author=Author(make_user("planning"), "page"), today=TODAY,
    )  # fmt: skip


def test_the_planning_section_hears_of_new_findings_in_one_notice():
    planner = make_user("planning")
    clerk = make_user("department", department=make_department("市民課"))
    a_gap()
    a_gap("税務システム")
    assert check() == "新しい要対応の確認事項2件を、1団体に知らせました。"
    notice = planner.notices.get()
    assert notice.text == ("新しい要対応の確認事項があります。「戸籍情報システム」などの2件です。")
    assert notice.headline == "新しい要対応の確認事項があります。"
    assert notice.url == "/132209/systems/findings/"
    assert not clerk.notices.exists()


def test_what_stood_the_night_before_is_not_told_again():
    planner = make_user("planning")
    a_gap()
    check()
    assert check(1) == NOTHING
    a_gap("税務システム")
    check(2)
    assert [row.text for row in planner.notices.order_by("pk")][1:] == [
        "新しい要対応の確認事項があります。「税務システム」の1件です。"
    ]


def test_a_city_is_checked_once_a_day_and_what_comes_up_after_it_waits_for_the_next():
    planner = make_user("planning")
    a_gap()
    check()
    a_gap("税務システム")
    assert check() == NOTHING
    check(1)
    assert planner.notices.count() == 2


def test_a_finding_whose_dates_change_is_new():
    make_user("planning")
    renewal = a_gap()
    check()
    change(renewal, next_start=date(2028, 5, 1))
    assert check(1) == "新しい要対応の確認事項1件を、1団体に知らせました。"


def test_a_finding_that_went_and_came_back_is_new():
    make_user("planning")
    renewal = a_gap()
    check()
    change(renewal, current_end=date(2028, 3, 1))
    assert check(1) == NOTHING
    change(renewal, current_end=date(2027, 9, 1))
    assert check(2).startswith("新しい要対応の確認事項1件")


def test_what_is_accepted_is_not_told_until_its_time_is_over():
    make_user("planning")
    accept(a_gap(), until=TODAY + timedelta(days=1))
    assert check() == NOTHING
    assert check(1) == NOTHING
    assert check(2) == "新しい要対応の確認事項1件を、1団体に知らせました。"


def test_what_is_only_to_be_looked_at_is_not_told():
    make_user("planning")
    recorded(RenewalPlan.objects.create)(
        plan=make_plan(), system=make_system(), next_start=date(2029, 4, 1)
    )  # without a review: 要確認
    assert check() == NOTHING


def test_each_city_hears_of_its_own():
    other = make_municipality("132195", "狛江市")
    planner, stranger = make_user("planning"), make_user("planning", municipality=other)
    a_gap()
    a_gap("税務システム", other)
    assert check() == "新しい要対応の確認事項2件を、2団体に知らせました。"
    assert "戸籍情報システム" in planner.notices.get().text
    assert stranger.notices.get().url == "/132195/systems/findings/"


def test_a_city_with_nobody_to_tell_is_told_once_there_is_a_planner():
    a_gap()
    assert check() == NOTHING
    planner = make_user("planning")
    assert check() == "新しい要対応の確認事項1件を、1団体に知らせました。"
    assert planner.notices.count() == 1


@pytest.mark.parametrize("rows", [1, 30])
def test_the_check_costs_the_same_queries_however_much_there_is(rows, django_assert_num_queries):
    make_user("planning")
    for number in range(rows):
        a_gap(f"システム{number}")
    FindingCheck.objects.create(municipality=make_municipality(), checked_on=date(2026, 11, 1))
    with django_assert_num_queries(18):  # four of them savepoints
        check()
    assert Notice.objects.count() == 1
    assert len(FindingCheck.objects.get().standing) == rows
