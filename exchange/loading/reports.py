"""What was reported of each measure and policy in the final rounds, by whom, and the verdicts on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from exchange import shapes
from exchange.dumping.rounds import About, about_of, carried_over, submitted_on
from exchange.loading.answerers import Departments, load_assignments
from exchange.loading.context import Loading, Part
from exchange.loading.measures import key_of as measure_key_of
from exchange.loading.plan import walk
from exchange.loading.verdicts import load_verdicts
from exchange.sync import Wanted
from measures.models import Measure, ScheduleTrack
from plans.models import Word
from reviews.models import ProgressReport, RelatedAddition, ReportedPhase, ReviewRound
from reviews.subjects import Subject, SubjectKey, fields_of, key_of

Status = ProgressReport.Status
# Members of a report that are its answer: without any of them it was not answered.
ANSWER = (
    "situation", "achievement", "done", "issues", "effect", "year_plan", "carry_over_reason", "phases",
    "submitted_on", "late", "proxy_source",
)  # fmt: skip


@dataclass
class Reports:
    """The reports of a document: each part by round and subject, and the rows once they are there."""

    loading: Loading
    rounds: Mapping[int, ReviewRound]  # by primary key
    subjects: Mapping[SubjectKey, Subject]
    parts: Mapping[About, Part]
    departments: Departments
    rows: dict[About, ProgressReport] = field(default_factory=dict)

    @classmethod
    def of(cls, loading: Loading, rounds: Mapping[str, ReviewRound]) -> Reports:
        subjects, parts = {}, {}
        for subject, whole in _subjects(loading):
            subjects[key_of(subject)] = subject
            for part in whole.get("reports") or []:
                parts[rounds[part["round"]].pk, key_of(subject)] = part
        by_pk = {row.pk: row for row in rounds.values()}
        return cls(loading, by_pk, subjects, parts, Departments(loading, parts.values()))

    def existing(self, rows: Any) -> list[Any]:
        """Return the rows of a query that are about the document's rounds and subjects."""
        return [row for row in rows.filter(round__in=self.rounds) if row.subject_key in self.subjects]

    def fields(self, about: About) -> dict[str, Any]:
        """Return the columns by which a row is about a round and a subject."""
        review_round, subject = about
        return {"round": self.rounds[review_round]} | fields_of(self.subjects[subject])

    def within(self, key: str) -> Iterator[tuple[About, int, Part]]:
        """Yield the objects of one list of every report with their place in it."""
        for about, whole in self.parts.items():
            for order, part in enumerate(whole.get(key) or []):
                yield about, order, part


def _subjects(loading: Loading) -> Iterator[tuple[Subject, Part]]:
    """Yield what the document has of policies and measures, in its order."""
    for _, part in walk(loading.parts("policies")):
        yield loading.policies[part["code"]], part
    measures = {row.key: row for row in Measure.objects.filter(plan=loading.plan)}
    for part in loading.parts("measures"):
        yield measures[measure_key_of(part)], part


def load_reports(reports: Reports) -> None:
    existing = {about_of(row): row for row in reports.existing(ProgressReport.objects.all())}
    places = {subject: place for place, subject in enumerate(reports.subjects)}
    wanted = []
    for about, part in reports.parts.items():
        row = existing.get(about)
        place = {"order": row.order if row else places[about[1]], "notes": part.get("notes") or []}
        wanted.append(Wanted(about, reports.fields(about) | place | _columns(reports.loading, part, row)))
    rows = reports.loading.sync(ProgressReport, existing.values(), wanted, about_of).rows
    reports.rows = dict(zip(reports.parts, rows, strict=True))
    _load_phases(reports)
    load_assignments(reports)
    _load_additions(reports)
    load_verdicts(reports)


def tells_answer(part: Part) -> bool:
    """Say whether a report of a document tells an answer: without one it was 未報告."""
    return any(part.get(member) for member in ANSWER)


def _columns(loading: Loading, part: Part, row: ProgressReport | None) -> dict[str, Any]:
    """Return the columns of a report. What never became final stays as its department left it."""
    is_answered = tells_answer(part)
    if not is_answered and row is not None and row.status != Status.FINAL:
        return {}
    columns = shapes.REPORT.read(part) | {
        "status": Status.FINAL if is_answered else Status.UNANSWERED,
        "achievement": loading.words.get((Word.Kind.ACHIEVEMENT, part.get("achievement"))),
        "awaits_check": False,
    }
    reason = part.get("carry_over_reason") or ""
    if row is None or carried_over(row) != reason:
        columns |= {"carries_over": bool(reason), "carry_over_reason": reason}
    day = part.get("submitted_on")
    if row is None or submitted_on(row) != day:
        handed_in = date.fromisoformat(day) if day else None
        columns |= {"first_submitted_on": handed_in, "submitted_on": handed_in}
    return columns


def _load_phases(reports: Reports) -> None:
    settled = (Status.FINAL, Status.UNANSWERED)
    touched = [row.pk for row in reports.rows.values() if row.status in settled]
    tracks = {
        (track.measure_id, track.key): track
        for track in ScheduleTrack.objects.filter(measure__plan=reports.loading.plan)
    }
    wanted = [
        Wanted(
            (reports.rows[about].pk, track.pk),
            {"report": reports.rows[about], "track": track, "phase": reports.loading.phase(label)},
        )
        for about, part in reports.parts.items()
        for key, label in (part.get("phases") or {}).items()
        for track in [tracks[about[1][1], key]]
    ]
    existing = ReportedPhase.objects.filter(report__in=touched)
    reports.loading.sync(ReportedPhase, existing, wanted, lambda row: (row.report_id, row.track_id))


def _load_additions(reports: Reports) -> None:
    """Load what related departments added; a new one is signed by its department, as no person is named."""
    existing = {
        (row.report_id, row.department_id): row
        for row in RelatedAddition.objects.filter(report__in=list(reports.rows.values()))
    }
    wanted = []
    for about, _, part in reports.within("additions"):
        report, department = reports.rows[about], reports.departments.named(part["department"])
        identity = report.pk, department.pk
        attributes = shapes.ADDITION.read(part) | {"report": report, "department": department}
        signed = {} if identity in existing else {"by_name": department.name}
        wanted.append(Wanted(identity, attributes | signed))
    reports.loading.sync(
        RelatedAddition, existing.values(), wanted, lambda row: (row.report_id, row.department_id)
    )
