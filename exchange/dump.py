"""Exporting: the plan document of a stored plan, as plain data."""

from typing import Any

from exchange import shapes
from exchange.dumping.measures import measure_parts
from exchange.dumping.names import Names
from exchange.dumping.rounds import WhatHappened
from exchange.dumping.systems import contract_parts, procedure_parts, system_parts
from exchange.dumping.trees import chapter_parts, policy_parts
from exchange.schema import FORMAT
from measures.models import Measure
from plans.models import Plan, Word
from reviews.models import ReviewRound

Document = dict[str, Any]


def plan_document(plan: Plan, *, also: ReviewRound | None = None) -> Document:
    """Return the document of `plan` as it stands; `exchange.canonical` puts it into canonical form.

    With `also` it tells of this round (its settled answers, verdicts, conditions) and of those before it,
    though they are open or samples. That is working state for print, never frozen and never exported; the
    name of a sample says that it is one. The number of queries does not depend on the number of rows.
    """
    names = Names.of(plan)
    happened = WhatHappened.of(plan, names, also)
    return {
        "format": FORMAT,
        "municipality": _municipality(plan),
        "departments": _departments(plan, names),
        "plan": _head(plan),
        "references": _list(shapes.REFERENCE, plan.references),
        "policies": policy_parts(plan, names, happened),
        "chapters": chapter_parts(plan),
        "tables": _list(shapes.TABLE, plan.tables),
        "axes": _axes(plan),
        "committees": _list(shapes.COMMITTEE, plan.committees),
        "making": _list(shapes.MAKING, plan.making),
        "cycle": _list(shapes.CYCLE, plan.cycle),
        "rounds": happened.rounds,
        "meetings": happened.meetings,
        "measures": measure_parts(plan, names, happened),
        "plan_costs": _list(shapes.PLAN_COST, plan.costs),
        "carried_over": [
            shapes.CARRIED_OVER.write(row) | {"policy": row.policy and row.policy.code}
            for row in plan.carried_over.select_related("policy")
        ],
        "generations": _list(shapes.GENERATION, plan.generations),
        "systems": system_parts(plan, names),
        "contracts": contract_parts(plan) if names.systems else [],
        "procedures": procedure_parts(plan, names),
        "surveys": _surveys(plan),
        "glossary": _list(shapes.TERM, plan.glossary),
        "notes": plan.document_notes,
    }


def measure_document(measure: Measure) -> Document:
    """Return what a plan's document says of one measure, for a print of it alone: not to be kept or imported.

    The measures it is related to are there by number and name. The number of queries is fixed.
    """
    plan = measure.plan
    names = Names.of(plan)
    happened = WhatHappened.of(plan, names)
    others = {link.related_id: link.related for link in measure.relations.select_related("related")}
    stubs = [
        {"number": other.number, "printed_number": other.printed_number, "name": other.name}
        for other in others.values()
        if other.pk != measure.pk
    ]
    return {
        "format": FORMAT,
        "municipality": _municipality(plan),
        "plan": _head(plan),
        "policies": policy_parts(plan, names, happened),
        "axes": _axes(plan),
        "rounds": happened.rounds,
        "measures": [*measure_parts(plan, names, happened, only=measure), *stubs],
        "systems": system_parts(plan, names) if measure.measure_systems.exists() else [],
        "glossary": _list(shapes.TERM, plan.glossary),
    }


def _axes(plan: Plan) -> list[dict[str, Any]]:
    return [
        shapes.AXIS.write(axis) | {"categories": [shapes.CATEGORY.write(c) for c in axis.categories.all()]}
        for axis in plan.axes.prefetch_related("categories")
    ]


def _list(shape, rows) -> list[dict[str, Any]]:
    return [shape.write(row) for row in rows.all()]


def _surveys(plan: Plan) -> list[dict[str, Any]]:
    return [
        shapes.SURVEY.write(survey)
        | {"items": [shapes.SURVEY_ITEM.write(item) for item in survey.items.all()]}
        for survey in plan.surveys.prefetch_related("items")
    ]


def _municipality(plan: Plan) -> dict[str, Any]:
    """The city's name as it is; kind and notes as this plan's document gave them."""
    city, printed = plan.municipality, plan.municipality_part
    return (printed or {"kind": city.kind}) | {"code": city.code, "name": city.name}


def _departments(plan: Plan, names) -> list[dict[str, Any]]:
    return [
        shapes.DEPARTMENT.write(listing)
        | {
            "key": names.department_key(listing),
            "name": listing.department.name,
            "parent": listing.parent and names.departments[listing.parent_id],
        }
        for listing in names.listings
    ]


def _head(plan: Plan) -> dict[str, Any]:
    words = {kind: [word for word in plan.word_set.all() if word.kind == kind] for kind in Word.Kind.values}
    return shapes.PLAN.write(plan) | {
        "phases": [shapes.PHASE.write(word) for word in words[Word.Kind.PHASE]],
        "achievements": [shapes.ACHIEVEMENT.write(word) for word in words[Word.Kind.ACHIEVEMENT]],
        "directions": [shapes.DIRECTION.write(word) for word in words[Word.Kind.DIRECTION]],
        "rules": _list(shapes.RULE, plan.rules),
        "evaluation_bodies": _list(shapes.EVALUATION_BODY, plan.evaluation_bodies),
        "criteria": _list(shapes.CRITERION, plan.criteria),
    }
