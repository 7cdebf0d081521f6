"""The page of 進捗一覧: who sees which view first, what may be chosen, and its paper and workbook."""

import io
import logging
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from portal.dashboard.choice import dashboard_page
from portal.dashboard.tables import plain
from portal.dashboard.workbook import dashboard_workbook
from portal.place import find_place
from portal.printing.dashboard_press import dashboard_html, dashboard_pdf
from tests.factories import freeze, make_department, make_measure, make_plan, make_policy, make_user, recorded
from tests.portal.crowd import make_crowd
from tests.portal.dashboard.years import report_year
from tests.reviews.cast import answerer, make_measures, planner

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 10)


def page_of(plan, user, **params):
    place = find_place(user, *plan.url_args, today=TODAY)
    return place, dashboard_page(place, user, params, TODAY)


def view(user, **params):
    return page_of(make_plan(), user, **params)[1].view


# --- Who sees what ------------------------------------------------------------------------------


def test_each_role_sees_its_own_view_first():
    make_measures()
    assert view(make_user("committee")) == "committee"
    assert view(make_user("viewer")) == "committee"
    assert view(make_user("administrator")) == "committee"
    assert view(answerer()) == "department"
    assert view(planner()) == "committee"  # nothing to run yet
    report_year(make_plan(), 2023, is_final=False)
    assert view(planner()) == "planner"


def test_the_view_of_the_round_is_the_planning_sections():
    make_measures()
    assert view(planner(), view="planner") == "planner"
    assert view(answerer(), view="planner") == "department"
    assert view(make_user("committee"), view="planner") == "committee"
    assert view(make_user("committee"), view="department") == "committee"
    assert view(answerer(), view="nothing") == "department"


def test_choices_keep_one_another():
    policies = [make_policy(code=code, name=f"方針{code}") for code in "12"]
    for n in range(4):
        make_measure(number=str(n), policy=policies[n % 2])
    departments = [make_department(name) for name in ("市民課", "税務課")]
    report_year(make_plan(), 2022, departments=departments)
    report_year(make_plan(), 2023, departments=departments)
    page = page_of(make_plan(), make_user("committee"), round="2022-1", by="department")[1]
    assert [(choice.label, choice.is_current) for choice in page.rounds] == [
        ("令和5年度", False), ("令和4年度", True),
    ]  # fmt: skip
    assert page.rounds[0].url.endswith("?round=2023-1&by=department")
    assert [(choice.label, choice.is_current) for choice in page.ways] == [
        ("基本方針別", False), ("部別", True),
    ]  # fmt: skip
    assert page.ways[0].url.endswith("?round=2022-1&by=policy#achievement")


# --- The planning section's and a department's --------------------------------------------------


def test_the_planning_section_sees_what_waits_for_it():
    make_measures(5)
    report_year(make_plan(), 2023, is_final=False, departments=[make_department("市民課")])
    found = page_of(make_plan(), planner(), view="planner")[1].found
    assert {fact.code: fact.number.count for fact in found.facts} == {
        "handed-in": 2, "overdue": 3, "submitted": 1, "returned": 1, "wishes": 1,
    }  # fmt: skip
    assert [panel.code for panel in found.panels] == [
        "states", "overdue", "submitted", "returned", "wishes", "coming",
    ]  # fmt: skip
    assert [line.number for line in found.panels[1].figures.lines] == ["3", "4", "5"]
    assert found.lead[2] == "提出期限 令和6年5月28日（火）　13日前に終了"


def test_the_planning_section_runs_rounds_of_any_kind():
    make_measures()
    report_year(make_plan(), 2023)
    report_year(make_plan(), 2024, is_final=False, kind="year-plan", key="2024-plan-1")
    page = page_of(make_plan(), planner())[1]
    assert page.view == "planner"
    assert [(choice.label, choice.is_current) for choice in page.rounds] == [
        ("令和6年度 年度計画", True),
        ("令和5年度", False),
    ]
    assert page_of(make_plan(), planner(), view="committee")[1].found.lead[0] == "令和5年度実績"


def test_without_a_round_the_planning_section_is_led_to_its_first_one():
    make_measures()
    found = page_of(make_plan(), planner(), view="planner")[1].found
    assert found.panels[0].title == "はじめに"
    assert found.facts == []


def test_a_department_sees_what_it_owes_and_how_its_own_stands():
    make_measures(4)
    departments = [make_department("市民課"), make_department("税務課")]
    report_year(make_plan(), 2023, is_final=False, departments=departments)
    found = page_of(make_plan(), answerer())[1].found
    facts = {fact.code: fact.number.count for fact in found.facts}
    assert (facts["owed"], facts["whole"]) == (1, 2)
    owed = found.panels[0]
    assert owed.title == "2023年度 進捗状況調査の回答"
    assert [(line.number, line.state[2]) for line in owed.figures.lines] == [("3", "差戻し")]
    own = next(panel for panel in found.panels if panel.code == "own")
    assert [line.number for line in own.figures.lines] == ["1", "3"]


def test_a_division_sees_what_its_departments_have():
    make_measures(4)
    division, sections = make_department("市民部"), [make_department("市民課"), make_department("税務課")]
    recorded(lambda: setattr(sections[0], "parent", division) or sections[0].save())()
    report_year(make_plan(), 2023, departments=sections)
    found = page_of(make_plan(), answerer("市民部"))[1].found
    facts = {fact.code: fact.number.count for fact in found.facts}
    assert (facts["whole"], facts["late"]) == (2, 2)
    own = next(panel for panel in found.panels if panel.code == "own")
    assert [line.number for line in own.figures.lines] == ["1", "3"]


# --- Paper and workbook -------------------------------------------------------------------------


@pytest.fixture
def crowded():
    """A plan with so many long names and late measures that a sheet could run over."""
    plan = make_crowd(60)
    for measure in plan.measures.all():
        type(measure).objects.filter(pk=measure.pk).update(name="長い名称の施策" * 9, schedule_state="")
    departments = [make_department(f"第{n}課") for n in range(40)]
    report_year(plan, 2022, departments=departments)
    report_year(plan, 2023, is_final=False, departments=departments)
    freeze(plan)
    return plan


@pytest.mark.once
@pytest.mark.parametrize(
    "params", [{"view": "committee"}, {"view": "committee", "by": "department"}, {"view": "planner"}]
)
def test_it_prints_on_one_sheet_of_a3(params, crowded, caplog):
    place, page = page_of(crowded, planner(), **params)
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        reader = PdfReader(io.BytesIO(dashboard_pdf(place, page, TODAY)))
    assert caplog.records == []
    assert len(reader.pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [420, 297]
    printed = "".join(reader.pages[0].extract_text().split())
    assert "進捗一覧" in printed
    for panel in page.found.panels:
        assert "".join(panel.title.split()) in printed


def test_the_sheet_shows_the_numbers_of_the_page_and_leads_nowhere(crowded):
    place, page = page_of(crowded, make_user("committee"))
    html = dashboard_html(place, page, TODAY)
    assert "<a " not in html
    for fact in page.found.facts:
        assert f"<b>{fact.number.count}</b> {fact.unit}" in html


def test_the_workbook_has_a_sheet_for_every_table(crowded):
    place, page = page_of(crowded, make_user("committee"))
    book = load_workbook(io.BytesIO(dashboard_workbook(place, page, TODAY)))
    tables = page.found.tables
    assert len(book.sheetnames) == 1 + len(tables)
    for sheet, table in zip(book.worksheets[1:], tables, strict=True):
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        assert rows[0] == list(table.head)
        assert rows[1:] == [[_stored(plain(cell)) for cell in row] for row in table.rows]


def _stored(value):
    """Return what a workbook gives back for a value: nothing for an empty text."""
    return None if value == "" else value


def test_both_are_downloaded_under_names_that_tell_what_they_are(client_as):
    make_measures()
    client = client_as("viewer")
    export = client.get(reverse("portal:dashboard_export", args=make_plan().url_args))
    printed = client.post(reverse("portal:dashboard_print", args=make_plan().url_args), {"view": "committee"})
    assert export.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    assert printed.headers["Content-Type"] == "application/pdf"
    assert "132209-ict-2022" in printed.headers["Content-Disposition"]
