"""The list of systems as an Excel workbook: what the page shows, in the same order, columns and groups."""

from collections.abc import Iterator
from datetime import date

from organizations.fiscal_years import show_day
from organizations.spreadsheets import workbook_of
from portal.inventory.columns import Column
from portal.inventory.grouping import GROUPS
from portal.inventory.selection import Inventory, Line
from portal.place import Place

PUBLIC, INTERNAL = "public", "internal"
EDITIONS = {PUBLIC: "公表用", INTERNAL: "内部用"}
WITHHELD = "非公開"


def inventory_workbook(inventory: Inventory, edition: str, day: date) -> bytes:
    """Return an .xlsx; in the edition to be published what a city keeps to itself is left out.

    A column all of whose cells are internal falls away, a single such cell says `WITHHELD`.
    """
    columns = [column for column in inventory.columns if edition == INTERNAL or _is_told(column, inventory)]
    rows = list(_rows(inventory, columns, edition))
    return workbook_of({"情報システム": rows, "条件": list(_remarks(inventory, edition, day))})


def _is_told(column: Column, inventory: Inventory) -> bool:
    lines = [line for group in inventory.groups for line in group.lines]
    return not lines or not all(column.is_internal(line.row) for line in lines)


def _rows(inventory: Inventory, columns: list[Column], edition: str) -> Iterator[list]:
    is_grouped = inventory.group != "none"
    heading = [GROUPS[inventory.group]] if is_grouped else []
    yield [*heading, "情報システム", *(column.label for column in columns)]
    for group in inventory.groups:
        for line in group.lines:
            cells = [_cell(line, column, edition) for column in columns]
            yield [*([group.name] if is_grouped else []), line.row.system.name, *cells]


def _cell(line: Line, column: Column, edition: str) -> str | int:
    if edition == PUBLIC and column.is_internal(line.row):
        return WITHHELD
    return dict(line.cells)[column].plain


def _remarks(inventory: Inventory, edition: str, day: date) -> Iterator[list]:
    """Say on a sheet of its own what the list holds, so that the first one stays a plain table."""
    yield ["項目", "内容"]
    yield ["作成日", show_day(day)]
    yield ["区分", EDITIONS[edition]]
    yield ["件数", f"{inventory.total} システムのうち {inventory.shown} システム"]
    yield ["並び順", dict(inventory.sorts)[inventory.sort]]
    yield ["まとめ方", GROUPS[inventory.group]]
    for condition in inventory.conditions:
        yield [f"条件：{condition.label}", condition.value]
    if inventory.hint:
        yield ["注", inventory.hint]


def inventory_file_name(place: Place, edition: str, day: date) -> str:
    return f"{place.municipality.name}_情報システム一覧_{EDITIONS[edition]}_{day:%Y%m%d}.xlsx"
