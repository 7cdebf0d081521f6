"""A sheet as a person works on it: texts in cells, read from what was posted, shown again, merged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from plans.sheets.cells import is_number
from plans.sheets.grid import Grid
from plans.sheets.kinds import COLUMN_MEMBERS, VALUE, Member, SheetKind

MOST_ROWS, MOST_COLUMNS = 1000, 60
STALE = "この表は読み取れませんでした。ページを開き直して、もう一度入力してください。"


@dataclass(frozen=True)
class Line:
    """A row or a column as typed: where it stood when it was shown (None: new), and its texts."""

    at: int | None = None
    texts: dict[str, str] = field(default_factory=dict)
    values: list[str] = field(default_factory=list)
    is_removed: bool = False

    @property
    def is_blank(self) -> bool:
        return self.at is None and not any(map(str.strip, [*self.texts.values(), *self.values]))

    def text(self, name: str) -> str:
        return self.texts.get(name, "")


@dataclass(frozen=True)
class Cell:
    """One input: its name in the form, its text, what screen readers call it, what is wrong with it."""

    name: str
    text: str
    label: str
    width: str = "middle"
    is_value: bool = False
    is_number: bool = False
    error: str = ""

    @property
    def has_lines(self) -> bool:
        """Say whether a long text may stand here, which needs more than one line."""
        return self.is_value or self.width != "narrow"


@dataclass(frozen=True)
class ShownLine:
    """A row or a column as the page draws it; `name` begins the names of its inputs."""

    n: int
    name: str
    at: int | None
    cells: list[Cell]
    is_removed: bool
    is_last: bool

    @property
    def number(self) -> int:
        return self.n + 1


class Sheet:
    """`base` is what was shown; `was` holds, by cell, the texts a conflict page had shown before."""

    def __init__(self, kind: SheetKind, base: Grid, columns: list[Line], rows: list[Line]):
        self.kind, self.base, self.columns, self.rows = kind, base, columns, rows
        self.was: Mapping[str, str] = {}
        self.remembered: list[tuple[str, str]] = []
        self.errors: dict[str, str] = {}

    @classmethod
    def of(cls, kind: SheetKind, grid: Grid) -> "Sheet":
        """Return the sheet that shows what is stored."""
        columns = [
            Line(at, {m.name: grid.column_text(at, m) for m in COLUMN_MEMBERS}) for at in range(grid.width)
        ]
        rows = [
            Line(
                at,
                {m.name: grid.row_text(at, m) for m in kind.members},
                [grid.value_text(at, column) for column in range(grid.width)],
            )
            for at in range(len(grid.rows))
        ]
        return cls(kind, grid, columns, rows)

    @classmethod
    def posted(cls, kind: SheetKind, data: QueryDict) -> "Sheet":
        """Return the sheet as it was typed."""
        prefix = kind.prefix
        try:
            base = Grid.from_json(data.get(f"initial-{prefix}", ""))
        except ValueError:
            sheet = cls(kind, Grid(), [], [])
            sheet.errors[prefix] = STALE
            return sheet
        shape = f"{prefix}-shape"
        if data.get(f"pick-{shape}") == "theirs":
            return cls.of(kind, base)
        width = _count(data, f"{prefix}-columns", MOST_COLUMNS) if kind.has_columns else 0
        height = _count(data, f"{prefix}-rows", MOST_ROWS)
        columns = [_line(data, f"{prefix}-c{n}", COLUMN_MEMBERS, 0, base.width) for n in range(width)]
        rows = [_line(data, f"{prefix}-{n}", kind.members, width, len(base.rows)) for n in range(height)]
        sheet = cls(kind, base, columns, rows)
        sheet.was = {
            name.removeprefix("initial-"): text
            for name, text in data.items()
            if name.startswith(f"initial-{prefix}-")
        }
        sheet.remembered = [(f"initial-{name}", text) for name, text in sheet.was.items()]
        if shape in data.getlist("clash") and f"pick-{shape}" not in data:
            sheet.errors[prefix] = "残す表（ほかの人が保存したもの、自分が入力したもの）を選んでください。"
        return sheet

    # --- Reading ------------------------------------------------------------------------------

    @property
    def kept_columns(self) -> list[int]:
        return [
            n
            for n, column in enumerate(self.columns)
            if not column.is_removed
            and not (column.is_blank and not any(row.values[n].strip() for row in self.rows))
        ]

    @property
    def kept_rows(self) -> list[int]:
        return [n for n, row in enumerate(self.rows) if not row.is_removed and not row.is_blank]

    def is_valid(self) -> bool:
        """Read every cell; `errors` then holds, by cell, what keeps it from being read."""
        columns = self.kept_columns
        if len(self.rows) > MOST_ROWS or len(self.columns) > MOST_COLUMNS:
            self.errors[self.kind.prefix] = f"{MOST_ROWS}行、{MOST_COLUMNS}列までにしてください。"
        names_columns = any(self.columns[n].text("label").strip() for n in columns)
        for n in columns:
            for member in COLUMN_MEMBERS:
                is_required = member.is_required and (names_columns or self.columns[n].at is None)
                self._check(
                    self.column_name(n, member), self.columns[n].text(member.name), member, is_required
                )
        for n in self.kept_rows:
            for member in self.kind.members:
                text = self.rows[n].text(member.name)
                self._check(self.row_name(n, member), text, member, member.is_required)
            for column in columns:
                self._check(self.value_name(n, column), self.rows[n].values[column], VALUE, False)
        return not self.errors

    def _check(self, name: str, text: str, member: Member, is_required: bool) -> None:
        try:
            member.read(text)
        except ValueError as refusal:
            self.errors[name] = str(refusal)
        if is_required and not text.strip():
            self.errors[name] = f"{member.label}を入力するか、「除く」に印を付けてください。"

    def sentences(self) -> Iterator[str]:
        """Yield each error with the place it is about."""
        labels = {cell.name: cell.label for cell in self.cells()}
        for name, sentence in self.errors.items():
            yield f"{labels[name]}：{sentence}" if name in labels else sentence

    # --- Names --------------------------------------------------------------------------------

    def column_name(self, n: int, member: Member) -> str:
        return f"{self.kind.prefix}-c{n}-{member.name}"

    def row_name(self, n: int, member: Member) -> str:
        return f"{self.kind.prefix}-{n}-{member.name}"

    def value_name(self, n: int, column: int) -> str:
        return f"{self.kind.prefix}-{n}-v{column}"

    def row_title(self, n: int) -> str:
        """Return what a row is called: its own words, else its place."""
        name = next(member.name for member in self.kind.members if member.is_required)
        title = self.rows[n].text(name).strip()
        return f"「{title[:40]}」" if title else f"{n + 1}行目"

    def column_title(self, n: int) -> str:
        title = self.columns[n].text("label").strip()
        return f"「{title[:40]}」" if title else f"{n + 1}列目"

    # --- Changing the sheet itself ------------------------------------------------------------

    def arranged(self, command: str) -> "Sheet":
        """Return the sheet with a line more or moved: `row`, `column`, `insert:3`, `up:3`, `left:2`."""
        verb, _, place = command.partition(":")
        n = int(place) if place.isdecimal() else 0
        columns, rows = list(self.columns), list(self.rows)
        width = len(columns)
        match verb:
            case "row" | "insert":
                rows.insert(n + 1 if verb == "insert" else len(rows), Line(values=[""] * width))
            case "column":
                columns.append(Line())
                rows = [replace(row, values=[*row.values, ""]) for row in rows]
            case "up" | "down":
                _swap(rows, n, n - 1 if verb == "up" else n + 1)
            case "left" | "right":
                other = n - 1 if verb == "left" else n + 1
                for values in [columns, *(row.values for row in rows)]:
                    _swap(values, n, other)
        return Sheet(self.kind, self.base, columns, rows)

    def with_room(self) -> "Sheet":
        """Return the sheet with an empty row and column at the end, to type or paste into."""
        sheet = self
        if self.kind.has_columns and not (self.columns and self._is_free(len(self.columns) - 1)):
            sheet = sheet._like(sheet.arranged("column"))
        if not (sheet.rows and sheet.rows[-1].is_blank):
            sheet = sheet._like(sheet.arranged("row"))
        return sheet

    def _like(self, other: "Sheet") -> "Sheet":
        other.was, other.remembered, other.errors = self.was, self.remembered, self.errors
        return other

    def _is_free(self, n: int) -> bool:
        return self.columns[n].is_blank and not any(row.values[n].strip() for row in self.rows)

    # --- Showing ------------------------------------------------------------------------------

    def column_cells(self, n: int) -> list[Cell]:
        return [
            self._cell(
                self.column_name(n, member),
                self.columns[n].text(member.name),
                f"{n + 1}列目 {member.label}",
                member,
            )
            for member in COLUMN_MEMBERS
        ]

    def row_cells(self, n: int) -> list[Cell]:
        """Return the cells of a row in the order they stand."""
        row = self.rows[n]

        def cells(members: tuple[Member, ...]) -> list[Cell]:
            return [
                self._cell(self.row_name(n, m), row.text(m.name), f"{n + 1}行目 {m.label}", m)
                for m in members
            ]

        values = [
            self._cell(self.value_name(n, column), text, f"{n + 1}行目 {column + 1}列目", VALUE)
            for column, text in enumerate(row.values)
        ]
        return [*cells(self.kind.before), *values, *cells(self.kind.after)]

    @property
    def heads(self) -> list[ShownLine]:
        """The columns of a table, each with its label and unit."""
        return [self._shown(n, f"c{n}", self.column_cells(n), self.columns) for n in range(len(self.columns))]

    @property
    def lines(self) -> list[ShownLine]:
        return [self._shown(n, f"{n}", self.row_cells(n), self.rows) for n in range(len(self.rows))]

    def _shown(self, n: int, name: str, cells: list[Cell], among: list[Line]) -> ShownLine:
        line = among[n]
        return ShownLine(
            n, f"{self.kind.prefix}-{name}", line.at, cells, line.is_removed, n == len(among) - 1
        )

    def cells(self) -> Iterator[Cell]:
        for line in [*self.heads, *self.lines]:
            yield from line.cells

    def _cell(self, name: str, text: str, label: str, member: Member) -> Cell:
        error = self.errors.get(name, "")
        if member is not VALUE:
            return Cell(name, text, label, member.width, False, member.is_number, error)
        return Cell(name, text, label, "value", True, is_number(text), error)


def _swap(lines: list[Any], one: int, other: int) -> None:
    if 0 <= one < len(lines) and 0 <= other < len(lines):
        lines[one], lines[other] = lines[other], lines[one]


def _count(data: QueryDict, name: str, most: int) -> int:
    """Return how many rows or columns were posted; one more than `most`, which `is_valid` refuses."""
    text = data.get(name, "")
    return min(int(text), most + 1) if text.isascii() and text.isdecimal() else 0


def _line(data: QueryDict, name: str, members: tuple[Member, ...], width: int, known: int) -> Line:
    at = data.get(f"{name}-at", "")
    return Line(
        int(at) if at.isascii() and at.isdecimal() and int(at) < known else None,
        {m.name: data.get(f"{name}-{m.name}", "").replace("\r\n", "\n") for m in members},
        [data.get(f"{name}-v{n}", "").replace("\r\n", "\n") for n in range(width)],
        bool(data.get(f"{name}-remove")),
    )
