"""Tables whose figures need more room than a line has: several below each other, each of whole columns."""

import re
from collections.abc import Iterator
from dataclasses import replace

from portal.printing.tables import Group, PrintedTable, Row

LINE = 172  # mm
FIGURE, PADDING = 1.5, 4.2  # mm of a half-width figure and of a cell's sides
SLIM_FIGURE, SLIM_PADDING = 1.4, 0.9
LAST_SHARE = 60  # percent of the line that the figures of a cut table have together

_UNBROKEN = re.compile(r"[!-~]+")  # what no line is broken in


def in_width(table: PrintedTable) -> list[PrintedTable]:
    """Return the table, or as many as its figures need; what stands before the figures is repeated."""
    kinds = [column.kind for column in table.columns]
    count = next((n for n, kind in enumerate(reversed(kinds)) if not kind.startswith("figure")), len(kinds))
    if count < 2 or count == len(kinds):
        return [table]
    rows = [row.cells[-count:] for group in table.groups for row in group.rows]
    words = [word for cells in rows for cell in cells for word in _UNBROKEN.findall(cell.text)]
    widest = max(map(len, words), default=0)
    is_slim = "slim" in kinds[-1]
    needed = widest * (SLIM_FIGURE if is_slim else FIGURE) + (SLIM_PADDING if is_slim else PADDING)
    if min(column.width for column in table.columns[-count:]) * LINE / 100 >= needed:
        return [table]
    return list(_cut(table, count, max(1, min(count, int(LINE * LAST_SHARE / 100 / needed)))))


def _cut(table: PrintedTable, count: int, size: int) -> Iterator[PrintedTable]:
    """Yield tables of `size` of the `count` columns of figures at the end."""
    before = table.columns[:-count]
    share = sum(column.width for column in before)
    heads = [replace(c, width=round(c.width * (100 - LAST_SHARE) / share)) for c in before]
    wide = LAST_SHARE // size
    for start in range(0, count, size):
        chosen = range(start, min(start + size, count))
        columns = [replace(table.columns[n - count], width=wide) for n in chosen]
        groups = [
            Group(
                [Row([*row.cells[:-count], *(row.cells[n - count] for n in chosen)]) for row in group.rows],
                group.band,
                group.remark,
            )
            for group in table.groups
        ]
        is_last = chosen.stop == count
        name = table.name if start == 0 else f"{table.name}（続き）"
        yield replace(
            table, columns=[*heads, *columns], groups=groups, name=name, foot=table.foot if is_last else ""
        )
