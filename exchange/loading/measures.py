"""The measures of a plan, with everything that hangs on each of them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models

from exchange import shapes
from exchange.loading.context import Loading, Part
from exchange.sync import Wanted, sync_rows
from measures.models import (
    BudgetLine,
    Continuation,
    CostEstimate,
    Indicator,
    IndicatorValue,
    Measure,
    MeasureCategory,
    MeasureDepartment,
    MeasureGround,
    MeasureSystem,
    Outcome,
    RelatedMeasure,
    ScheduleEntry,
    ScheduleTrack,
    YearPlan,
    track_key,
)
from plans.models import Word

Pairs = list[tuple[Measure, Part]]


def key_of(part: Part) -> str:
    return part.get("key") or part["number"]


def load_measures(loading: Loading) -> list[Measure]:
    """Load the measures; return those that the plan has and the document lacks."""
    parts = loading.parts("measures")
    wanted = [Wanted(key_of(part), _attributes(loading, part, order)) for order, part in enumerate(parts)]
    existing = Measure.objects.filter(plan=loading.plan)
    synced = sync_rows(Measure, existing, wanted, lambda row: row.key, park="number")
    pairs = list(zip(synced.rows, parts, strict=True))
    _load_ends(loading, pairs)
    _load_links(loading, pairs)
    _load_schedule(loading, pairs)
    _load_indicators(loading, pairs)
    _load_figures(loading, pairs)
    return synced.missing


def _attributes(loading: Loading, part: Part, order: int) -> dict[str, Any]:
    return (
        shapes.MEASURE.read(part)
        | shapes.ADDED.read(part.get("added") or {})
        | shapes.ENDED.read(part.get("ended") or {})
        | {
            "plan": loading.plan,
            "key": key_of(part),
            "order": order,
            "policy": loading.policies.get(part.get("policy")),
            "schedule_state": part.get("schedule_state") or "",
        }
    )


def _numbered(pairs: Pairs, key: str) -> Iterator[tuple[Measure, int, Part]]:
    """Yield the objects of one list of every measure with their place in it."""
    for measure, whole in pairs:
        for order, part in enumerate(whole.get(key) or []):
            yield measure, order, part


def _load_ends(loading: Loading, pairs: Pairs) -> None:
    by_number = {measure.number: measure for measure, _ in pairs}
    wanted = [
        Wanted(measure.pk, {"ended_into": by_number.get((part.get("ended") or {}).get("into"))})
        for measure, part in pairs
    ]
    sync_rows(Measure, [measure for measure, _ in pairs], wanted, lambda row: row.pk)


def _load_links(loading: Loading, pairs: Pairs) -> None:
    by_number = {measure.number: measure for measure, _ in pairs}
    _sync_links(loading, pairs, MeasureDepartment, "department", _departments(loading))
    _sync_links(loading, pairs, MeasureCategory, "category", _categories(loading))
    _sync_links(
        loading, pairs, MeasureGround, "reference",
        lambda part: [{"reference": loading.references[title]} for title in part.get("grounds") or []],
    )  # fmt: skip
    _sync_links(
        loading, pairs, MeasureSystem, "system",
        lambda part: [{"system": loading.systems[name]} for name in part.get("systems") or []],
        system__in=loading.spoken_of,
    )  # fmt: skip
    _sync_links(
        loading, pairs, Continuation, "ref",
        lambda part: [shapes.CONTINUES.read(link) for link in part.get("continues") or []],
    )  # fmt: skip
    _sync_links(
        loading, pairs, RelatedMeasure, "related",
        lambda part: [
            shapes.RELATED.read(link) | {"related": by_number[link["number"]]}
            for link in part.get("related_measures") or []
        ],
    )  # fmt: skip


def _departments(loading: Loading) -> Callable[[Part], list[dict[str, Any]]]:
    def rows(part: Part) -> list[dict[str, Any]]:
        responsible = part.get("departments") or []
        roles = [MeasureDepartment.Role.LEAD, *[MeasureDepartment.Role.RESPONSIBLE] * len(responsible)]
        named = [*zip(responsible, roles, strict=False)]
        named += [(name, MeasureDepartment.Role.RELATED) for name in part.get("related_departments") or []]
        return [{"department": loading.departments[name], "role": role.value} for name, role in named]

    return rows


def _categories(loading: Loading) -> Callable[[Part], list[dict[str, Any]]]:
    def rows(part: Part) -> list[dict[str, Any]]:
        chosen = part.get("categories") or {}
        return [
            {"category": loading.categories[axis, code]} for axis, codes in chosen.items() for code in codes
        ]

    return rows


def _sync_links(
    loading: Loading,
    pairs: Pairs,
    model: type[models.Model],
    target: str,
    rows_of: Callable[[Part], list[dict[str, Any]]],
    **of_which: Any,
) -> None:
    """Sync the links of all measures to one kind of target, `of_which` are those the document can tell of;
    measure and target identify a link.
    """

    def identify(row: models.Model) -> tuple:
        return row.measure_id, getattr(row, model._meta.get_field(target).attname)

    wanted = []
    for measure, part in pairs:
        for order, attributes in enumerate(rows_of(part)):
            attributes |= {"measure": measure, "order": order}
            wanted.append(Wanted(identify(model(**attributes)), attributes))
    existing = model.objects.filter(measure__plan=loading.plan, **of_which).order_by("order", "pk")
    park = "role" if model is MeasureDepartment else None  # of which one alone may be the lead
    loading.sync(model, existing, wanted, identify, park=park, clears=True)


def _load_schedule(loading: Loading, pairs: Pairs) -> None:
    parts = list(_numbered(pairs, "schedule"))
    wanted = []
    for measure, order, part in parts:
        key = part.get("key") or track_key(part.get("label", ""))
        attributes = shapes.TRACK.read(part) | {"measure": measure, "key": key, "order": order}
        wanted.append(Wanted((measure.pk, key), attributes))
    existing = ScheduleTrack.objects.filter(measure__plan=loading.plan).order_by("order", "pk")
    tracks = loading.sync(ScheduleTrack, existing, wanted, lambda row: (row.measure_id, row.key)).rows
    cells = [
        Wanted(
            (track.pk, int(year)),
            {"track": track, "fiscal_year": int(year), "phase": loading.phase(label)},
        )
        for track, (_, _, part) in zip(tracks, parts, strict=True)
        for year, label in (part.get("years") or {}).items()
    ]
    _sync_cells(loading, tracks, cells)


def _sync_cells(loading: Loading, tracks: list[ScheduleTrack], cells: list[Wanted]) -> None:
    """Sync the cells; one the document leaves empty keeps its row without phase."""
    entries = list(ScheduleEntry.objects.filter(track__measure__plan=loading.plan))
    named = {cell.identity for cell in cells}
    track_of = {track.pk: track for track in tracks}
    emptied = [
        Wanted(identity, {"phase": None})
        for entry in entries
        if (identity := (entry.track_id, entry.fiscal_year)) not in named and entry.track_id in track_of
    ]
    loading.sync(ScheduleEntry, entries, [*cells, *emptied], lambda row: (row.track_id, row.fiscal_year))


def _load_indicators(loading: Loading, pairs: Pairs) -> None:
    parts = list(_numbered(pairs, "indicators"))
    wanted = []
    for measure, order, part in parts:
        key = part.get("key") or part["name"]
        attributes = shapes.INDICATOR.read(part) | {"measure": measure, "key": key, "order": order}
        wanted.append(Wanted((measure.pk, key), attributes))
    existing = Indicator.objects.filter(measure__plan=loading.plan)
    indicators = loading.sync(Indicator, existing, wanted, lambda row: (row.measure_id, row.key)).rows
    values = [
        Wanted(
            (indicator.pk, part["fiscal_year"]),
            shapes.INDICATOR_VALUE.read(part) | {"indicator": indicator, "order": order},
        )
        for indicator, (_, _, whole) in zip(indicators, parts, strict=True)
        for order, part in enumerate(whole.get("values") or [])
    ]
    loading.sync(
        IndicatorValue,
        IndicatorValue.objects.filter(indicator__measure__plan=loading.plan).order_by("order", "pk"),
        values,
        lambda row: (row.indicator_id, row.fiscal_year),
    )


def _load_figures(loading: Loading, pairs: Pairs) -> None:
    costs = [
        (measure, shapes.COST.read(part) | {"order": order})
        for measure, order, part in _numbered(pairs, "costs")
    ]
    _sync_by_year(loading, CostEstimate, costs)
    _load_budget_lines(loading, pairs)
    year_plans = [
        (measure, {"fiscal_year": int(year), "text": text})
        for measure, part in pairs
        for year, text in (part.get("year_plans") or {}).items()
    ]
    _sync_by_year(loading, YearPlan, year_plans)
    words = loading.words
    outcomes = [
        Wanted(
            measure.pk,
            shapes.OUTCOME.read(outcome)
            | {
                "measure": measure,
                "achievement": words.get((Word.Kind.ACHIEVEMENT, outcome.get("achievement"))),
                "direction": words.get((Word.Kind.DIRECTION, outcome.get("direction"))),
                "target_phase": loading.phase(outcome.get("target_phase")),
            },
        )
        for measure, part in pairs
        if (outcome := part.get("outcome"))
    ]
    existing = Outcome.objects.filter(measure__plan=loading.plan)
    loading.sync(Outcome, existing, outcomes, lambda row: row.measure_id)


def _load_budget_lines(loading: Loading, pairs: Pairs) -> None:
    """Sync the budget lines; a measure, its year, name and account identify one, twins by their place."""

    def identify(row: BudgetLine) -> tuple:
        return row.measure_id, row.fiscal_year, row.name, row.account

    wanted = []
    for measure, order, part in _numbered(pairs, "budget_lines"):
        attributes = shapes.BUDGET_LINE.read(part) | {"measure": measure, "order": order}
        wanted.append(Wanted(identify(BudgetLine(**attributes)), attributes))
    loading.sync(BudgetLine, BudgetLine.objects.filter(measure__plan=loading.plan), wanted, identify)


def _sync_by_year(
    loading: Loading, model: type[models.Model], rows: list[tuple[Measure, dict[str, Any]]]
) -> None:
    wanted = [
        Wanted((measure.pk, attributes["fiscal_year"]), attributes | {"measure": measure})
        for measure, attributes in rows
    ]
    existing = model.objects.filter(measure__plan=loading.plan)
    loading.sync(model, existing, wanted, lambda row: (row.measure_id, row.fiscal_year))
