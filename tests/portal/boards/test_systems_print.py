"""情報システム台帳と更新の工程 and the budget on paper, read back: for the house, and what may leave it."""

import io
import logging
from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from portal.inventory.workbook import INTERNAL, PUBLIC
from portal.papers.kind import Asked
from portal.papers.kinds.systems import book_of
from portal.papers.options import Options
from portal.printing.budget_press import budget_css, budget_html
from portal.printing.pdf import pdf_bytes
from portal.printing.renewal_table import renewal_table
from portal.printing.systems_book import SystemsBook
from portal.printing.systems_press import systems_css, systems_html
from portal.renewals.entries import city_entries
from tests.portal.boards.rows import budget, end_support, place, tell
from tests.portal.printing.printed import Printed
from tests.portal.renewals.rows import (
    CODE,
    NOON,
    TODAY,
    accept,
    make_contract,
    make_mixed_city,
    make_renewed,
    month,
)
from workspace.models import Job

pytestmark = pytest.mark.django_db
FONTS = {"BIZ-UDPGothic", "BIZ-UDPGothic-Bold", "BIZ-UDGothic", "BIZ-UDGothic-Bold"}
A3, A4 = (1191, 842), (842, 595)


@pytest.fixture(autouse=True)
def no_warning_of_weasyprint(caplog):
    """Fail a test in which WeasyPrint warns: of an unknown style, a missing glyph."""
    caplog.set_level(logging.WARNING, logger="weasyprint")
    yield
    said = [one for one in caplog.get_records("call") if one.name.startswith("weasyprint")]
    assert [one.getMessage() for one in said] == []


def read(edition=INTERNAL, day=TODAY) -> SystemsBook:
    return book_of(Asked(place(), None, day, Options(audience=edition)), day)


def book(edition=INTERNAL, day=TODAY) -> Printed:
    made = read(edition, day)
    html = systems_html(made)
    return Printed(made, html, pdf_bytes(html, systems_css()))


def make_city() -> dict:
    systems = make_mixed_city()
    make_contract(systems["late"], amounts={2028: 7_000}, first_end=date(2030, 3, 31))
    end_support(systems["late"], date(2027, 9, 30))
    return systems


def test_every_part_stands_on_level_a3_sheets_in_our_fonts():
    make_city()
    printed = book()
    assert [name for _, name in printed.outline] == [
        "情報システム台帳", "更新の工程", "確認事項", "令和10年度予算で要求するもの（情報システム）",
    ]  # fmt: skip
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in printed.reader.pages}
    assert sizes == {A3}
    assert set(printed.fonts) <= FONTS
    assert all(printed.fonts.values())
    assert "東大和市情報システム台帳と更新の工程（内部用）" in printed.text


def test_the_house_reads_findings_with_their_arithmetic_and_who_accepted_what():
    systems = make_city()
    accept(systems["hole"], "service-gap", reason="延長を協議中。")
    printed = book()
    counts = dict(printed.book.counts)
    assert f"要対応{counts['要対応']}件、要確認{counts['要確認']}件" in printed.text
    assert counts["了承済"] == 1
    assert "その24か月前は令和8年1月。検討の開始は令和8年12月で、稼働の13か月前です。" in printed.text
    assert "延長を協議中。" in printed.text
    assert sum(counts.values()) == sum(len(group.rows) for group in printed.book.findings.groups)


def test_what_is_published_has_no_finding_no_internal_field_and_says_what_is_left_out():
    systems = make_city()
    tell(systems["well"], disclosure={"vendor": "internal"}, vendor="内部の事業者")
    tell(systems["late"], vendor="公開の事業者", product="見本製品")
    printed = book(PUBLIC)
    left_out = "製品、設置形態、ネットワーク、個人情報、サポート終了、確認事項、予算で要求するもの"
    assert f"公開しない項目（{left_out}）を除いています。" in printed.text
    assert "ほかに1か所を「非公開」としています。" in printed.text
    assert "公開の事業者" in printed.text
    for kept in (
        "内部の事業者",
        "見本製品",
        "マイナンバー利用事務系",
        "要対応",
        "足りません",
        "7,000",
        "！",
        "保守なし",
    ):
        assert kept not in printed.text
    assert [name for _, name in printed.outline] == ["情報システム台帳", "更新の工程"]


def test_a_city_without_an_inventory_prints_what_is_missing_on_one_page():
    printed = book()
    assert len(printed.pages) == 1
    for words in ("情報システムの一覧は記載なしです。", "更新の時期を判定できません", "該当なし。"):
        assert words in printed.text


def test_fields_nobody_wrote_are_named_and_not_printed_as_empty_columns():
    make_renewed("文書管理システム", "総務課")
    printed = book()
    assert "製品" in printed.book.inventory.untold
    assert "どのシステムにも記載がない項目は、欄を省いています（" in printed.text


def test_a_long_inventory_repeats_its_heads_and_names_every_system_once():
    for n in range(60):
        make_renewed(f"第{n:02}番システム", "総務課", next_start=month(2028, 4), current_end=month(2028, 3))
    printed = book(PUBLIC)
    pages = [text for text in printed.pages if "第" in text and "番システム" in text]
    assert len(pages) > 2
    assert all("情報システム" in text and ("所管課" in text) for text in pages)
    for n in range(60):
        assert printed.text.count(f"第{n:02}番システム") == 2  # in the inventory and in the timetable


def test_the_timetable_lays_months_out_in_full_and_names_the_hole():
    systems = make_mixed_city()
    entries = city_entries(place(), TODAY)
    found = renewal_table(entries, 2026, TODAY, with_findings=True)
    for row in found.rows:
        for cells in (row.current, row.following):
            assert sum(cell.span for cell in cells) == len(found.months)
    hole = next(row for row in found.rows if row.name == systems["hole"].name)
    assert [(cell.span, cell.text) for cell in hole.current if cell.kind == "gap"] == [(12, "！ 空白 12か月")]
    assert hole.said == "要対応　現行と次期の間の空白"


@pytest.mark.parametrize(("first", "years"), [(2026, 5), (2020, 8), (2028, 5)])
def test_the_timetable_ends_after_the_last_start_within_what_a_sheet_holds(first, years):
    make_mixed_city()  # the last starts in 2029年度
    found = renewal_table(city_entries(place(), TODAY), first, TODAY, with_findings=True)
    assert len(found.years) == years


def test_the_same_day_gives_the_same_bytes():
    make_city()
    assert book().pdf == book().pdf


def test_the_budget_prints_on_a4_with_its_parts_and_what_nobody_wrote():
    make_city()
    page = budget()
    html = budget_html(place(), page, TODAY)
    printed = Printed(page, html, pdf_bytes(html, budget_css()))
    first = printed.reader.pages[0].mediabox
    assert (round(first.width), round(first.height)) == A4
    assert "計49,000千円（更新の経費42,000、契約7,000）" in printed.text
    assert "市民課37,000千円" in printed.text
    assert "金額の記載がない1件は、合計に入っていません" in printed.text  # 調達 is counted back to it
    assert "要対応検討の開始が遅い" in printed.text


def test_the_command_prints_for_another_day_and_refuses_one_that_is_none(tmp_path):
    make_city()
    output = tmp_path / "systems.html"
    options = {"municipality": CODE, "output": output, "html": True, "stdout": io.StringIO()}
    call_command("print_report", "systems", internal=True, as_of="令和10年4月1日", **options)
    assert "令和10年4月1日（2028年4月1日）現在" in output.read_text()
    call_command("print_report", "systems", public=True, as_of="2028-04-01", **options)
    assert "公表用" in output.read_text()
    with pytest.raises(CommandError, match=r"--as-of：.*読み取れません"):
        call_command("print_report", "systems", as_of="来週", **options)


@pytest.mark.parametrize(("asked", "edition"), [("public", PUBLIC), ("internal", INTERNAL), ("", PUBLIC)])
@time_machine.travel(NOON, tick=False)
def test_the_button_starts_a_job_that_keeps_the_file(
    asked, edition, client_as, django_capture_on_commit_callbacks
):
    make_renewed("文書管理システム", "総務課")
    with django_capture_on_commit_callbacks(execute=True):
        client_as("committee").post(reverse("portal:systems_print", args=[CODE]), {"edition": asked})
    job = Job.objects.get()
    (order,) = job.arguments["papers"]
    assert (order["kind"], order["options"].get("audience", PUBLIC)) == ("systems", edition)
    assert job.result.name.endswith(".pdf")
    assert "情報システム台帳と更新の工程" in job.title


def test_the_published_timetable_gives_nothing_away_that_its_system_keeps_to_itself():
    system = make_renewed(
        "文書管理システム", "総務課", system={"started_on": month(2020, 4)}, next_start=month(2028, 4)
    )
    tell(system, disclosure={"departments": "internal", "started_on": "internal"})
    other = make_renewed("財務会計システム", "財政課", next_start=month(2028, 4))
    tell(other, disclosure={"renewal": "internal"})
    (row,) = read(PUBLIC).renewals.rows
    assert (row.name, row.department) == ("文書管理システム", "非公開")
    assert len(read().renewals.rows) == 2
