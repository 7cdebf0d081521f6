"""更新の期日: told at 24, 12, 6 and 3 months, once each, to the department and the planning section."""

from datetime import UTC, date, datetime, timedelta

import pytest

from systems.alerting import Deadline
from systems.models import Contract, RenewalAlert, RenewalPlan, SupportEnd
from systems.services.alerts import MOST_EACH, renewal_alerts_tell
from tests.factories import make_department, make_municipality, make_plan, make_system, make_user, recorded
from workspace.models import Notice

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 2, 30, tzinfo=UTC)
Kind = RenewalAlert.Kind


def tell(today: date = TODAY) -> str:
    return renewal_alerts_tell(today, NOW)


@recorded
def a_system(name="戸籍情報システム", department="市民課", city=None):
    system = make_system(name=name, municipality=city)
    system.system_departments.create(department=make_department(department, municipality=city))
    return system


@recorded
def renew(system, **dates) -> RenewalPlan:
    plan = make_plan(municipality=system.municipality)
    return RenewalPlan.objects.create(plan=plan, system=system, **dates)


@recorded
def contract_of(*systems, **terms) -> Contract:
    city = systems[0].municipality
    contract = Contract.objects.create(
        municipality=city, key=f"契約{city.contracts.count()}", **({"name": "戸籍保守"} | terms)
    )
    for system in systems:
        contract.contract_systems.create(system=system)
    return contract


@recorded
def change(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


@pytest.fixture
def people():
    return {
        "planner": make_user("planning"),
        "clerk": make_user("department", department=make_department("市民課")),
        "head": make_user("department", department=make_department("市民課"), username="head", is_head=True),
        "gone": make_user(
            "department", department=make_department("市民課"), username="gone", is_active=False
        ),
        "other": make_user("department", department=make_department("税務課"), username="other"),
        "viewer": make_user("viewer", department=make_department("市民課")),
        "stranger": make_user("planning", municipality=make_municipality("132195", "狛江市")),
    }


def told() -> list[tuple[str, int, date]]:
    return sorted(RenewalAlert.objects.values_list("kind", "months", "date"))


@pytest.mark.parametrize(
    ("day", "today", "months"),
    [
        (date(2028, 11, 29), TODAY, None),
        (date(2028, 11, 28), TODAY, 24),
        (date(2027, 11, 29), TODAY, 24),
        (date(2027, 11, 28), TODAY, 12),
        (date(2027, 5, 28), TODAY, 6),
        (date(2027, 2, 28), TODAY, 3),
        (TODAY, TODAY, 3),
        (date(2026, 11, 27), TODAY, None),
        (date(2027, 8, 31), date(2027, 2, 27), 12),  # six months before 8月31日 is the last day of February
        (date(2027, 8, 31), date(2027, 2, 28), 6),
        (date(2028, 8, 31), date(2028, 2, 28), 12),
        (date(2028, 8, 31), date(2028, 2, 29), 6),
    ],
)
def test_the_nearest_threshold_reached_applies(day, today, months):
    deadline = Deadline(1, 1, None, Kind.SUPPORT_END, "戸籍", day, (24, 12, 6, 3), set())
    assert deadline.threshold_on(today) == months


def test_the_department_and_the_planning_section_are_told_and_nobody_else(people):
    renew(a_system(), current_end=date(2027, 5, 1))
    assert tell() == "更新の期日1件を3人に知らせました。"
    assert {notice.owner for notice in Notice.objects.all()} == {
        people["planner"], people["clerk"], people["head"],
    }  # fmt: skip
    notice = people["clerk"].notices.get()
    assert notice.text == (
        "「戸籍情報システム」の現行システムの終わりが近づいています。令和9年5月（2027年5月）、あと6か月です。"
    )
    assert notice.headline == "「戸籍情報システム」の現行システムの終わりが近づいています。"
    [alert] = RenewalAlert.objects.all()
    assert (alert.kind, alert.months, alert.date, alert.people, alert.told_at) == (
        "current-end", 12, date(2027, 5, 31), 3, NOW,
    )  # fmt: skip


def test_each_date_is_told_once_at_each_threshold_and_made_up_for_when_nights_were_left_out(people):
    renew(a_system(), current_end=date(2028, 11, 1))  # its last day is 2028-11-30
    end = date(2028, 11, 30)
    days = {date(2026, 11, 29): [], date(2026, 11, 30): [24], date(2026, 12, 1): [24]}
    days |= {date(2027, 12, 25): [24, 12], date(2028, 11, 29): [24, 12, 3], date(2028, 12, 1): [24, 12, 3]}
    for today, months in days.items():
        tell(today)
        tell(today)
        assert [row[1] for row in sorted(told(), reverse=True)] == months
    assert {row[2] for row in told()} == {end}
    assert people["planner"].notices.count() == 3


def test_a_date_that_moves_is_told_anew_and_one_that_does_not_is_left_alone(people):
    renewal = renew(a_system(), current_end=date(2027, 11, 1))
    tell()
    change(renewal, current_end=date(2027, 10, 1))
    tell()
    assert told() == [
        ("current-end", 12, date(2027, 10, 31)),
        ("current-end", 24, date(2027, 11, 30)),
    ]
    change(renewal, current_end=date(2027, 11, 1))  # back: that date was told of
    assert tell() == "更新の期日のお知らせはありません。"


def test_a_review_is_told_a_year_ahead_whether_its_start_is_given_or_counted_back(people):
    renew(a_system("戸籍情報システム"), review_start=date(2027, 11, 1), next_start=date(2029, 1, 1))
    renew(a_system("財務会計システム"), next_start=date(2029, 6, 1))  # 24 months before: 2027-06
    renew(a_system("文書管理システム"), next_start=date(2030, 1, 1))  # 2028-01 is more than a year ahead
    tell()
    assert told() == [("review-start", 12, date(2027, 6, 1)), ("review-start", 12, date(2027, 11, 1))]


def test_a_renewal_that_has_begun_is_told_of_no_more(people):
    renew(a_system(), current_end=date(2027, 1, 1), next_start=date(2026, 11, 1))
    tell()
    assert told() == []


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"renews_automatically": False}, [("contract-end", 6, date(2027, 3, 31))]),
        ({"renews_automatically": False, "notice_days": 90}, [("contract-end", 6, date(2027, 3, 31))]),
        ({}, [("contract-end", 6, date(2027, 3, 31))]),
        (
            {"notice_days": 30},
            [("contract-end", 6, date(2027, 3, 31)), ("notice", 3, date(2027, 3, 1))],
        ),
        (
            {"renews_automatically": True, "renewal_months": 12, "notice_days": 60},
            [("notice", 3, date(2027, 1, 29))],  # 60 days before is a Saturday
        ),
        (
            {"renews_automatically": True, "renewal_months": 12, "terminated_on": date(2027, 1, 31)},
            [("contract-end", 3, date(2027, 1, 31))],
        ),
        ({"terminated_on": date(2026, 10, 31)}, []),
        ({"renews_automatically": False, "alert_months": [3, 1]}, []),
        ({"renews_automatically": False, "alert_months": [5, 1]}, [("contract-end", 5, date(2027, 3, 31))]),
        ({"renews_automatically": False, "alert_months": []}, []),
        ({"first_end": None}, []),
    ],
)
def test_a_contract_is_told_of_by_what_can_still_be_decided(terms, expected, people):
    contract_of(a_system(), **({"first_start": date(2022, 4, 1), "first_end": date(2027, 3, 31)} | terms))
    tell(TODAY + timedelta(days=10))
    assert told() == expected


def test_a_contract_that_renews_itself_tells_nothing_that_lies_before_its_term(people):
    yearly = {"renews_automatically": True, "renewal_months": 12, "notice_days": 0}
    contract_of(a_system(), first_start=date(2022, 4, 1), first_end=date(2023, 3, 31), **yearly)
    for today in (date(2026, 4, 1), date(2026, 9, 29)):
        tell(today)
        assert told() == []  # twelve months before its end the term before still ran
    tell(date(2026, 9, 30))
    assert told() == [("notice", 6, date(2027, 3, 31))]


def test_a_contract_of_several_systems_is_told_once_to_the_departments_of_all(people):
    contract_of(
        a_system(),
        a_system("税務システム", "税務課"),
        first_end=date(2027, 3, 31),
        renews_automatically=False,
    )
    assert tell() == "更新の期日1件を4人に知らせました。"
    assert "「戸籍保守」の契約期間の終わり" in people["other"].notices.get().text


def test_support_ends_are_told_each_with_its_part(people):
    system = a_system()
    with_os = recorded(SupportEnd.objects.create)
    with_os(system=system, kind="os", name="Windows Server 2016", ends_on=date(2027, 1, 12))
    with_os(system=system, kind="database", ends_on=date(2027, 1, 12))
    tell()
    assert [row.subject for row in RenewalAlert.objects.order_by("subject")] == [
        "OS（Windows Server 2016）", "データベース",
    ]  # fmt: skip
    texts = {notice.text for notice in people["clerk"].notices.all()}
    assert (
        "「戸籍情報システム」のサポート終了が近づいています。令和9年1月12日（2027年1月12日）、あと2か月です"
        "（OS（Windows Server 2016））。"
    ) in texts


def test_a_first_night_with_many_dates_gives_one_notice_that_leads_to_the_list(people):
    for number in range(MOST_EACH + 1):
        renew(a_system(f"システム{number}"), current_end=date(2027, 5, 1))
    tell()
    notice = people["planner"].notices.get()
    assert notice.text.startswith("更新の期日が近づいているシステムがあります。6件です。")
    assert notice.url == "/132209/systems/alerts/"
    assert RenewalAlert.objects.count() == 6


def test_where_nobody_can_be_told_the_date_waits_for_somebody():
    renew(a_system(), current_end=date(2027, 5, 1))
    assert tell() == "更新の期日のお知らせはありません。"
    make_user("planning")
    assert tell() == "更新の期日1件を1人に知らせました。"


def test_each_city_that_runs_a_shared_system_is_told_of_its_own_dates(people):
    system = a_system()
    city = people["stranger"].municipality
    recorded(system.shares.create)(municipality=city)
    renew(system, current_end=date(2027, 5, 1))
    plan = make_plan(municipality=city)
    recorded(RenewalPlan.objects.create)(plan=plan, system=system, current_end=date(2027, 6, 1))
    tell()
    assert "2027年6月" in people["stranger"].notices.get().text
    assert "2027年5月" in people["planner"].notices.get().text


@pytest.mark.parametrize("rows", [1, 20])
def test_the_night_costs_the_same_queries_however_much_there_is(rows, people, django_assert_num_queries):
    for number in range(rows):
        system = a_system(f"システム{number}")
        renew(system, current_end=date(2027, 5, 1), review_start=date(2027, 3, 1))
        contract_of(system, first_end=date(2027, 3, 31))
        recorded(SupportEnd.objects.create)(system=system, kind="os", ends_on=date(2027, 1, 12))
    with django_assert_num_queries(17):  # four of them savepoints
        tell()
    assert RenewalAlert.objects.count() == rows * 4
