"""The facts of a system in groups, each with a mark where it stays within the city."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import show_day, show_month
from portal.inventory.columns import COLUMNS, UNKNOWN
from portal.systems import SystemRow
from systems.disclosure import is_internal


@dataclass(frozen=True)
class FactValue:
    text: str
    url: str = ""
    remark: str = ""


@dataclass(frozen=True)
class SystemFact:
    """One fact; without values it is not known."""

    name: str
    values: Sequence[FactValue]
    is_internal: bool


@dataclass(frozen=True)
class FactGroup:
    key: str
    name: str
    facts: Sequence[SystemFact]


GROUPS = [
    ("basic", "基本", ["departments", "outline", "started_on", "vendor", "product", "ended_on"]),
    ("place", "設置とネットワーク", ["hosting", "location", "segment", "shared_with"]),
    ("standard", "標準化", ["standard_businesses", "migrations"]),
    ("bcp", "BCP", ["bcp_priority"]),
    ("protection", "個人情報・サポート", ["has_personal_information", "support_ends"]),
    ("use", "経費・利用者", ["yearly_cost", "users"]),
]
NAMES = {
    "departments": "所管課", "outline": "業務概要", "started_on": "稼働開始", "vendor": "事業者",
    "product": "製品", "ended_on": "廃止", "hosting": "設置形態", "location": "設置場所",
    "segment": "ネットワーク", "shared_with": "共同利用", "standard_businesses": "対象業務",
    "migrations": "移行の状況", "bcp_priority": "ICT-BCPの優先度", "has_personal_information": "個人情報",
    "support_ends": "サポート終了", "yearly_cost": "年間経費", "users": "利用者数",
}  # fmt: skip
UNITS = {"yearly_cost": "千円", "users": "人"}
OF_COLUMN = {column.field: column for column in COLUMNS.values() if column.field}


def fact_groups(row: SystemRow, today: date) -> list[FactGroup]:
    """Return the facts of a system in their groups (no query)."""
    return [FactGroup(key, name, [_fact(row, one, today) for one in fields]) for key, name, fields in GROUPS]


def _fact(row: SystemRow, field: str, today: date) -> SystemFact:
    return SystemFact(NAMES[field], list(_values(row, field, today)), is_internal(row.system, field))


def _values(row: SystemRow, field: str, today: date) -> Iterator[FactValue]:
    match field:
        case "departments":
            for department in row.departments:
                department.municipality = row.city
                yield FactValue(department.name, department.get_absolute_url())
        case "started_on" if row.system.started_on:
            kind = row.system.get_started_kind_display()
            yield FactValue(show_month(row.system.started_on), remark=kind)
        case "migrations":
            for migration in row.migrations:
                due = f"期限 {show_month(migration.due_on)}" if migration.due_on else ""
                state = migration.get_state_display() or UNKNOWN
                remark = "　".join(filter(None, [due, migration.reason]))
                yield FactValue(f"{migration.business}：{state}", remark=remark)
        case "support_ends":
            for end in row.support_ends:
                over = "　終了済" if end.ends_on < today else ""
                yield FactValue(f"{end}", remark=f"{show_day(end.ends_on)}{over}")
        case _:
            value = OF_COLUMN[field].read(row, today)
            if value.text:
                yield FactValue(value.text + UNITS.get(field, ""))
