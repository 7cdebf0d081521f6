"""What happened, as a document tells it: final rounds, their reports by measure and policy, meetings held.

Rounds that are prepared or open, planned meetings and samples are working state and stay out; so do people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from exchange import shapes
from exchange.dumping.names import Names
from measures.models import Measure
from organizations.models import Department
from plans.models import BasicPolicy, Plan
from reviews.models import (
    Assignment,
    Condition,
    Evaluation,
    Meeting,
    ProgressReport,
    ReviewRound,
)
from reviews.subjects import key_of

Part = dict[str, Any]
About = tuple[int, tuple[str, int]]  # the primary key of a round, and a subject as a key
Status = ProgressReport.Status


def told_rounds(plan: Plan) -> QuerySet[ReviewRound]:
    """Return the rounds of a plan that its document tells of."""
    return ReviewRound.objects.filter(plan=plan, state=ReviewRound.State.FINAL, is_sample=False)


def told_meetings(plan: Plan) -> QuerySet[Meeting]:
    """Return the meetings of a plan that its document tells of."""
    held = Meeting.objects.filter(plan=plan, state=Meeting.State.HELD, is_sample=False)
    settled = Q(round=None) | Q(round__state=ReviewRound.State.FINAL, round__is_sample=False)
    return held.filter(settled).select_related("body")


def about_of(row: Any) -> About:
    """Return what a report, an assignment or a verdict is about."""
    return row.round_id, row.subject_key


def department_words(plan: Plan, names: Names) -> dict[int, str]:
    """Return how reports name the city's departments: as the plan lists them; others by their name, by their
    key where the name is another one's too.
    """
    listed = [listing.department for listing in names.listings]
    words = {department.pk: names.departments[department.pk] for department in listed}
    others = Department.objects.filter(municipality=plan.municipality_id).exclude(pk__in=words)
    others = list(others.only("key", "name"))
    taken = Counter(department.name for department in [*listed, *others])
    taken.update(department.key for department in others if department.key != department.name)
    return words | {d.pk: d.name if taken[d.name] == 1 else d.key for d in others}


@dataclass(frozen=True)
class WhatHappened:
    """The parts of a plan's document that tell what happened."""

    rounds: list[Part]
    meetings: list[Part]
    _reports: Mapping[tuple[str, int], list[Part]]

    @classmethod
    def of(cls, plan: Plan, names: Names) -> WhatHappened:
        rounds = {row.pk: row for row in told_rounds(plan)}
        keys = {pk: row.key for pk, row in rounds.items()}
        reports = _reports(plan, rounds, department_words(plan, names)) if rounds else {}
        return cls(
            [shapes.ROUND.write(row) | {"previous": keys.get(row.previous_id)} for row in rounds.values()],
            _meetings(plan, keys),
            reports,
        )

    def of_subject(self, subject: Measure | BasicPolicy) -> list[Part]:
        return self._reports.get(key_of(subject), [])


def _reports(
    plan: Plan, rounds: Mapping[int, ReviewRound], departments: Mapping[int, str]
) -> dict[tuple[str, int], list[Part]]:
    reports = ProgressReport.objects.filter(round__in=rounds).select_related("achievement")
    reports = reports.prefetch_related("phases__track", "phases__phase", "additions")
    answering = _by_subject(
        sorted(Assignment.objects.filter(round__in=rounds), key=lambda row: row.role != Assignment.Role.LEAD)
    )
    verdicts = _by_subject(Evaluation.objects.filter(round__in=rounds).select_related("body", "direction"))
    conditions = _by_subject(Condition.objects.filter(plan=plan, round__in=rounds, is_sample=False))
    found: dict[tuple[str, int], list[Part]] = defaultdict(list)
    for report in reports:
        report.round = rounds[report.round_id]
        about = about_of(report)
        found[report.subject_key].append(
            {"round": report.round.key}
            | _answer(report)
            | {
                "departments": [departments[row.department_id] for row in answering[about]],
                "evaluations": [evaluation_part(row) for row in verdicts[about]],
                "conditions": [
                    shapes.CONDITION.write(row) | {"department": departments.get(row.department_id)}
                    for row in conditions[about]
                ],
                "additions": [
                    shapes.ADDITION.write(row) | {"department": departments[row.department_id]}
                    for row in report.additions.all()
                ],
                "notes": report.notes,
            }
        )
    return found


def _by_subject(rows: Iterable[Any]) -> Mapping[About, list[Any]]:
    found: dict[About, list[Any]] = defaultdict(list)
    for row in rows:
        found[about_of(row)].append(row)
    return found


def _answer(report: ProgressReport) -> Part:
    """Return what was answered; nothing where the answer never became final."""
    if report.status != Status.FINAL:
        return {}
    return shapes.REPORT.write(report) | {
        "achievement": report.achievement and report.achievement.label,
        "carry_over_reason": carried_over(report),
        "phases": {row.track.key: row.phase.label for row in report.phases.all()},
        "submitted_on": submitted_on(report),
        "late": report.came_late,
    }


def carried_over(report: ProgressReport) -> str:
    return report.carry_over_reason if report.carries_over else ""


def submitted_on(report: ProgressReport) -> str | None:
    """Return the first day the answer was handed in: whether it was late is told by that day."""
    return report.first_submitted_on and report.first_submitted_on.isoformat()


def evaluation_part(row: Evaluation) -> Part:
    label = row.verdict_label
    return shapes.EVALUATION.write(row) | {
        "body": row.body.name,
        "label": None if label == row.body.label_of(row.verdict) else label,
        "direction": row.direction and row.direction.label,
    }


def body_told(meeting: Meeting) -> str:
    """Return what a document calls the body of a meeting."""
    return meeting.body.name if meeting.body else meeting.body_name


def _meetings(plan: Plan, rounds: Mapping[int, str]) -> list[Part]:
    return [
        shapes.MEETING.write(meeting)
        | {
            "body": body_told(meeting),
            "round": rounds.get(meeting.round_id),
            "items": [shapes.MEETING_ITEM.write(item) for item in meeting.items.all()],
            "attendance": [shapes.ATTENDANCE.write(row) for row in meeting.attendances.all()],
        }
        for meeting in told_meetings(plan).prefetch_related("items", "attendances")
    ]
