"""A department's systems with the dates of their renewal, and every date that lies ahead."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import show_fiscal_year, show_month
from organizations.models import Department
from portal.handover.works import HeldWork, due_in_words, open_notes
from portal.place import Place
from portal.systems import SystemRow, system_rows, with_renewals
from systems.models import InformationSystem, RenewalPlan

MONTHS = {"review_start": "検討の開始", "current_end": "現行の終了", "next_start": "次期の開始"}
PROCUREMENT = "調達の年度"


@dataclass(frozen=True)
class Deadline:
    """A date ahead: `shown` in both eras, what is due then, of what."""

    on: date
    shown: str
    what: str
    subject: str
    url: str


@dataclass(frozen=True)
class HeldSystem:
    """A system with its renewal in the current plan; `ahead` are its dates from this month on, in order."""

    row: SystemRow
    ahead: Sequence[Deadline]
    open_notes: Sequence[str]

    @property
    def next_date(self) -> str:
        """Say which date comes next, or why none does."""
        if self.ahead:
            return f"{self.ahead[0].shown}　{self.ahead[0].what}"
        return "これからの期日なし" if self.is_dated else "記載なし"

    @property
    def is_dated(self) -> bool:
        """Say whether the plan gives any date of the renewal."""
        fields = [*MONTHS, "procurement_fiscal_year"]
        return any(getattr(self.row.renewal, field, None) for field in fields)


def systems_of(place: Place, department: Department, day: date) -> list[HeldSystem]:
    """Return the department's systems, those the current plan lists in its order (four queries)."""
    systems = InformationSystem.objects.filter(system_departments__department=department)
    held = []
    for row in system_rows(with_renewals(systems, place.plan, place.fiscal_year), place.municipality):
        ahead = sorted(_dates(row, day), key=lambda deadline: deadline.on)
        held.append(HeldSystem(row, ahead, open_notes(row.notes)))
    return held


def _dates(row: SystemRow, day: date) -> Iterator[Deadline]:
    if row.renewal is None:
        return
    name, url = row.system.name, row.url
    for field, what in MONTHS.items():
        month = getattr(row.renewal, field)
        if month and month >= day.replace(day=1):
            yield Deadline(month, show_month(month), what, name, url)
    if procurement := _procurement(row.renewal, day):
        yield Deadline(procurement, show_fiscal_year(procurement.year), PROCUREMENT, name, url)


def _procurement(renewal: RenewalPlan, day: date) -> date | None:
    """Return the first day of the year of procurement, None where it is unknown or over."""
    year = renewal.procurement_fiscal_year
    return date(year, 4, 1) if year and date(year + 1, 3, 31) >= day else None


def deadlines_of(works: Iterable[HeldWork], systems: Iterable[HeldSystem], day: date) -> list[Deadline]:
    """Return every date ahead: those of the systems, and the years by which a decision is due."""
    found = [deadline for system in systems for deadline in system.ahead]
    for work in works:
        found += [
            Deadline(
                date(measure.decision_due + 1, 3, 31),
                due_in_words(measure.decision_due),
                "決定の期限",
                f"{measure.row.number} {measure.row.name}",
                measure.row.url,
            )
            for measure in work.own
            if measure.decision_due and date(measure.decision_due + 1, 3, 31) >= day
        ]
    return sorted(found, key=lambda deadline: deadline.on)
