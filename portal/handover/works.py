"""What a department holds in the city's plans: measures with schedule, this year's plan, targets, notes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Prefetch

from measures.models import Indicator, Measure, MeasureDepartment, YearPlan
from organizations.fiscal_years import show_fiscal_year
from organizations.models import Department
from plans.models import BasicPolicy, Edition, Plan, Reference
from portal.measure_table import BLANKS, MeasureRow, measure_table
from portal.place import Place
from portal.schedule_grid import Line, Year, lines_of, year_columns
from portal.sheet.figures import UNKNOWN, IndicatorView, indicator_views
from portal.sheet.notes import KINDS, Note, NoteBook

Role = MeasureDepartment.Role
OPEN = {"conflict", "unclear"}  # kinds of notes that wait for somebody to find out


@dataclass(frozen=True)
class Aim:
    """A target: until when, and the last value that is known."""

    name: str
    target: str
    due: str
    latest: str


@dataclass(frozen=True)
class HeldMeasure:
    """A measure the department is tied to. What is not its own, but `related`, is named with its schedule."""

    row: MeasureRow
    role: str
    lines: Sequence[Line]
    goal: str
    year_plan: str
    aims: Sequence[Aim]
    open_notes: Sequence[str]
    decision_due: int | None

    @property
    def is_own(self) -> bool:
        return self.role != Role.RELATED

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)


@dataclass(frozen=True)
class HeldWork:
    """What the department has in one plan, in the plan's order. `year` is this year, within its span."""

    plan: Plan
    year: int
    year_remark: str
    years: Sequence[Year]
    roles: Sequence[tuple[str, Sequence[HeldMeasure]]]
    policies: Sequence[BasicPolicy]
    edition: Edition | None
    references: Sequence[Reference]

    @property
    def measures(self) -> list[HeldMeasure]:
        return [measure for _, members in self.roles for measure in members]

    @property
    def year_plan_label(self) -> str:
        """Name what is to be reached this year; a plan that is over or to come says which year that is."""
        return f"{self.year_remark}の到達目標"

    @property
    def own(self) -> list[HeldMeasure]:
        return [measure for measure in self.measures if measure.is_own]


def open_notes(notes: Iterable[Note]) -> list[str]:
    """Return the notes that wait for somebody to find out, as sentences with their kind."""
    return [
        "：".join(filter(None, [KINDS[note["kind"]], note.get("text") or note.get("printed", "")]))
        for note in notes
        if note.get("kind") in OPEN
    ]


def works_of(place: Place, department: Department) -> Iterator[HeldWork]:
    """Yield what the department has in the current plan and those that run or come (some queries a plan)."""
    plans = [p for p in place.plans if p == place.plan or p.end_fiscal_year >= place.fiscal_year]
    roles = _roles(department, plans)
    policies = BasicPolicy.objects.filter(policy_departments__department=department, plan__in=plans)
    by_plan = list(policies.order_by("order", "pk").distinct())
    for plan in plans:
        own = [policy for policy in by_plan if policy.plan_id == plan.pk]
        if roles[plan.pk] or own:
            yield _work(replace(place, plan=plan), roles[plan.pk], own)


def _roles(department: Department, plans: Sequence[Plan]) -> dict[int, dict[int, str]]:
    """Return by plan the role in each measure; the weightiest where it has several."""
    links = MeasureDepartment.objects.filter(department=department, measure__plan__in=plans).order_by()
    found: dict[int, dict[int, str]] = {plan.pk: {} for plan in plans}
    weight = list(Role.values).index
    for plan, measure, role in links.values_list("measure__plan", "measure", "role"):
        before = found[plan].get(measure, role)
        found[plan][measure] = min(before, role, key=weight)
    return found


def _work(place: Place, roles: Mapping[int, str], policies: Sequence[BasicPolicy]) -> HeldWork:
    plan, years = place.plan, year_columns(place)
    span = [year.fiscal_year for year in years]
    details = _details(roles, place.this_year)
    rows = [row for row in measure_table(plan).rows if row.pk in roles] if roles else []
    held = [_held(row, roles[row.pk], details[row.pk], span) for row in rows]
    references = {
        ground.reference_id: ground.reference
        for measure in held
        if measure.is_own
        for ground in details[measure.row.pk].measure_grounds.all()
    }
    by_role = [(str(r.label), [measure for measure in held if measure.role == r.value]) for r in Role]
    return HeldWork(
        plan=plan,
        year=place.this_year,
        year_remark=place.this_year_remark,
        years=years,
        roles=[(label, members) for label, members in by_role if members],
        policies=policies,
        edition=plan.editions.decided().without_documents().order_by("-number").first(),
        references=sorted(references.values(), key=lambda reference: (reference.order, reference.pk)),
    )


def _details(measures: Iterable[int], year: int) -> dict[int, Measure]:
    """Return the measures with what is to be reached in `year`, indicators and grounds (five queries)."""
    found = Measure.objects.filter(pk__in=list(measures)).order_by()
    return found.prefetch_related(
        Prefetch("year_plans", YearPlan.objects.filter(fiscal_year=year), to_attr="this_years"),
        Prefetch("indicators", Indicator.objects.exclude(kind=Indicator.Kind.FACT)),
        "indicators__values",
        "measure_grounds__reference",
    ).in_bulk()


def _held(row: MeasureRow, role: str, measure: Measure, span: Sequence[int]) -> HeldMeasure:
    return HeldMeasure(
        row=row,
        role=role,
        lines=lines_of(row.tracks, row.blank, span) if measure.prints_schedule else [],
        goal=measure.goal,
        year_plan="\n".join(plan.text for plan in measure.this_years),
        aims=[_aim(view) for view in indicator_views(measure.indicators.all(), NoteBook())],
        open_notes=open_notes(measure.notes),
        decision_due=measure.decision_due_fiscal_year,
    )


def _aim(view: IndicatorView) -> Aim:
    known = [row for row in view.rows if row.value != UNKNOWN]
    latest = f"{known[-1].value}{view.unit}（{known[-1].year}）" if known else UNKNOWN
    return Aim(view.name, view.target or UNKNOWN, view.due or UNKNOWN, latest)


def blank_in_words(measure: HeldMeasure) -> str:
    """Say why a measure has no line of a schedule."""
    return BLANKS[measure.row.blank]


def due_in_words(year: int) -> str:
    return f"{show_fiscal_year(year)}まで"
