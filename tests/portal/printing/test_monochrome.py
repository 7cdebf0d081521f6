"""A paper in greys: nothing of a colour is left, and stages stay apart."""

import re

import pytest

from portal.printing.html import book_css, book_html
from portal.printing.monochrome import in_monochrome
from portal.printing.plan_book import Choices, plan_book
from tests.pictures import data_uri
from tests.portal.printing.conftest import DAY

pytestmark = pytest.mark.once  # no database is asked
COLOUR = re.compile(r"(?:#|%23)([0-9a-fA-F]{6})(?![\w-])")


@pytest.fixture(scope="module")
def grey(full_document):
    book = plan_book(full_document, DAY, choices=Choices(mark=data_uri()))
    return in_monochrome(book_html(book), book_css())


def is_grey(colour: str) -> bool:
    return colour[:2] == colour[2:4] == colour[4:]


def test_no_colour_is_left(grey):
    html, css = grey
    drawn = re.findall(r'(?:fill|stroke)="#([0-9a-f]{6})"', html)
    assert drawn
    assert all(map(is_grey, [*drawn, *COLOUR.findall(css)]))


def test_stages_and_series_are_told_apart(grey):
    greys = {name: int(value[:2], 16) for name, value in re.findall(r"--([\w-]+): #(\w{6});", grey[1])}
    for names in (
        ("consider", "build", "implement", "operate"),
        ("chart-4", "chart-2", "chart-3", "chart-5", "chart-1"),
    ):
        shades = [greys[name] for name in names]
        assert min(light - dark for light, dark in zip(shades, shades[1:], strict=False)) >= 25


def test_hatching_and_words_stay(grey):
    html, css = grey
    assert css.count("data:image/svg+xml") == book_css().count("data:image/svg+xml")
    assert "stroke='%23e0e0e0'" in css
    assert in_monochrome("<p>色は #0017c1 です</p>", "")[0] == "<p>色は #0017c1 です</p>"


def test_the_mark_is_grey_too(grey):
    before = data_uri()
    assert before not in grey[0]
    assert "data:image/png;base64," in grey[0]
