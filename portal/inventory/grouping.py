"""How the list of systems is put in order and under headings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.text import normalise_for_search
from portal.inventory.columns import contract_end, support_ends_ahead
from portal.systems import SystemRow, departments_in_order
from systems.models import InformationSystem

Segment = InformationSystem.Segment
GROUPS = {
    "": "計画の見出し",
    "department": "所管課（建制順）",
    "segment": "ネットワーク",
    "business": "標準化対象業務",
    "none": "まとめない",
}
SORTS = {
    "": "計画書の順",
    "name": "名称の順",
    "started": "稼働開始の古い順",
    "next": "次期の開始の早い順",
    "support": "サポート終了の早い順",
    "contract": "契約期間の終わりの早い順",
    "cost": "年間経費の多い順",
}
REPEATED = {"department": "所管課", "business": "標準化対象業務"}
WITHOUT = {
    "": "計画の見出しなし",
    "department": "所管課の記載なし",
    "segment": "ネットワークの記載なし",
    "business": "標準化対象業務の記載なし",
}
LATEST = date.max


@dataclass(frozen=True)
class SystemGroup:
    """Systems under a heading, "" where there is none."""

    name: str
    rows: Sequence[SystemRow]


def in_order(rows: Sequence[SystemRow], sort: str, today: date) -> list[SystemRow]:
    """Sort rows by a key of `SORTS`, what is not known last; in Python: databases collate differently."""
    return sorted(rows, key=_rank(sort, today)) if sort else list(rows)


def _rank(sort: str, today: date) -> Callable[[SystemRow], tuple]:
    def by_date(read: Callable[[SystemRow], date | None]) -> Callable[[SystemRow], tuple]:
        return lambda row: (read(row) or LATEST,)

    match sort:
        case "name":
            return lambda row: (normalise_for_search(row.system.name),)
        case "started":
            return by_date(lambda row: row.system.started_on)
        case "next":
            return by_date(lambda row: row.renewal and row.renewal.next_start)
        case "support":
            return lambda row: _support_rank(row, today)
        case "contract":
            return by_date(lambda row: contract_end(row, today))
        case _:
            return lambda row: (row.yearly_cost is None, -(row.yearly_cost or 0))


def _support_rank(row: SystemRow, today: date) -> tuple:
    ends = support_ends_ahead(row, today)
    return (ends[0].ends_on < today, ends[0].ends_on) if ends else (True, LATEST)


def grouped(rows: Sequence[SystemRow], group: str, order: Mapping[int, int]) -> list[SystemGroup]:
    """Put rows under headings. A system of several departments or businesses stands under each of them.

    `order` is the 建制順 of the plan by department.
    """
    if group == "none" or (not group and not any(row.group for row in rows)):
        return [SystemGroup("", rows)] if rows else []
    found: dict[str, list[SystemRow]] = {name: [] for name in _headings(rows, group, order)}
    for row in rows:
        for name in _names(row, group):
            found[name].append(row)
    return [SystemGroup(name, members) for name, members in found.items() if members]


def _names(row: SystemRow, group: str) -> list[str]:
    """Return the headings a row stands under."""
    match group:
        case "department":
            return [department.name for department in row.departments] or [WITHOUT[group]]
        case "segment":
            return [row.system.get_segment_display() or WITHOUT[group]]
        case "business":
            return row.businesses or [WITHOUT[group]]
        case _:
            return [row.group or WITHOUT[group]]


def _headings(rows: Sequence[SystemRow], group: str, order: Mapping[int, int]) -> Iterable[str]:
    """Return all headings in their order, the one for what is not known last."""
    match group:
        case "department":
            known = [department.name for department in departments_in_order(rows, order)]
        case "segment":
            known = [str(label) for label in Segment.labels]
        case "business":
            known = sorted({business for row in rows for business in row.businesses})
        case _:
            known = list(dict.fromkeys(row.group for row in rows if row.group))
    return [*known, WITHOUT[group]]
