"""For 30 days a reorganised department and its people still show what they held."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from measures.models import Measure
from organizations.models import Department
from organizations.reorganising.rows import PersonRow
from organizations.undo import change_set_undo
from systems.models import InformationSystem
from tests.factories import COMMAND, make_user, recorded
from tests.organizations.reorganised import DAY, MERGE, TO_DX, enacted, make_small

pytestmark = pytest.mark.django_db
LAST = DAY + timedelta(days=29)
TOO_LATE = DAY + timedelta(days=30)


@pytest.fixture
def small():
    return make_small()


@pytest.mark.parametrize("rows", [TO_DX, MERGE], ids=["one to one", "merge"])
@pytest.mark.parametrize(("day", "is_shown"), [(DAY, True), (LAST, True), (TOO_LATE, False)], ids=str)
def test_what_was_handed_over_is_known_for_30_days(rows, day, is_shown, small):
    enacted(small, rows)
    measures = Measure.objects.handed_over_by([small.office], today=day)
    systems = InformationSystem.objects.handed_over_by([small.office], today=day)
    assert set(measures) == ({small.measure, small.shared} if is_shown else set())
    assert list(systems) == ([small.system] if is_shown else [])


def test_what_left_the_department_before_is_not_handed_over(small):
    drop(small.measure)
    enacted(small)
    assert small.measure not in Measure.objects.handed_over_by([small.office], today=DAY)


@recorded
def drop(measure):
    measure.measure_departments.get().delete()


def test_what_was_undone_was_not_handed_over(small):
    change_set_undo(change_set=enacted(small).done_in, author=COMMAND)
    assert not Measure.objects.handed_over_by([small.office], today=DAY).exists()


def test_a_person_sent_elsewhere_still_has_the_department_they_come_from(small):
    enacted(small, replace(TO_DX, people=[PersonRow("joho", "", "文書課", "", "", 1)]))
    small.person.refresh_from_db()
    assert set(Department.objects.of_person(small.person, LAST)) == {small.office, small.archive}
    assert set(Department.objects.of_person(small.person, TOO_LATE)) == {small.archive}
    assert set(Department.objects.of_person(small.planner, LAST)) == set()


def on(day: date):
    return time_machine.travel(
        datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_default_timezone()), tick=False
    )


def page(client, user, path) -> str:
    client.force_login(user, backend="organizations.backends.PortalBackend")
    return client.get(path).content.decode()


def test_the_page_of_the_old_department_says_who_took_over_and_what(small, client):
    enacted(small)
    with on(LAST):
        html = page(client, small.person, small.office.get_absolute_url())
        assert "へ引き継ぎました" in html
        assert "電子申請" in html
        assert "住民記録システム" in html
    with on(TOO_LATE):
        html = page(client, small.person, small.office.get_absolute_url())
        assert "へ引き継ぎました" not in html
        assert "DX推進課" in html  # as its successor, for good


def test_home_shows_what_is_ones_departments_and_what_it_handed_over(small, client):
    home = small.city.get_absolute_url()
    with on(DAY - timedelta(days=1)):
        html = page(client, small.person, home)
        assert "自課の施策" in html
        assert "電子申請" in html
        assert "引継ぎずみ" not in html
    enacted(small, replace(TO_DX, people=[PersonRow("joho", "", "文書課", "", "", 1)]))
    with on(LAST):
        html = page(client, small.person, home)
        assert html.count("引継ぎずみ</span>") == 1  # the other one is still 文書課's
        assert "情報課が担当していた" in html
    with on(TOO_LATE):
        assert "引継ぎずみ" not in page(client, small.person, home)


def test_who_has_no_department_sees_no_list_of_its_own(small, client):
    assert "自課の施策" not in page(client, make_user("viewer"), small.city.get_absolute_url())


def test_the_planning_section_finds_its_way_and_others_do_not(small, client):
    for user, is_shown in [(small.planner, True), (small.person, False)]:
        html = page(client, user, small.office.get_absolute_url())
        assert ("編集・改正" in html) is is_shown
        html = page(client, user, f"{small.city.get_absolute_url()}departments/")
        assert ("部署を統合する" in html) is is_shown
        assert (f"/{small.city.code}/people/" in html) is is_shown
