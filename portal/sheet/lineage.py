"""A measure's line through the city's plans: what it continues, and what continues it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from measures.models import Continuation, Measure, Outcome
from organizations.fiscal_years import show_fiscal_year_short
from plans.models import Plan
from portal.bars import Phase
from portal.measure_ends import Result
from portal.sheet.notes import Marks, NoteBook


@dataclass(frozen=True)
class Step:
    """A measure of the line. `basis` says why it is linked; `url` is "" where its plan is not loaded."""

    plan: str
    span: str
    number: str
    name: str
    url: str
    basis: str
    is_this: bool = False
    result: Result | None = None
    marks: Marks = ()


@dataclass(frozen=True)
class _Place:
    """A measure of the city as links find it."""

    pk: int
    key: str
    number: str
    name: str
    plan: Plan

    @property
    def ref(self) -> str:
        return f"{self.plan.code}/{self.number}"


def lineage(measure: Measure, book: NoteBook) -> list[Step]:
    """Return the measure with those it is linked to, latest plan first, in four queries; empty for none.

    A link is as written; one to a plan that is not loaded is shown by its code and number.
    """
    line = _Line(measure.plan)
    this = line.by_pk[measure.pk]
    earlier = list(line.earlier(this, {this.pk}))
    later = list(line.later(this, {this.pk}))
    if not earlier and not later:
        return []
    results = _results([place.pk for _, place in (*earlier, *later) if place])
    links = sorted([*later, (None, this), *earlier], key=_start, reverse=True)
    return [_step(link, place, results, book) for link, place in links]


def _start(item: tuple[Continuation | None, _Place | None]) -> int:
    link, place = item
    return place.plan.start_fiscal_year if place else int(link.ref.split("/")[0].rsplit("-", 1)[-1])


class _Line:
    """All links of a city, to be walked in both directions."""

    def __init__(self, plan: Plan):
        plans = {row.pk: row for row in Plan.objects.filter(municipality=plan.municipality_id)}
        for row in plans.values():
            row.municipality = plan.municipality
        measures = Measure.objects.filter(plan__in=plans).order_by("order", "pk")
        self.by_pk = {
            pk: _Place(pk, key, number, name, plans[plan_pk])
            for pk, key, number, name, plan_pk in measures.values_list("pk", "key", "number", "name", "plan")
        }
        self.by_ref = {place.ref: place for place in self.by_pk.values()}
        self.backward: dict[int, list[Continuation]] = defaultdict(list)
        self.forward: dict[str, list[Continuation]] = defaultdict(list)
        for link in Continuation.objects.filter(measure__plan__in=plans).order_by("order", "pk"):
            self.backward[link.measure_id].append(link)
            self.forward[link.ref].append(link)

    def earlier(self, place: _Place, seen: set[int]) -> Iterator[tuple[Continuation, _Place | None]]:
        for link in self.backward[place.pk]:
            found = self.by_ref.get(link.ref)
            if found is None:
                yield link, None
            elif found.pk not in seen:
                seen.add(found.pk)
                yield link, found
                yield from self.earlier(found, seen)

    def later(self, place: _Place, seen: set[int]) -> Iterator[tuple[Continuation, _Place]]:
        for link in self.forward[place.ref]:
            found = self.by_pk[link.measure_id]
            if found.pk not in seen:
                seen.add(found.pk)
                yield link, found
                yield from self.later(found, seen)


def _results(pks: Sequence[int]) -> Mapping[int, Result]:
    words = ("achievement", "direction", "target_phase")
    outcomes = Outcome.objects.filter(measure__in=pks).select_related(*words)
    return {
        outcome.measure_id: Result(
            outcome.target_phase and Phase(outcome.target_phase.label, outcome.target_phase.code),
            outcome.achievement.label if outcome.achievement else "",
            outcome.direction.label if outcome.direction else "",
        )
        for outcome in outcomes
    }


def _step(
    link: Continuation | None, place: _Place | None, results: Mapping[int, Result], book: NoteBook
) -> Step:
    basis = link.get_basis_display() if link else ""
    if place is None:
        code, _, number = link.ref.partition("/")
        marks = book.take(link.notes, f"{link.ref}とのつながり")
        return Step(code, "", number, "この計画は登録されていません", "", basis, marks=marks)
    plan = place.plan
    first, last = (show_fiscal_year_short(year) for year in (plan.start_fiscal_year, plan.end_fiscal_year))
    return Step(
        plan=plan.title,
        span=f"{first}～{last}年度",
        number=place.number,
        name=place.name,
        url=reverse("portal:measure_detail", args=[*plan.url_args, place.key]),
        basis=basis,
        is_this=link is None,
        result=results.get(place.pk),
        marks=book.take(link.notes, f"{place.name}とのつながり") if link else (),
    )
