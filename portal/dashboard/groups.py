"""How what is reported on is put together: under the uppermost policies, or under the divisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.dashboard.results import Result
from portal.measure_filters import UNCLEAR
from portal.measure_groups import NONE
from portal.measure_table import MeasureTable
from reviews.offices import Office
from reviews.subjects import SubjectKey

POLICY, DEPARTMENT = "policy", "department"


@dataclass(frozen=True)
class Group:
    """Subjects under one name. `level` 0 is drawn, what is below stands in the table alone.

    `value` is what the list of results is asked for: `policy=1`, `department=17`.
    """

    label: str
    name: str
    value: str
    level: int
    subjects: frozenset[SubjectKey]

    @property
    def conditions(self) -> dict[str, str]:
        return {self.name: self.value} if self.name else {}


def whole_of(rows: Iterable[Result]) -> Group:
    """Return the group of all subjects of a round."""
    return Group("全体", "", "", 0, frozenset(row.subject.key for row in rows))


def policy_groups(table: MeasureTable, rows: Iterable[Result]) -> list[Group]:
    """Put the subjects under the uppermost policies; those whose policy is left open come last."""
    rows = list(rows)
    groups = []
    for policy in table.policies.values():
        if policy.parent_id is None:
            below = table.policies_under(policy.pk)
            found = {row.subject.key for row in rows if row.subject.policy_id in below}
            groups.append(Group(str(policy), POLICY, policy.code, 0, frozenset(found)))
    unclear = frozenset(row.subject.key for row in rows if row.subject.policy_id is None)
    if table.policies and unclear:
        groups.append(Group("はっきりしないもの", POLICY, UNCLEAR, 0, unclear))
    return [group for group in groups if group.subjects]


def department_groups(offices: Mapping[int, Office], rows: Iterable[Result]) -> list[Group]:
    """Put the subjects under the divisions whose departments answer for them, in 建制順.

    The departments of a division stand below it, where it is not the one that answers itself.
    """
    answered: dict[int | None, set[SubjectKey]] = {}
    for row in rows:
        answered.setdefault(row.lead_id, set()).add(row.subject.key)
    groups, unassigned = [], answered.pop(None, None)
    order = sorted((pk for pk in answered if pk in offices), key=lambda pk: offices[pk].place)
    for top, members in _by_division(offices, order).items():
        subjects = frozenset().union(*(answered[pk] for pk in members))
        groups.append(Group(offices[top].name, DEPARTMENT, str(top), 0, subjects))
        if members != [top]:
            groups += [
                Group(offices[pk].name, DEPARTMENT, str(pk), 1, frozenset(answered[pk]))
                for pk in members
                if pk != top
            ]
    if unassigned:
        groups.append(Group("回答課の記載なし", DEPARTMENT, NONE, 0, frozenset(unassigned)))
    return groups


def _by_division(offices: Mapping[int, Office], order: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for pk in order:
        division = offices[pk].division
        found.setdefault(division.pk if division else pk, []).append(pk)
    return found


def departments_under(offices: Mapping[int, Office], pk: int) -> set[int]:
    """Return the keys of a department and of those under it, as `department_groups` counts them."""
    below = {key for key, office in offices.items() if office.division and office.division.pk == pk}
    return below | {pk}
