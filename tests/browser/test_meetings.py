"""The pages of evaluation, meetings and conditions: no violation, nothing off the side, a whole sitting."""

import pytest

from reviews.models import Evaluation
from tests.browser.test_accessibility import check, runs_off, violations
from tests.cities import make_city

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
PAGES = [
    "portal:meeting_list", "portal:meeting_detail", "portal:meeting_agenda", "portal:meeting_papers_detail",
    "portal:condition_list", "reviews:meeting_create", "reviews:meeting_edit", "reviews:meeting_delete",
    "reviews:attendance_edit", "reviews:minutes_edit", "reviews:meeting_condition_create",
    "reviews:condition_edit", "reviews:condition_answer", "reviews:condition_close",
    "reviews:evaluation_list",
]  # fmt: skip


@pytest.fixture
def city(transactional_db):
    return make_city()


@pytest.mark.parametrize("width", [1440, 360])
def test_no_page_has_a_violation_or_runs_off(width, city, sign_in, live_server):
    held = city.rows["attendance"].get_absolute_url()
    check(sign_in(), live_server, [*(city.url(name) for name in PAGES), held], width)


def test_a_sitting_is_written_down_with_the_keyboard_and_mistakes_are_shown(city, sign_in, live_server):
    page = sign_in()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(live_server.url + city.url("reviews:evaluation_list"))
    row = page.locator(".judging__row", has=page.locator("[type=radio]")).first
    row.get_by_label("否認").check()
    row.get_by_role("textbox", name="意見").fill("")
    page.get_by_role("button", name="評価を保存する").click()
    assert page.get_by_text("了承でないときは、意見を入力してください。").count() >= 1
    assert violations(page) == []
    assert runs_off(page) == []
    row.get_by_role("textbox", name="意見").fill("目標の年度を見直すこと。")
    page.get_by_role("button", name="評価を保存する").click()
    page.wait_for_load_state()
    assert Evaluation.objects.filter(comment="目標の年度を見直すこと。", verdict="rejected").count() == 1
