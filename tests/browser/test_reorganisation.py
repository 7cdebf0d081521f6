"""A reorganisation in the browser: typed, previewed, a split sent its ways, planned; and an invitation."""

import pytest
from playwright.sync_api import expect

from organizations.models import Reorganisation
from tests.browser.test_accessibility import runs_off, violations
from tests.factories import PASSWORD
from tests.organizations.reorganised import make_small

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
CELLS = {
    "reason": "組織規則の改正",
    "takes_effect_on": "R8.4.1",
    "departments-0-name": "DX推進課",
    "departments-1-name": "基盤課",
    "lines-0-former": "情報課",
    "lines-0-successor": "DX推進課",
    "lines-1-former": "情報課",
    "lines-1-successor": "基盤課",
}


@pytest.fixture
def planner(page, live_server, transactional_db):
    """Sign the planning editor of the small city in; collect what axe and the width say of each page."""
    page.small = make_small()
    page.goto(f"{live_server.url}/login/")
    page.locator("[name=username]").fill("kikaku")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/132209/")
    return page


@pytest.mark.parametrize("width", [1440, 360])
def test_a_split_is_typed_previewed_and_planned(width, planner, live_server):
    planner.set_viewport_size({"width": width, "height": 900})
    planner.goto(f"{live_server.url}/132209/reorganisations/create/")
    for name, value in CELLS.items():
        planner.locator(f"[name={name}]").fill(value)
    planner.get_by_role("button", name="移るものを確かめる").click()
    found = violations(planner) + runs_off(planner)
    planner.get_by_label("住民記録システムの行き先").select_option("基盤課")
    planner.get_by_role("button", name="この内容で予定する").click()
    expect(planner.get_by_role("status")).to_contain_text("予定しました")
    found += violations(planner) + runs_off(planner)
    assert "基盤課" in Reorganisation.objects.get().tables.choices.values()
    planner.goto(f"{live_server.url}/132209/reorganisations/create/")
    planner.locator("[name=reason]").fill("理由")
    planner.locator("[name=lines-0-former]").fill("電算課")
    planner.get_by_role("button", name="移るものを確かめる").click()
    expect(planner.get_by_role("alert")).to_contain_text("「電算課」という部署は")
    assert found + violations(planner) + runs_off(planner) == []


@pytest.mark.parametrize("width", [1440, 360])
def test_an_invitation_link_is_shown_copied_and_opened(width, planner, live_server):
    planner.set_viewport_size({"width": width, "height": 900})
    planner.goto(f"{live_server.url}/132209/people/{planner.small.person.pk}/edit/")
    found = violations(planner) + runs_off(planner)
    planner.get_by_role("button", name="新しい招待リンクを出す").click()
    link = planner.get_by_label("招待リンク").input_value()
    planner.context.grant_permissions(["clipboard-read", "clipboard-write"])
    planner.get_by_role("button", name="写す").click()
    expect(planner.get_by_role("status")).to_contain_text("写しました")
    assert planner.evaluate("navigator.clipboard.readText()") == link
    found += violations(planner) + runs_off(planner)
    planner.goto(link)
    expect(planner.get_by_role("heading", level=1)).to_contain_text("パスワードを決める")
    assert found + violations(planner) + runs_off(planner) == []
