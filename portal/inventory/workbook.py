"""The list of systems as an Excel workbook: what the page shows, in the same order, columns and groups."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from organizations.fiscal_years import show_day
from organizations.spreadsheets import workbook_of
from portal.inventory.columns import Column
from portal.inventory.grouping import GROUPS, in_order
from portal.inventory.publishing import GROUPINGS, SORTS, is_any_internal
from portal.inventory.selection import Inventory, Line, LineGroup
from portal.place import Place
from portal.systems import SystemRow

PUBLIC, INTERNAL = "public", "internal"
EDITIONS = {PUBLIC: "公表用", INTERNAL: "内部用"}
WITHHELD = "非公開"
UNORDERED = "公開区分が「内部」の項目によるまとめ方と並び順は、公表用では使っていません。"


def inventory_workbook(inventory: Inventory, edition: str, day: date) -> bytes:
    """Return an .xlsx; in the edition to be published what a city keeps to itself is left out.

    A column all of whose cells are internal falls away, a single such cell says `WITHHELD`. Whoever publishes
    asks before whether the rows may be told at all (`inventory.unpublishable`).
    """
    if edition == PUBLIC:
        inventory = _publishable(inventory, day)
    columns = [column for column in inventory.columns if edition == INTERNAL or _is_told(column, inventory)]
    rows = list(_rows(inventory, columns, edition))
    return workbook_of({"情報システム": rows, "条件": list(_remarks(inventory, edition, day))})


def _publishable(inventory: Inventory, today: date) -> Inventory:
    """Return the list without headings and order that come from what stays within the city."""
    lines = {line.row.pk: line for group in inventory.groups for line in group.lines}
    rows = sorted((line.row for line in lines.values()), key=SystemRow.plan_rank)
    sort = "" if is_any_internal(rows, SORTS.get(inventory.sort, [])) else inventory.sort
    group = "none" if is_any_internal(rows, GROUPINGS.get(inventory.group, [])) else inventory.group
    if (sort, group) == (inventory.sort, inventory.group):
        return inventory
    place = {row.pk: number for number, row in enumerate(in_order(rows, sort, today))}
    is_grouped = group == inventory.group
    groups = inventory.groups if is_grouped else [LineGroup("", list(lines.values()))]
    return replace(
        inventory,
        sort=sort,
        group=group,
        groups=[replace(one, lines=sorted(one.lines, key=lambda line: place[line.row.pk])) for one in groups],
        hint=UNORDERED + (inventory.hint if is_grouped else ""),
    )


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
