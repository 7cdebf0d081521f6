"""Every kind prints: for a plan with one measure, and for one with nothing at all."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from portal.papers.registry import KINDS
from portal.papers.rendering import composed, file_of
from tests.factories import make_department, make_measure, make_plan

pytestmark = pytest.mark.django_db
OF_PLAN = [code for code, kind in KINDS.items() if kind.of_plan]
WITHOUT_ANYTHING = {
    "plan-book": [
        f"{part}該当なし"
        for part in (
            "施策体系", "工程表", "施策", "情報システム", "オンライン手続", "市民調査", "前計画の結果",
            "会議体", "策定経過", "用語集",
        )
    ],
    "annual-report": [
        "令和9年度の予定記載なし", "基本方針該当なし", "費用記載なし", "番号施策頁該当なし",
        "付帯意見とその対応該当なし", "情報システムの更新記載なし",
    ],
    "measure-sheets": ["該当なし", "確認する施策はありません。"],
    "results-table": ["施策の記載はありません（該当なし）。"],
    "schedule": ["この計画に工程表と目標の記載はない。", "施策は該当なし。"],
    "summary": ["令和9年度～令和13年度（2027年度～2031年度）の5年間", "進み具合の確かめ方記載なし"],
    "comparison": ["比べる確定版は該当なしです。"],
    "coverage": ["この計画には分類軸の記載がありません。"],
    "systems": ["情報システムの一覧は記載なしです。", "該当なし。示せる更新の時期がありません。"],
}  # fmt: skip


def printed(code, ask) -> tuple[str, str]:
    """Return the name and the text of a paper."""
    name, content = file_of(composed(KINDS[code], ask), ask)
    pages = PdfReader(io.BytesIO(content)).pages
    return name, "".join("".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("code", OF_PLAN)
def test_it_prints_a_small_plan(code, asked):
    name, text = printed(code, asked())
    assert name.endswith(".pdf")
    assert text


@pytest.mark.parametrize("code", OF_PLAN)
def test_it_says_of_a_plan_with_nothing_in_it_what_there_is_none_of(code, asked):
    _, text = printed(code, asked(of=make_plan(code="ict-2027", start=2027, end=2031)))
    assert [words for words in WITHOUT_ANYTHING[code] if words not in text] == [], text
    assert re.findall(r"(?<![0-9])0(?:件|つ|施策)", text) == []


@pytest.mark.parametrize("code", OF_PLAN)
def test_it_has_a_title_for_the_list_of_jobs(code, asked):
    assert KINDS[code].title(asked())


@pytest.mark.parametrize("code", OF_PLAN)
def test_reading_costs_the_same_however_many_measures_there_are(code, asked):
    ask, costs = asked(), []
    for wanted in (3, 12):
        while ask.place.plan.measures.count() < wanted:
            number = str(ask.place.plan.measures.count() + 1)
            make_measure(plan=ask.place.plan, number=number, department=make_department(f"第{number}課"))
        with CaptureQueriesContext(connection) as queries:
            composed(KINDS[code], ask)
        costs.append(len(queries))
    assert costs[0] == costs[1]
