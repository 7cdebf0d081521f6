"""結果一覧 read back, as PDF and as .docx: aim, result, direction of every measure, counts on top."""

import io
import json
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from exchange.canonical import ordered
from portal.printing.pdf import pdf_bytes
from portal.printing.result_rows import with_results
from portal.printing.results import results
from portal.printing.results_docx import results_docx
from portal.printing.results_press import results_css, results_html
from portal.printing.results_table import results_table
from portal.printing.words import Source
from tests.portal.printing.conftest import DAY
from tests.portal.printing.printed import Printed, squeezed
from tests.portal.printing.test_status_sheets import ANSWER, PLAN, ROUND, document, measure

WORDS = {
    "achievements": [{"label": "達成", "code": "achieved"}, {"label": "一部達成", "code": "partly"}],
    "directions": [{"label": "継続", "code": "continue"}, {"label": "取組終了", "code": "end"}],
}
OUTCOME = {
    "achievement": "一部達成", "direction": "継続", "summary": "8手続を電子化した。", "target_phase": "実施",
    "items": [{"number": "①", "name": "案内", "text": "窓口に貼った。"}],
}  # fmt: skip


def told(*measures, **parts):
    return document(*measures, plan=PLAN | WORDS, **parts)


def printed(*documents, **options) -> Printed:
    paper = results_table(documents, DAY, **options)
    html = results_html(paper)
    return Printed(paper, html, pdf_bytes(html, results_css()))


def cells_of(paper, chapter=0) -> list[list[str]]:
    table = paper.book.chapters[chapter].table
    return [[cell.text for cell in row.cells] for group in table.groups for row in group.rows]


def in_word(paper) -> Document:
    return Document(io.BytesIO(results_docx(paper.book)))


def words_of(book) -> str:
    rows = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return squeezed("".join([*(paragraph.text for paragraph in book.paragraphs), *rows]))


def test_a_measure_has_its_aim_its_result_and_its_direction():
    paper = printed(told(measure(goal="半数を電子化する。", outcome=OUTCOME)))
    assert cells_of(paper) == [
        ["1", "施策1の名", "実施\n半数を電子化する。", "一部達成",
         "8手続を電子化した。\n① 案内　窓口に貼った。", "継続"],
    ]  # fmt: skip
    assert squeezed("8手続を電子化した。① 案内　窓口に貼った。") in paper.text


def test_where_there_is_no_outcome_the_last_final_report_stands_for_it():
    earlier = ROUND | {"key": "2023-1", "fiscal_year": 2023}
    verdict = {"body": "会議", "verdict": "approved", "direction": "継続"}
    last = ANSWER | {"round": "2024-1", "evaluations": [verdict]}
    reports = [last, ANSWER | {"round": "2023-1", "done": "前の年の実績。"}]
    paper = printed(told(measure(reports=reports), measure("2", outcome=OUTCOME), rounds=[earlier, ROUND]))
    assert cells_of(paper)[0][-3:] == ["一部達成", "2部署で試した。", "継続"]
    assert "令和6年度 調査の報告を結果としています。" in paper.book.chapters[0].lead


def test_a_situation_counts_where_a_report_names_no_achievement():
    answers = [measure(str(n), reports=[{"round": "2024-1", "situation": code, "done": "済"}])
               for n, code in enumerate(["late", "done", "done"])]  # fmt: skip
    [chapter] = printed(told(*answers)).book.chapters
    assert [(share.label, share.count) for share in chapter.achievements] == [("遅れ", 1), ("完了", 2)]


def test_results_are_counted_by_achievement_and_policy():
    policies = [{"code": "1", "name": "市民"}, {"code": "2", "name": "職員"}]
    paper = printed(
        told(
            measure("1", policy="1", outcome=OUTCOME),
            measure("2", policy="1", outcome=OUTCOME | {"achievement": "達成"}),
            measure("3", policy="2"),
            policies=policies,
        )
    )
    [chapter] = paper.book.chapters
    assert [(share.label, share.count) for share in chapter.achievements] == [
        ("達成", 1), ("一部達成", 1), ("記載なし", 1),
    ]  # fmt: skip
    rows = [[cell.text for cell in row.cells] for row in chapter.counts.groups[0].rows]
    assert rows == [["1 市民", "1", "1", "0", "2"], ["2 職員", "0", "0", "1", "1"]]
    assert "（うち1件は結果の記載なし）" in chapter.lead


def test_a_plan_that_tells_no_result_says_so():
    paper = printed(told(measure()))
    assert "施策は1件で、結果の記載はありません（記載なし）。" in paper.text
    assert cells_of(paper) == [["1", "施策1の名", "記載なし", "記載なし", "記載なし"]]
    assert paper.book.chapters[0].achievements == []


def test_a_plan_without_measures_says_so():
    assert "施策の記載はありません（該当なし）。" in printed(told()).text


@pytest.mark.parametrize(("is_wide", "size"), [(True, (842, 595)), (False, (595, 842))])
def test_it_lies_or_stands_as_pdf_and_in_word(is_wide, size):
    paper = printed(told(measure(outcome=OUTCOME)), is_wide=is_wide)
    page = paper.reader.pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size
    section = in_word(paper).sections[0]
    assert section.orientation == (WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT)
    assert (round(section.page_width.pt), round(section.page_height.pt)) == size


def test_word_and_pdf_have_the_same_words():
    before = told(measure("7", name="前の施策", outcome=OUTCOME | {"summary": "終えた。"}))
    policies = [{"code": "1", "name": "市民", "outcome": "進んだ。"}, {"code": "2", "name": "職員"}]
    now = told(
        measure("1", policy="1", outcome=OUTCOME),
        measure("2", policy="2", goal="減らす。"),
        policies=policies,
    )
    paper = printed(now, before)
    words = words_of(in_word(paper))
    for chapter in paper.book.chapters:
        for table in filter(None, [chapter.counts, chapter.policies, chapter.table]):
            for row in [row for group in table.groups for row in group.rows]:
                for cell in row.cells:
                    assert squeezed(cell.text) in words
                    assert squeezed(cell.text) in paper.text
        assert squeezed(chapter.lead) in words
        assert squeezed(chapter.lead) in paper.text
    assert squeezed(paper.book.imprint.line) in words


def test_word_repeats_heads_and_names_its_fonts():
    book = in_word(printed(told(*[measure(str(n), outcome=OUTCOME) for n in range(60)])))
    [table] = book.tables
    first, *others = [row._tr.find(f".//{qn('w:tblHeader')}") for row in table.rows]
    assert first is not None
    assert others == [None] * 60
    fonts = book.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "eastAsia")} == {"BIZ UDGothic"}
    assert sum(cell.width for cell in table.rows[1].cells) <= book.sections[0].page_width


def test_the_next_plans_book_reads_the_same_results():
    before = document(measure(reports=[ANSWER]), rounds=[ROUND])
    found = results(Source(document(), predecessor=before))
    assert found.count == 1
    assert found.table.groups[0].rows[0].cells[-1].text == "2部署で試した。"


def test_the_document_stays_as_it_was():
    before = document(measure(reports=[ANSWER]), rounds=[ROUND])
    kept = json.dumps(before, ensure_ascii=False)
    assert "outcome" in with_results(before)["measures"][0]
    assert json.dumps(before, ensure_ascii=False) == kept


NAMES = ["132021-ict-2015", "132039-ict-2011", "132152-ict-2023", "132209-ict-2019", "132233-ict-2016"]


@pytest.mark.once
@pytest.mark.parametrize("name", NAMES)
def test_the_results_of_all_five_cities_print_and_open_in_word(name):
    source = ordered(json.loads(Path(f"fixtures/{name}.json").read_text(encoding="utf-8")))
    paper = printed(source)
    words = words_of(in_word(paper))
    for part in source["measures"]:
        assert squeezed(part["name"]) in paper.text
        assert squeezed(part["name"]) in words
        assert squeezed(part.get("outcome", {}).get("summary", "")) in words
