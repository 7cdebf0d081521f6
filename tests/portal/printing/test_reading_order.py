"""A paper read aloud is read in the order of its page: texts come out of the PDF as they stand in the HTML.

Asked of texts of some length that stand once in both; running heads repeat what they name.
"""

import re

import pytest

from tests.portal.printing.printed import Printed, squeezed, text_of

pytestmark = [pytest.mark.once, pytest.mark.django_db]
LENGTH = 8  # characters of a text that are looked for: a page may end in the rest
PAPERS = ["annual-report", "comparison", "measure-sheets", "systems"]


def places_in_order(paper: Printed) -> list[int]:
    """Return where the texts of the HTML stand in the PDF, in the order of the HTML."""
    body = re.sub(r"<(style|svg)\b.*?</\1>", "", paper.html.partition("<body")[2], flags=re.DOTALL)
    starts = [squeezed(text)[:LENGTH] for text in text_of(f"<body{body}")]
    told, printed = squeezed("".join(text_of(body))), paper.text
    once = [one for one in starts if len(one) == LENGTH and told.count(one) == printed.count(one) == 1]
    return [printed.index(one) for one in once]


def test_a_plan_book_is_read_in_the_order_of_its_page(full):
    places = places_in_order(full)
    assert len(places) > 30
    assert places == sorted(places)


@pytest.mark.parametrize("code", PAPERS)
def test_a_paper_is_read_in_the_order_of_its_page(code, every_paper):
    places = places_in_order(every_paper[code].printed)
    assert len(places) >= 5
    assert places == sorted(places)
