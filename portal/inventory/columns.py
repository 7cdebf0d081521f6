"""The columns of the list of systems: what each says of a system, as words and as a value for Excel."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import show_day, show_fiscal_year, show_month
from portal.systems import SystemRow
from systems.disclosure import is_internal
from systems.models import SupportEnd
from systems.terms import contract_schedule

UNKNOWN = "記載なし"
TEXT, DATE, NUMBER = "text", "date", "number"


@dataclass(frozen=True)
class Value:
    """What a column says of one system; without words it is not known. `number` is what Excel counts with."""

    text: str = ""
    number: int | None = None

    @property
    def shown(self) -> str:
        return self.text or UNKNOWN

    @property
    def plain(self) -> str | int:
        """Return what a spreadsheet takes."""
        return self.shown if self.number is None else self.number


@dataclass(frozen=True)
class Column:
    """A column; `field` decides whether it may be published (`systems.disclosure`), "" for what is public."""

    key: str
    label: str
    field: str
    read: Callable[[SystemRow, date], Value]
    kind: str = TEXT

    def is_internal(self, row: SystemRow) -> bool:
        return bool(self.field) and is_internal(row.system, self.field)


def _number(number: int | None) -> Value:
    return Value() if number is None else Value(f"{number:,}", number)


def _month(month: date | None) -> Value:
    return Value(show_month(month)) if month else Value()


def _personal(row: SystemRow, today: date) -> Value:
    answer = row.system.has_personal_information
    return Value() if answer is None else Value("あり" if answer else "なし")


def _names(names: Sequence[str]) -> Value:
    return Value("、".join(names))


def _departments(row: SystemRow, today: date) -> Value:
    return _names([department.name for department in row.departments])


def _attribute(name: str) -> Callable[[SystemRow, date], Value]:
    return lambda row, today: Value(getattr(row.system, name))


def _choice(name: str) -> Callable[[SystemRow, date], Value]:
    return lambda row, today: Value(getattr(row.system, f"get_{name}_display")())


def _of_renewal(name: str) -> Callable[[SystemRow, date], Value]:
    return lambda row, today: _month(getattr(row.renewal, name, None))


def _procurement(row: SystemRow, today: date) -> Value:
    year = row.renewal.procurement_fiscal_year if row.renewal else None
    return Value(show_fiscal_year(year)) if year else Value()


def _support_end(row: SystemRow, today: date) -> Value:
    ends = support_ends_ahead(row, today)
    return Value(show_day(ends[0].ends_on)) if ends else Value()


def support_ends_ahead(row: SystemRow, today: date) -> list[SupportEnd]:
    """Return the support ends in order, those still to come before those that are over."""
    return sorted(row.support_ends, key=lambda end: (end.ends_on < today, end.ends_on))


def _shared(row: SystemRow, today: date) -> Value:
    return _names([city.name for city in row.partners] or row.system.shared_with)


def _contracts(row: SystemRow, today: date) -> Value:
    return _names([contract.name for contract in row.contracts])


def _contract_end(row: SystemRow, today: date) -> Value:
    end = contract_end(row, today)
    return Value(show_day(end)) if end else Value()


def contract_end(row: SystemRow, today: date) -> date | None:
    """Return the first end of a present term among the system's contracts, None where none is known."""
    schedules = [contract_schedule(contract, today) for contract in row.contracts]
    ends = [found.term_end for found in schedules if found.term_end and not found.is_over]
    return min(ends, default=None)


def _migrations(row: SystemRow, today: date) -> Value:
    return _names([f"{m.business} {m.get_state_display() or UNKNOWN}" for m in row.migrations])


COLUMNS = {
    column.key: column
    for column in [
        Column("department", "所管課", "departments", _departments),
        Column("heading", "計画の見出し", "", lambda row, today: Value(row.group)),
        Column("outline", "業務概要", "outline", _attribute("outline")),
        Column("started", "稼働開始", "started_on", lambda row, today: _month(row.system.started_on), DATE),
        Column("vendor", "事業者", "vendor", _attribute("vendor")),
        Column("product", "製品", "product", _attribute("product")),
        Column("hosting", "設置形態", "hosting", _choice("hosting")),
        Column("location", "設置場所", "location", _attribute("location")),
        Column("segment", "ネットワーク", "segment", _choice("segment")),
        Column("business", "標準化対象業務", "standard_businesses", lambda row, _: _names(row.businesses)),
        Column("migration", "標準化の移行", "migrations", _migrations),
        Column("bcp", "ICT-BCPの優先度", "bcp_priority", _attribute("bcp_priority")),
        Column("personal", "個人情報", "has_personal_information", _personal),
        Column("support", "サポート終了", "support_ends", _support_end, DATE),
        Column("users", "利用者数", "users", lambda row, today: _number(row.user_count), NUMBER),
        Column("cost", "年間経費（千円）", "yearly_cost", lambda row, _: _number(row.yearly_cost), NUMBER),
        Column("shared", "共同利用", "shared_with", _shared),
        Column("contract", "契約", "contracts", _contracts),
        Column("contract_end", "契約期間の終わり", "contracts", _contract_end, DATE),
        Column("current_end", "現行の終了", "renewal", _of_renewal("current_end"), DATE),
        Column("review_start", "検討の開始", "renewal", _of_renewal("review_start"), DATE),
        Column("procurement", "調達の年度", "renewal", _procurement, DATE),
        Column("next_start", "次期の開始", "renewal", _of_renewal("next_start"), DATE),
        Column("ended", "廃止", "ended_on", lambda row, today: _month(row.system.ended_on), DATE),
    ]
}
OF_RENEWALS = ["department", "started", "current_end", "review_start", "procurement", "next_start"]
WITHOUT_RENEWALS = ["department", "started", "outline"]


def usual_columns(rows: Sequence[SystemRow]) -> list[str]:
    """Return the columns shown until others are chosen: those of the renewals where the plan tells any."""
    return OF_RENEWALS if any(row.renewal for row in rows) else WITHOUT_RENEWALS


def chosen_columns(keys: Sequence[str], usual: Sequence[str]) -> Iterator[Column]:
    """Return the chosen columns in their own order, the usual ones where none is chosen."""
    wanted = [key for key in keys if key in COLUMNS] or usual
    return (column for key, column in COLUMNS.items() if key in wanted)
