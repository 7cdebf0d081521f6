"""予約印刷: on its day, once; nothing for whoever lost the right."""

from datetime import date

import pytest

from organizations.models import User
from portal.papers.nightly import scheduled_prints
from portal.papers.schedules import DayGone, following, schedule_create, scheduled_prints_start
from tests.factories import make_municipality, make_plan, make_user
from workspace.models import Job, Notice, PrintTemplate, ScheduledPrint

pytestmark = pytest.mark.django_db
TODAY, DUE = date(2026, 11, 21), date(2026, 12, 1)


@pytest.fixture
def template(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    plan = make_plan()
    papers = [{"kind": "coverage", "options": {"is_monochrome": True}}]
    return PrintTemplate.objects.create(
        municipality=plan.municipality, name="毎月の表", kind="coverage", papers=papers
    )


def schedule(template, *, every="once", on=DUE, owner=None, plan_code=""):
    owner = owner or make_user("department")
    return schedule_create(
        template=template, owner=owner, plan_code=plan_code, on=on, every=every, today=TODAY
    )


def test_it_begins_on_its_day_and_once(template):
    schedule(template)
    assert scheduled_prints_start(today=date(2026, 11, 30)) == (0, 0)
    assert scheduled_prints_start(today=DUE) == (1, 0)
    assert scheduled_prints_start(today=DUE) == (0, 0)
    job = Job.objects.get()
    assert job.owner == make_user("department")
    assert job.title.endswith("毎月の表")
    assert job.arguments["papers"] == template.papers


def test_a_night_that_was_missed_is_made_up_for_once(template):
    found = schedule(template, every="month")
    assert scheduled_prints_start(today=date(2027, 3, 15)) == (1, 0)
    found.refresh_from_db()
    assert found.next_on == date(2027, 4, 1)


@pytest.mark.parametrize(
    ("every", "on", "today", "then"),
    [
        ("month", date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 31)),
        ("month", date(2027, 1, 31), date(2027, 1, 31), date(2027, 2, 28)),
        ("year", date(2028, 2, 29), date(2028, 2, 29), date(2029, 2, 28)),
        ("year", date(2027, 4, 1), date(2027, 4, 3), date(2028, 4, 1)),
        ("once", date(2027, 4, 1), date(2027, 4, 1), None),
    ],
)
def test_the_next_day_is_one_that_the_month_has(every, on, today, then):
    assert following(ScheduledPrint(every=every, day=on.day, next_on=on), today) == then


def test_after_a_short_month_the_day_that_was_asked_for_comes_back():
    found = ScheduledPrint(every="month", day=31, next_on=date(2027, 2, 28))
    assert following(found, date(2027, 2, 28)) == date(2027, 3, 31)


def test_a_day_that_is_over_is_refused(template):
    with pytest.raises(DayGone, match="過ぎた日は選べません"):
        schedule(template, on=date(2026, 11, 20))


def test_who_moved_to_another_city_gets_a_notice_and_no_file(template):
    owner = make_user("department")
    found = schedule(template, owner=owner, every="year")
    User.objects.update(municipality=make_municipality("132152", "国立市"))
    assert scheduled_prints_start(today=DUE) == (0, 1)
    assert Job.objects.count() == 0
    assert "権限がなくなった" in Notice.objects.get(owner=owner).text
    found.refresh_from_db()
    assert found.next_on is None


def test_a_closed_account_gets_nothing(template):
    owner = make_user("department")
    schedule(template, owner=owner)
    User.objects.update(is_active=False)
    assert scheduled_prints_start(today=DUE) == (0, 1)
    assert Job.objects.count() == 0
    assert Notice.objects.count() == 0


def test_an_outdated_template_is_explained_to_who_waits_for_it(template):
    schedule(template, every="year")
    PrintTemplate.objects.update(papers=[{"kind": "poem", "options": {}}])
    assert "1件はできませんでした" in scheduled_prints(DUE, None)
    assert "「poem」という印刷物は、もうありません" in Notice.objects.get().text


def test_a_plan_that_is_gone_is_a_notice(template):
    schedule(template, plan_code="ict-1999")
    assert scheduled_prints_start(today=DUE) == (0, 1)
