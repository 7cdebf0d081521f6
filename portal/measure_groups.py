"""By what figures of measures are added up and narrowed: the uppermost policy and the lead department."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from measures.models import MeasureDepartment
from portal.measure_filters import UNCLEAR
from portal.measure_table import MeasureTable

NONE = "none"  # department=none: the document names no lead


@dataclass(frozen=True)
class Group:
    """What some measures have in common; `key` stands in the URL."""

    key: str
    label: str


@dataclass(frozen=True)
class Groups:
    """All groups of one kind in their order, and the group of each measure by its primary key."""

    listed: Sequence[Group]
    of_measure: Mapping[int, Group]


@dataclass(frozen=True)
class Choice:
    """One select of a page's conditions; `options` as (value, label)."""

    name: str
    label: str
    value: str
    options: Sequence[tuple[str, str]]


def policy_groups(table: MeasureTable) -> Groups:
    """Return the uppermost policies, then はっきりしない for measures without one (no query)."""
    unclear = Group(UNCLEAR, "はっきりしないもの")
    tops = {
        pk: Group(policy.code, str(policy)) for pk, policy in table.policies.items() if not policy.parent_id
    }
    of_measure = {}
    for row in table.rows:
        path = table.policy_path(row.policy_id)
        of_measure[row.pk] = tops[path[0].pk] if path else unclear
    return Groups([*tops.values(), unclear], of_measure)


def lead_groups(table: MeasureTable) -> Groups:
    """Return the lead departments in 建制順, then 記載なし (one query)."""
    leads = MeasureDepartment.objects.filter(measure__plan=table.plan, role=MeasureDepartment.Role.LEAD)
    return groups_of_leads(table, dict(leads.values_list("measure_id", "department_id")))


def groups_of_leads(table: MeasureTable, lead_of: Mapping[int, int]) -> Groups:
    """Return the groups of `lead_groups`; `lead_of` holds keys of departments by those of measures."""
    nobody = Group(NONE, "担当の記載なし")
    groups = {
        department.pk: Group(str(department.pk), department.name)
        for department in table.departments
        if department.pk in set(lead_of.values())
    }
    of_measure = {row.pk: groups[lead_of[row.pk]] if row.pk in lead_of else nobody for row in table.rows}
    return Groups([*groups.values(), nobody], of_measure)


def query_of(**conditions: str | int | None) -> str:
    """Return the query string of the conditions that are given, "?" for none."""
    return "?" + urlencode({name: value for name, value in conditions.items() if value not in (None, "")})
