"""The measures of a plan as one page shows them: narrowed, sorted, counted, with what leads on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from organizations.models import User
from plans.models import Word
from portal.actuals import Actuals, actuals_of
from portal.layers import ACTUAL, DIFFERENCE, INITIAL, LAYERS, MOVES, Initial, Move
from portal.measure_filters import MeasureFilter
from portal.measure_table import MeasureRow, MeasureTable, in_order, measure_table
from portal.measure_totals import MeasureTotals, measure_totals
from portal.place import Place

SORTS = {"": "計画書の順", "name": "名称の順", "department": "担当の建制順"}
SELECTS = ["policy", "department", "year", "phase", "stage", "category", "life"]
MARKS = ["priority", "new", "long"]

Query = Mapping[str, str]
Kept = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Control:
    """One choice of the form: `options` as (value, label)."""

    name: str
    label: str
    value: str
    options: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Condition:
    """A condition in force, and the query string without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class Chip:
    """A ready-made narrowing. `query` leads to exactly the `count` measures it tells of."""

    label: str
    query: str
    count: int | None
    is_current: bool


@dataclass(frozen=True)
class Selection:
    """What a list or grid of measures shows. `query` is the query string of it, `kept` with it.

    `year` is the western fiscal year that was asked for, None for none. `kept` is what the query string says
    besides conditions: sort, and of the grid group and layer. `initial` and `moves` are there in a layer
    that needs 当初, `actuals` in that of 実績.
    """

    table: MeasureTable
    totals: MeasureTotals | None
    rows: Sequence[MeasureRow]
    sort: str
    query: str
    words: str
    year: int | None
    selects: Sequence[Control]
    marks: Sequence[Control]
    hidden: Mapping[str, str]
    conditions: Sequence[Condition]
    refused: Sequence[str]
    chips: Sequence[Chip]
    sorts: Sequence[tuple[str, str]]
    groups: Sequence[tuple[str, str]]
    layers: Sequence[Chip]
    kept: Query
    initial: Initial | None
    moves: Mapping[int, Move]
    actuals: Actuals | None

    @property
    def layer(self) -> str:
        return self.kept.get("layer", "")

    @property
    def group(self) -> str:
        return self.kept.get("group", "")

    @property
    def total(self) -> int:
        return len(self.table.rows)


def select_measures(*, place: Place, params: QueryDict, user: User) -> Selection:
    """Read the measures of the place's plan and narrow them by `params` (see MeasureFilter)."""
    table = measure_table(place.plan)
    found = MeasureFilter(params, table=table)
    given, rows = found.given, table.rows
    if given:
        chosen = set(found.qs.values_list("pk", flat=True))
        rows = [row for row in rows if row.pk in chosen]
    sorts = [item for item in SORTS.items() if item[0] != "department" or table.names_departments]
    groups = list(_groups(table))
    offers = {"sort": dict(sorts), "group": dict(groups), "layer": LAYERS}
    kept = {
        name: params[name] for name, offer in offers.items() if params.get(name) and params[name] in offer
    }
    sort = kept.get("sort", "")
    needs_initial = kept.get("layer") in (INITIAL, DIFFERENCE)
    offered = [*_offered_selects(table), *_offered_marks(table)]
    controls = {name: _control(found, name) for name in offered if name in MARKS or found.choices_of(name)}
    return Selection(
        table=table,
        totals=measure_totals(place.plan, table.rows),
        rows=in_order(table, rows, sort),
        sort=sort,
        query=query_of(given, kept),
        words=given.get("q", ""),
        year=int(given["year"]) if "year" in given else None,
        selects=[control for name, control in controls.items() if name in SELECTS],
        marks=[control for name, control in controls.items() if name in MARKS],
        hidden={name: value for name, value in given.items() if name not in {"q", *controls}},
        conditions=list(_conditions(found, kept)),
        refused=found.refused,
        chips=list(_chips(found, user, kept)),
        sorts=sorts,
        groups=groups,
        layers=list(_layers(given, kept)),
        kept=kept,
        initial=found.initial if needs_initial else None,
        moves=found.moves if needs_initial else {},
        actuals=actuals_of(place.plan) if kept.get("layer") == ACTUAL else None,
    )


def query_of(given: Query, kept: Kept | None = None) -> str:
    """Return the query string of conditions and of what is kept besides, "?" for none."""
    return "?" + urlencode({**given, **(kept or {})}, doseq=True)


def _groups(table: MeasureTable) -> Iterator[tuple[str, str]]:
    """Offer the groupings that tell this plan's measures apart."""
    yield "", "並び順に合わせる"
    if table.sorts_by_policy:
        yield "policy", table.policy_word
    if table.names_departments:
        yield "department", table.plan.words["departments"]
    if table.prints_schedule:
        yield "stage", "この年度の工程"
    yield "none", "まとめない"


def _layers(given: Query, kept: Query) -> Iterator[Chip]:
    """Lead to each layer of the schedule with everything else as it is."""
    for layer, label in LAYERS.items():
        rest = {name: value for name, value in kept.items() if name != "layer"}
        query = query_of(given, {**rest, **({"layer": layer} if layer else {})})
        yield Chip(label, query, None, kept.get("layer", "") == layer)


def _offered_selects(table: MeasureTable) -> Iterator[str]:
    """Name the selects that can narrow this plan's measures; a stage where it is more than one phase."""
    phases = [word.code for word in table.words if word.kind == Word.Kind.PHASE]
    for name in SELECTS:
        is_useful = {
            "year": table.prints_schedule,
            "phase": table.prints_schedule,
            "stage": table.prints_schedule and len(phases) != len(set(phases)),
            "life": any(row.is_added or row.is_ended for row in table.rows),
        }
        if is_useful.get(name, True):
            yield name


def _offered_marks(table: MeasureTable) -> Iterator[str]:
    if any(row.is_priority for row in table.rows):
        yield "priority"
    if any(row.is_new for row in table.rows):
        yield "new"
    if any(word.code == Word.Stage.CONSIDER for word in table.words):
        yield "long"


def _control(found: MeasureFilter, name: str) -> Control:
    return Control(name, found.filters[name].label, found.given.get(name, ""), found.choices_of(name))


def _conditions(found: MeasureFilter, kept: Query) -> Iterator[Condition]:
    given = found.given
    for name, value in given.items():
        rest = {key: other for key, other in given.items() if key != name}
        shown = f"「{value}」" if name == "q" else dict(found.choices_of(name))[value].strip()
        yield Condition(found.filters[name].label, "" if name in MARKS else shown, query_of(rest, kept))


def _chips(found: MeasureFilter, user: User, kept: Query) -> Iterator[Chip]:
    given, rows = found.given, found.table.rows
    kept = {name: value for name, value in kept.items() if name != "sort"}

    def chip(label: str, conditions: dict[str, str], count: int | None) -> Chip:
        return Chip(label, query_of(conditions, kept), count, given == conditions)

    counts = {
        "priority": sum(row.is_priority is True for row in rows),
        "new": sum(row.is_new is True for row in rows),
    }
    lives = {
        "added": ("追加", sum(row.is_added for row in rows)),
        "ended": ("終了", sum(row.is_ended for row in rows)),
    }
    yield chip("すべて", {}, len(rows))
    for name, count in counts.items():
        if count:
            yield chip(found.filters[name].label, {name: "1"}, count)
    for life, (label, count) in lives.items():
        if count:
            yield chip(label, {"life": life}, count)
    own = sum(any(department.pk == user.department_id for department in row.departments) for row in rows)
    if own:
        yield chip("自課", {"department": str(user.department_id)}, own)
    if "long" in _offered_marks(found.table):
        yield chip("長期検討", {"long": "1"}, None)
    if kept.get("layer") == DIFFERENCE:
        for kind, label in MOVES.items():
            count = sum(move.is_of_kind(kind) for move in found.moves.values())
            if count:
                yield chip(label, {"moved": kind}, count)
