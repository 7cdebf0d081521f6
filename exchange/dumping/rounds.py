"""What happened, as a document tells it: final rounds, their reports by measure and policy, meetings held.

Rounds that are prepared or open, planned meetings and samples are working state and stay out; so do people.
For print alone a document may tell also of a round that is open or a sample.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from exchange import shapes
from exchange.dumping.names import Names
from exchange.dumping.reported import Reported
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


def told_rounds(plan: Plan, also: ReviewRound | None = None) -> QuerySet[ReviewRound]:
    """Return the rounds of a plan that its document tells of: with `also` that one and those of its kind
    before it, which it is compared with; samples beside a sample alone.
    """
    told = Q(state=ReviewRound.State.FINAL, is_sample=False)
    if also is not None:
        before = Q(fiscal_year__lt=also.fiscal_year) | Q(fiscal_year=also.fiscal_year, part__lte=also.part)
        opened = Q(state__in=[ReviewRound.State.OPEN, ReviewRound.State.FINAL])
        told |= before & opened & Q(kind=also.kind, is_sample__in=[False, also.is_sample])
    return ReviewRound.objects.filter(told, plan=plan)


def told_meetings(plan: Plan, also: ReviewRound | None = None) -> QuerySet[Meeting]:
    """Return the meetings of a plan that its document tells of: with `also` those about its rounds, too."""
    final = Q(round__state=ReviewRound.State.FINAL, round__is_sample=False)
    told = Q(is_sample=False) & (Q(round=None) | final)
    if also is not None:
        told |= Q(round__in=told_rounds(plan, also))
    return Meeting.objects.filter(told, plan=plan, state=Meeting.State.HELD).select_related("body")


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
    """The parts of a plan's document that tell what happened; `reported` is not in the measures yet."""

    rounds: list[Part]
    meetings: list[Part]
    reported: Reported
    _reports: Mapping[tuple[str, int], list[Part]]

    @classmethod
    def of(cls, plan: Plan, names: Names, also: ReviewRound | None = None) -> WhatHappened:
        rounds = {row.pk: row for row in told_rounds(plan, also)}
        keys = {pk: row.key for pk, row in rounds.items()}
        reports = _reports(plan, rounds, department_words(plan, names)) if rounds else {}
        return cls(
            [
                shapes.ROUND.write(row) | {"name": row.source, "previous": keys.get(row.previous_id)}
                for row in rounds.values()
            ],
            _meetings(plan, keys, also),
            Reported.of(rounds.values()),
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
    given = Condition.objects.filter(plan=plan, round__in=rounds)
    conditions = _by_subject(given.exclude(is_sample=True, round__is_sample=False))
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
    """Return what was answered; nothing where the answer is not settled."""
    if not report.is_settled:
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


def _meetings(plan: Plan, rounds: Mapping[int, str], also: ReviewRound | None) -> list[Part]:
    return [
        shapes.MEETING.write(meeting)
        | {
            "body": body_told(meeting),
            "round": rounds.get(meeting.round_id),
            "items": [shapes.MEETING_ITEM.write(item) for item in meeting.items.all()],
            "attendance": [shapes.ATTENDANCE.write(row) for row in meeting.attendances.all()],
        }
        for meeting in told_meetings(plan, also).prefetch_related("items", "attendances")
    ]
