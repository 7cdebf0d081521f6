"""What the tables of a reorganisation mean for a city on a day, with everything that keeps them from it.

A `Blueprint` is made anew whenever it is looked at, and once more on the day: names that no longer lead to a
department, people who are gone, things without a destination are problems, each with its table and line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from organizations.following import Follower, Holding
from organizations.models import Department, Municipality, User


@dataclass(frozen=True)
class Problem:
    """What keeps a line from being done: the table, the line's number (0: the table as a whole)."""

    table: str
    row: int
    sentence: str

    def __str__(self):
        place = f"{self.table} {self.row}行目" if self.row else self.table
        return f"{place}：{self.sentence}"


@dataclass(frozen=True)
class Destined:
    """One thing a department holds, and where it goes."""

    holding: Holding
    to: Department | None
    to_name: str = ""


@dataclass
class Handover:
    """A department whose work goes elsewhere; it ends, or goes on beside the others (`goes_on`)."""

    former: Department
    successors: list[Department]
    row: int
    holdings: list[Destined] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # of the successors, as a choice among them is written

    @property
    def goes_on(self) -> bool:
        return self.former in self.successors

    @property
    def is_split(self) -> bool:
        return len(self.successors) > 1

    @property
    def counts(self) -> list[tuple[str, int, str]]:
        return counted(self.moving)

    @property
    def new_ones(self) -> list[Department]:
        return [department for department in self.successors if department is not self.former]

    @property
    def parts(self) -> list[tuple[Follower, list[Destined]]]:
        """The things by kind, in the order the kinds were registered."""
        kinds = dict.fromkeys(found.holding.follower.name for found in self.holdings)
        by_kind = [[d for d in self.holdings if d.holding.follower.name == name] for name in kinds]
        return [(things[0].holding.follower, things) for things in by_kind]

    @property
    def moving(self) -> list[Destined]:
        return [found for found in self.holdings if found.to is not None and found.to is not self.former]


@dataclass
class PersonChange:
    """A person named in the tables: new, leaving, or with another department, role or name."""

    user: User
    before: User | None
    move: str

    @property
    def where(self) -> str:
        """Return what becomes of the person's place: 総務課 → 情報課."""
        after = self.user.department.name if self.user.department else "部署なし"
        if self.before is None:
            return after
        return f"{self.before.department.name if self.before.department else '部署なし'} → {after}"

    @property
    def role(self) -> str:
        """Return the role where it is another one than before."""
        is_same = self.before is not None and self.before.role == self.user.role
        return "" if is_same else self.user.get_role_display()

    @property
    def names_department(self) -> bool:
        """Say whether the department is another one; a new one is not in the database yet."""
        department = self.user.department
        is_new = department is not None and department.pk is None
        return self.before is None or is_new or self.before.department_id != self.user.department_id


@dataclass
class Blueprint:
    """Departments as they will be: `new` ones unsaved, `changed` ones beside their state before."""

    municipality: Municipality
    day: date
    new: list[Department] = field(default_factory=list)
    changed: list[tuple[Department, Department]] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)
    people: list[PersonChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def ended(self) -> list[Department]:
        return [handover.former for handover in self.handovers if not handover.goes_on]

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.handovers or self.people)

    @property
    def moving(self) -> Iterator[Destined]:
        for handover in self.handovers:
            yield from handover.moving

    @property
    def counts(self) -> list[tuple[str, int, str]]:
        """How many things move, by kind: 施策, 14, 件."""
        return counted(self.moving)

    @property
    def outcome(self) -> list[dict]:
        """What became what, in words to be kept."""
        return [
            {
                "former": handover.former.name,
                "successors": [department.name for department in handover.successors],
                "counts": [f"{label}{count}{unit}" for label, count, unit in counted(handover.moving)],
            }
            for handover in self.handovers
        ]


def counted(things: Iterable[Destined]) -> list[tuple[str, int, str]]:
    """Count different things by kind."""
    found: dict[str, tuple[Follower, set[int]]] = {}
    for thing in things:
        follower = thing.holding.follower
        found.setdefault(follower.name, (follower, set()))[1].add(thing.holding.pk)
    return [(follower.label, len(rows), follower.unit) for follower, rows in found.values()]
