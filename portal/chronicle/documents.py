"""検討の経過 from the documents of a city's plans: the same plain values that rows give, no query."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from exchange.comparing.words import shown as worded
from exchange.inventory_facts import departments_of
from exchange.schema.measures import ContinuesPart
from measures.models.schedule import track_key
from organizations.fiscal_years import show_fiscal_year_by_era, show_partial_date
from plans.models import EvaluationBody, Word
from portal.bars import Phase
from portal.chronicle.telling import Answered, Chronicle, Homework, Judged, Money, Next, PlanPart, YearLine
from portal.measure_table import BLANKS, blank_of
from portal.told_words import bodies_of, situation_of, verdict_of
from reviews.models import Condition

Part = Mapping[str, Any]
CONSIDER = Word.Stage.CONSIDER
SAMPLE = "サンプル"  # a round's name says that it is one (exchange.dump)


@dataclass(frozen=True)
class Book:
    """One plan's document in canonical form, as the chronicle reads it."""

    document: Part

    @property
    def plan(self) -> Part:
        return self.document["plan"]

    @property
    def years(self) -> range:
        return range(self.plan["start_fiscal_year"], self.plan["end_fiscal_year"] + 1)

    @cached_property
    def measures(self) -> dict[str, Part]:
        return {part["number"]: part for part in self.document.get("measures", [])}

    @cached_property
    def stages(self) -> dict[str, str]:
        return {part["label"]: part["stage"] for part in self.plan.get("phases", [])}

    @cached_property
    def rounds(self) -> dict[str, Part]:
        """The rounds that ask how things stand."""
        rounds = self.document.get("rounds", [])
        return {part["key"]: part for part in rounds if part.get("kind", "progress") == "progress"}

    @cached_property
    def departments(self) -> Mapping[str, str]:
        return departments_of(self.document).names

    @cached_property
    def bodies(self) -> dict[str, EvaluationBody]:
        return bodies_of(self.plan)

    def considered(self, measure: Part) -> set[int]:
        """Years in which every filled track is considered; for a measure without cells see its outcome."""
        cells: dict[int, set[str]] = defaultdict(set)
        for track in measure.get("schedule", []):
            for year, label in track.get("years", {}).items():
                cells[int(year)].add(self.stages[label])
        if cells:
            return {year for year, stages in cells.items() if stages == {CONSIDER}}
        target = measure.get("outcome", {}).get("target_phase")
        return set(self.years) if target and self.stages.get(target) == CONSIDER else set()


@dataclass(frozen=True)
class _Step:
    book: Book
    measure: Part
    basis: str


class Chain:
    """The documents of a city's plans by code, and the links between their measures."""

    def __init__(self, documents: Sequence[Part]):
        self.books = {document["plan"]["code"]: Book(document) for document in documents}
        self.unloaded: dict[tuple[str, str], None] = {}

    def steps(
        self, code: str, number: str, basis: str = "", seen: frozenset = frozenset()
    ) -> Iterator[_Step]:
        """Yield the measure and all it continues; what stands in no document is noted as `unloaded`."""
        book = self.books[code]
        measure = book.measures[number]
        yield _Step(book, measure, basis)
        for link in measure.get("continues", []):
            before, _, other = link["ref"].partition("/")
            why = worded(ContinuesPart, "basis", link["basis"]) if "basis" in link else ""
            if before not in self.books or other not in self.books[before].measures:
                self.unloaded[link["ref"], why] = None
            elif (before, other) not in seen:
                yield from self.steps(before, other, why, seen | {(code, number)})

    def successors(self, code: str, number: str) -> list[Next]:
        """Return what goes on with a measure in the later plans."""
        books = sorted(self.books.values(), key=lambda book: book.plan["start_fiscal_year"])
        return [
            Next(
                f"{part['number']} {part['name']}",
                book.plan["title"],
                worded(ContinuesPart, "basis", link["basis"]) if "basis" in link else "",
            )
            for book in books
            for part in book.measures.values()
            for link in part.get("continues", [])
            if link["ref"] == f"{code}/{number}"
        ]


def chronicle_of(documents: Sequence[Part], code: str, number: str, this_year: int) -> Chronicle:
    """Return the chronicle of a measure by its number in the plan of `code`; `this_year` is a western fiscal
    year. The documents are in canonical form.
    """
    chain = Chain(documents)
    told: dict[tuple[str, str], _Step] = {}
    for step in chain.steps(code, number):
        told.setdefault((step.book.plan["code"], step.measure["number"]), step)
    measure = chain.books[code].measures[number]
    order = {name: place for place, name in enumerate(chain.books[code].measures)}
    parts = [_part(step, this_year, is_this=key == (code, number)) for key, step in told.items()]
    return Chronicle(
        number=measure["number"],
        name=measure["name"],
        due=measure.get("decision_due_fiscal_year"),
        parts=sorted(parts, key=lambda part: (part.start, order.get(part.name.partition(" ")[0], 0))),
        unloaded=list(chain.unloaded),
        successors=chain.successors(code, number),
        this_year=this_year,
    )


def _part(step: _Step, this_year: int, *, is_this: bool) -> PlanPart:
    book, measure = step.book, step.measure
    answers, conditions = _answers(book, measure)
    money = _money(measure)
    aims = {int(year): text for year, text in measure.get("year_plans", {}).items()}
    named = [*measure.get("departments", []), *measure.get("related_departments", [])]
    named = [book.departments.get(one, one) for one in named]
    years = sorted({*book.years, *answers, *conditions, *money, *aims})
    return PlanPart(
        code=book.plan["code"],
        key=measure.get("key", measure["number"]),
        plan=book.plan["title"],
        name=f"{measure['number']} {measure['name']}",
        start=book.years[0],
        end=book.years[-1],
        basis=step.basis,
        years=[
            YearLine(
                fiscal_year=year,
                this_year=this_year,
                planned=_planned(book, measure, year),
                blank=_blank(book, measure, year),
                aim=aims.get(year, ""),
                actual=_actual(book, measure, year),
                answers=answers.get(year, []),
                conditions=conditions.get(year, []),
                money=money.get(year, Money()),
            )
            for year in years
        ],
        considered=frozenset(book.considered(measure)),
        departments="、".join(named) or measure.get("departments_text", ""),
        ending=_ending(measure),
        is_this=is_this,
    )


def _blank(book: Book, measure: Part, year: int) -> str:
    if year not in book.years:
        return "計画期間の外"
    return BLANKS[blank_of(measure.get("schedule_state", ""))]


def _planned(book: Book, measure: Part, year: int) -> list[tuple[str, Phase]]:
    return [
        (track.get("label", ""), Phase(label, book.stages[label]))
        for track in measure.get("schedule", [])
        if (label := track.get("years", {}).get(f"{year}"))
    ]


def _reports(book: Book, measure: Part) -> list[tuple[Part, Part]]:
    """Return the answered reports of a measure with their rounds, in the order of time."""
    found = [
        (book.rounds[report["round"]], report)
        for report in measure.get("reports", [])
        if report["round"] in book.rounds and ANSWER & report.keys()
    ]
    return sorted(found, key=lambda pair: (pair[0]["fiscal_year"], pair[0].get("part", 1)))


ANSWER = {"situation", "achievement", "done", "issues", "phases", "submitted_on"}


def _actual(book: Book, measure: Part, year: int) -> list[tuple[str, Phase]]:
    """Return the phases that the last answer of a year tells."""
    last = [report for about, report in _reports(book, measure) if about["fiscal_year"] == year][-1:]
    phases = last[0].get("phases", {}) if last else {}
    tracks = {
        track.get("key", track_key(track.get("label", ""))): track.get("label", "")
        for track in measure.get("schedule", [])
    }
    return [
        (label, Phase(phases[key], book.stages[phases[key]]))
        for key, label in tracks.items()
        if key in phases
    ]


def _answers(book: Book, measure: Part) -> tuple[dict[int, list[Answered]], dict[int, list[Homework]]]:
    """Return answers and 付帯意見 by fiscal year."""
    answers: dict[int, list[Answered]] = defaultdict(list)
    conditions: dict[int, list[Homework]] = defaultdict(list)
    for about, report in _reports(book, measure):
        answers[about["fiscal_year"]].append(
            Answered(
                name=about.get("part_label", ""),
                part=about.get("part", 1),
                situation=situation_of(report) or report.get("achievement", ""),
                done=report.get("done", ""),
                issues=report.get("issues", ""),
                carry_over_reason=report.get("carry_over_reason", ""),
                evaluations=_judged(book, report),
                is_sample=SAMPLE in about["name"],
                round=about["key"],
            )
        )
        conditions[about["fiscal_year"]] += map(_homework, report.get("conditions", []))
    return dict(answers), dict(conditions)


def _judged(book: Book, report: Part) -> list[Judged]:
    order = {name: place for place, name in enumerate(book.bodies)}
    rows = sorted(report.get("evaluations", []), key=lambda one: order.get(one["body"], len(order)))
    return [Judged(one["body"], verdict_of(one, book.bodies), one.get("comment", "")) for one in rows]


def _homework(part: Part) -> Homework:
    state = Condition.State(part.get("state", "open"))
    return Homework(part["text"], state.label, state in Condition.UNMET, part.get("answer", ""))


def _money(measure: Part) -> dict[int, Money]:
    """Add up each year; what the plan prints of budget and settled counts where no budget line has it."""
    costs = {part["fiscal_year"]: part for part in measure.get("costs", [])}
    lines: dict[int, list[Part]] = defaultdict(list)
    for part in measure.get("budget_lines", []):
        lines[part["fiscal_year"]].append(part)
    found = {}
    for year in {**costs, **lines}:
        cost, budgeted = costs.get(year, {}), lines.get(year, [])
        printed = {"budget": cost.get("budget"), "settled": cost.get("settled")}
        if budgeted:
            parts = ("initial", "supplementary", "carried_in")
            printed["budget"] = _sum(one.get(name) for one in budgeted for name in parts)
            printed["settled"] = _sum(one.get("settled") for one in budgeted)
        estimate = cost.get("total", _sum(cost.get(name) for name in ("initial", "running")))
        found[year] = Money(
            estimate, **printed, is_expected=any(one.get("settled_state") == "見込" for one in budgeted)
        )
    return found


def _sum(amounts) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _ending(measure: Part) -> list[tuple[str, str]]:
    """Return how the measure ended in its plan, as far as it is told."""
    outcome, end = measure.get("outcome", {}), measure.get("ended", {})
    told = [
        ("取組目標", outcome.get("target_phase", "")),
        ("達成状況", outcome.get("achievement", "")),
        ("今後の方向性", outcome.get("direction", "")),
        ("時点", show_partial_date(outcome.get("as_of", ""))),
        ("取組内容", outcome.get("summary", "")),
    ]
    if "fiscal_year" in end or "kind" in end:
        year = end.get("fiscal_year")
        words = [show_fiscal_year_by_era(year) if year else "", end.get("kind", ""), end.get("reason", "")]
        told.append(("終了", "　".join(filter(None, words)) or "終了"))
    return [(name, text) for name, text in told if text]
