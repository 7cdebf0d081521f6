"""期日の知らせ: the log of what was told, what comes next, and whether the night runs."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from portal.renewal_alerts import alert_page
from systems.models import RenewalAlert, RenewalPlan, SupportEnd
from systems.services.alerts import STEP, renewal_alerts_tell
from tests.factories import make_department, make_municipality, make_plan, make_system, make_user, recorded
from tests.portal.systems.parts import make_contract
from workspace.models import Run

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 28)


@recorded
def a_system(name="戸籍情報システム", department="市民課", **dates):
    system = make_system(name=name)
    system.system_departments.create(department=make_department(department))
    RenewalPlan.objects.create(plan=make_plan(), system=system, **dates)
    return system


def shown(user, now=NOW):
    return alert_page(make_municipality(), user, None, now)


def test_the_log_says_what_was_told_when_of_which_date_and_to_how_many():
    planner = make_user("planning")
    a_system(current_end=date(2027, 5, 1))
    renewal_alerts_tell(TODAY, NOW)
    [line] = shown(planner).lines
    assert (line.on, line.name, line.kind, line.shown, line.months, line.people) == (
        TODAY, "戸籍情報システム", "現行システムの終わり", "令和9年5月（2027年5月）", 12, 1,
    )  # fmt: skip


def test_what_comes_next_are_the_thresholds_of_three_months_the_nearest_first():
    planner = make_user("planning")
    system = a_system(current_end=date(2027, 7, 1))
    for ends_on in (date(2027, 3, 1), date(2027, 2, 28), date(2027, 5, 28), date(2027, 5, 29)):
        recorded(SupportEnd.objects.create)(system=system, kind="os", ends_on=ends_on)
    support, end = "サポート終了", "現行システムの終わり"
    assert [(line.on, line.kind, line.months) for line in shown(planner).coming] == [
        (date(2026, 11, 29), support, 6),
        (date(2026, 12, 1), support, 3),
        (date(2027, 1, 31), end, 6),
        (date(2027, 2, 28), support, 3),
        (date(2027, 2, 28), support, 3),  # three months before 5月29日, a day February has not
    ]


def test_a_department_reads_its_own_the_planning_section_all_and_others_nothing(client_as):
    a_system(current_end=date(2027, 5, 1))
    a_system("税務システム", "税務課", current_end=date(2027, 5, 1))
    planner = make_user("planning")
    clerk = make_user("department", department=make_department("税務課"))
    renewal_alerts_tell(TODAY, NOW)
    assert len(shown(planner).lines) == 2
    assert [line.name for line in shown(clerk).lines] == ["税務システム"]
    assert shown(make_user("viewer")).lines == []
    page = client_as("viewer").get(reverse("portal:renewal_alert_list", args=["132209"])).content.decode()
    assert "所管課と計画主管課だけが見られます" in page


def test_a_department_reads_what_it_was_told_of_a_contract_whatever_system_it_names_first():
    first, own = a_system(), a_system("税務システム", "税務課")
    contract = make_contract(first, own, renews_automatically=False)
    clerk = make_user("department", department=make_department("税務課"))
    other = make_user("department", department=make_department("福祉課"), username="other")
    renewal_alerts_tell(TODAY, NOW)
    assert RenewalAlert.objects.get().system == first
    assert [(line.name, line.system_id) for line in shown(clerk).lines] == [(contract.name, own.pk)]
    assert [line.system_id for line in shown(make_user("planning")).lines] == [first.pk]
    assert shown(other).lines == []


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (None, "まだ一度も動いていません"),
        (timedelta(hours=12), "更新の期日3件を2人に知らせました。"),
        (timedelta(hours=40), "1日半より長く動いていません"),
    ],
)
def test_the_page_says_whether_the_night_runs(before, expected, client_as, time_machine):
    time_machine.move_to(NOW)
    if before is not None:
        Run.objects.create(
            name=STEP, label="更新の期日のお知らせ", started_at=NOW - before, finished_at=NOW - before,
            message="更新の期日3件を2人に知らせました。",
        )  # fmt: skip
    make_plan()
    page = client_as("planning").get(reverse("portal:renewal_alert_list", args=["132209"])).content.decode()
    assert expected in page
    assert ("mail/" in page) is (before is not None)


@pytest.mark.parametrize("rows", [1, 40])
def test_the_page_costs_the_same_queries_however_much_was_told(rows, client_as, django_assert_num_queries):
    for number in range(rows):
        system = a_system(f"システム{number}", current_end=date(2027, 5, 1))
        RenewalAlert.objects.create(
            municipality=system.municipality, system=system, key=f"{number}", kind="notice", months=3,
            date=date(2027, 5, 1), told_at=NOW, people=1,
        )  # fmt: skip
    client = client_as("planning")
    with django_assert_num_queries(18):
        client.get(reverse("portal:renewal_alert_list", args=["132209"]))
