"""The style of paper holds to what prints fast (docs/performance.md): one slip can double a book's time."""

import re
from pathlib import Path

import pytest

from portal.printing.html import STYLES, book_css

pytestmark = pytest.mark.once  # no database is asked
FOLDER = Path("static/css/print")
FILES = sorted(path.stem for path in FOLDER.glob("*.css"))
FLEX = {"consultation", "dashboard", "letter"}  # a handful of boxes on one or two pages
PROSE = ".body"  # the chapters' Markdown, whose elements have no classes
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def style(name: str) -> str:
    return re.sub(r"(?s)/\*.*?\*/", "", (FOLDER / f"{name}.css").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_no_table_asks_its_cells_how_wide_they_are(name):
    """Auto widths lay every cell out several times: 2.6 times the time of a book."""
    assert not re.search(r"table-layout:\s*auto", style(name))


@pytest.mark.parametrize("name", [name for name in FILES if name not in FLEX])
def test_nothing_is_flex_or_grid(name):
    """A flex box in a cell costs seven cells."""
    assert not re.search(r"display:\s*(inline-)?(flex|grid)\b|\bfloat:\s*footnote", style(name))


@pytest.mark.parametrize("name", ["table", "plan", "sheet", "systems"])
def test_cells_have_square_corners(name):
    assert "border-radius" not in style(name)


@pytest.mark.parametrize("name", [*STYLES, "systems"])
def test_borders_of_a_book_do_not_collapse(name):
    assert not re.search(r"border-collapse:\s*collapse", style(name))


@pytest.mark.parametrize("name", [name for name in STYLES if name != "page"])
def test_selectors_of_a_book_end_in_a_class(name):
    """A selector that ends in a tag is tried on every such element."""
    selectors = [part.strip() for found in RULE.finditer(style(name)) for part in found[1].split(",")]
    combined = [
        part for part in selectors if re.search(r"[ >+~]", part) and not part.startswith(("@", PROSE))
    ]
    assert [part for part in combined if "." not in re.split(r"[ >+~]+", part)[-1]] == []


def test_every_margin_box_of_a_page_has_a_width():
    """One without is laid out six times on each page to find it."""
    boxes = re.findall(r"@((?:top|bottom)-(?:left|right)) \{([^}]*)\}", style("page"))
    drawn = [(name, body) for name, body in boxes if re.search(r"content: (?!none)", body)]
    assert len(drawn) >= 6
    assert [name for name, body in drawn if "width:" not in body] == []


@pytest.mark.parametrize("table", ["grid", "plan", "tree", "strip"])
def test_tables_have_fixed_widths(table):
    rules = [body for selector, body in RULE.findall(book_css()) if f".{table}" in selector.replace("\n", "")]
    assert any("table-layout: fixed" in body for body in rules)
