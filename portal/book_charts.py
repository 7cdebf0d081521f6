"""Charts of a book's tables and surveys: figures become geometry here, a template draws them.

Columns and rows are those of the plan document, so a page and a print draw the same chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

MOST_SERIES = 5  # more colours cannot be told apart
WIDTH = 720
LABEL_WIDTH = 210
VALUE_WIDTH = 60
BAR = 18
BAR_GAP = 4
GROUP_GAP = 12
PLOT_HEIGHT = 260
MARGIN = 40


@dataclass(frozen=True)
class Mark:
    """A bar or point: where it is, which series (1-5) it belongs to, what it says."""

    series: int
    x: float
    y: float
    width: float
    text: str
    title: str


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Line:
    series: int
    points: str


@dataclass(frozen=True)
class Rule:
    x1: float
    y1: float
    x2: float
    y2: float
    kind: str = "grid"  # grid axis mean


@dataclass(frozen=True)
class Chart:
    """Everything a template needs to draw. `series` are the names of the colours in their order."""

    kind: str  # bar line scatter
    title: str
    description: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    texts: tuple[Text, ...]
    rules: tuple[Rule, ...] = ()
    lines: tuple[Line, ...] = ()
    series: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """A table's numbers: a label and one value a column for each row; None where there is no number."""

    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]


def figures_of(title: str, unit: str, columns: Sequence[dict], rows: Sequence[dict]) -> Figures:
    """Return the numeric columns of a document's table; columns that hold a text are left out."""
    values = [_padded(row.get("values") or [], len(columns)) for row in rows]
    kept = [
        index
        for index in range(len(columns))
        if any(is_number(row[index]) for row in values)
        and all(row[index] is None or is_number(row[index]) for row in values)
    ]
    return Figures(
        title=title,
        unit=unit or next((columns[index].get("unit", "") for index in kept), ""),
        columns=tuple(columns[index]["label"] for index in kept),
        rows=tuple(
            (row["label"], tuple(cells[index] for index in kept))
            for row, cells in zip(rows, values, strict=True)
        ),
    )


def is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _padded(values: Sequence, length: int) -> list:
    return [*values[:length], *[None] * (length - len(values))]


def table_chart(*, kind: str, title: str, unit: str, columns: Sequence, rows: Sequence) -> Chart | None:
    """Return the chart of a document's table, None where its kind or its numbers give none.

    Shares of a pie are drawn as bars: lengths are compared better than angles.
    """
    if kind not in {"bar", "pie", "line", "scatter"}:
        return None
    figures = figures_of(title, unit, columns, rows)
    if not figures.rows or not figures.columns:
        return None
    if kind == "line":
        is_drawn = len(figures.columns) > 1 and len(figures.rows) <= MOST_SERIES
        return line_chart(figures) if is_drawn else None
    if kind == "scatter":
        return None if len(figures.columns) < 2 else scatter_of(figures)
    return bar_chart(figures) if len(figures.columns) <= MOST_SERIES else None


def shown(value: float, unit: str = "") -> str:
    """Return a number as people read it: no `.0`, thousands apart."""
    number = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return f"{number}{unit}"


def nice_top(largest: float) -> float:
    """Return a round number at or above `largest` for the end of an axis."""
    if largest <= 0:
        return 1.0
    step = 10 ** floor(len(str(int(largest))) - 1)
    return ceil(largest / step) * step


def bar_chart(figures: Figures) -> Chart:
    """Return horizontal bars, a group a row and a bar a column, from zero."""
    numbers = [value for _, values in figures.rows for value in values if value is not None]
    scale = (WIDTH - LABEL_WIDTH - VALUE_WIDTH) / nice_top(max(numbers))
    marks, texts, y = [], [], 0.0
    for label, values in figures.rows:
        middle = y + len(values) * (BAR + BAR_GAP) / 2
        texts.append(Text(LABEL_WIDTH - 10, middle + 3, label, "end"))
        for series, value in enumerate(values, start=1):
            if value is not None:
                text = shown(value, figures.unit)
                title = f"{label}　{figures.columns[series - 1]}　{text}"
                length = round(max(value, 0) * scale, 1)
                marks.append(Mark(series, LABEL_WIDTH, y, length, text, title))
            y += BAR + BAR_GAP
        y += GROUP_GAP
    names = figures.columns if len(figures.columns) > 1 else ()
    description = "。".join(mark.title for mark in marks)
    axis = Rule(LABEL_WIDTH, 0, LABEL_WIDTH, y - GROUP_GAP, "axis")
    return Chart(
        "bar", figures.title, description, WIDTH, y, tuple(marks), tuple(texts), (axis,), series=names
    )


def line_chart(figures: Figures) -> Chart:
    """Return lines over the columns, a line a row, from zero; a missing value leaves a gap in the line."""
    numbers = [value for _, values in figures.rows for value in values if value is not None]
    top = nice_top(max(numbers))
    step = (WIDTH - MARGIN - VALUE_WIDTH * 2) / (len(figures.columns) - 1)

    def place(index: int, value: float) -> tuple[float, float]:
        return round(MARGIN + index * step, 1), round(20 + PLOT_HEIGHT * (1 - value / top), 1)

    marks, lines, texts = [], [], []
    for series, (label, values) in enumerate(figures.rows, start=1):
        points = [(i, value, *place(i, value)) for i, value in enumerate(values) if value is not None]
        lines.append(Line(series, " ".join(f"{x},{y}" for _, _, x, y in points)))
        marks += [
            Mark(series, x, y, 0, "", f"{label}　{figures.columns[i]}　{shown(value, figures.unit)}")
            for i, value, x, y in points
        ]
        if points:
            texts.append(Text(points[-1][2] + 10, points[-1][3] + 4, label))
    texts = spread_apart(texts)
    ticks = [Text(place(i, 0)[0], PLOT_HEIGHT + 40, name, "middle") for i, name in enumerate(figures.columns)]
    grid = [_grid(share, top) for share in (0, 0.25, 0.5, 0.75, 1)]
    rules = tuple(Rule(MARGIN, text.y - 4, WIDTH - VALUE_WIDTH * 2, text.y - 4) for text in grid)
    return Chart(
        "line", figures.title, "。".join(mark.title for mark in marks), WIDTH, PLOT_HEIGHT + 50,
        tuple(marks), (*texts, *ticks, *grid), rules, tuple(lines), tuple(name for name, _ in figures.rows),
    )  # fmt: skip


def _grid(share: float, top: float) -> Text:
    return Text(MARGIN - 8, 24 + PLOT_HEIGHT * (1 - share), shown(top * share), "end")


def spread_apart(texts: Sequence[Text], least: float = 16) -> list[Text]:
    """Move labels that would overlap downwards, each at least `least` below the one above it."""
    placed: list[Text] = []
    for text in sorted(texts, key=lambda text: text.y):
        y = max(text.y, placed[-1].y + least) if placed else text.y
        placed.append(Text(text.x, y, text.text, text.anchor))
    return placed


def scatter_of(figures: Figures) -> Chart:
    points = [(label, values[0], values[1]) for label, values in figures.rows]
    return scatter_chart(figures.title, figures.columns[0], figures.columns[1], points)


def scatter_chart(
    title: str,
    across: str,
    upwards: str,
    points: Sequence[tuple[str, float | None, float | None]],
    means: tuple[float | None, float | None] = (None, None),
) -> Chart:
    """Return points named by `points[i][0]`, with the means as lines that cut the plane into quadrants."""
    known = [(name, x, y) for name, x, y in points if x is not None and y is not None]
    xs, ys = [x for _, x, _ in known], [y for _, _, y in known]
    left, right, low, high = _ends(xs), _ends(xs, upper=True), _ends(ys), _ends(ys, upper=True)
    plot = WIDTH - 2 * MARGIN

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            round(MARGIN + (x - left) / (right - left) * plot, 1),
            round(20 + PLOT_HEIGHT * 1.6 * (1 - (y - low) / (high - low)), 1),
        )

    marks = [
        Mark(1, *place(x, y), 0, name, f"{name}　{across} {shown(x)}　{upwards} {shown(y)}")
        for name, x, y in known
    ]
    bottom = 20 + PLOT_HEIGHT * 1.6
    rules = [
        Rule(MARGIN, bottom, WIDTH - MARGIN, bottom, "axis"),
        Rule(MARGIN, 20, MARGIN, bottom, "axis"),
    ]
    if means[0] is not None:
        rules.append(Rule(place(means[0], low)[0], 20, place(means[0], low)[0], bottom, "mean"))
    if means[1] is not None:
        rules.append(Rule(MARGIN, place(left, means[1])[1], WIDTH - MARGIN, place(left, means[1])[1], "mean"))
    texts = _names_and_ends(across, upwards, left, right, bottom)
    description = "。".join(mark.title for mark in marks)
    return Chart("scatter", title, description, WIDTH, bottom + 40, tuple(marks), texts, tuple(rules))


def _names_and_ends(across: str, upwards: str, left: float, right: float, bottom: float) -> tuple[Text, ...]:
    """Return the names of a scatter plot's axes and the ends of the one below."""
    return (
        Text(WIDTH - MARGIN, bottom + 32, f"{across} →", "end"),
        Text(MARGIN, 12, f"↑ {upwards}"),
        Text(MARGIN, bottom + 16, shown(left), "middle"),
        Text(WIDTH - MARGIN, bottom + 16, shown(right), "middle"),
    )


def _ends(values: Sequence[float], *, upper: bool = False) -> float:
    """Return the end of an axis: the next ten beyond the values."""
    return (floor(max(values) / 10) + 1) * 10.0 if upper else floor(min(values) / 10) * 10.0
