"""印刷物: a planner keeps a paper as a template, prints it, finds the file; ticks two and gets a ZIP."""

import io
from zipfile import ZipFile

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.test_accessibility import check, runs_off, violations
from tests.cities import make_city
from workspace.models import PrintTemplate

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
PAGES = [
    "portal:paper_list", "portal:print_template_edit", "portal:print_template_schedule",
    "organizations:city_mark_edit", "portal:plan_book",
]  # fmt: skip


@pytest.fixture
def city(transactional_db):
    return make_city()


@pytest.mark.parametrize("width", [1440, 360])
def test_no_page_has_a_violation_or_runs_off(width, city, sign_in, live_server):
    of_each_kind = [f"{city.url('portal:paper_list')}?kind={kind}" for kind in ("systems", "pack")]
    check(sign_in(), live_server, [*(city.url(name) for name in PAGES), *of_each_kind], width)


def test_blank_sheets_are_kept_as_a_template_printed_and_found(city, sign_in, live_server):
    page = sign_in()
    page.goto(live_server.url + city.url("portal:paper_list"))
    page.get_by_role("link", name="実施状況確認シート").click()
    page.get_by_label("手書き用の空欄にする").check()
    page.get_by_text("この条件を市のひな形にする", exact=True).click()
    page.get_by_label("ひな形の名前").fill("春の記入用")
    assert violations(page) == []
    assert runs_off(page) == []
    page.get_by_role("button", name="ひな形に保存する").click()
    expect(page.get_by_text("ひな形「春の記入用」を保存しました。")).to_be_visible()
    assert PrintTemplate.objects.get(name="春の記入用").papers[0]["options"] == {"is_blank": True}
    page.get_by_role("button", name="「春の記入用」を印刷する").click()
    expect(page.get_by_text("できました。").first).to_be_visible(timeout=30_000)
    page.goto(live_server.url + reverse("workspace:notice_list"))
    page.get_by_role("link", name="春の記入用").first.click()
    reader = PdfReader(io.BytesIO(downloaded(page)))
    assert "実施状況確認シート" in reader.metadata.title


def test_two_kinds_are_ticked_and_come_as_a_zip(city, sign_in, live_server):
    page = sign_in()
    page.goto(live_server.url + city.url("portal:paper_list"))
    page.get_by_role("link", name="まとめて印刷（ZIP）").click()
    page.get_by_role("button", name="印刷する", exact=True).click()
    expect(page.get_by_text("印刷するものに1つ以上印を付けてください。").first).to_be_visible()
    assert violations(page) == []
    for name in ("分類の対応", "新旧対照表"):
        page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="印刷する", exact=True).click()
    expect(page.get_by_text("できました。").first).to_be_visible(timeout=30_000)
    with ZipFile(io.BytesIO(downloaded(page))) as pack:
        assert len(pack.namelist()) == 2


def downloaded(page) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="ダウンロード").click()
    return waiting.value.path().read_bytes()
