"""The portal's main job, as the planning section does it: find, change, see, print, read."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from organizations.models import Municipality
from tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
PLAN = "/132209/ict-2022"


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF without white space: a line of Japanese breaks anywhere."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_a_changed_phase_is_seen_in_the_grid_and_printed_in_the_book(five_plans, sign_in, live_server):
    page = sign_in("planning")
    page.goto(f"{live_server.url}{PLAN}/measures/")
    page.locator("[name=q]").first.fill("ＩＣＴ－ｂｃｐ")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("ICT-BCP")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ICT-BCP")

    page.get_by_role("link", name="編集").click()
    page.get_by_label("令和8年度（2026年度）").first.select_option("実施")
    page.locator("[name=goal]").fill("令和8年度に訓練を一度行う。")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("status")).to_contain_text("保存しました")

    page.goto(f"{live_server.url}{PLAN}/schedule/")
    row = page.get_by_role("row", name=re.compile("ICT-BCP"))
    expect(row.get_by_role("cell", name=re.compile("検討"))).to_have_attribute("colspan", "4")
    expect(row).to_contain_text("実施")

    page.goto(f"{live_server.url}{PLAN}/book/")
    page.get_by_role("button", name=re.compile("PDF")).first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("ダウンロード|受け取る")).click()
    printed = text_of(download.value.path().read_bytes())
    assert "令和8年度に訓練を一度行う。" in printed
    assert "第五次東大和市情報化推進計画" in printed


def test_the_main_job_needs_no_javascript(five_plans, live_server, browser):
    user = make_user("planning", municipality=Municipality.objects.get(code="132209"))
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    page.goto(f"{live_server.url}/login/")
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    page.goto(f"{live_server.url}{PLAN}/measures/8/edit/")
    page.get_by_label("令和8年度（2026年度）").first.select_option("実施")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("status")).to_contain_text("保存しました")
    page.goto(f"{live_server.url}{PLAN}/measures/?q=BCP")
    expect(page.get_by_role("link", name=re.compile("ICT-BCP")).first).to_be_visible()
    context.close()
