"""What hangs on departments, and how it follows when a department's work goes to another one.

A floor above registers a `Follower` for each kind of its rows, in `AppConfig.ready()`: what they are called,
which of them follow on a day, and where the department stands. Nothing here knows what the rows are.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from organizations.history import bulk_write
from organizations.models import Department, Municipality, Reorganisation


@dataclass(frozen=True)
class Holding:
    """One thing a department holds: `key` is its name for good, `name` what a person reads."""

    follower: "Follower"
    pk: int
    former_id: int
    name: str
    group: str

    @property
    def key(self) -> str:
        return f"{self.follower.name}:{self.pk}:{self.former_id}"


@dataclass(frozen=True)
class Follower:
    """One kind of rows. `links` are the rows that name a department in `field`, those that follow on a day
    alone; `owner` is the path from a link to the thing a person knows, "" where it is the link itself.

    `group` names the heading a link stands under (the plan). `rank` orders the links of one owner: where two
    departments become one the first stays. `lock` holds others off until the transaction ends.
    """

    name: str
    label: str
    unit: str
    links: Callable[[Municipality, date], models.QuerySet]
    owner: str = ""
    field: str = "department"
    group: Callable[[models.Model], str] = lambda link: ""
    rank: Callable[[models.Model], Any] = lambda link: 0
    lock: Callable[[Municipality], None] = lambda municipality: None

    def held_by(self, municipality: Municipality, departments: Collection[int], day: date) -> list[Holding]:
        """Return what follows of these departments, each thing of each department once (one query)."""
        found: dict[tuple[int, int], Holding] = {}
        for link in self._links(municipality, day).filter(**{f"{self.field}__in": departments}):
            owner, former = self.owned(link), getattr(link, f"{self.field}_id")
            holding = Holding(self, owner.pk, former, str(owner), self.group(link))
            found.setdefault((owner.pk, former), holding)
        return list(found.values())

    def _links(self, municipality: Municipality, day: date) -> models.QuerySet:
        links = self.links(municipality, day)
        return links.select_related(self.owner) if self.owner else links

    def owned(self, link: models.Model) -> models.Model:
        return getattr(link, self.owner) if self.owner else link

    def follow(
        self, municipality: Municipality, destinations: Mapping[tuple[int, int], Department], day: date
    ) -> None:
        """Write where each thing goes, by primary keys of the thing and of its former department."""
        owners = {owner for owner, _ in destinations}
        path = f"{self.owner}__in" if self.owner else "pk__in"
        by_owner = defaultdict(list)
        for link in self._links(municipality, day).filter(**{path: owners}):
            by_owner[self.owned(link).pk].append(link)
        goals: dict[int, dict[int, Department]] = defaultdict(dict)
        for (owner, former), successor in destinations.items():
            goals[owner][former] = successor
        writing = Writing(self)
        for owner, links in by_owner.items():
            writing.add(links, goals[owner])
        writing.write()


@dataclass
class Writing:
    """The links of one follower to be written. A department stands once at each owner."""

    follower: Follower
    update: list[models.Model] = field(default_factory=list)
    delete: list[models.Model] = field(default_factory=list)
    create: list[models.Model] = field(default_factory=list)

    def add(self, links: Iterable[models.Model], destinations: Mapping[int, Department]) -> None:
        """Take the links of one owner: move them, by former department, and drop what would stand twice."""
        name = f"{self.follower.field}_id"
        links = sorted(links, key=lambda link: (self.follower.rank(link), link.pk))
        wanted = {link.pk: destinations.get(getattr(link, name)) for link in links}
        occupied = {getattr(link, name) for link in links if wanted[link.pk] is not None}
        taken: dict[int, bool] = {}  # department, and whether it came by moving
        for link in links:
            target = wanted[link.pk]
            goal = target.pk if target else getattr(link, name)
            if self.follower.owner and goal in taken and (target or taken[goal]):
                self.delete.append(link)
                continue
            taken[goal] = taken.get(goal, False) or target is not None
            if target is not None:
                self._move(link, target, is_free=goal not in occupied, frees=self._is_wanted(link, wanted))

    def _is_wanted(self, link: models.Model, wanted: Mapping[int, Department | None]) -> bool:
        own = getattr(link, f"{self.follower.field}_id")
        return any(target is not None and target.pk == own for target in wanted.values())

    def _move(self, link: models.Model, target: Department, *, is_free: bool, frees: bool) -> None:
        """Write a link anew where it stands in another one's way: unique columns are checked row by row."""
        if self.follower.owner and (frees or not is_free):
            values = {f.attname: getattr(link, f.attname) for f in link._meta.concrete_fields}
            values.pop(link._meta.pk.attname)
            self.delete.append(link)
            link = type(link)(**values)
            self.create.append(link)
        else:
            self.update.append(link)
        setattr(link, self.follower.field, target)

    def write(self) -> None:
        rows = [*self.update, *self.delete, *self.create]
        if rows:
            bulk_write(
                type(rows[0]),
                update=self.update,
                fields=[self.follower.field],
                delete=self.delete,
                create=self.create,
            )


@dataclass(frozen=True)
class DepartmentsChange:
    """Departments that were made, changed, or ended in the save under way, for those who list them.

    `before` are the states of changed ones by primary key, `successors` those that took over from each.
    """

    municipality: Municipality
    day: date
    before: Mapping[int, Department]
    successors: Mapping[int, list[Department]]


_followers: list[Follower] = []
_listeners: list[Callable[[DepartmentsChange], None]] = []


def register_follower(follower: Follower) -> None:
    """Say how one kind of rows follows the departments that hold them."""
    if follower.name not in {known.name for known in _followers}:
        _followers.append(follower)


def register_listener(listener: Callable[[DepartmentsChange], None]) -> None:
    """Say what is to be brought up to date, in the same save, when departments have changed."""
    if listener not in _listeners:
        _listeners.append(listener)


def followers() -> list[Follower]:
    return list(_followers)


def departments_changed(change: DepartmentsChange) -> None:
    """Tell those who list departments, once the departments themselves are written."""
    for listener in _listeners:
        listener(change)


def handed_over(
    links: type[models.Model], owner: str, departments: Iterable[Department], *, today: date
) -> models.QuerySet:
    """Return the primary keys of what these departments held until a reorganisation of the last 30 days.

    `links` is the tracked model that ties a thing (its foreign key `owner`) to a department.
    """
    recent = Reorganisation.objects.done_recently(today).values("done_in")
    moved = links.history.filter(changeset__in=recent).order_by().values("id")
    held = links.history.filter(department__in=departments, id__in=moved)
    return held.order_by().values(f"{owner}_id")
