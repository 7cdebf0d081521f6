"""A department's person without training finds the system, moves the next start, and reads the answer."""

import pytest
from playwright.sync_api import expect

from systems.models import RenewalPlan
from tests.factories import PASSWORD, make_department, make_plan, make_user
from tests.systems.editing import a_system

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def owner(page, live_server):
    """Sign in as a person of 市民課, which holds a system."""
    make_plan(start=2026, end=2030, code="ict-2026")
    system = a_system()
    make_user("department", department=make_department("市民課"), username="shimin")
    page.goto(f"{live_server.url}/login/")
    page.locator("[name=username]").fill("shimin")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    page.system = system
    return page


def test_an_owner_moves_the_next_start_and_reads_when_to_begin(owner):
    page = owner
    page.get_by_role("navigation", name="主な場所").get_by_role("link", name="情報システム").click()
    page.get_by_role("link", name="住民記録システム").first.click()
    page.get_by_role("link", name="更新計画を編集").click()
    page.get_by_label("次期の開始", exact=True).fill("R14.4")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("status")).to_contain_text("保存しました")
    review = page.get_by_role("row", name="検討の開始")
    expect(review).to_contain_text("令和12年4月")
    expect(review).to_contain_text("次期の稼働は令和14年4月。その24か月前は令和12年4月。")
    page.get_by_role("link", name="このシステムのページで確かめる").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("住民記録システム")
    assert RenewalPlan.objects.get().next_start.isoformat() == "2032-04-01"
