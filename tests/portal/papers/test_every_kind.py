"""Every kind prints: for a plan with one measure, and for one with nothing at all."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from organizations.exceptions import PortalError
from portal.papers.registry import KINDS
from portal.papers.rendering import composed, file_of
from tests.factories import make_department, make_measure, make_plan

pytestmark = pytest.mark.django_db
OF_PLAN = [code for code, kind in KINDS.items() if kind.of_plan]


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


@pytest.mark.parametrize("code", [code for code in OF_PLAN if code != "measure-sheets"])
def test_it_prints_a_plan_with_nothing_in_it(code, asked):
    _, text = printed(code, asked(of=make_plan(code="ict-2027", start=2027, end=2031)))
    assert any(word in text for word in ("該当なし", "記載なし", "ありません", "未報告", "原本から")), text[
        :500
    ]


def test_sheets_of_no_measure_are_explained(asked):
    with pytest.raises(PortalError, match="条件に合う施策がありません"):
        composed(KINDS["measure-sheets"], asked(of=make_plan(code="ict-2027", start=2027, end=2031)))


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
