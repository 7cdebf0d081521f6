"""The admin in a browser: the Content-Security-Policy refuses nothing, and its search fields work."""

import pytest
from django.urls import reverse

from organizations.models import ChangeSet
from tests.factories import make_department, make_measure, make_user

SERIOUS = {"error", "warning"}
pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def boss(page, live_server, client, settings):
    settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE = "sessionid", False
    settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE = "csrftoken", False
    client.force_login(make_user("administrator"))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.complaints = []
    page.on("console", lambda said: said.type in SERIOUS and page.complaints.append(said.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def test_a_department_is_searched_for_and_added_without_a_complaint(boss, live_server):
    measure = make_measure(department=make_department("市民課"))
    make_department("税務課")
    boss.goto(live_server.url + reverse("admin:measures_measure_change", args=[measure.pk]))
    boss.click("text=施策の部署 の追加")
    boss.locator("#id_measure_departments-1-role").select_option("related")
    boss.locator("#measure_departments-1 .select2-selection").click()
    boss.keyboard.type("税務")
    boss.locator(".select2-results__option", has_text="税務課").click()
    boss.click("input[name=_save]")
    boss.wait_for_selector(".messagelist")
    assert list(measure.departments.values_list("name", flat=True)) == ["市民課", "税務課"]
    assert ChangeSet.objects.first().source == "admin"
    assert boss.complaints == []


def test_lists_histories_and_import_pages_open_without_a_complaint(boss, live_server):
    measure = make_measure()
    for path in [
        reverse("admin:index"),
        reverse("admin:measures_measure_changelist"),
        reverse("admin:measures_measure_import"),
        reverse("admin:measures_measure_export"),
        reverse("admin:measures_measure_history", args=[measure.pk]),
        reverse("admin:measures_measure_delete", args=[measure.pk]),
        reverse("admin:plans_plan_change", args=[measure.plan_id]),
        reverse("admin:organizations_user_add"),
    ]:
        answer = boss.goto(live_server.url + path)
        boss.wait_for_load_state("networkidle")
        assert answer.status == 200, path
        assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert boss.complaints == []
