"""What the rounds of a plan know of each measure and reportable policy, read once for all panels."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from plans.models import Word
from portal.bars import Phase
from portal.measure_table import MeasureRow, MeasureTable
from reviews.lateness import is_late
from reviews.models import Assignment, ProgressReport, ReportedPhase, ReviewRound
from reviews.subjects import SubjectKey

DONE, ON_TRACK, LATE, UNKNOWN, UNREPORTED = "done", "on-track", "late", "not-judged", "unreported"
STANDINGS = {DONE: "完了", ON_TRACK: "順調", LATE: "遅れ", UNKNOWN: "状況の記載なし", UNREPORTED: "未報告"}
LOOKS = {  # how a standing looks: a class of state.css and an icon
    DONE: ("done", "done"),
    ON_TRACK: ("on-track", "ok"),
    LATE: ("late", "late"),
    UNKNOWN: ("unanswered", "none"),
    UNREPORTED: ("unanswered", "none"),
}
Situation, Status = ProgressReport.Situation, ProgressReport.Status
COLUMNS = ["pk", "round_id", "measure_id", "policy_id", "status", "situation", "carries_over", "wish"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reported on: a measure, or a policy that is itself reported on."""

    key: SubjectKey
    number: str
    name: str
    url: str
    policy_id: int | None
    measure: MeasureRow | None = None

    @property
    def title(self) -> str:
        return f"{self.number} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class TrackGap:
    """A track that stays behind: the planned phase of the year and the actual one."""

    label: str
    planned: Phase
    actual: Phase


@dataclass(frozen=True, slots=True)
class Result:
    """One subject in one round. `standing` is a code of STANDINGS; what is not settled is 未報告."""

    pk: int
    subject: Subject
    status: str
    standing: str
    lead_id: int | None
    carries_over: bool
    wish: str
    gaps: Sequence[TrackGap] = field(default=())

    @property
    def is_settled(self) -> bool:
        return self.status in ProgressReport.SETTLED

    @property
    def is_late(self) -> bool:
        return self.standing == LATE


@dataclass(frozen=True)
class RoundResults:
    """All subjects of one round, in the document's order."""

    round: ReviewRound
    rows: Sequence[Result]

    @property
    def reported(self) -> int:
        return sum(row.is_settled for row in self.rows)

    @property
    def late(self) -> list[Result]:
        return [row for row in self.rows if row.is_late]

    @property
    def asks_policies(self) -> bool:
        return any(kind == "policy" for kind, _ in (row.subject.key for row in self.rows))

    def unit(self, word: str) -> str:
        """Return what is counted: the plan's word for its measures, 件 where policies are asked for, too."""
        return "件" if self.asks_policies else word


def subjects_of(table: MeasureTable) -> dict[SubjectKey, Subject]:
    """Return all that may be reported on: the measures, and the policies. No query."""
    page = reverse("portal:plan_detail", args=table.plan.url_args)
    found = {
        ("policy", pk): Subject(
            ("policy", pk), policy.printed_code or policy.code, policy.name, f"{page}#policies", pk
        )
        for pk, policy in table.policies.items()
    }
    for row in table.rows:
        key = ("measure", row.pk)
        found[key] = Subject(key, row.number, row.name, row.url, row.policy_id, row)
    return found


def results_of(table: MeasureTable, rounds: Sequence[ReviewRound]) -> list[RoundResults]:
    """Read what some rounds know (three queries, none without a round); the answers of people stay unread."""
    if not rounds:
        return []
    subjects, leads, phases = subjects_of(table), leads_of(rounds), _phases(table, rounds)
    years = {found.pk: found.fiscal_year for found in rounds}
    rows: dict[int, list[Result]] = defaultdict(list)
    reports = ProgressReport.objects.filter(round__in=rounds).order_by("order", "pk").values_list(*COLUMNS)
    for pk, round_id, measure, policy, status, situation, carries_over, wish in reports:
        subject = subjects[("measure", measure) if measure else ("policy", policy)]
        actual = phases.get(pk, {})
        standing, gaps = standing_of(subject, years[round_id], status, situation, actual)
        lead = leads.get((round_id, subject.key))
        rows[round_id].append(Result(pk, subject, status, standing, lead, carries_over, wish, gaps))
    return [RoundResults(found, rows[found.pk]) for found in rounds]


def answers_of(review_round: ReviewRound) -> RoundResults:
    """Read where the answers of one round are (two queries): names and states, but no standing."""
    leads = leads_of([review_round])
    columns = [
        "pk", "measure_id", "measure__number", "measure__name", "policy_id", "policy__printed_code",
        "policy__name", "status", "carries_over", "wish",
    ]  # fmt: skip
    rows = []
    reports = ProgressReport.objects.filter(round=review_round).order_by("order", "pk")
    for pk, measure, number, name, policy, code, title, *state in reports.values_list(*columns):
        key = ("measure", measure) if measure else ("policy", policy)
        subject = Subject(key, number if measure else code, name if measure else title, "", policy)
        status, carries_over, wish = state
        lead = leads.get((review_round.pk, key))
        rows.append(Result(pk, subject, status, UNKNOWN, lead, carries_over, wish))
    return RoundResults(review_round, rows)


def leads_of(rounds: Iterable[ReviewRound]) -> dict[tuple[int, SubjectKey], int]:
    """Return the department that answers for each subject of some rounds (one query)."""
    assigned = Assignment.objects.leads().filter(round__in=list(rounds)).order_by()
    columns = ["round_id", "measure_id", "policy_id", "department_id"]
    return {
        (round_id, ("measure", measure) if measure else ("policy", policy)): department
        for round_id, measure, policy, department in assigned.values_list(*columns)
    }


def _phases(table: MeasureTable, rounds: Sequence[ReviewRound]) -> dict[int, dict[str, Phase]]:
    """Return the actual phase by track key of each report (one query)."""
    phases = (word for word in table.words if word.kind == Word.Kind.PHASE)
    words = {word.pk: Phase(word.label, word.code) for word in phases}
    found: dict[int, dict[str, Phase]] = defaultdict(dict)
    rows = ReportedPhase.objects.filter(report__round__in=rounds).order_by()
    for report, track, phase in rows.values_list("report_id", "track__key", "phase_id"):
        if phase in words:
            found[report][track] = words[phase]
    return found


def standing_of(
    subject: Subject, year: int, status: str, situation: str, actual: Mapping[str, Phase]
) -> tuple[str, Sequence[TrackGap]]:
    """Say where a subject stands by the one rule of 遅れ, and which tracks stay behind."""
    if status not in ProgressReport.SETTLED:
        return UNREPORTED, ()
    tracks = subject.measure.tracks if subject.measure and actual else ()
    behind = [
        TrackGap(track.label, track.cells[year], actual[track.key])
        for track in tracks
        if track.key in actual and year in track.cells and _is_behind(track.cells[year], actual[track.key])
    ]
    if behind or situation == Situation.LATE:
        return LATE, behind
    return {Situation.DONE: DONE, Situation.ON_TRACK: ON_TRACK}.get(situation, UNKNOWN), ()


def _is_behind(planned: Phase, actual: Phase) -> bool:
    return planned.stage != actual.stage and is_late({0: planned.stage}, {0: actual.stage})
