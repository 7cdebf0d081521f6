"""カレンダー配信: whole-day events by RFC 5545, behind an address that is shown once and can be revoked."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from icalendar import Calendar

from systems.calendar_feed import calendar_bytes, feed_events
from systems.models import CalendarFeed, Contract, RenewalPlan, SupportEnd
from systems.services.feeds import calendar_feed_create
from tests.factories import make_department, make_municipality, make_plan, make_system, make_user, recorded

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)


@pytest.fixture
def department():
    return make_department("市民課")


@recorded
def a_system(department, name="戸籍情報システム", **fields):
    system = make_system(name=name, **fields)
    system.system_departments.create(department=department)
    return system


@recorded
def renew(system, **dates) -> RenewalPlan:
    return RenewalPlan.objects.create(plan=make_plan(), system=system, **dates)


def shown(department) -> list[tuple[date, str]]:
    return [(event.day, event.summary) for event in feed_events(department, TODAY)]


def test_the_feed_tells_the_steps_of_a_renewal_in_the_order_of_their_days(department):
    renew(
        a_system(department), current_end=date(2028, 12, 1), review_start=date(2027, 1, 1),
        procurement_fiscal_year=2027, next_start=date(2029, 1, 1),
    )  # fmt: skip
    assert shown(department) == [
        (date(2027, 1, 1), "戸籍情報システム：検討の開始"),
        (date(2027, 4, 1), "戸籍情報システム：調達の年度"),
        (date(2028, 12, 31), "戸籍情報システム：現行の終了"),
        (date(2029, 1, 1), "戸籍情報システム：次期の稼働（切替え）"),
    ]


def test_what_is_counted_back_is_marked_so(department):
    renew(a_system(department), next_start=date(2029, 4, 1))
    assert (date(2027, 4, 1), "戸籍情報システム：検討の開始（逆算）") in shown(department)


def test_the_feed_tells_contracts_once_and_published_support_ends_without_their_parts(department):
    published = {"support_ends": "public"}
    systems = [a_system(department, disclosure=published), a_system(department, "住民記録システム")]
    contract = recorded(Contract.objects.create)(
        municipality=systems[0].municipality, key="1", name="基幹系保守", counterpart="秘密商会",
        first_end=date(2027, 3, 31), renews_automatically=True, renewal_months=12, notice_days=60,
    )  # fmt: skip
    for system in systems:
        recorded(contract.contract_systems.create)(system=system)
    for kind in ("os", "database"):
        recorded(SupportEnd.objects.create)(
            system=systems[0], kind=kind, name="Windows Server 2016", ends_on=date(2027, 1, 12)
        )
    assert shown(department) == [
        (date(2027, 1, 12), "戸籍情報システム：サポート終了"),
        (date(2027, 1, 29), "基幹系保守：解約の申出の期限"),
        (date(2027, 3, 31), "基幹系保守：契約期間の終わり"),
    ]
    text = calendar_bytes(department, feed_events(department, TODAY), NOW).decode()
    assert "Windows" not in text
    assert "秘密商会" not in text


def test_support_ends_stay_in_the_house_unless_the_system_publishes_them(department, client_as):
    recorded(SupportEnd.objects.create)(system=a_system(department), kind="os", ends_on=date(2027, 1, 12))
    assert shown(department) == []
    page = client_as("planning").get(reverse("systems:calendar_feed_list", args=["132209"])).content.decode()
    assert "公開区分が「内部」の項目は載りません" in page


@pytest.mark.parametrize(
    ("held_back", "told"),
    [
        ("renewal", ["保守：契約期間の終わり"]),
        ("contracts", ["戸籍情報システム：現行の終了"]),
        ("departments", []),
        ("vendor", ["保守：契約期間の終わり", "戸籍情報システム：現行の終了"]),
    ],
)
def test_what_a_system_keeps_within_the_city_is_not_in_the_feed(held_back, told, department):
    system = a_system(department, disclosure={held_back: "internal"})
    renew(system, current_end=date(2028, 12, 1))
    contract = recorded(Contract.objects.create)(
        municipality=system.municipality, key="1", name="保守", first_end=date(2027, 3, 31)
    )
    recorded(contract.contract_systems.create)(system=system)
    assert [summary for _day, summary in shown(department)] == told


def test_systems_of_other_departments_and_what_is_long_past_stay_out(department):
    renew(a_system(make_department("税務課"), "税務システム"), current_end=date(2027, 5, 1))
    renew(a_system(department), current_end=date(2025, 3, 1))
    renew(a_system(department, "財務会計システム"), current_end=date(2025, 4, 1))
    assert shown(department) == [(date(2025, 4, 30), "財務会計システム：現行の終了")]


def test_an_event_keeps_its_name_when_its_date_moves(department):
    renewal = renew(a_system(department), current_end=date(2028, 12, 1))
    [before] = feed_events(department, TODAY)
    renewal.current_end = date(2029, 1, 1)
    recorded(renewal.save)()
    [after] = feed_events(department, TODAY)
    assert before.uid == after.uid
    assert before.day != after.day


def test_the_file_is_written_as_rfc_5545_asks(department):
    renew(
        a_system(department, "介護;保険, \\事業者" + "管理" * 30 + "システム"), current_end=date(2028, 12, 1)
    )
    written = calendar_bytes(department, feed_events(department, TODAY), NOW)
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"[^\r]\n|\r[^\n]", written)
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)  # no character is cut in two
    unfolded = written.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:介護\\;保険\\, \\\\事業者管理" in unfolded
    assert "DTSTART;VALUE=DATE:20281231\r\nDTEND;VALUE=DATE:20290101\r\n" in re.sub(
        r"(DTEND\S+)\r\n(DTSTART\S+)", r"\2\r\n\1", unfolded
    )
    assert "DTSTAMP:20261128T030000Z" in unfolded
    assert "VERSION:2.0" in unfolded
    assert "PRODID:" in unfolded


def test_a_calendar_reads_back_what_the_feed_says(department):
    renew(a_system(department), current_end=date(2028, 12, 1), next_start=date(2029, 1, 1))
    events = feed_events(department, TODAY)
    read = Calendar.from_ical(calendar_bytes(department, events, NOW))
    assert [(str(row["uid"]), row["dtstart"].dt, str(row["summary"])) for row in read.walk("VEVENT")] == [
        (row.uid, row.day, row.summary) for row in events
    ]


def test_an_empty_feed_is_a_calendar_too(department):
    written = calendar_bytes(department, [], NOW).decode()
    assert "X-WR-CALNAME:市民課 情報システムの更新" in written
    assert "VEVENT" not in written


def made(department) -> tuple[CalendarFeed, str]:
    feed, token = calendar_feed_create(department=department, user=make_user("planning"))
    return feed, reverse("systems:calendar_feed", args=[token])


def test_the_feed_is_open_to_whoever_has_its_address_and_leaves_no_cookie(client, department):
    _feed, address = made(department)
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private"
    assert not response.cookies


def test_an_unknown_and_a_revoked_address_are_not_found(client, client_as, department):
    feed, address = made(department)
    assert client.get(reverse("systems:calendar_feed", args=["unknown"])).status_code == 404
    assert client.get(reverse("systems:calendar_feed", args=[feed.token_digest])).status_code == 404
    planner = client_as("planning")
    planner.post(reverse("systems:calendar_feed_revoke", args=["132209", feed.pk]))
    assert client.get(address).status_code == 404


def test_the_address_is_shown_once_and_kept_nowhere(client_as, department):
    a_system(department)
    planner = client_as("planning")
    page = planner.post(
        reverse("systems:calendar_feed_create", args=["132209"]), {"department": department.pk}
    )
    [address] = re.findall(r'value="http://testserver(/calendar/[\w-]{43}\.ics)"', page.content.decode())
    assert planner.get(address).status_code == 200
    shown = planner.get(reverse("systems:calendar_feed_list", args=["132209"])).content.decode()
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    assert "市民課" in shown
    assert token not in shown
    assert token not in CalendarFeed.objects.get().token_digest


def test_a_department_makes_and_revokes_its_own_feeds_alone(client_as, department):
    a_system(department)
    other = make_department("税務課")
    feed, _address = made(other)
    clerk = client_as("department", department=department)
    create = reverse("systems:calendar_feed_create", args=["132209"])
    assert "部署が選ばれていません。" in clerk.post(create, {"department": other.pk}).content.decode()
    assert clerk.post(reverse("systems:calendar_feed_revoke", args=["132209", feed.pk])).status_code == 404
    clerk.post(create, {"department": department.pk})
    assert [row.department for row in CalendarFeed.objects.exclude(pk=feed.pk)] == [department]
    listed = clerk.get(reverse("systems:calendar_feed_list", args=["132209"])).content.decode()
    assert "税務課" not in listed


def test_another_citys_department_is_not_offered(client_as, department):
    foreign = make_department("市民課", municipality=make_municipality("132195", "狛江市"))
    create = reverse("systems:calendar_feed_create", args=["132209"])
    client_as("planning").post(create, {"department": foreign.pk})
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize("rows", [1, 20])
def test_the_feed_costs_the_same_queries_however_long_it_is(
    rows, client, department, django_assert_num_queries
):
    for number in range(rows):
        renew(a_system(department, f"システム{number}"), next_start=date(2029, 4, 1))
    _feed, address = made(department)
    with django_assert_num_queries(9):
        client.get(address)


@pytest.mark.parametrize(("role", "leads"), [("planning", True), ("department", True), ("viewer", False)])
def test_the_page_of_a_department_leads_whoever_may_follow_it_to_its_feed(role, leads, client_as, department):
    a_system(department)
    make_plan()
    client = client_as(role, department=department if role == "department" else None)
    page = client.get(reverse("portal:department_detail", args=["132209", department.pk])).content.decode()
    assert (f"/132209/calendars/?department={department.pk}" in page) is leads
