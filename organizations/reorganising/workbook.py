"""The Excel template of a reorganisation: today's departments and people, written over and read back."""

from typing import Any

from django.db.models import F

from organizations.cells import as_text
from organizations.exceptions import FileRefused, ReorganisationDoesNotFit
from organizations.models import Municipality
from organizations.reorganising.blueprint import Problem
from organizations.reorganising.names import Directory, written
from organizations.reorganising.reading import NONE
from organizations.reorganising.rows import (
    DEPARTMENTS,
    GONE,
    JOINS,
    LEAVES,
    LINES,
    PEOPLE,
    DepartmentRow,
    LineRow,
    PersonRow,
    Row,
    Rows,
)
from organizations.spreadsheets import workbook_of
from organizations.uploads import Table, read_sheets

HEADS: dict[str, tuple[type[Row], dict[str, str]]] = {
    DEPARTMENTS: (DepartmentRow, {"名称": "name", "種別": "kind", "上位": "parent", "建制順": "order"}),
    PEOPLE: (
        PersonRow,
        {
            "ログイン名": "username",
            "氏名": "name",
            "新しい部署": "department",
            "役割": "role",
            f"{JOINS}・{LEAVES}": "move",
        },
    ),
    LINES: (LineRow, {"旧課": "former", "新課": "successor"}),
}
MANUAL = "書き方"
HELP = [
    ["表", "書き方"],
    [DEPARTMENTS, "実施日からの部署です。いまの部署が入っています。"],
    [DEPARTMENTS, "新しい部署は行を足し、なくなる部署の行は除きます。"],
    [PEOPLE, f"いまの職員が入っています。部署や役割を直し、{JOINS}か{LEAVES}の職員にはその欄に書きます。"],
    [PEOPLE, "なくなる部署の名称のままの職員は、引継先の部署に移ります。"],
    [LINES, "左はいまの部署です。右を引き継ぐ部署に直します。同じ名称のままなら変わりません。"],
    [LINES, "一つの旧課を分けるときは、行を足して旧課を2回以上書きます。"],
    [LINES, f"引継先のない廃止は「{GONE}」と書きます。"],
]


def template(municipality: Municipality, today) -> bytes:
    """Return the template with the departments and people of today (two queries)."""
    standing = municipality.departments.standing_on(today).select_related("parent").order_by("order", "pk")
    directory = Directory(standing)
    users = municipality.users.filter(is_active=True).select_related("department__parent")
    names = {department.pk: directory.name(department) for department in directory.departments}
    parents = {d.pk: names.get(d.parent_id, d.parent.name if d.parent else "") for d in directory.departments}
    return workbook_of(
        {
            DEPARTMENTS: [
                [*HEADS[DEPARTMENTS][1]],
                *([d.name, d.kind, parents[d.pk], d.order] for d in directory.departments),
            ],
            PEOPLE: [
                [*HEADS[PEOPLE][1]],
                *(
                    [u.username, u.name, names.get(u.department_id, ""), u.get_role_display(), ""]
                    for u in users.order_by(F("department__order").asc(nulls_last=True), "username")
                ),
            ],
            LINES: [[*HEADS[LINES][1]], *([name, name] for name in names.values())],
            MANUAL: HELP,
        }
    )


def read_template(content: bytes) -> Rows:
    """Read a filled-in template. Raise FileRefused for another file, ReorganisationDoesNotFit with every cell
    that cannot be read.
    """
    problems: list[Problem] = []
    tables = {name: _rows(name, table, problems) for name, table in read_sheets(content, HEADS).items()}
    if problems:
        raise ReorganisationDoesNotFit(problems)
    return Rows(departments=tables[DEPARTMENTS], people=tables[PEOPLE], lines=tables[LINES])


def _rows(name: str, table: Table, problems: list[Problem]) -> list[Row]:
    kind, columns = HEADS[name]
    head = [written(as_text(title)) for title in table.head]
    wanted = {written(title): column for title, column in columns.items()}
    if missing := [title for title in columns if written(title) not in head]:
        raise FileRefused(
            f"シート「{name}」に列「{'」「'.join(missing)}」がありません。様式を出力し直して使ってください。"
        )
    rows = []
    for number, line in enumerate(table.rows, start=2):
        values = {}
        for title, cell in zip(head, line, strict=True):
            if title in wanted:
                values[wanted[title]] = _text(cell, name, number, title, problems)
        row = kind(**values, row=number)
        if not row.is_blank:
            rows.append(row)
    return rows


def _text(cell: Any, name: str, number: int, title: str, problems: list[Problem]) -> str:
    try:
        return as_text(cell).strip()
    except ValueError as refusal:
        problems.append(Problem(name, number, f"{title}：{refusal}"))
        return ""


def only_changes(rows: Rows, municipality: Municipality, today) -> Rows:
    """Leave out what the template had written and nobody changed, so that later changes do not disagree."""
    standing = municipality.departments.standing_on(today).select_related("parent").order_by("order", "pk")
    directory = Directory(standing)
    users = {
        user.username: user for user in municipality.users.filter(is_active=True).select_related("department")
    }
    split = [written(line.former) for line in rows.lines]
    return Rows(
        departments=[row for row in rows.departments if not _stands(row, rows, directory)],
        people=[row for row in rows.people if not _works(row, users, directory)],
        lines=[
            line
            for line in rows.lines
            if written(line.former) != written(line.successor) or split.count(written(line.former)) > 1
        ],
        renames=rows.renames,
        choices=rows.choices,
    )


def _stands(row: DepartmentRow, rows: Rows, directory: Directory) -> bool:
    """Say whether a department is as it was. One of several of its name stays, to tell it from the others."""
    if sum(written(other.name) == written(row.name) for other in rows.departments) > 1:
        return False
    found = [d for d in directory.departments if written(d.name) == written(row.name)]
    if len(found) != 1:
        return False
    department = found[0]
    above = directory.name(department.parent) if department.parent else ""
    is_gone = any(
        written(line.former) == written(row.name) != written(line.successor) for line in rows.lines
    ) and not any(written(line.former) == written(row.name) == written(line.successor) for line in rows.lines)
    same_place = written(row.parent) in {"", written(above)} and row.parent != NONE
    return not is_gone and same_place and row.kind in {"", department.kind} and row.order in {
        "", str(department.order)
    }  # fmt: skip


def _works(row: PersonRow, users: dict, directory: Directory) -> bool:
    user = users.get(row.username)
    if user is None or row.move or row.name not in {"", user.name}:
        return False
    own = directory.name(user.department) if user.department else ""
    return written(row.department) in {"", written(own)} and row.role in {"", user.get_role_display()}
