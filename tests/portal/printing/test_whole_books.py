"""The whole books of the five cities, as they are printed."""

import json
import re
from pathlib import Path

import pytest

from tests.portal.printing.printed import squeezed

pytestmark = [pytest.mark.once, pytest.mark.slow]
BOOKS = {
    "132021": ("ict-2020", "ict-2015", 10, range(24, 40)),
    "132039": ("ict-2014", "ict-2011", 53, range(75, 110)),
    "132152": ("ict-2023", None, 11, range(28, 45)),
    "132209": ("ict-2022", "ict-2019", 26, range(25, 42)),
    "132233": ("ict-2021", "ict-2016", 27, range(35, 56)),
}


def fixture(code, plan):
    return json.loads(Path(f"fixtures/{code}-{plan}.json").read_text(encoding="utf-8")) if plan else None


@pytest.mark.parametrize("code", BOOKS)
def test_a_citys_book_is_whole(code, print_book):
    plan, before, count, pages = BOOKS[code]
    document = fixture(code, plan)
    printed = print_book(document, fixture(code, before))
    assert len(printed.pages) in pages
    assert len(document["measures"]) == count
    for number, measure in enumerate(document["measures"], 1):
        assert squeezed(measure["name"]) in printed.pages[printed.page_of(f"m-{number}") - 1]
    for line in printed.book.contents:
        assert squeezed(line.title) in printed.pages[printed.page_of(line.href) - 1]
    assert [name for _, name in printed.outline] == [name for _, name in printed.headings]
    for name in [part["name"] for part in document.get("systems", [])]:
        assert squeezed(name) in printed.text
    for term in [part["term"] for part in document.get("glossary", [])]:
        assert squeezed(term) in printed.text
    assert set(printed.fonts) == {"BIZ-UDPGothic", "BIZ-UDPGothic-Bold", "BIZ-UDGothic"}
    assert re.search(rf"{len(printed.pages)}/{len(printed.pages)}", printed.pages[-1])
