"""What happened: references of rounds, reports and meetings, their twins, and days that contradict."""

from collections.abc import Iterator
from typing import Any

from exchange.checks.raw import Entry, inner, listed, objects, text, texts, tree
from exchange.checks.references import DepartmentNames, Names, each_reference, names_of, one_reference
from exchange.checks.spans import plan_years, reversed_dates
from exchange.checks.twins import twins
from exchange.errors import Path, Problem
from exchange.schema.base import is_day
from measures.models import track_key
from organizations.fiscal_years import FIRST_YEAR, LAST_YEAR, show_fiscal_year
from reviews.models import ReviewRound
from reviews.services.rounds import round_key

KINDS = ReviewRound.Kind.values


def happening_errors(raw: Any) -> Iterator[Problem]:
    """Yield every error of rounds, reports and meetings."""
    rounds = names_of(raw, "rounds", "key")
    yield from _round_errors(raw, rounds)
    for path, meeting in objects(raw, "meetings"):
        yield from rounds.check((*path, "round"), text(meeting, "round"))
    reports = _Reports(raw, rounds)
    for path, subject in _subjects(raw):
        yield from reports.errors(subject, path)


def happening_warnings(raw: Any) -> Iterator[Problem]:
    """Yield rounds outside of the plan's years, and what was rated or reported on otherwise than the plan
    has it now: its criteria and policies may have changed since.
    """
    years = plan_years(inner(raw, "plan"))
    for path, part in objects(raw, "rounds"):
        year = part.get("fiscal_year")
        if years and type(year) is int and not years[0] <= year <= years[1]:
            yield Problem(
                (*path, "fiscal_year"),
                f"計画期間（{years[0]}-{years[1]}年度）の外の年度です。原本どおりか確かめてください。",
            )

    for path, policy in tree(raw, "policies"):
        if listed(policy, "reports") and policy.get("reportable") is not True:
            yield Problem(
                (*path, "reports"),
                "reportable が true でない方針に報告があります。どちらが正しいか確かめてください。",
            )
    labels = {
        text(part, "name"): {label for _, label in texts(part, "labels", ())}
        for _, part in objects(inner(raw, "plan"), "criteria")
    }
    for path, subject in _subjects(raw):
        for place, evaluation in objects(subject, "reports", "evaluations", path=path):
            for criterion, label in inner(evaluation, "ratings").items():
                if isinstance(label, str) and label not in labels.get(criterion, ()):
                    yield Problem(
                        (*place, "ratings", criterion),
                        f"観点「{criterion[:60]}」の段階「{str(label)[:60]}」は plan.criteria にありません。"
                        "確かめてください。",
                    )


def _subjects(raw: Any) -> Iterator[Entry]:
    yield from tree(raw, "policies")
    yield from objects(raw, "measures")


def _round_errors(raw: Any, rounds: Names) -> Iterator[Problem]:
    yield from twins(objects(raw, "rounds"), "key")
    for path, part in objects(raw, "rounds"):
        key = text(part, "key")
        yield from one_reference(part, "previous", path, rounds, key)
        yield from reversed_dates(part, "opened_on", "final_on", path)
        kind, year, number = part.get("kind") or "progress", part.get("fiscal_year"), part.get("part") or 1
        is_readable = type(year) is int and FIRST_YEAR <= year <= LAST_YEAR and type(number) is int
        if key and kind in KINDS and is_readable:
            right = round_key(kind, year, number)
            if key != right:
                yield Problem(
                    (*path, "key"),
                    f"{show_fiscal_year(year)}・第{number}回の調査のキーは「{right}」です。"
                    "キー、kind、fiscal_year、part のどれかを直してください。",
                )


class _Reports:
    """The checks of reports, with what the document offers to their references."""

    def __init__(self, raw: Any, rounds: Names):
        plan = inner(raw, "plan")
        self.rounds = rounds
        self.due = {text(part, "key"): text(part, "answer_due") for _, part in objects(raw, "rounds")}
        self.departments = _AnsweringNames(raw)
        self.bodies = names_of(plan, "evaluation_bodies", "name", place="plan.")
        self.words = {
            key: names_of(plan, key, "label", place="plan.")
            for key in ("phases", "achievements", "directions")
        }

    def errors(self, subject: dict[str, Any], path: Path) -> Iterator[Problem]:
        yield from twins(objects(subject, "reports", path=path), "round")
        tracks = [
            text(track, "key") or track_key(text(track, "label") or "")
            for _, track in objects(subject, "schedule")
        ]
        for place, report in objects(subject, "reports", path=path):
            yield from self.rounds.check((*place, "round"), text(report, "round"))
            yield from self.words["achievements"].check((*place, "achievement"), text(report, "achievement"))
            yield from self._phase_errors(report, place, tracks)
            yield from self._late_errors(report, place)
            yield from self._department_errors(report, place)
            yield from twins(objects(report, "evaluations", path=place), "body")
            for here, evaluation in objects(report, "evaluations", path=place):
                yield from self._evaluation_errors(evaluation, here)

    def _phase_errors(self, report: dict[str, Any], path: Path, tracks: list[str]) -> Iterator[Problem]:
        for key, label in inner(report, "phases").items():
            place = (*path, "phases", key)
            if key not in tracks:
                yield Problem(
                    place,
                    f"「{key[:60]}」という内訳は schedule にありません。"
                    "内訳のキー（無名なら「-」）で書いてください。",
                )
            elif isinstance(label, str) and label:
                yield from self.words["phases"].check(place, label)

    def _late_errors(self, report: dict[str, Any], path: Path) -> Iterator[Problem]:
        """Yield a mark that is not what the days say: late is what came after the round's deadline."""
        day, due = text(report, "submitted_on"), self.due.get(text(report, "round"))
        is_late = bool(day and due and is_day(day) and is_day(due) and day > due)
        if is_late and report.get("late") is not True:
            yield Problem(
                (*path, "late"), f"提出期限（{due}）より後の提出です。late を true にしてください。"
            )
        elif report.get("late") is True and not is_late:
            yield Problem(
                (*path, "late"),
                "遅れた提出と分かりません。late を省くか、submitted_on と answer_due を直してください。",
            )

    def _department_errors(self, report: dict[str, Any], path: Path) -> Iterator[Problem]:
        yield from each_reference(report, "departments", path, self.departments)
        yield from twins(objects(report, "additions", path=path), "department")
        for key in ("conditions", "additions"):
            for place, part in objects(report, key, path=path):
                yield from self.departments.check((*place, "department"), text(part, "department"))

    def _evaluation_errors(self, evaluation: dict[str, Any], path: Path) -> Iterator[Problem]:
        yield from self.bodies.check((*path, "body"), text(evaluation, "body"))
        yield from self.words["directions"].check((*path, "direction"), text(evaluation, "direction"))


class _AnsweringNames(DepartmentNames):
    """The departments of reports: those that the plan lists, and any other of the city by its name."""

    def check(self, path: Path, name: str | None) -> Iterator[Problem]:
        if name is not None and self.count[name] > 1:
            yield from super().check(path, name)
