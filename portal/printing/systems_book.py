"""情報システム台帳と更新の工程: inventory, timetable, findings with their arithmetic, the next budget.

A pure function of a plan document and a day. What goes out of the house (公表用) has none of what a city
keeps to itself: it says which fields are left out, how many single values, how many timetables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from exchange.canonical import ordered
from organizations.exceptions import PortalError
from organizations.fiscal_years import fiscal_year_of, show_day
from portal.inventory.workbook import EDITIONS, INTERNAL, WITHHELD
from portal.printing.budget_press import BudgetPaper, budget_paper
from portal.printing.finding_table import finding_table
from portal.printing.imprint import Imprint, imprint_of
from portal.printing.inventory_table import Inventory, inventory
from portal.printing.renewal_table import RenewalTable, renewal_table
from portal.printing.systems_beside import Beside
from portal.printing.systems_reading import SystemsReading
from portal.printing.tables import PrintedTable
from portal.renewals.counts import WORDS, code_of
from portal.renewals.knowledge import what_is_missing

INVENTORY, RENEWALS, FINDINGS, BUDGET = "inventory", "renewals", "findings", "budget"
PARTS = {
    INVENTORY: "情報システム台帳", RENEWALS: "更新の工程", FINDINGS: "確認事項", BUDGET: "予算で要求するもの",
}  # fmt: skip
FOR_THE_HOUSE = {FINDINGS, BUDGET}
WHOLE = "情報システム台帳と更新の工程"
ALONE = {
    INVENTORY: "情報システム台帳", RENEWALS: "情報システムの更新の工程", FINDINGS: "情報システムの確認事項",
    BUDGET: "予算で要求するもの（情報システム）",
}  # fmt: skip


class NothingToPublish(PortalError):
    """Only parts that stay within the city were asked for, for the public."""

    def __init__(self) -> None:
        super().__init__("確認事項と予算で要求するものは、公表用には印刷できません。内部用を選んでください。")


@dataclass(frozen=True)
class Withheld:
    """What is left out: fields of every system, single values of some, and timetables."""

    fields: Sequence[str] = ()
    values: int = 0
    timetables: int = 0

    @property
    def sentence(self) -> str:
        parts = [f"公開しない項目（{'、'.join(self.fields)}）を除いています。"] if self.fields else []
        parts += [f"ほかに{self.values}か所を「{WITHHELD}」としています。"] if self.values else []
        parts += (
            [f"更新の工程を公開しない{self.timetables}システムの工程は載せていません。"]
            if self.timetables
            else []
        )
        return "".join(parts)


@dataclass(frozen=True)
class Section:
    """One of `PARTS`, as it is printed; the first one begins the paper."""

    code: str
    name: str
    is_first: bool
    template: str


@dataclass(frozen=True)
class SystemsBook:
    """All of it. A part is None where there is nothing, or where it does not leave the house."""

    city: str
    edition: str
    sections: Sequence[Section]
    systems: int
    unlisted: int
    inventory: Inventory | None
    withheld: Withheld
    renewals: RenewalTable | None
    counts: Sequence[tuple[str, int]]
    findings: PrintedTable | None
    budget: BudgetPaper | None
    sentences: Sequence[str]
    as_of: str
    created: str
    imprint: Imprint

    @property
    def title(self) -> str:
        return ALONE[self.sections[0].code] if len(self.sections) == 1 else WHOLE

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


def systems_book(
    document: Mapping[str, Any],
    day: date,
    edition: str,
    *,
    label: str = "",
    beside: Beside | None = None,
    parts: Sequence[str] = (),
) -> SystemsBook:
    """Return the book of a plan document (ict-plan/1) as of `day`, no query; `edition` says for whom.

    `label` names the 確定版 it is made of. `beside` are working papers (了承 of findings, 事前協議) that no
    document has: they are handed over where a plan is printed as it stands; without them no finding is
    accepted. Raise NothingToPublish.
    """
    read = SystemsReading(ordered(dict(document)), day, edition == INTERNAL, beside or Beside())
    sections = _sections(parts or list(PARTS), read.is_internal)
    told = inventory(read.listed, day, is_internal=read.is_internal) if read.listed else None
    findings = [one for entry in read.entries for one in entry.findings]
    return SystemsBook(
        city=read.city,
        edition=edition,
        sections=sections,
        systems=len(read.listed),
        unlisted=read.beside.unlisted,
        inventory=told,
        withheld=_withheld(read, told),
        renewals=renewal_table(read.dated, fiscal_year_of(day) - 1, day, with_findings=read.is_internal),
        counts=[(word, sum(code_of(one) == code for one in findings)) for code, word in WORDS.items()],
        findings=finding_table(findings) if findings else None,
        budget=_budget(read) if read.is_internal else None,
        sentences=what_is_missing(read.city, read.entries and read.dated),
        as_of=show_day(day),
        created=day.isoformat(),
        imprint=imprint_of(document, day, edition=label),
    )


def _sections(wanted: Sequence[str], is_internal: bool) -> list[Section]:
    told = [code for code in wanted if is_internal or code not in FOR_THE_HOUSE]
    if not told:
        raise NothingToPublish
    return [
        Section(code, PARTS[code], not place, f"print/_systems_{code}.html")
        for place, code in enumerate(told)
    ]


def _budget(read: SystemsReading) -> BudgetPaper:
    return budget_paper(read.city, read.budget(), as_of=read.day, created=read.day)


def _withheld(read: SystemsReading, told: Inventory | None) -> Withheld:
    if read.is_internal or told is None:
        return Withheld()
    fields = [*told.fields, PARTS[FINDINGS], PARTS[BUDGET]]
    return Withheld(fields, told.values, len(read.entries) - len(read.dated))
