"""The worst plan we could think of loads, shows and prints in every kind, and nothing runs off a page.

A union that does not exist (its code has the right check digit): long names, texts of 900 characters, twelve
tracks over ten years and two eras, thirty columns, forty departments on a measure, policies five levels deep,
terms inside terms, characters few fonts have, an address without a break, and parts with nothing in them.
"""

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from exchange.canonical import canonical_bytes
from exchange.checks import validate
from exchange.dump import plan_document
from exchange.load import plan_import
from organizations.municipality_codes import is_municipality_code
from plans.models import Plan
from portal.papers.kind import Asked
from portal.papers.options import Options
from portal.papers.registry import KINDS
from portal.papers.rendering import composed, file_of
from portal.place import find_place
from tests.factories import COMMAND, make_user

pytestmark = [pytest.mark.once, pytest.mark.django_db]
DAY = date(2026, 11, 21)
DOCUMENT = Path(__file__).parent / "torture.json"
PAGES = [
    "plan_detail", "previous_results", "measure_list", "schedule_grid", "chapter_list", "data_table_list",
    "glossary_term_list", "online_procedure_list", "plan_book", "edition_list", "change_set_list",
    "consideration_list", "dashboard", "target_list", "money_list",
]  # fmt: skip
CITY_PAGES = [
    "municipality_home",
    "department_list",
    "information_system_list",
    "renewal_timetable",
    "budget_list",
]
BOX = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word>')
SHEET = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')


@pytest.fixture(scope="module")
def document() -> dict:
    return json.loads(DOCUMENT.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plan(document, django_db_setup, django_db_blocker):
    checked = validate(document)
    assert checked.errors == []
    with django_db_blocker.unblock(), transaction.atomic():
        yield plan_import(document=checked.document, author=COMMAND, fiscal_year=2026).plan
        transaction.set_rollback(True)


def asked(plan: Plan, code: str) -> Asked:
    """Ask for a paper of the plan: of its meeting, a department or a measure where a kind wants one."""
    options = Options()
    if code in {"meeting-papers", "meeting-record"}:
        options = Options(meeting=plan.meetings.get().pk)
    elif code == "handover":
        options = Options(department=plan.measures.first().measure_departments.first().department.name)
    elif code == "briefing":
        options = Options(measure="1")
    user = make_user(municipality=plan.municipality)
    return Asked(find_place(user, plan.municipality.code, plan.code, today=DAY), user, DAY, options)


def outside(pdf: bytes) -> list[str]:
    """Return the words that stand outside of their page, with the page's number."""
    read = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    width, height, number, found = 0.0, 0.0, 0, []
    for line in read.stdout.decode(errors="replace").splitlines():
        if sheet := SHEET.search(line):
            width, height, number = float(sheet[1]), float(sheet[2]), number + 1
        if box := BOX.search(line):
            left, top, right, foot = map(float, box.groups()[:4])
            if left < -1 or top < -1 or right > width + 1 or foot > height + 1:
                found.append(f"{number}: {box[5]}")
    return found


def test_the_union_is_made_up_and_its_code_is_right(document):
    assert is_municipality_code(document["municipality"]["code"])
    assert document["municipality"]["code"].startswith("999")


def test_it_comes_out_as_it_went_in(plan, document):
    assert canonical_bytes(plan_document(plan)) == canonical_bytes(document)


def test_its_pages_answer(plan):
    client = Client()
    client.force_login(make_user(municipality=plan.municipality))
    paths = [reverse(f"portal:{name}", args=plan.url_args) for name in PAGES]
    paths += [reverse(f"portal:{name}", args=[plan.municipality.code]) for name in CITY_PAGES]
    paths += [measure.get_absolute_url() for measure in plan.measures.all()]
    paths += [system.get_absolute_url() for system in plan.municipality.systems.all()[:2]]
    answers = {path: client.get(path).status_code for path in paths}
    assert {path: code for path, code in answers.items() if code != 200} == {}


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext reads where each word stands")
@pytest.mark.parametrize("code", KINDS)
def test_every_kind_prints_it_and_nothing_runs_off_the_page(code, plan):
    ask = asked(plan, code)
    _, content = file_of(composed(KINDS[code], ask), ask, is_fresh=True)
    assert outside(content) == []
