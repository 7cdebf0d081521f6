"""The verdicts of the bodies on reports, and the conditions they gave with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exchange import shapes
from exchange.dumping.rounds import about_of
from exchange.sync import Wanted
from plans.models import EvaluationBody, Word
from reviews.models import Condition, Evaluation

if TYPE_CHECKING:
    from exchange.loading.reports import Reports


def load_verdicts(reports: Reports) -> None:
    """Load evaluations and conditions; in which meeting, and who wrote them down, stays as it is."""
    _load_evaluations(reports)
    _load_conditions(reports)


def _load_evaluations(reports: Reports) -> None:
    loading = reports.loading
    bodies = {body.name: body for body in EvaluationBody.objects.filter(plan=loading.plan)}
    wanted = []
    for about, _, part in reports.within("evaluations"):
        body = bodies[part["body"]]
        attributes = shapes.EVALUATION.read(part) | {
            "body": body,
            "verdict_label": part.get("label") or body.label_of(part["verdict"]),
            "direction": loading.words.get((Word.Kind.DIRECTION, part.get("direction"))),
        }
        wanted.append(Wanted((about, body.pk), attributes | reports.fields(about)))
    existing = reports.existing(Evaluation.objects.all())
    loading.sync(Evaluation, existing, wanted, lambda row: (about_of(row), row.body_id))


def _load_conditions(reports: Reports) -> None:
    """Load the conditions; a report, the body and the text identify one."""

    def identify(row: Condition) -> tuple[Any, ...]:
        return about_of(row), row.body_name, row.text

    wanted = []
    for about, _, part in reports.within("conditions"):
        attributes = shapes.CONDITION.read(part) | reports.fields(about)
        attributes |= {
            "plan": reports.loading.plan,
            "department": reports.departments.named(part.get("department")),
        }
        wanted.append(Wanted((about, attributes["body_name"], attributes["text"]), attributes))
    existing = reports.existing(Condition.objects.filter(is_sample=False))
    reports.loading.sync(Condition, existing, wanted, identify)
