"""標準化: where each of the 20 standard businesses stands, and in which system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import show_day
from portal.measure_groups import Choice
from portal.measure_selection import Chip
from portal.place import Place
from portal.renewals.conditions import Conditions, read_conditions
from portal.renewals.entries import Entry, city_entries
from systems.findings.facts import MigrationFacts
from systems.findings.running import MIGRATION_DEADLINE, migration_lack
from systems.models import StandardMigration
from systems.standard_businesses import STANDARD_BUSINESSES

UNKNOWN, UNSERVED, OVERDUE = "unknown", "unserved", "overdue"
STATES = {**dict(StandardMigration.State.choices), UNKNOWN: "状況の記載なし", UNSERVED: "システムの記載なし"}
LEAST_FIRST = (UNKNOWN, StandardMigration.State.SPECIAL, StandardMigration.State.MIGRATING,
               StandardMigration.State.MIGRATED)  # fmt: skip


@dataclass(frozen=True)
class Serving:
    """A system that serves a business, and how far that one has moved."""

    entry: Entry
    migration: MigrationFacts
    as_of: date

    @property
    def code(self) -> str:
        return self.migration.state or UNKNOWN

    @property
    def state(self) -> str:
        return STATES[self.code]

    @property
    def is_migrated(self) -> bool:
        return self.code == StandardMigration.State.MIGRATED

    @property
    def is_special(self) -> bool:
        return self.code == StandardMigration.State.SPECIAL

    @property
    def is_overdue(self) -> bool:
        return migration_lack(self.migration, self.as_of) is not None

    @property
    def due_shown(self) -> str:
        """Say until when it has to move: as told, else as the law has it."""
        if self.migration.due_on:
            return show_day(self.migration.due_on)
        if self.is_special:
            return "新しい期限は記載なし"
        return f"{show_day(MIGRATION_DEADLINE)}（原則の期限）"

    @property
    def reason(self) -> str:
        if self.is_special:
            return self.migration.reason or "理由は記載なし"
        return self.migration.reason


@dataclass(frozen=True)
class Business:
    """One of the 20: `code` is the least advanced state of the systems that serve it."""

    number: int
    name: str
    servings: Sequence[Serving]

    @property
    def code(self) -> str:
        codes = {serving.code for serving in self.servings}
        return next((code for code in LEAST_FIRST if code in codes), UNSERVED)

    @property
    def state(self) -> str:
        return STATES[self.code]

    @property
    def is_overdue(self) -> bool:
        return any(serving.is_overdue for serving in self.servings)

    @property
    def cells(self) -> list[tuple[str, list[Serving]]]:
        """Return by state the systems in it."""
        return [
            (code, [one for one in self.servings if one.code == code]) for code in STATES if code != UNSERVED
        ]


@dataclass(frozen=True)
class Board:
    """`others` are businesses systems name that are none of the 20, with the systems."""

    conditions: Conditions
    rows: Sequence[Business]
    chips: Sequence[Chip]
    others: Sequence[tuple[str, Sequence[Entry]]]
    total: int
    unserved: int

    @property
    def heads(self) -> list[str]:
        return [label for code, label in STATES.items() if code != UNSERVED]

    @property
    def sentence(self) -> str:
        """Say how much the city has written down, and how many stand where: paper has no chips."""
        served = self.total - self.unserved
        counts = "、".join(f"{chip.label} {chip.count}" for chip in self.chips[1:])
        told = f"標準化対象の{self.total}業務のうち、対応するシステムの記載があるものは{served}業務です。"
        return f"{told}{counts}。"


def standardisation_board(*, place: Place, params: Mapping[str, str], today: date) -> Board:
    """Read the board for `state` and `as_of` of the address."""
    offered = {"": "すべて", **STATES, OVERDUE: "期限超過"}
    conditions = read_conditions(params, today, [Choice("state", "状況", "", list(offered.items()))])
    found = served_businesses(city_entries(place, conditions.as_of), conditions.as_of)
    every = [Business(place, name, found.get(name, ())) for place, name in enumerate(STANDARD_BUSINESSES, 1)]
    state = conditions.get("state")
    return Board(
        conditions=conditions,
        rows=[row for row in every if _is_in(row, state)],
        chips=[
            Chip(label, conditions.query(state=code), sum(_is_in(row, code) for row in every), code == state)
            for code, label in offered.items()
        ],
        others=[
            (name, [one.entry for one in servings])
            for name, servings in found.items()
            if name not in STANDARD_BUSINESSES
        ],
        total=len(every),
        unserved=sum(row.code == UNSERVED for row in every),
    )


def _is_in(row: Business, state: str) -> bool:
    return row.is_overdue if state == OVERDUE else state in ("", row.code)


def served_businesses(entries: Sequence[Entry], as_of: date) -> dict[str, list[Serving]]:
    """Return by business the systems that serve it: those that name it, and those that migrate it."""
    found: dict[str, list[Serving]] = {}
    for entry in entries:
        told = {one.business: one for one in entry.facts.migrations}
        for name in dict.fromkeys([*entry.facts.standard_businesses, *told]):
            found.setdefault(name, []).append(Serving(entry, told.get(name, MigrationFacts(name)), as_of))
    return found
