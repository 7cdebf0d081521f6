"""Who answered: the departments a report names, which need not be among those the plan prints."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from exchange.dumping.rounds import About, about_of
from exchange.loading.context import Loading, Part
from organizations.history import bulk_write
from organizations.models import Department
from reviews.models import Assignment

if TYPE_CHECKING:
    from exchange.loading.reports import Reports

Role = Assignment.Role


class Departments:
    """The departments that reports may name: those the plan lists, then the city's others by name or key."""

    def __init__(self, loading: Loading, reports: Iterable[Part]):
        city = loading.plan.municipality
        others = list(city.departments.order_by("order", "pk"))
        counts = Counter(department.name for department in others)
        self._found = {department.key: department for department in others}
        self._found |= {department.name: department for department in others if counts[department.name] == 1}
        self._found |= loading.departments
        new = [
            Department(municipality=city, key=name, name=name, order=len(others) + place)
            for place, name in enumerate(dict.fromkeys(_names(reports)))
            if name not in self._found
        ]
        bulk_write(Department, create=new)
        self._found |= {department.name: department for department in new}

    def named(self, name: str | None) -> Department | None:
        return self._found[name] if name else None


def _names(reports: Iterable[Part]) -> Iterator[str]:
    for report in reports:
        yield from report.get("departments") or []
        for key in ("conditions", "additions"):
            yield from (part["department"] for part in report.get(key) or [] if part.get("department"))


def load_assignments(reports: Reports) -> None:
    """Make the departments of each report those of the document, the lead first.

    Rows of a report that differ are written anew: so there is never a second lead on the way.
    """
    stored: dict[About, list[Assignment]] = defaultdict(list)
    for row in reports.existing(Assignment.objects.order_by("order", "pk")):
        stored[about_of(row)].append(row)
    create, delete = [], []
    for place, about in enumerate(dict.fromkeys([*stored, *reports.parts])):
        names = reports.parts.get(about, {}).get("departments") or []
        wanted = [reports.departments.named(name) for name in names]
        there = sorted(stored[about], key=lambda row: row.role != Role.LEAD)
        has_lead = bool(there) and there[0].role == Role.LEAD
        if [row.department_id for row in there] == [row.pk for row in wanted] and has_lead == bool(wanted):
            continue
        delete += there
        create += [
            Assignment(
                department=department,
                role=Role.RELATED if n else Role.LEAD,
                order=place,
                **reports.fields(about),
            )
            for n, department in enumerate(wanted)
        ]
    bulk_write(Assignment, delete=delete, create=create)
