"""The menu of a narrow screen: folded where a script can unfold it, open where none runs."""

import pytest

from tests.factories import PASSWORD, make_plan, make_user
from workspace.models import Notice

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 780}


def home_on(browser, live_server, **options):
    """Sign in on a new browser window and return the page of the city."""
    make_plan()
    page = browser.new_context(locale="ja-JP", **options).new_page()
    page.goto(f"{live_server.url}/login/")
    page.locator("[name=username]").fill(make_user().username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/132209/")
    return page


def test_the_menu_of_a_phone_is_folded_until_it_is_asked_for(browser, live_server):
    page = home_on(browser, live_server, viewport=PHONE)
    places = page.get_by_role("navigation", name="主な場所")
    assert not places.is_visible()
    page.locator("summary", has_text="メニュー").click()
    assert places.is_visible()
    assert page.get_by_role("button", name="ログアウト").is_visible()


def test_without_a_script_the_menu_is_open(browser, live_server):
    page = home_on(browser, live_server, viewport=PHONE, java_script_enabled=False)
    assert page.get_by_role("navigation", name="主な場所").is_visible()


def test_a_wide_screen_needs_no_menu(browser, live_server):
    page = home_on(browser, live_server, viewport={"width": 1440, "height": 900})
    assert page.get_by_role("navigation", name="主な場所").is_visible()
    assert not page.locator("summary", has_text="メニュー").is_visible()


@pytest.mark.parametrize("width", [1210, 1280, 1366, 1440, 1920])
def test_all_places_stand_in_one_line_beside_search_and_person(width, browser, live_server):
    person = make_user()
    for n in range(12):
        Notice.objects.create(owner=person, text=f"お知らせ{n}")
    page = home_on(browser, live_server, viewport={"width": width, "height": 900})
    links = page.locator(".header__link")
    assert links.count() == 7
    tops = {links.nth(n).bounding_box()["y"] for n in range(7)}
    assert len(tops) == 1
    assert page.locator(".header").bounding_box()["height"] <= 72
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_errors_of_a_form_come_first_and_have_the_focus(page, live_server, transactional_db):
    page.goto(f"{live_server.url}/login/")
    page.locator("[name=username]").fill("nobody")
    page.locator("[name=password]").fill("wrong")
    page.locator("main button[type=submit]").click()
    errors = page.locator(".form__errors")
    errors.wait_for()
    assert errors.evaluate("element => element === document.activeElement")
