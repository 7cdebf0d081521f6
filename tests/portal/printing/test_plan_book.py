"""The book as a value: what stands where, and that nothing of the document is lost."""

import json
from datetime import date
from pathlib import Path

import pytest

from exchange.canonical import ordered
from portal.printing.chapters import Section
from portal.printing.html import book_html
from portal.printing.measure_sheets import Sheet
from portal.printing.plan_book import plan_book
from portal.printing.schedule_table import ScheduleTable
from portal.printing.tables import shown
from tests.portal.printing.conftest import bare
from tests.portal.printing.printed import squeezed

# Members that steer the book or are shown as words of ours; notes are for the internal version.
UNSEEN = {
    "format", "municipality", "notes", "key", "kind", "insert", "code", "predecessor", "stage", "resources",
    "policy", "policy_candidates", "schedule_state", "ref", "basis", "direction", "bound", "reportable",
    "labels", "year_kind", "categories", "categories_unclear", "level", "migrates_to_next", "is_new",
    "is_priority", "approximate", "includes_partly", "started_kind", "rule",
}  # fmt: skip
UNSEEN |= {"rounds", "meetings", "reports"}  # the year's own: the 年次報告 tells of it
UNSEEN |= {"judgement", "judgement_reason", "good_end"}
DATES = {"on", "until", "from", "issued_on", "revised_on", "start_on", "end_on", "started_on", "current_end"}
DATES |= {"review_start", "next_start", "baseline_on", "as_of"}


def sections(book, title) -> Section:
    return next(section for section in book.sections if section.title == title)


def sheets(section: Section) -> list[str]:
    return [block.number for block in section.blocks if isinstance(block, Sheet)]


def leaves(value, member=""):
    """Yield every text and number of a document that its book must show."""
    match value:
        case _ if member in UNSEEN or member in DATES or "fiscal_year" in member:
            return
        case dict():
            for name, part in value.items():
                if name.isdecimal():  # a map by year
                    yield name, part
                else:
                    yield from leaves(part, name)
        case list():
            for part in value:
                yield from leaves(part, member)
        case bool() | None:
            return
        case _:
            yield member, value


def test_everything_a_document_says_is_in_its_book(full, full_document):
    lost = [
        (member, value)
        for member, value in leaves(ordered(full_document))
        if squeezed(shown(value)) not in full.words
        and squeezed(str(value).replace("**", "")) not in full.words
    ]
    assert lost == []


def test_what_no_chapter_inserts_stands_in_the_appendix(make_book, full_document):
    book = make_book(full_document | {"chapters": []})
    titles = [section.title for section in book.sections]
    assert titles[0] == "資料"
    assert {"施策体系", "工程表", "情報システム", "市民調査", "図表", "会議体", "策定経過", "用語集"} <= set(
        titles
    )


def test_what_a_chapter_inserts_stands_there_alone(make_book, full_document):
    chapters = [{"title": "情報システムの更新", "insert": "systems"}]
    book = make_book(full_document | {"chapters": chapters})
    assert [type(block).__name__ for block in book.sections[0].blocks] == ["SystemTable"]
    assert "情報システム" not in [section.title for section in book.sections]


CHAPTERS = [
    {
        "number": "第1章",
        "title": "施策",
        "insert": "measures\nschedule",
        "children": [
            {"number": "1", "title": "基本方針1　市民サービスの向上"},
            {"number": "2", "title": "行政の効率化のために"},
            {"number": "3", "title": "■ ２３年度追加施策"},
        ],
    }
]


def test_sheets_stand_under_the_section_that_bears_their_policy(make_book, full_document):
    policies = [{"code": "1", "name": "市民サービスの向上"}, {"code": "2", "name": "行政の効率化"}]
    measures = [
        {"number": "1", "name": "a", "policy": "1"},
        {"number": "2", "name": "b", "policy": "2"},
        {"number": "3", "name": "c", "policy": "1", "added": {"label": "23年度追加施策"}},
        {"number": "4", "name": "d"},
    ]
    book = make_book(bare(full_document, policies=policies, measures=measures, chapters=CHAPTERS))
    assert [sheets(section) for section in book.sections[:4]] == [["4"], ["1"], ["2"], ["3"]]


def test_a_section_of_a_schedule_alone_is_wide(make_book, full_document):
    measures = [{"number": "1", "name": "a", "schedule": [{"years": {"2022": "検討"}}]}]
    alone, beside = (
        make_book(bare(full_document, measures=measures, chapters=[{"title": "表", "insert": insert}]))
        for insert in ("schedule", "measures\nschedule")
    )
    assert alone.sections[0].is_wide
    assert not beside.sections[0].is_wide
    assert isinstance(beside.sections[0].blocks[-1], ScheduleTable)


def test_the_plans_own_words_head_its_sheets(full):
    assert "事業概要" in full.words
    assert "所管課" in full.words
    assert "個別計画の索引" in full.words
    assert '"sheet__word">所管課<' in full.html


def test_notes_are_not_printed(full):
    assert "見本の注" not in full.words
    assert "組版によるもの" not in full.words


def test_a_measure_names_what_it_continues(full):
    assert "第一次情報化計画7電子申請の開始（達成）（原本の記載による）" in full.words


def test_a_measure_whose_plan_before_is_not_known_names_the_reference(make_book, full_document):
    html = book_html(make_book(full_document))
    assert "ict-2019 7" in html


def test_the_previous_results_come_from_the_plan_before(full, make_book, full_document):
    assert "第一次情報化計画の1件の結果です" in full.words
    assert "達成1" in full.words
    assert "前計画の結果</b>　該当なし" in book_html(make_book(full_document))


def test_the_book_names_the_edition_and_the_day_it_was_printed(full_document):
    book = plan_book(full_document, date(2026, 11, 21), edition="第1回改定")
    html = book_html(book)
    assert "第1回改定から、令和8年11月21日（2026年11月21日）に" in html


def test_a_document_and_its_canonical_form_give_the_same_book(make_book, full_document):
    assert make_book(full_document) == make_book(ordered(full_document))


@pytest.mark.parametrize("path", sorted(Path("fixtures").glob("*.json")), ids=lambda path: path.stem)
def test_every_measure_of_the_real_plans_has_one_sheet(path, make_book):
    document = json.loads(path.read_text(encoding="utf-8"))
    book = make_book(document)
    printed = [block.id for section in book.sections for block in section.blocks if isinstance(block, Sheet)]
    assert sorted(printed) == sorted(f"m-{n}" for n in range(1, len(document["measures"]) + 1))
