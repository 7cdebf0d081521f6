"""図表: a table of the document with its chart. Bars stand in the table itself, beside their figures."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from organizations.text import normalise_width
from portal.book_charts import Chart, Text, scatter_chart, table_chart
from portal.printing.tables import (
    LEAST,
    LINE,
    NOTHING,
    PADDING,
    Cell,
    Column,
    Group,
    PrintedTable,
    Row,
    decimals_of,
    shares,
    shown,
    text_width,
)
from portal.printing.words import Part

PERCENT = {"%", "％"}
MOST_BAR_COLUMNS = 2
MOST_LABEL = 18  # half-width characters that the names of rows take beside many columns
LONGEST_HEAD = 3  # characters of a head that ask for width; longer ones wrap
HALF_WIDTH = 7  # of a character in a chart
MEANS = {"平均", "平均値"}


@dataclass(frozen=True)
class DataTable:
    """A printed table or figure: `chart` above, the table below, either may be lacking.

    A table of many columns is several, each of whole columns beside the names of the rows.
    """

    number: str
    title: str
    chart: Chart | None
    tables: Sequence[PrintedTable]
    template: ClassVar[str] = "print/_data_table.html"

    @property
    def name(self) -> str:
        return f"{self.number}　{self.title}".strip("　")


def data_table(part: Part) -> DataTable:
    """Return a table of the document as the book shows it."""
    found = DataTable(part.get("number", ""), part["title"], None, ())
    name = found.name
    remark = f"単位：{part['unit']}" if part.get("unit") else ""
    foot = f"出典：{part['source']}" if part.get("source") else ""
    slices = _slices(part) if part.get("rows") else []
    tables = []
    for place, piece in enumerate(slices, 1):
        columns, groups = _columns_and_groups(piece)
        of_all = f"{name}（{place}／{len(slices)}）" if len(slices) > 1 else name
        below = foot if place == len(slices) else ""
        tables.append(PrintedTable(columns, groups, of_all, remark, below, kind="data"))
    return replace(found, chart=_chart(part, name), tables=tables)


def _slices(part: Part) -> list[Part]:
    """Return the table cut into tables of so many columns as a line has room for."""
    columns, rows = part.get("columns", []), part["rows"]
    room = LINE - min(MOST_LABEL, max(text_width(row["label"]) for row in rows) + PADDING)
    needed = [
        min(LEAST, max(map(text_width, [column["label"][:LONGEST_HEAD], *_texts(rows, place)])) + PADDING)
        for place, column in enumerate(columns)
    ]
    if sum(needed) <= room:
        return [part]
    count = -(-sum(needed) // room)
    size = -(-len(columns) // count)
    return [_slice(part, start, start + size) for start in range(0, len(columns), size)]


def _slice(part: Part, start: int, stop: int) -> Part:
    rows = [row | {"values": row.get("values", [])[start:stop]} for row in part["rows"]]
    return dict(part) | {"columns": part["columns"][start:stop], "rows": rows}


def _chart(part: Part, name: str) -> Chart | None:
    """Return lines or a scatter; bars stand in the table itself."""
    rows, columns = part.get("rows", []), part.get("columns", [])
    match part.get("kind"):
        case "line":
            unit = part.get("unit", "")
            return _thinned(table_chart(kind="line", title=name, unit=unit, columns=columns, rows=rows))
        case "scatter" if len(columns) >= 2:
            across, up = (_head(column, part) for column in columns[:2])
            means = [_pair(row) for row in rows if row["label"] in MEANS]
            points = [
                (row.get("code", row["label"]), *_pair(row)) for row in rows if row["label"] not in MEANS
            ]
            return quadrants(name, across, up, points, means[0] if means else (None, None))
    return None


def _thinned(chart: Chart | None) -> Chart | None:
    """Leave out names below an axis that would touch their neighbours, evenly and from the end."""
    texts = chart.texts if chart else ()
    ticks = sorted((text for text in texts if text.anchor == "middle"), key=lambda text: text.x)
    if chart is None or len(ticks) < 2:
        return chart
    step = ticks[1].x - ticks[0].x
    every = math.ceil((max(text_width(tick.text) for tick in ticks) + 2) * HALF_WIDTH / step)
    dropped = {tick for place, tick in enumerate(reversed(ticks)) if place % every}
    return replace(chart, texts=tuple(text for text in texts if text not in dropped))


def quadrants(
    title: str,
    across: str,
    up: str,
    points: Sequence[tuple[str, float | None, float | None]],
    means: tuple[float | None, float | None],
) -> Chart | None:
    """Return a scatter whose corners bear the letters A (low, high) B C D where both means are known."""
    if not any(None not in point for point in points):
        return None
    chart = scatter_chart(title, across, up, points, means)
    if None in means:
        return chart
    axis = [rule for rule in chart.rules if rule.kind == "axis"]
    left, right = min(rule.x1 for rule in axis) + 18, max(rule.x2 for rule in axis) - 18
    top, foot = min(rule.y1 for rule in axis) + 28, max(rule.y2 for rule in axis) - 14
    places = ((left, top), (right, top), (right, foot), (left, foot))
    corners = [Text(x, y, letter, "corner") for letter, (x, y) in zip("ABCD", places, strict=True)]
    return replace(chart, texts=(*chart.texts, *corners))


def _head(column: Part, part: Part) -> str:
    unit = column.get("unit") or part.get("unit")
    return f"{column['label']}（{unit}）" if unit else column["label"]


def _pair(row: Part) -> tuple[Any, Any]:
    values = [*row.get("values", []), None, None]
    return _number(values[0]), _number(values[1])


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) else None


def _columns_and_groups(part: Part) -> tuple[list[Column], list[Group]]:
    columns, rows = part.get("columns", []), part["rows"]
    has_code = any(map(_code, rows))
    texts = [_texts(rows, place) for place in range(len(columns))]
    with_bars = _bar_columns(part)
    labels = [row["label"] for row in rows]
    heads = [_head(column, {}) for column in columns]
    widths = shares(
        [["項目", *labels], *([_codes(rows)] if has_code else []), *_headed(heads, texts, with_bars)]
    )
    place = iter(widths)
    found = [Column("", next(place))]
    found += [Column("", next(place), "code")] if has_code else []
    for number, head in enumerate(heads):
        found.append(Column(head, next(place), "figure" if _is_figures(rows, number) else ""))
        found += [Column("", next(place), "meter")] if number in with_bars else []
    return found, _groups(part, found, texts, with_bars, has_code)


def _headed(
    heads: Sequence[str], texts: Sequence[Sequence[str]], with_bars: dict[int, float]
) -> list[list[str]]:
    """Return the texts that decide each column's width; a bar asks for much of the line."""
    found = []
    for number, (head, column) in enumerate(zip(heads, texts, strict=True)):
        found.append([head if number in with_bars else head[:LONGEST_HEAD], *column])
        found += [["　" * 30]] if number in with_bars else []
    return found


def _groups(
    part: Part,
    columns: Sequence[Column],
    texts: Sequence[Sequence[str]],
    with_bars: dict[int, float],
    has_code: bool,
) -> list[Group]:
    groups: list[tuple[str, list[Row]]] = []
    for number, line in enumerate(part["rows"]):
        band = line.get("group", "")
        if not groups or groups[-1][0] != band:
            groups.append((band, []))
        cells = [Cell(line["label"], f"level-{min(line['level'], 3)}" if line.get("level") else "")]
        cells += [Cell(_code(line), "code")] if has_code else []
        for place, column in enumerate(texts):
            kind = "figure" if _is_figures(part["rows"], place) else ""
            cells.append(Cell(column[number], kind))
            cells += [_meter(line, place, with_bars[place])] if place in with_bars else []
        groups[-1][1].append(Row(cells))
    return [Group(rows, band) for band, rows in groups]


def _meter(line: Part, place: int, largest: float) -> Cell:
    values = line.get("values", [])
    value = _number(values[place]) if place < len(values) else None
    return Cell("", f"meter meter-{round(100 * value / largest)}" if value else "")


def _bar_columns(part: Part) -> dict[int, float]:
    """Return the columns that get bars, with the figure that fills one: 100 for shares."""
    columns = part.get("columns", [])
    if part.get("kind") not in {"bar", "pie"} or len(columns) > MOST_BAR_COLUMNS:
        return {}
    found = {}
    for place, column in enumerate(columns):
        figures = [
            _number(value) or 0
            for line in part["rows"]
            for value in line.get("values", [])[place : place + 1]
        ]
        if figures and min(figures) >= 0 and max(figures) > 0:
            is_share = {column.get("unit"), part.get("unit")} & PERCENT and max(figures) <= 100
            found[place] = 100.0 if is_share else float(max(figures))
    return found


def _texts(rows: Sequence[Part], place: int) -> list[str]:
    values = [line.get("values", [])[place : place + 1] for line in rows]
    decimals = max((decimals_of(value) for cell in values for value in cell), default=0)
    return [shown(cell[0], decimals) if cell else NOTHING for cell in values]


def _is_figures(rows: Sequence[Part], place: int) -> bool:
    values = [
        value for line in rows for value in line.get("values", [])[place : place + 1] if value is not None
    ]
    return bool(values) and all(isinstance(value, int | float) for value in values)


def _codes(rows: Sequence[Part]) -> list[str]:
    return [_code(line) for line in rows]


def _code(line: Part) -> str:
    """Return the letter a formula calls a row by and the formula; not a letter that the label repeats."""
    code = "" if line.get("code") == normalise_width(line["label"]) else line.get("code")
    return "＝".join(filter(None, [code, line.get("formula")]))
