"""The whole 引継書 of a department on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from organizations.models import Department, User
from organizations.working_days import closed_days_of
from portal.departments import departments_above
from portal.handover.owed import Pending, pending_of
from portal.handover.records import JournalNote, RecentChanges, journal_of_all, recent_changes
from portal.handover.systems import Deadline, HeldSystem, deadlines_of, systems_of
from portal.handover.taken_over import TakenOver, taken_over
from portal.handover.works import HeldWork, works_of
from portal.own_work import HandedOver, handed_over
from portal.place import Place


@dataclass(frozen=True)
class Handover:
    """All that a department holds on `day`. `handed_over`: what it held until it ended, for 30 days."""

    place: Place
    department: Department
    day: date
    above: Sequence[Department]
    people: Sequence[User]
    works: Sequence[HeldWork]
    deadlines: Sequence[Deadline]
    pending: Sequence[Pending]
    systems: Sequence[HeldSystem]
    journal: Sequence[JournalNote]
    changes: RecentChanges
    taken_over: Sequence[TakenOver]
    successors: Sequence[Department]
    handed_over: HandedOver | None

    @property
    def measure_word(self) -> str:
        return self.place.plan.words["measure"]

    @property
    def counts(self) -> list[tuple[str, int, str]]:
        """The figures at the head: a label, how many, the unit."""
        measures = sum(len(work.own) for work in self.works)
        related = sum(len(work.measures) for work in self.works) - measures
        return [
            (f"担当する{self.measure_word}", measures, self.measure_word),
            (f"関係する{self.measure_word}", related, self.measure_word),
            ("情報システム", len(self.systems), "システム"),
            ("登録された職員", len(self.people), "人"),
            ("経緯メモ", len(self.journal), "件"),
            ("この1年の変更", self.changes.total, "件"),
        ]


def handover_of(place: Place, department: Department, day: date) -> Handover:
    """Read the 引継書, in a number of queries that grows with the city's plans alone."""
    department.municipality = place.municipality
    works = list(works_of(place, department))
    systems = systems_of(place, department, day)
    successors = list(department.successors.order_by("order", "pk"))
    for successor in successors:
        successor.municipality = place.municipality
    return Handover(
        place=place,
        department=department,
        day=day,
        above=_above(place, department),
        people=list(department.users.filter(is_active=True).order_by("username")),
        works=works,
        deadlines=deadlines_of(works, systems, day),
        pending=pending_of(department, systems, day, closed_days_of(place.municipality)),
        systems=systems,
        journal=journal_of_all(place, works, systems),
        changes=recent_changes(place, department, day),
        taken_over=taken_over(place, department, works, systems),
        successors=successors,
        handed_over=handed_over(place, department, day) if department.until else None,
    )


def _above(place: Place, department: Department) -> list[Department]:
    rows = list(place.municipality.departments.order_by("order", "pk"))
    for row in rows:
        row.municipality = place.municipality
    return departments_above({row.pk: row for row in rows}, department)
