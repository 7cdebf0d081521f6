"""What a department took over from former ones, as the reorganisations moved it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models

from measures.models import MeasureDepartment
from organizations.models import Department, Reorganisation
from portal.handover.systems import HeldSystem
from portal.handover.works import HeldWork
from portal.place import Place
from systems.models import SystemDepartment


@dataclass(frozen=True)
class TakenOver:
    """A former department, and what of the department's now was that one's until a reorganisation."""

    former: Department
    names: Sequence[str]


def taken_over(
    place: Place, department: Department, works: Iterable[HeldWork], systems: Iterable[HeldSystem]
) -> list[TakenOver]:
    """Return the former departments in 建制順, each with what came from it (three queries, for some)."""
    formers = list(department.predecessors.order_by("order", "pk"))
    if not formers:
        return []
    done = Reorganisation.objects.filter(
        municipality=place.municipality, done_in__isnull=False, done_in__undone_by=None
    )
    moves = done.values("done_in")
    measures = _held_before(MeasureDepartment, "measure_id", formers, moves)
    held = _held_before(SystemDepartment, "system_id", formers, moves)
    named = [(m.row.pk, f"{m.row.number} {m.row.name}") for work in works for m in work.measures]
    found = []
    for former in formers:
        former.municipality = place.municipality
        names = [name for pk, name in named if pk in measures[former.pk]]
        names += [s.row.system.name for s in systems if s.row.system.pk in held[former.pk]]
        found.append(TakenOver(former, names))
    return found


def _held_before(
    links: type[models.Model], owner: str, formers: Sequence[Department], moves: models.QuerySet
) -> dict[int, set[int]]:
    """Return what each former department held in links that a reorganisation then moved, by department."""
    moved = links.history.filter(changeset__in=moves).order_by().values("id")
    rows = links.history.filter(department__in=formers, id__in=moved).order_by()
    found: dict[int, set[int]] = defaultdict(set)
    for department, pk in rows.values_list("department_id", owner):
        found[department].add(pk)
    return found
