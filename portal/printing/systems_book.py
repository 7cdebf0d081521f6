"""情報システム台帳と更新の工程: inventory, timetable, findings with their arithmetic, the next budget.

What goes out of the house (公表用) has none of what a city keeps to itself: it says which fields are left
out, and how many single values.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from organizations.fiscal_years import fiscal_year_of, show_day
from portal.boards.budget import budget_list
from portal.inventory.columns import COLUMNS as FIELDS
from portal.inventory.columns import DATE
from portal.inventory.columns import Column as Field
from portal.inventory.workbook import EDITIONS, INTERNAL, PUBLIC, WITHHELD
from portal.place import Place
from portal.printing.budget_press import BudgetPaper, budget_paper
from portal.printing.renewal_table import RenewalTable, renewal_table
from portal.printing.tables import Column, Group, PrintedTable, printed_table, row, shares
from portal.renewals.counts import WORDS, code_of
from portal.renewals.entries import ACCEPTED, Entry, city_entries
from portal.renewals.items import FindingItem
from portal.renewals.knowledge import knowledge_of
from portal.systems import SystemRow, system_rows, with_renewals
from systems.disclosure import is_internal
from systems.findings.findings import Finding
from systems.models import InformationSystem

LINE = 286  # half-width characters across an A3
PRINTED = [
    "department", "outline", "started", "vendor", "product", "hosting", "location", "segment", "business",
    "migration", "bcp", "personal", "support", "users", "cost", "contract_end", "current_end", "review_start",
    "procurement", "next_start",
]  # fmt: skip
RENEWAL = FIELDS["next_start"]
DRAWN = {  # what a timetable draws of a system, as disclosure and as the facts call it
    "departments": ("departments", "department_ids"), "started_on": ("started_on",),
    "support_ends": ("supports",), "contracts": ("contracts",),
}  # fmt: skip
FINDING_COLUMNS = [
    Column("情報システム", 15, "label"), Column("所管課", 9), Column("確認事項", 12, "label"),
    Column("日付と計算", 38), Column("対応の例・了承", 26, "soft"),
]  # fmt: skip


@dataclass(frozen=True)
class Withheld:
    """What is left out: fields of every system, and single values of some."""

    fields: Sequence[str]
    values: int

    @property
    def sentence(self) -> str:
        parts = [f"公開しない項目（{'、'.join(self.fields)}）を除いています。"] if self.fields else []
        parts += [f"ほかに{self.values}か所を「{WITHHELD}」としています。"] if self.values else []
        return "".join(parts)


@dataclass(frozen=True)
class SystemsBook:
    """All of it. A part is None where there is nothing, or where it does not leave the house."""

    place: Place
    edition: str
    systems: int
    inventory: PrintedTable | None
    untold: Sequence[str]
    withheld: Withheld
    renewals: RenewalTable | None
    counts: Sequence[tuple[str, int]]
    findings: PrintedTable | None
    budget: BudgetPaper | None
    sentences: Sequence[str]
    as_of: str
    created: str

    @property
    def title(self) -> str:
        return "情報システム台帳と更新の工程"

    @property
    def edition_name(self) -> str:
        return EDITIONS[self.edition]

    @property
    def place_of_parts(self) -> str:
        """Say where a part begins: on a page of its own, unless there is hardly anything to tell."""
        return "next" if self.systems else "below"

    @property
    def is_internal(self) -> bool:
        return self.edition == INTERNAL


def systems_book(place: Place, edition: str, day: date) -> SystemsBook:
    """Read the book of a city as of `day`, in a number of queries that does not depend on the systems."""
    entries = city_entries(place, day)
    rows = {row.pk: row for row in _rows(place, day)}
    listed = [rows[entry.pk] for entry in entries]
    for_the_house = edition == INTERNAL
    fields = [FIELDS[key] for key in PRINTED]
    told = [field for field in fields if for_the_house or not _is_all_internal(field, listed)]
    findings = [one for entry in entries for one in entry.findings] if for_the_house else []
    return SystemsBook(
        place=place,
        edition=edition,
        systems=len(entries),
        inventory=_inventory(listed, told, edition, day) if listed else None,
        untold=_untold(told, listed, day),
        withheld=Withheld(*([], 0) if for_the_house else _withheld(fields, told, listed)),
        renewals=renewal_table(
            _dated(entries, rows, edition), place.this_year - 1, day, with_findings=for_the_house
        ),
        counts=[(word, sum(code_of(one) == code for one in findings)) for code, word in WORDS.items()],
        findings=_findings(findings) if findings else None,
        budget=_budget(place, day) if for_the_house else None,
        sentences=knowledge_of(place, entries).sentences,
        as_of=show_day(day),
        created=day.isoformat(),
    )


def _rows(place: Place, day: date) -> list[SystemRow]:
    systems = InformationSystem.objects.of_city(place.municipality)
    return system_rows(with_renewals(systems, place.plan, fiscal_year_of(day)), place.municipality)


def _is_all_internal(field: Field, rows: Sequence[SystemRow]) -> bool:
    return bool(rows) and all(field.is_internal(row) for row in rows)


def _dated(entries: Sequence[Entry], rows: dict[int, SystemRow], edition: str) -> list[Entry]:
    """Return the systems whose renewal may be shown, each with what may be told of it."""
    if edition == INTERNAL:
        return list(entries)
    return [
        _as_published(entry, rows[entry.pk]) for entry in entries if not RENEWAL.is_internal(rows[entry.pk])
    ]


def _as_published(entry: Entry, row: SystemRow) -> Entry:
    """Take from a system what its timetable would otherwise give away."""
    kept = {
        field: [] if name != "started_on" else None
        for name, fields in DRAWN.items()
        if is_internal(row.system, name)
        for field in fields
    }
    return replace(entry, facts=replace(entry.facts, **kept))


def _withheld(
    fields: Sequence[Field], told: Sequence[Field], rows: Sequence[SystemRow]
) -> tuple[list[str], int]:
    left_out = [field.label for field in fields if field not in told]
    return [*left_out, "確認事項", "予算で要求するもの"], sum(
        field.is_internal(row) for field in told for row in rows
    )


def _inventory(rows: Sequence[SystemRow], fields: Sequence[Field], edition: str, day: date) -> PrintedTable:
    """Return the inventory, without the columns that are empty for every system."""
    values = [[row.system.name, *(_text(field, row, edition, day) for field in fields)] for row in rows]
    heads = ["情報システム", *(field.label for field in fields)]
    filled = [place for place in range(len(heads)) if any(one[place] not in ("", WITHHELD) for one in values)]
    texts = [[heads[place], *(one[place] for one in values)] for place in filled]
    widths = shares(texts, LINE)
    columns = [
        Column(text[0], width, "label" if place == 0 else "soft")
        for place, (text, width) in enumerate(zip(texts, widths, strict=True))
    ]
    lines = [[one[place] for place in filled] for one in values]
    groups: dict[str, list] = {}
    for system, line in zip(rows, lines, strict=True):
        groups.setdefault(system.group, []).append(row(columns, line))
    made = [Group(found, band, f"{len(found)}システム") for band, found in groups.items()]
    return printed_table(columns, made, "情報システム台帳", f"{len(rows)}システム")


def _text(field: Field, row: SystemRow, edition: str, day: date) -> str:
    if edition == PUBLIC and field.is_internal(row):
        return WITHHELD
    text = field.read(row, day).text
    return text.replace("（", "\n（", 1) if field.kind == DATE else text


def _untold(fields: Sequence[Field], rows: Sequence[SystemRow], day: date) -> list[str]:
    """Return the fields nobody wrote for any system."""
    return [field.label for field in fields if not any(field.read(row, day).text for row in rows)]


def _findings(findings: Sequence[Finding]) -> PrintedTable:
    groups = []
    for code, word in WORDS.items():
        own = [one for one in findings if code_of(one) == code]
        if own:
            rows = [row(FINDING_COLUMNS, _finding(one, code)) for one in own]
            groups.append(Group(rows, word, f"{len(own)}件"))
    return printed_table(FINDING_COLUMNS, groups, "確認事項", f"{len(findings)}件")


def _finding(found: Finding, code: str) -> list[str]:
    settled = found.rule.remedy
    if code == ACCEPTED:
        settled = f"{found.acceptance.reason}\n{FindingItem(found, '', '', '', '').acceptance_shown}"
    return [
        found.system.name, found.department or "記載なし", found.rule.label, found.found.sentence, settled,
    ]  # fmt: skip


def _budget(place: Place, day: date) -> BudgetPaper:
    return budget_paper(place, budget_list(place=place, params={}, user=None, today=day), day)
