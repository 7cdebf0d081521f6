"""Papers look as they did: the mean grey of 16 x 22 tiles of a page stays near the stored one.

`PRINT_PICTURES=renew pytest tests/portal/printing/test_pictures.py` stores what is printed now: look first.
"""

import json
import os
import shutil
import subprocess
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from portal.papers.registry import KINDS
from portal.printing.html import style_of
from portal.printing.pdf import pdf_bytes

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed"),
]
STORED = Path(__file__).parent / "pictures"
ACROSS, DOWN = 16, 22
NEAR = 12  # of 255
MOST_PAGES = 3
CELL = ".plan .plan__cell { height: 10mm; padding: 0; line-height: 10mm }"
STAGES = ("consider", "build", "implement", "operate")


def grey(pdf: bytes, page: int, *, dots: int = 40) -> list[bytes]:
    """Return the rows of grey points of a page, from 1."""
    command = ["pdftoppm", "-r", str(dots), "-gray", "-f", str(page), "-l", str(page), "-"]
    picture = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    _, size, _, points = picture.split(b"\n", 3)
    width, height = map(int, size.split())
    return [points[row * width : (row + 1) * width] for row in range(height)]


def tiles(rows: list[bytes]) -> list[list[int]]:
    height, width = len(rows), len(rows[0])
    found = []
    for down in range(DOWN):
        band = rows[down * height // DOWN : (down + 1) * height // DOWN]
        line = []
        for across in range(ACROSS):
            parts = [row[across * width // ACROSS : (across + 1) * width // ACROSS] for row in band]
            line.append(round(sum(map(sum, parts)) / sum(map(len, parts))))
        found.append(line)
    return found


def differing(now: list[list[int]], stored: list[list[int]]) -> list[tuple[int, int]]:
    """Return the tiles, as (down, across), whose grey is no longer near."""
    return [
        (down, across)
        for down, (line, before) in enumerate(zip(now, stored, strict=True))
        for across, (mean, was) in enumerate(zip(line, before, strict=True))
        if abs(mean - was) > NEAR
    ]


def pictures_of(printed) -> dict[str, list[list[int]]]:
    pages = range(1, min(MOST_PAGES, len(printed.reader.pages)) + 1)
    return {str(page): tiles(grey(printed.pdf, page)) for page in pages}


@pytest.mark.parametrize("code", KINDS)
def test_pages_look_as_they_did(code, every_paper):
    now, file = pictures_of(every_paper[code].printed), STORED / f"{code}.json"
    if os.environ.get("PRINT_PICTURES") == "renew":
        STORED.mkdir(exist_ok=True)
        lines = ",\n".join(f'"{page}": {json.dumps(found)}' for page, found in now.items())
        file.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    stored = json.loads(file.read_text(encoding="utf-8"))
    changed = {page: differing(found, stored[page]) for page, found in now.items()}
    assert changed == {page: [] for page in stored}


TABLE = """<!doctype html><html lang="ja"><head><title>表</title></head><body><h1>表</h1><table>
<thead><tr><th>年</th><th>値</th></tr></thead><tbody><tr><td>一</td><td>二</td></tr></tbody></table></body></html>"""
STYLE = "@page { size: A4; margin: 20mm } table { width: 100%; margin-left: 0 } td { background: #444 }"


def test_a_table_that_shifts_is_seen():
    before = tiles(grey(pdf_bytes(TABLE, STYLE), 1))
    assert differing(tiles(grey(pdf_bytes(TABLE, STYLE), 1)), before) == []
    shifted = STYLE.replace("margin-left: 0", "margin-left: 12mm")
    assert len(differing(tiles(grey(pdf_bytes(TABLE, shifted), 1)), before)) >= 2


def test_the_four_stages_are_told_apart_in_grey():
    row = '<tr><td class="plan__cell bar bar--{}">一</td></tr>'
    page = TABLE.partition("<h1>")[0] + f'<table class="plan">{"".join(map(row.format, STAGES))}</table>'
    size = "@page { size: 40mm 60mm; margin: 0 } body { margin: 0 } .plan { width: 40mm }"
    rows = grey(pdf_bytes(page, style_of(("plan", "steps")) + size + CELL), 1, dots=100)
    means = [sum(row[20:60]) / 40 for row in rows]
    runs = [list(run) for _, run in groupby(means, lambda mean: round(mean / 10))]
    levels = [run[0] for run in runs if len(run) > 20 and run[0] < 250]  # a cell is 40 points high
    assert len(levels) == len(STAGES)
    assert all(lighter - darker >= 25 for lighter, darker in pairwise(levels)), levels
