"""長期検討: measures that stay under consideration for three years or longer, through earlier plans too."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from measures.models import Continuation, Measure, ScheduleEntry
from plans.models import Plan, Word

LONG = 3
COLUMNS = [  # what is told of a measure in a run; the texts of all plans of a city are long
    "plan", "key", "number", "name", "order", "decision_due_fiscal_year", "outcome__measure",
    "outcome__target_phase__label", "outcome__target_phase__code",
]  # fmt: skip
CONSIDER = Word.Stage.CONSIDER


@dataclass(frozen=True)
class Link:
    """One measure of the chain: which, the western years it adds, and why it is counted."""

    measure: Measure
    years: frozenset[int]
    basis: str


@dataclass(frozen=True)
class Consideration:
    """The longest run of consecutive fiscal years (western) in which a measure is only considered."""

    measure: Measure
    first_year: int
    last_year: int
    links: tuple[Link, ...]

    @property
    def years(self) -> int:
        return self.last_year - self.first_year + 1

    @property
    def is_long(self) -> bool:
        return self.years >= LONG


def longest_run(years: Iterable[int]) -> tuple[int, int] | None:
    """Return first and last of the longest run of consecutive years, the later of two equal ones."""
    best: tuple[int, int] | None = None
    start = previous = None
    for year in sorted(set(years)):
        start = year if previous is None or year != previous + 1 else start
        previous = year
        if best is None or year - start >= best[1] - best[0]:
            best = (start, year)
    return best


def considerations(plan: Plan) -> dict[int, Consideration]:
    """Return, by primary key, the run of each measure of `plan` that is considered in some year.

    Queries do not grow with the number of measures: one walk over all plans of the city.
    """
    chain = Chain(plan)
    found = {}
    for measure in chain.of_plan(plan):
        links = tuple(chain.links(measure))
        run = longest_run(year for link in links for year in link.years)
        own = next((link for link in links if link.measure == measure), None)
        if run and own and own.years & set(range(run[0], run[1] + 1)):
            found[measure.pk] = Consideration(measure, *run, links)
    return found


@dataclass(frozen=True)
class Step:
    """A measure of the chain, None where the plan of `ref` is not loaded; `basis` is why it is linked."""

    measure: Measure | None
    ref: str
    basis: str


class Chain:
    """The measures of a city with their years of consideration and their links backwards (three queries)."""

    def __init__(self, plan: Plan, *, with_texts: bool = False):
        measures = Measure.objects.filter(plan__municipality=plan.municipality_id).order_by("order", "pk")
        measures = measures.select_related("outcome__target_phase")
        if not with_texts:
            measures = measures.only(*COLUMNS)
        self.measures = {measure.pk: measure for measure in measures}
        self._hand_plans(plan)
        self.by_ref = {f"{m.plan.code}/{m.number}": m for m in self.measures.values()}
        self.stages = self._stages(plan)
        self.continues: dict[int, list[Continuation]] = {}
        for link in Continuation.objects.filter(measure__plan__municipality=plan.municipality_id):
            self.continues.setdefault(link.measure_id, []).append(link)

    def _hand_plans(self, plan: Plan) -> None:
        """Give each measure its plan; those of other plans cost a query together."""
        others = {measure.plan_id for measure in self.measures.values()} - {plan.pk}
        plans = Plan.objects.in_bulk(others) if others else {}
        plans[plan.pk] = plan
        for measure in self.measures.values():
            measure.plan = plans[measure.plan_id]

    @staticmethod
    def _stages(plan: Plan) -> dict[int, dict[int, set[str]]]:
        stages: dict[int, dict[int, set[str]]] = {}
        entries = ScheduleEntry.objects.filter(
            track__measure__plan__municipality=plan.municipality_id, phase__isnull=False
        )
        for measure, year, stage in entries.values_list("track__measure", "fiscal_year", "phase__code"):
            stages.setdefault(measure, {}).setdefault(year, set()).add(stage)
        return stages

    def of_plan(self, plan: Plan) -> list[Measure]:
        return [measure for measure in self.measures.values() if measure.plan_id == plan.pk]

    def links(self, measure: Measure) -> Iterator[Link]:
        """Yield the measure and those it continues, as far as they are considered in some year."""
        for step in self.steps(measure):
            if step.measure and (years := self.years(step.measure)):
                yield Link(step.measure, frozenset(years), step.basis)

    def steps(
        self, measure: Measure, ref: str = "", basis: str = "", seen: frozenset[int] = frozenset()
    ) -> Iterator[Step]:
        """Yield the measure and all it continues, oldest last."""
        yield Step(measure, ref, basis)
        for link in self.continues.get(measure.pk, []):
            earlier = self.by_ref.get(link.ref)
            if earlier is None:
                yield Step(None, link.ref, link.get_basis_display())
            elif earlier.pk not in seen:
                yield from self.steps(earlier, link.ref, link.get_basis_display(), seen | {measure.pk})

    def years(self, measure: Measure) -> set[int]:
        """Years in which every filled track is considered; for a measure without cells see its outcome."""
        cells = self.stages.get(measure.pk)
        if cells:
            return {year for year, stages in cells.items() if stages == {CONSIDER}}
        outcome = getattr(measure, "outcome", None)
        target = outcome and outcome.target_phase
        return set(measure.plan.fiscal_years) if target and target.code == CONSIDER else set()
