"""The systems one list shows: narrowed, sorted, grouped, in the columns that were chosen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from organizations.models import User
from plans.models import Plan
from portal.inventory.columns import COLUMNS, Column, Value, chosen_columns, usual_columns
from portal.inventory.grouping import GROUPS, REPEATED, SORTS, grouped, in_order
from portal.inventory.publishing import refusal_of
from portal.measure_selection import Chip, Condition, Control, Kept, query_of
from portal.place import Place
from portal.system_filters import InformationSystemFilter
from portal.systems import RENEWAL_WINDOW, SystemRow, reference_month, system_rows, visible_systems

SELECTS = [
    "department", "heading", "segment", "hosting", "business", "bcp", "personal", "renewal_within",
    "support_within", "shared", "life",
]  # fmt: skip
COLUMN = "column"


@dataclass(frozen=True)
class Line:
    """A system as the list shows it: each chosen column with its value."""

    row: SystemRow
    is_ended: bool
    cells: Sequence[tuple[Column, Value]]


@dataclass(frozen=True)
class LineGroup:
    name: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Inventory:
    """A list of systems. `query` is the query string that leads to it, `hint` says why a row stands twice,
    and which other plan renewals are told by.

    `since` is the month renewals are counted from, `internal` names the columns kept within the city,
    `unpublishable` says why the rows may not be published, "" where they may.
    """

    groups: Sequence[LineGroup]
    total: int
    shown: int
    since: date
    columns: Sequence[Column]
    internal: frozenset[str]
    unpublishable: str
    selects: Sequence[Control]
    conditions: Sequence[Condition]
    refused: Sequence[str]
    chips: Sequence[Chip]
    words: str
    sort: str
    group: str
    query: str
    hint: str

    @property
    def offered(self) -> Sequence[tuple[Column, bool]]:
        """Every column, and whether it is shown."""
        return [(column, column in self.columns) for column in COLUMNS.values()]

    @property
    def sorts(self) -> Sequence[tuple[str, str]]:
        return list(SORTS.items())

    @property
    def groupings(self) -> Sequence[tuple[str, str]]:
        return list(GROUPS.items())

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.columns) + 1


def select_systems(*, place: Place, params: QueryDict, user: User, today: date) -> Inventory:
    """Read the systems of the place's city, and narrow, sort and group them by `params`."""
    plan, since = place.plan, reference_month(place.plan, today)
    systems = visible_systems(user, plan, place.fiscal_year)
    rows = system_rows(systems, place.municipality)
    order = dict(plan.department_listings.values_list("department", "order"))
    found = InformationSystemFilter(params, systems, rows=rows, order=order, since=since, today=today)
    given, shown = found.given, rows
    if given:
        chosen = set(found.qs.values_list("pk", flat=True))
        shown = [row for row in rows if row.pk in chosen]
    usual = usual_columns(rows)
    columns = list(chosen_columns(params.getlist(COLUMN), usual))
    group, sort = (_offered(params, name, offer) for name, offer in (("group", GROUPS), ("sort", SORTS)))
    kept = _kept(group, sort, columns, usual)
    groups = grouped(in_order(shown, sort, today), group, order)
    lines = {row.pk: _line(row, columns, today) for row in shown}
    return Inventory(
        groups=[LineGroup(one.name, [lines[row.pk] for row in one.rows]) for one in groups],
        total=len(rows),
        shown=len(shown),
        since=since,
        columns=columns,
        internal=frozenset(c.key for c in columns if any(c.is_internal(row) for row in shown)),
        unpublishable=refusal_of(found, shown),
        selects=list(_selects(found)),
        conditions=list(_conditions(found, kept)),
        refused=found.refused,
        chips=list(_chips(found, user, kept)),
        words=given.get("q", ""),
        sort=sort,
        group=group,
        query=query_of(given, kept),
        hint=_hint(group, groups, shown) + _source(plan, shown),
    )


def _offered(params: QueryDict, name: str, offer: Mapping[str, str]) -> str:
    return params[name] if params.get(name) in offer else ""


def _kept(group: str, sort: str, columns: Sequence[Column], usual: Sequence[str]) -> Kept:
    """Return what the query string says besides conditions, without what is usual."""
    keys = [column.key for column in columns]
    chosen = {COLUMN: keys} if set(keys) != set(usual) else {}
    return {name: value for name, value in (("sort", sort), ("group", group)) if value} | chosen


def _line(row: SystemRow, columns: Sequence[Column], today: date) -> Line:
    return Line(row, row.is_ended(today), [(column, column.read(row, today)) for column in columns])


def _selects(found: InformationSystemFilter) -> Iterator[Control]:
    """Offer the conditions that can tell this city's systems apart."""
    for name in SELECTS:
        choices = found.choices_of(name)
        if len(choices) > 1 or name in found.given or name == "shared":
            yield Control(name, found.filters[name].label, found.given.get(name, ""), choices)


def _conditions(found: InformationSystemFilter, kept: Kept) -> Iterator[Condition]:
    given = found.given
    for name, value in given.items():
        rest = {key: other for key, other in given.items() if key != name}
        shown = f"「{value}」" if name == "q" else dict(found.choices_of(name))[value]
        yield Condition(found.filters[name].label, shown, query_of(rest, kept))


def _chips(found: InformationSystemFilter, user: User, kept: Kept) -> Iterator[Chip]:
    """Offer what is often asked; only what there is (no query)."""
    ready = [
        ("すべて", {}),
        ("自課", {"department": str(user.department_id)}),
        (f"{RENEWAL_WINDOW}か月以内に次期が稼働", {"renewal_within": str(RENEWAL_WINDOW)}),
        ("サポート終了が12か月以内", {"support_within": "12"}),
        ("共同利用", {"shared": "1"}),
        ("廃止", {"life": "ended"}),
    ]
    for label, conditions in ready:
        count = sum(all(found.holds(row, *one) for one in conditions.items()) for row in found.rows)
        if count or not conditions:
            yield Chip(label, query_of(conditions, kept), count, found.given == conditions)


def _hint(group: str, groups: Sequence, shown: Sequence[SystemRow]) -> str:
    if group in REPEATED and sum(len(one.rows) for one in groups) > len(shown):
        return f"{REPEATED[group]}が2つ以上あるシステムは、それぞれの見出しの下に載せています。"
    return ""


def _source(plan: Plan, shown: Sequence[SystemRow]) -> str:
    """Say which plans tell the renewals the current one says nothing of."""
    others = [row.renewal.plan for row in shown if row.renewal and row.renewal.plan_id != plan.pk]
    if not others:
        return ""
    titles = "、".join(dict.fromkeys(f"「{other.title}」" for other in others))
    return f"{plan.title}に更新の時期の記載がない{len(others)}システムは、{titles}の記載です。"
