"""Books made once for the tests that read them, and a watch on every word WeasyPrint says."""

import json
import logging
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from portal.printing.html import book_css, book_html
from portal.printing.pdf import pdf_bytes
from portal.printing.plan_book import PlanBook, plan_book
from tests.portal.printing.every_kind import every_kind
from tests.portal.printing.printed import Printed

DAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def no_warning_of_weasyprint(caplog):
    """Fail a test in which WeasyPrint warns: of an unknown style, a missing anchor, a missing glyph."""
    caplog.set_level(logging.WARNING, logger="weasyprint")
    yield
    said = [record for when in ("setup", "call") for record in caplog.get_records(when)]
    assert [record.getMessage() for record in said if record.name.startswith("weasyprint")] == []


def sample(name: str) -> dict:
    return json.loads(Path(f"tests/documents/ict-plan-1-{name}.json").read_text(encoding="utf-8"))


def bare(document: dict, **parts) -> dict:
    """Return a document with nothing but what it must have, and `parts`."""
    return {key: document[key] for key in ("format", "municipality", "plan")} | parts


def previous(document: dict) -> dict:
    """Return a plan before that of `document`, with one measure and its result."""
    return {
        "format": "ict-plan/1",
        "municipality": document["municipality"],
        "plan": {
            "code": document["plan"].get("predecessor", "ict-2019"),
            "title": "第一次情報化計画",
            "start_fiscal_year": 2019,
            "end_fiscal_year": 2021,
            "achievements": [{"label": "達成", "code": "achieved"}],
        },
        "measures": [
            {
                "number": "7",
                "name": "電子申請の開始",
                "outcome": {"achievement": "達成", "summary": "5手続で始めた。"},
            }
        ],
    }


@pytest.fixture(scope="session")
def make_book():
    """Return a function that makes the book of a document on a fixed day."""

    def make(document: dict, predecessor: dict | None = None) -> PlanBook:
        return plan_book(document, DAY, predecessor)

    return make


@pytest.fixture(scope="session")
def print_book(make_book):
    """Return a function that prints a document and reads the PDF back."""

    def to_paper(document: dict, predecessor: dict | None = None) -> Printed:
        book = make_book(document, predecessor)
        html = book_html(book)
        return Printed(book, html, pdf_bytes(html, book_css()))

    return to_paper


@pytest.fixture(scope="session")
def full_document():
    return sample("full")


@pytest.fixture(scope="session")
def full(print_book, full_document):
    """The book of a document that has every part once."""
    return print_book(full_document, previous(full_document))


@pytest.fixture(scope="session")
def empty(print_book):
    """The book of a document that has nothing but a title and a span."""
    return print_book(sample("minimal"))


@pytest.fixture(scope="session")
def every_paper(django_db_setup, django_db_blocker, full_document):
    """Every registered kind of paper by its code, of a document that has every part once."""
    before = sample("full")
    before["measures"][0]["name"] = "電子申請"
    with django_db_blocker.unblock(), transaction.atomic():
        found = every_kind(before, full_document)
        transaction.set_rollback(True)
    return found
