"""ホーム: a plan at a glance. Every number leads to exactly the list it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count as CountOf
from django.db.models import QuerySet
from django.urls import reverse

from measures.consideration import Consideration, considerations
from organizations.fiscal_years import show_month
from organizations.models import Municipality, User
from plans.models import Plan
from portal.bars import Phase
from portal.measure_ends import Target, targets_of
from portal.measure_table import MeasureRow, MeasureTable, measure_table
from portal.outcomes import OutcomeFigures, outcome_figures, outcome_rows
from portal.place import Place
from portal.plan_overview import AxisCounts, axis_counts
from portal.stages import PolicyStages, StagesByYear, policy_stages, stages_by_year
from portal.summary import Summary, measure_list_url, summary_of
from portal.systems import RENEWAL_WINDOW, reference_month, renewals_within
from systems.models import RenewalPlan


@dataclass(frozen=True)
class Figure:
    """A number under its name; without a number `note` says why (記載なし), with one it may say more."""

    label: str
    count: int | None
    unit: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Starting:
    """A measure that begins to be implemented or operated, and in which phases."""

    measure: MeasureRow
    phases: Sequence[Phase]


@dataclass(frozen=True)
class LongConsideration:
    """A measure of the plan that stays under consideration, and for how long."""

    measure: MeasureRow
    run: Consideration


@dataclass(frozen=True)
class DueTarget:
    measure: MeasureRow
    target: Target


@dataclass(frozen=True)
class Renewals:
    """The renewals whose next system starts within `months` from `since`; `is_told`: the plan has any."""

    since: date
    months: int
    rows: Sequence[RenewalPlan]
    is_told: bool


@dataclass(frozen=True)
class Glance:
    """All of ホーム. What the plan's document does not tell is None or empty, never 0."""

    figures: Sequence[Figure]
    stages: StagesByYear | None
    policies: Sequence[PolicyStages]
    axes: Sequence[AxisCounts]
    starting: Sequence[Starting]
    starting_url: str
    long: Sequence[LongConsideration]
    long_url: str
    has_targets: bool
    due: Sequence[DueTarget]
    due_url: str
    targets: Summary | None
    renewals: Renewals | None
    outcomes: OutcomeFigures | None


def glance(place: Place, today: date) -> Glance:
    """Read the figures of the place's plan, in a number of queries that does not grow with it."""
    plan, year = place.plan, place.this_year
    table = measure_table(plan)
    rows = {row.pk: row for row in table.rows}
    starting = [Starting(row, found) for row in table.rows if (found := row.phases_starting(year))]
    runs = considerations(plan)
    long = [LongConsideration(rows[pk], run) for pk, run in runs.items() if run.is_long]
    targets = targets_of(table)
    due = [DueTarget(row, target) for row in table.rows for target in targets.get((row.pk, year), ())]
    renewals = _renewals(place, today)
    return Glance(
        figures=_figures(table, place, starting, long, due, renewals, targets),
        stages=stages_by_year(table, place),
        policies=policy_stages(table, year),
        axes=() if table.prints_schedule else axis_counts(table),
        starting=starting,
        starting_url=measure_list_url(plan, starts=year),
        long=sorted(long, key=lambda found: -found.run.years),
        long_url=measure_list_url(plan, long=1),
        has_targets=bool(targets),
        due=due,
        due_url=measure_list_url(plan, due=year),
        targets=None if table.prints_schedule or not targets else summary_of(table, place),
        renewals=renewals,
        outcomes=outcome_figures(table, outcome_rows(table), plan),
    )


def _renewals(place: Place, today: date) -> Renewals | None:
    """Return the renewals of the city's current plan; the list of systems speaks of no other."""
    plan = place.plan
    if plan != place.plans[0]:
        return None
    since = reference_month(plan, today)
    rows = renewals_within(plan, since=since).select_related("system").order_by("next_start", "pk")
    is_told = RenewalPlan.objects.filter(plan=plan, next_start__isnull=False).exists()
    return Renewals(since, RENEWAL_WINDOW, list(rows), is_told)


def _figures(
    table: MeasureTable,
    place: Place,
    starting: Sequence[Starting],
    long: Sequence[LongConsideration],
    due: Sequence[DueTarget],
    renewals: Renewals | None,
    targets: Mapping[tuple[int, int | None], Sequence[Target]],
) -> list[Figure]:
    plan, words = place.plan, place.plan.words
    unit, remark = words["measure"], place.this_year_remark
    figures = [Figure(f"すべての{unit}", len(table.rows), "件", measure_list_url(plan))]
    figures += [_mark(table, name) for name in ("new", "priority")]
    figures.append(_scheduled(table, f"{remark}に始まる", len(starting), plan, starts=place.this_year))
    if long or table.prints_schedule:
        figures.append(_scheduled(table, "長期検討（3年以上）", len(long), plan, long=1))
    figures.append(_due_figure(place, due, targets))
    if renewals is not None:
        figures.append(_renewal_figure(place.municipality, renewals))
    return figures


def _mark(table: MeasureTable, name: str) -> Figure:
    """Count a printed mark; where the document marks nothing the number is unknown."""
    values = [getattr(row, f"is_{name}") for row in table.rows]
    label = table.plan.words[f"is_{name}"]
    if not any(value is not None for value in values):
        return Figure(label, None, "", note="記載なし")
    count = sum(value is True for value in values)
    return Figure(label, count, "件", measure_list_url(table.plan, **{name: 1}))


def _scheduled(table: MeasureTable, label: str, count: int, plan: Plan, **conditions: object) -> Figure:
    """Count by schedules: unknown where none is printed, at least so many where some cannot be read."""
    if not table.prints_schedule and not count:
        return Figure(label, None, "", note="工程の記載なし")
    is_unclear = any(row.blank == "unreadable" for row in table.rows)
    if is_unclear and not count:
        return Figure(label, None, "", note="原本から読み取れず")
    note = "読み取れたもののうち" if is_unclear else ""
    return Figure(label, count, "件", measure_list_url(plan, **conditions), note)


def _due_figure(
    place: Place, due: Sequence[DueTarget], targets: Mapping[tuple[int, int | None], Sequence[Target]]
) -> Figure:
    """Count the measures with a target due this year: unknown where no target of the plan has a year."""
    label = f"{place.this_year_remark}が期限の目標"
    if all(year is None for _, year in targets):
        return Figure(label, None, "", note="目標の年度の記載なし")
    measures = {found.measure.pk for found in due}
    note = "期限の記載がない目標を除く" if any(year is None for _, year in targets) else ""
    return Figure(label, len(measures), "件", measure_list_url(place.plan, due=place.this_year), note)


def _renewal_figure(municipality: Municipality, renewals: Renewals) -> Figure:
    label = f"{renewals.months}か月以内に更新"
    if not renewals.is_told:
        return Figure(label, None, "", note="更新の時期の記載なし")
    url = reverse("portal:information_system_list", args=[municipality.code])
    note = f"{show_month(renewals.since)}から"
    return Figure(label, len(renewals.rows), "システム", f"{url}?renewal_within={renewals.months}", note)


@dataclass(frozen=True)
class City:
    """A city with its plans, the current one first."""

    municipality: Municipality
    plans: Sequence[tuple[Plan, str]]


def cities(user: User, fiscal_year: int) -> list[City]:
    """Return the cities `user` may see, with plans, their states and counts of measures (two queries)."""
    municipalities = Municipality.objects.visible_to(user).order_by("code")
    plans = Plan.objects.visible_to(user).with_adoption().current_first(fiscal_year)
    plans = plans.select_related("municipality")
    found: Mapping[int, list] = {municipality.pk: [] for municipality in municipalities}
    for plan in _with_counts(plans):
        state = plan.state(fiscal_year, is_adopted=plan.has_initial)
        found[plan.municipality_id].append((plan, state))
    return [City(municipality, found[municipality.pk]) for municipality in municipalities]


def _with_counts(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    return plans.annotate(measure_count=CountOf("measures"))
