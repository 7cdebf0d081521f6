"""What 実施状況確認シート are about: the measures and reportable policies of a document, by who answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from portal.printing.words import Part, Source, measure_number
from reviews.models import ReviewRound
from reviews.questions import questions_of
from reviews.subjects import POLICY

NOBODY = "担当課の記載なし"


@dataclass(frozen=True)
class Call:
    """What is asked, of whom and until when: a round, or what is usual where there is none (`key` empty).

    Subjects are named as a round names them (`3`, `policy:1-2`). `subjects` are those that are asked, None
    for all that the document has. `leads` says which department answers, `offices` the order of departments,
    `wishes` what is wished of later years, where that is printed at all; `kept_back` counts those left out.
    """

    name: str
    fiscal_year: int
    questions: Mapping[str, str]
    key: str = ""
    kind: str = ReviewRound.Kind.PROGRESS
    part: int = 1
    as_of: date | None = None
    due: date | None = None
    subjects: Sequence[str] | None = None
    leads: Mapping[str, str] = field(default_factory=dict)
    offices: Sequence[str] = ()
    wishes: Mapping[str, str] = field(default_factory=dict)
    kept_back: int = 0
    is_sample: bool = False

    @property
    def is_of_year_plan(self) -> bool:
        return self.kind == ReviewRound.Kind.YEAR_PLAN

    def asks(self, name: str) -> bool:
        return name in self.questions


def usual_call(source: Source, fiscal_year: int) -> Call:
    """Return what is asked without a round: the usual, and what the plan has words and figures for."""
    measures = source.parts("measures")
    asks = [*ReviewRound.DEFAULT_ASKS]
    asks += ["achievement"] if source.plan.get("achievements") else []
    asks += ["targets"] if any(measure.get("indicators") for measure in measures) else []
    asks += ["costs"] if any(measure.get("budget_lines") for measure in measures) else []
    asks += ["next_schedule"] if any(measure.get("schedule") for measure in measures) else []
    questions = questions_of(ReviewRound(kind=ReviewRound.Kind.PROGRESS, asks=asks))
    return Call("", fiscal_year, questions)


def call_of_part(source: Source, part: Part) -> Call:
    """Return a round as its document tells of it."""
    kind = part.get("kind", ReviewRound.Kind.PROGRESS.value)
    answers = {
        subject.name: report
        for subject in subjects(source)
        for report in subject.part.get("reports", [])
        if report["round"] == part["key"]
    }
    return Call(
        name=part["name"],
        fiscal_year=part["fiscal_year"],
        questions=questions_of(ReviewRound(kind=kind, asks=part.get("asks", []))),
        key=part["key"],
        kind=kind,
        part=part.get("part", 1),
        as_of=_day(part.get("as_of")),
        due=_day(part.get("answer_due")),
        subjects=list(answers),
        leads={name: told["departments"][0] for name, told in answers.items() if told.get("departments")},
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Subject:
    """A measure or policy. `name` is how a round calls it for life."""

    part: Part
    is_policy: bool = False

    @property
    def name(self) -> str:
        if self.is_policy:
            return f"{POLICY}{self.part.get('key') or self.part['code']}"
        return self.part.get("key") or self.part["number"]

    @property
    def number(self) -> str:
        if self.is_policy:
            return self.part.get("printed_code") or self.part["code"]
        return measure_number(self.part)

    def answer(self, key: str) -> Part | None:
        """Return what was reported in a round, None where it says nothing of this."""
        told = (part for part in self.part.get("reports", []) if part["round"] == key)
        return next((part for part in told if part.keys() - {"round", "departments", "notes"}), None)


def subjects(source: Source) -> list[Subject]:
    """Return the reportable policies, then the measures, in the document's order."""
    policies = [path[-1] for path in source.policies.values() if path[-1].get("reportable")]
    return [
        *(Subject(part, is_policy=True) for part in policies),
        *(Subject(part) for part in source.parts("measures")),
    ]


def asked_subjects(source: Source, call: Call) -> list[Subject]:
    """Return what the call asks about; without a round what runs in its year."""
    if call.subjects is not None:
        named = set(call.subjects)
        return [subject for subject in subjects(source) if subject.name in named]
    return [subject for subject in subjects(source) if _runs(subject.part, call.fiscal_year)]


def _runs(part: Part, fiscal_year: int) -> bool:
    ended = part.get("ended")
    return not ended or ended.get("fiscal_year", -1) >= fiscal_year


@dataclass(frozen=True)
class Office:
    """The subjects a department answers for; `name` is empty where the plan names no department."""

    name: str
    subjects: Sequence[Subject]


@dataclass(frozen=True)
class Asking:
    """A document and a call: who answers for what, and what was said before."""

    source: Source
    call: Call

    def lead(self, subject: Subject) -> str:
        """Return who answers: the round's department, else the first that the plan prints, else ""."""
        part = subject.part
        printed = [*part.get("departments", []), part.get("departments_text", "")]
        return self.call.leads.get(subject.name) or printed[0]

    @cached_property
    def offices(self) -> list[Office]:
        """Return the departments in the city's order, each with its subjects; those of nobody come last."""
        found: dict[str, list[Subject]] = {}
        for subject in asked_subjects(self.source, self.call):
            found.setdefault(self.lead(subject), []).append(subject)
        order = [*self.call.offices, *self._listed]
        place = {name: position for position, name in reversed(list(enumerate(order)))}
        ranked = sorted(found, key=lambda name: (not name, place.get(name, len(order))))
        return [Office(name, found[name]) for name in ranked]

    @cached_property
    def _listed(self) -> list[str]:
        return [part["name"] for part in self.source.parts("departments")]

    @cached_property
    def earlier(self) -> list[Part]:
        """The rounds of the same kind before this one, the latest first."""
        when = (self.call.fiscal_year, self.call.part)
        found = [
            part
            for part in self.source.parts("rounds")
            if part.get("kind", ReviewRound.Kind.PROGRESS.value) == self.call.kind
            and (part["fiscal_year"], part.get("part", 1)) < when
        ]
        return sorted(found, key=lambda part: (part["fiscal_year"], part.get("part", 1)), reverse=True)

    def before(self, subject: Subject) -> tuple[Part, Part] | None:
        """Return the latest earlier round with what it says of a subject."""
        told = ((part, subject.answer(part["key"])) for part in self.earlier)
        return next(((part, answer) for part, answer in told if answer), None)

    def actuals(self, subject: Subject) -> Iterator[tuple[int, Part]]:
        """Yield the fiscal years before this one with the phases that were reported, by track."""
        for part in reversed(self.earlier):
            if (answer := subject.answer(part["key"])) and answer.get("phases"):
                yield part["fiscal_year"], answer["phases"]
