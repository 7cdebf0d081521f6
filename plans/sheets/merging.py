"""How what was typed in a sheet comes together with what somebody else stored meanwhile."""

from dataclasses import replace
from typing import Any

from organizations.edits import Clash
from plans.sheets.grid import Entry, Grid, with_member
from plans.sheets.kinds import COLUMN_MEMBERS, VALUE, Member
from plans.sheets.sheet import Line, Sheet


class Merge:
    """Lays a sheet over what is stored: `grid` is the outcome, `clashes` what both changed differently."""

    def __init__(self, sheet: Sheet, stored: Grid):
        self.sheet, self.stored = sheet, stored
        self.clashes: list[Clash] = []
        if not _is_touched(sheet):
            self.grid = stored
        elif stored.has_places_of(sheet.base, sheet.kind):
            self.columns = sheet.kept_columns
            self.grid = Grid(self._columns(), [self._row(n) for n in sheet.kept_rows])
            self._look_at_what_goes()
        else:
            self.grid = stored
            name, label = f"{sheet.kind.prefix}-shape", f"{sheet.kind.label}（行と列）"
            mine = Grid([{}] * len(sheet.kept_columns), [{}] * len(sheet.kept_rows))
            self.clashes.append(Clash(name, label, *map(self._size, (sheet.base, stored, mine))))

    def _columns(self) -> list[Entry]:
        columns = []
        for n in self.columns:
            line = self.sheet.columns[n]
            entry = self.stored.column(line.at)
            for member in COLUMN_MEMBERS:
                name, was = self.sheet.column_name(n, member), self.sheet.base.column_text(line.at, member)
                label = f"{n + 1}列目 {member.label}"
                typed, stored = line.text(member.name), self.stored.column_text(line.at, member)
                if self._may_write(name, label, member, was, stored, typed):
                    entry = with_member(entry, member.name, member.read(typed))
            columns.append(entry)
        return columns if any(columns) else []

    def _row(self, n: int) -> Entry:
        line, sheet = self.sheet.rows[n], self.sheet
        entry, title = self.stored.row(line.at), sheet.row_title(n)
        for member in sheet.kind.members:
            name, was = sheet.row_name(n, member), sheet.base.row_text(line.at, member)
            typed, stored = line.text(member.name), self.stored.row_text(line.at, member)
            if self._may_write(name, f"{title} {member.label}", member, was, stored, typed):
                entry = with_member(entry, member.name, member.read(typed))
        return self._with_values(n, entry, title) if sheet.kind.has_columns else entry

    def _with_values(self, n: int, entry: Entry, title: str) -> Entry:
        """Set the values of a row; what was shorter or longer than the head stays so until it is changed."""
        line, values, is_changed = self.sheet.rows[n], [], False
        for column in self.columns:
            at = self.sheet.columns[column].at
            name, label = self.sheet.value_name(n, column), f"{title} {self.sheet.column_title(column)}"
            was, stored = self.sheet.base.value_text(line.at, at), self.stored.value_text(line.at, at)
            typed = line.values[column]
            may_write = self._may_write(name, label, VALUE, was, stored, typed)
            values.append(VALUE.read(typed) if may_write else self.stored.value(line.at, at))
            is_changed |= may_write
        stand_as_stored = [self.sheet.columns[c].at for c in self.columns] == list(range(self.stored.width))
        if stand_as_stored and not is_changed and line.at is not None:
            return entry
        return with_member(entry, "values", values)

    def _may_write(self, name: str, label: str, member: Member, was: str, stored: str, typed: str) -> bool:
        """Say whether a cell is to be written: changed by this person, and by nobody else differently."""
        was = self.sheet.was.get(name, was)
        mine = member.show(member.read(typed))
        if was in (typed, mine) or stored == mine:
            return False
        if stored != was:
            self.clashes.append(Clash(name, label, was, stored, mine))
            return False
        return True

    def _look_at_what_goes(self) -> None:
        """Find the rows and columns this person removes and somebody else changed."""
        base, stored, sheet = self.sheet.base, self.stored, self.sheet
        for n, line in enumerate(sheet.rows):
            if line.is_removed and line.at is not None and base.row(line.at) != stored.row(line.at):
                self._removal_clash(f"{sheet.kind.prefix}-{n}-remove", f"{sheet.row_title(n)} の行")
        for n, line in enumerate(sheet.columns):
            if line.is_removed and line.at is not None and _column(base, line.at) != _column(stored, line.at):
                self._removal_clash(f"{sheet.kind.prefix}-c{n}-remove", f"{sheet.column_title(n)} の列")

    def _removal_clash(self, name: str, label: str) -> None:
        self.clashes.append(Clash(name, label, "残っていたもの", "変更して残す", "除く"))

    def _size(self, grid: Grid) -> str:
        columns = f"×{grid.width}列" if self.sheet.kind.has_columns else ""
        return f"{len(grid.rows)}行{columns}"

    def sheet_to_pick(self) -> Sheet:
        """Return the sheet with what was typed over what is stored now, for the person to pick."""
        sheet, base = self.sheet, self.sheet.base
        rows = {n: n for n in range(len(base.rows))}
        columns = {n: n for n in range(base.width)}
        if not self.stored.has_places_of(base, sheet.kind):
            rows, columns = base.places_in(self.stored, sheet.kind)
        column_lines = [self._column_anew(n, columns) for n in range(len(sheet.columns))]
        row_lines = [self._row_anew(n, rows, columns) for n in range(len(sheet.rows))]
        anew = Sheet(sheet.kind, self.stored, column_lines, row_lines)
        anew.remembered = [
            (f"initial-{clash.name}", clash.stored)
            for clash in self.clashes
            if not clash.name.endswith(("-shape", "-remove"))
        ]
        return anew

    def _column_anew(self, n: int, places: dict[int, int]) -> Line:
        line = self.sheet.columns[n]
        at, texts = places.get(line.at), dict(line.texts)
        for member in COLUMN_MEMBERS:
            was = self.sheet.base.column_text(line.at, member)
            if at is not None and texts[member.name] == was:
                texts[member.name] = self.stored.column_text(at, member)
        return replace(line, at=at, texts=texts)

    def _row_anew(self, n: int, places: dict[int, int], columns: dict[int, int]) -> Line:
        line, base = self.sheet.rows[n], self.sheet.base
        at, texts, values = places.get(line.at), dict(line.texts), list(line.values)
        if at is None:
            return replace(line, at=None)
        for member in self.sheet.kind.members:
            if texts[member.name] == base.row_text(line.at, member):
                texts[member.name] = self.stored.row_text(at, member)
        for n_column, column in enumerate(self.sheet.columns):
            if values[n_column] == base.value_text(line.at, column.at) and column.at in columns:
                values[n_column] = self.stored.value_text(at, columns[column.at])
        return replace(line, at=at, texts=texts, values=values)


def _is_touched(sheet: Sheet) -> bool:
    """Say whether the person changed anything in the sheet, or was asked to pick."""
    return bool(sheet.was) or _content(sheet) != _content(Sheet.of(sheet.kind, sheet.base))


def _content(sheet: Sheet) -> tuple[list[Any], list[Any]]:
    columns = sheet.kept_columns
    rows = [sheet.rows[n] for n in sheet.kept_rows]
    return (
        [(sheet.columns[n].at, sheet.columns[n].texts) for n in columns],
        [(row.at, row.texts, [row.values[n] for n in columns]) for row in rows],
    )


def _column(grid: Grid, at: int) -> tuple[Entry, list[Any]]:
    return grid.column(at), [grid.value(row, at) for row in range(len(grid.rows))]
