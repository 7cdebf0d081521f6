"""The rounds a document tells of: which one is chosen, which it is compared with, what each came to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from exchange import shapes
from exchange.loading.reports import tells_answer
from organizations.exceptions import PortalError
from plans.models import Plan, Word
from portal.actuals import ReportedYear
from portal.annual_report.told import Part, Told
from portal.bars import Phase
from portal.dashboard.results import Result, RoundResults, standing_of, subjects_of
from portal.layers import phases_in
from portal.told_words import verdict_of
from reviews.models import Condition, Evaluation, ProgressReport, ReviewRound
from reviews.subjects import SubjectKey

SAMPLE = "（サンプル）"
Status = ProgressReport.Status


class RoundNotTold(PortalError):
    """The document tells of no such round."""


@dataclass(frozen=True)
class Asked:
    """What a body asked for (付帯意見) and of what."""

    subject: SubjectKey
    round: ReviewRound
    condition: Condition
    department: str


@dataclass(frozen=True)
class Answer:
    """One report of a round as the document tells it. Without an answer `is_told` is false (未報告)."""

    part: Part
    is_told: bool
    departments: Sequence[str]
    evaluations: Sequence[Evaluation]
    conditions: Sequence[Condition]
    additions: Sequence[tuple[str, str]]

    def text(self, name: str) -> str:
        return self.part.get(name) or ""


@dataclass(frozen=True)
class RoundTold:
    """A round with its results in the document's order, and its answers by subject."""

    results: RoundResults
    answers: Mapping[SubjectKey, Answer]

    @property
    def round(self) -> ReviewRound:
        return self.results.round

    @property
    def is_sample(self) -> bool:
        return self.round.name.endswith(SAMPLE)


@dataclass(frozen=True)
class Rounds:
    """The rounds of 実績, the latest first. `chosen` is None before any; `before` is the one it is held
    against.
    """

    told: Sequence[RoundTold] = field(default=())
    chosen: RoundTold | None = None
    before: RoundTold | None = None

    @property
    def up_to_chosen(self) -> Sequence[RoundTold]:
        """The chosen round and those before it."""
        return self.told[self.told.index(self.chosen) :] if self.chosen else ()


def rounds_told(told: Told, key: str) -> Rounds:
    """Return the rounds of 実績; that of the key is chosen, without one the latest. Raise RoundNotTold."""
    rounds = rounds_in(told.document, told.plan)
    wanted = chosen_in(rounds, key)
    found = [_results(told, one) for one in rounds]
    chosen = next((one for one in found if one.round is wanted), None)
    return Rounds(found, chosen, _before(found, chosen.round) if chosen else None)


def rounds_in(document: Part, plan: Plan) -> list[ReviewRound]:
    """Return the rounds of 実績 that the document of a plan tells of, the latest first."""
    rounds = [
        ReviewRound(pk=place, plan=plan, **shapes.ROUND.read(part))
        for place, part in enumerate(document.get("rounds", ()), 1)
    ]
    return sorted((one for one in rounds if not one.is_of_year_plan), key=_when, reverse=True)


def chosen_in(rounds: Sequence[ReviewRound], key: str) -> ReviewRound | None:
    """Return the round of the key, without one the latest, None before any. Raise RoundNotTold."""
    if not key:
        return next(iter(rounds), None)
    if not (found := next((one for one in rounds if one.key == key), None)):
        raise RoundNotTold(
            f"文書に調査「{key}」がありません。調査の識別名（2023-1 など）と版を確かめてください。"
        )
    return found


def _when(found: ReviewRound) -> tuple[int, int]:
    return found.fiscal_year, found.part


def _before(found: Sequence[RoundTold], this: ReviewRound) -> RoundTold | None:
    """Return the same part of an earlier year, where it was answered; else the latest round before."""
    earlier = [one for one in found if one.results.reported and _when(one.round) < _when(this)]
    alike = [one for one in earlier if one.round.part == this.part]
    return next(iter(alike or earlier), None)


def _results(told: Told, found: ReviewRound) -> RoundTold:
    subjects, phases = subjects_of(told.table), phases_in(told.document)
    rows, answers = [], {}
    for key, part in told.subjects():
        report = next((one for one in part.get("reports", ()) if one["round"] == found.key), None)
        if report is None:
            continue
        answer = _answer(told, report)
        actual = actual_phases(report, phases)
        status = Status.FINAL if answer.is_told else Status.UNANSWERED
        situation = answer.text("situation")
        standing, gaps = standing_of(subjects[key], found.fiscal_year, status, situation, actual)
        lead = told.department(answer.departments[0]).pk if answer.departments else None
        carries = bool(answer.text("carry_over_reason"))
        rows.append(Result(len(rows) + 1, subjects[key], status, standing, lead, carries, "", gaps))
        answers[key] = answer
    return RoundTold(RoundResults(found, rows), answers)


def _answer(told: Told, report: Part) -> Answer:
    return Answer(
        part=report,
        is_told=tells_answer(report),
        departments=report.get("departments", ()),
        evaluations=[_evaluation(told, part) for part in report.get("evaluations", ())],
        conditions=[Condition(**shapes.CONDITION.read(part)) for part in report.get("conditions", ())],
        additions=[(part["department"], part["text"]) for part in report.get("additions", ())],
    )


def _evaluation(told: Told, part: Part) -> Evaluation:
    directions = {word.label: word for word in told.words if word.kind == Word.Kind.DIRECTION}
    body, direction = told.bodies[part["body"]], directions.get(part.get("direction"))
    label, columns = verdict_of(part, told.bodies), shapes.EVALUATION.read(part)
    return Evaluation(body=body, verdict_label=label, direction=direction, **columns)


def actual_phases(report: Part, phases: Mapping[str, Phase]) -> dict[str, Phase]:
    """Return the reported phase by the key of its track."""
    return {track: phases[label] for track, label in report.get("phases", {}).items() if label in phases}


def reported_years(told: Told, rounds: Sequence[RoundTold]) -> dict[SubjectKey, dict[int, ReportedYear]]:
    """Return what was reported of each subject by fiscal year; of several rounds of a year the last."""
    phases = phases_in(told.document)
    found: dict[SubjectKey, dict[int, ReportedYear]] = defaultdict(dict)
    for one in reversed(rounds):
        for key, answer in one.answers.items():
            if answer.is_told:
                year = ReportedYear(answer.text("situation"), actual_phases(answer.part, phases))
                found[key][one.round.fiscal_year] = year
    return found


def conditions_told(rounds: Sequence[RoundTold]) -> list[Asked]:
    """Return what bodies asked for in these rounds and did not withdraw, by the day it is due."""
    found = [
        Asked(key, one.round, condition, part.get("department", ""))
        for one in reversed(rounds)
        for key, answer in one.answers.items()
        for condition, part in zip(answer.conditions, answer.part.get("conditions", ()), strict=True)
        if condition.state != Condition.State.WITHDRAWN
    ]
    return sorted(found, key=lambda asked: asked.condition.due_on or date.max)
