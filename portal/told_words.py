"""The words of what a document tells of a round: how things stand, and what a body decided."""

from collections.abc import Mapping
from typing import Any

from exchange import shapes
from plans.models import EvaluationBody
from reviews.models import ProgressReport

Part = Mapping[str, Any]
Bodies = Mapping[str, EvaluationBody]
SITUATIONS: dict[str, str] = dict(ProgressReport.Situation.choices)


def situation_of(report: Part) -> str:
    """Return 順調, 遅れ or 完了, "" where a report does not say."""
    return SITUATIONS.get(report.get("situation", ""), "")


def bodies_of(plan: Part) -> dict[str, EvaluationBody]:
    """Return the bodies of the `plan` of a document by name, as rows that are not saved."""
    parts = plan.get("evaluation_bodies", ())
    return {part["name"]: EvaluationBody(**shapes.EVALUATION_BODY.read(part)) for part in parts}


def verdict_of(evaluation: Part, bodies: Bodies) -> str:
    """Return what a body decided in its own word, the portal's where it has none for it."""
    body = bodies.get(evaluation["body"]) or EvaluationBody()
    return evaluation.get("label") or body.label_of(evaluation["verdict"])
