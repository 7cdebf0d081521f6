"""新旧対照表 on paper: a function of two documents, what was said in between, and a day."""

import copy
import logging
from datetime import date

import pytest

from exchange.comparing import Decision
from portal.comparison_reasons import Reason
from portal.printing.comparison import ComparisonForm, Named, comparison_form
from portal.printing.comparison_press import form_css, form_html
from portal.printing.pdf import pdf_bytes
from tests.portal.printing.printed import Printed, squeezed

DAY = date(2026, 11, 21)
OLD = Named("当初", Decision("2022-03-24", "情報化推進本部"))
NEW = Named("第1回改定", Decision("2024-03-25", "情報化推進本部", "5東企情第412号"))
PHASES = [
    {"label": label, "stage": stage}
    for label, stage in [("検討", "consider"), ("構築", "build"), ("実施", "implement"), ("運用", "operate")]
]


def document(measures: list[dict]) -> dict:
    head = {"format": "ict-plan/1", "municipality": {"code": "132209", "name": "東大和市"}}
    plan = {
        "code": "ict-2022", "title": "情報化推進計画", "start_fiscal_year": 2022, "end_fiscal_year": 2026,
        "phases": PHASES,
    }  # fmt: skip
    return head | {"plan": plan, "measures": measures}


def measure(number: int, years: str, **parts) -> dict:
    labels = dict(zip("cbio", [phase["label"] for phase in PHASES], strict=True))
    cells = {str(2022 + place): labels[letter] for place, letter in enumerate(years)}
    return {
        "number": str(number), "name": f"施策の{number}番",
        "goal": f"令和8年度までに{number}80手続を電子にする。",
        "departments": ["市民課"], "schedule": [{"years": cells}],
    } | parts  # fmt: skip


def form(old: dict, new: dict, reasons=None) -> ComparisonForm:
    return comparison_form(old, new, old=OLD, new=NEW, reasons=reasons or {}, day=DAY)


def printed(made: ComparisonForm) -> Printed:
    html = form_html(made)
    return Printed(made, html, pdf_bytes(html, form_css()))


OLD_PLAN = document([measure(number, "cbiio") for number in range(1, 31)])
NEW_PLAN = document(
    [
        measure(number, "ccbio", key=str(number), goal=f"令和8年度までに{number}95手続を電子にする。")
        for number in range(1, 31)
    ]
    + [measure(31, "ccc")]
)
REASONS = {"1": [Reason("予算・財源", "補助金が翌年度に延びたため。")]}


@pytest.fixture(scope="module")
def paper():
    return printed(form(OLD_PLAN, NEW_PLAN, REASONS))


def test_it_prints_without_a_complaint(caplog):
    with caplog.at_level(logging.WARNING):
        printed(form(OLD_PLAN, NEW_PLAN, REASONS))
    assert caplog.records == []


def test_every_page_is_wide_and_repeats_the_heads(paper):
    assert len(paper.pages) > 3
    for page, text in zip(paper.reader.pages, paper.pages, strict=True):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
        assert "新第1回改定令和6年3月25日（2024年3月25日）" in text
        assert "理由・決定" in text


def test_each_measure_stands_whole_on_one_page(paper):
    for number in range(1, 32):
        band = squeezed(f"施策 {number}　施策の{number}番")
        (text,) = [text for text in paper.pages if band in text]
        if number < 31:
            assert f"{number}95" in text
            assert f"{number}80" in text


def test_a_slip_its_reason_and_the_decision_are_said(paper):
    assert squeezed("構築 令和5年度 → 令和6年度（後ろ倒し 1年）") in paper.text
    assert paper.text.count("補助金が翌年度に延びたため。") == 1
    assert "5東企情第412号" in paper.text


def test_changed_words_are_lines_as_well_as_colours(paper):
    assert '<ins class="word-diff__new">195</ins>' in paper.html
    assert '<del class="word-diff__gone">180</del>' in paper.html
    css = form_css()
    assert "text-decoration: underline" in css
    assert "text-decoration: line-through" in css


def test_the_measures_are_bookmarks_and_the_file_says_what_it_is(paper):
    assert paper.outline[0] == (1, "新旧対照表")
    assert (2, "31 施策の31番") in paper.outline
    assert paper.reader.metadata.title == "東大和市 情報化推進計画 新旧対照表"
    assert paper.reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert set(paper.fonts) <= {"BIZ-UDPGothic", "BIZ-UDPGothic-Bold", "BIZ-UDGothic", "BIZ-UDGothic-Bold"}


def test_the_same_documents_give_the_same_bytes(paper):
    assert printed(form(copy.deepcopy(OLD_PLAN), copy.deepcopy(NEW_PLAN), REASONS)).pdf == paper.pdf


def test_two_documents_that_are_one_say_so():
    same = printed(form(OLD_PLAN, OLD_PLAN))
    assert "当初と第1回改定に違いはありません。" in same.text
    assert len(same.pages) == 1


def test_systems_without_a_renewal_are_compared_as_the_public_may_read_them():
    plan = document([measure(1, "cccc")]) | {"systems": [{"name": "住民記録", "renewal": None}]}
    assert form(plan, plan).left_out == 0
