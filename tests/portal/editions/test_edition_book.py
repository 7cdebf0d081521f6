"""The book of an edition prints the same words and figures for ever: it knows nothing but its document."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from portal.printing.html import book_css, book_html
from portal.printing.pdf import pdf_bytes
from portal.printing.press import book_of
from tests.portal.editions.wreck import load_city, wreck

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 21)


def printed(plan, number):
    edition = plan.editions.get(number=number)
    return pdf_bytes(book_html(book_of(plan, day=DAY, edition=edition)), book_css())


def words(pdf):
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_the_book_stays_when_everything_in_the_plan_is_renamed_or_gone():
    plan = load_city()
    before = printed(plan, 3)
    assert "窓口を改めた。" in "".join(words(before)).replace("\n", "")  # a result of the plan before
    wreck(plan)
    after = printed(plan, 3)
    assert words(after) == words(before)
    assert after == before  # the same document and day, the same bytes


def test_the_living_plan_prints_what_it_is_now():
    plan = load_city()
    wreck(plan)
    html = book_html(book_of(plan, day=DAY))
    assert "改めた計画名" in html
    assert plan.editions.get(number=1).documents()[0]["plan"]["title"] not in html
