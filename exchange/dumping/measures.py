"""The measures of a document, with everything that hangs on them."""

from typing import Any

from exchange import shapes
from exchange.dumping.names import Names
from exchange.dumping.reported import Reported
from exchange.dumping.rounds import WhatHappened
from measures.models import Measure, MeasureDepartment, track_key
from plans.models import Plan

PREFETCHED = [
    "measure_departments",
    "measure_categories__category__axis",
    "continues",
    "relations__related",
    "measure_grounds__reference",
    "measure_systems",
    "tracks__entries__phase",
    "year_plans",
    "indicators__values",
    "costs",
    "budget_lines",
]


def measure_parts(
    plan: Plan, names: Names, happened: WhatHappened, only: Measure | None = None
) -> list[dict[str, Any]]:
    """Return the parts of all measures of a plan, or of one."""
    chosen = plan.measures.filter(pk=only.pk) if only else plan.measures.all()
    measures = chosen.select_related(
        "policy", "ended_into", "outcome__achievement", "outcome__direction", "outcome__target_phase"
    ).prefetch_related(*PREFETCHED)
    return [
        _measure(measure, names, happened.reported) | {"reports": happened.of_subject(measure)}
        for measure in measures
    ]


def _measure(measure: Measure, names: Names, reported: Reported) -> dict[str, Any]:
    return (
        shapes.MEASURE.write(measure)
        | {
            "key": None if measure.key == measure.number else measure.key,
            "added": shapes.ADDED.write(measure),
            "ended": shapes.ENDED.write(measure) | {"into": measure.ended_into and measure.ended_into.number},
            "policy": measure.policy and measure.policy.code,
            "schedule_state": measure.schedule_state,
        }
        | _departments(measure, names)
        | _links(measure, names)
        | _figures(measure, reported)
    )


def _departments(measure: Measure, names: Names) -> dict[str, list[str]]:
    links = measure.measure_departments.all()
    related = MeasureDepartment.Role.RELATED
    return {
        "departments": [names.departments[link.department_id] for link in links if link.role != related],
        "related_departments": [
            names.departments[link.department_id] for link in links if link.role == related
        ],
    }


def _links(measure: Measure, names: Names) -> dict[str, Any]:
    categories: dict[str, list[str]] = {}
    for link in measure.measure_categories.all():
        categories.setdefault(link.category.axis.code, []).append(link.category.code)
    return {
        "categories": categories,
        "continues": [shapes.CONTINUES.write(link) for link in measure.continues.all()],
        "related_measures": [
            shapes.RELATED.write(link) | {"number": link.related.number} for link in measure.relations.all()
        ],
        "grounds": [link.reference.title for link in measure.measure_grounds.all()],
        "systems": names.named_systems(link.system_id for link in measure.measure_systems.all()),
    }


def _figures(measure: Measure, reported: Reported) -> dict[str, Any]:
    return {
        "schedule": [
            shapes.TRACK.write(track)
            | {
                "key": None if track.key == track_key(track.label) else track.key,
                "years": {
                    str(entry.fiscal_year): entry.phase.label for entry in track.entries.all() if entry.phase
                },
            }
            for track in measure.tracks.all()
        ],
        "year_plans": {str(row.fiscal_year): row.text for row in measure.year_plans.all()},
        "indicators": [
            shapes.INDICATOR.write(indicator)
            | {
                "key": None if indicator.key == indicator.name else indicator.key,
                "values": [shapes.INDICATOR_VALUE.write(value) for value in reported.values_of(indicator)],
            }
            for indicator in measure.indicators.all()
        ],
        "costs": [shapes.COST.write(cost) for cost in measure.costs.all()],
        "budget_lines": [
            shapes.BUDGET_LINE.write(reported.line(line)) for line in measure.budget_lines.all()
        ],
        "outcome": _outcome(measure),
    }


def _outcome(measure: Measure) -> dict[str, Any] | None:
    outcome = getattr(measure, "outcome", None)
    if outcome is None:
        return None
    return shapes.OUTCOME.write(outcome) | {
        "achievement": outcome.achievement and outcome.achievement.label,
        "direction": outcome.direction and outcome.direction.label,
        "target_phase": outcome.target_phase and outcome.target_phase.label,
    }
