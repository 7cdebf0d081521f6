"""前計画の結果: the outcomes of an earlier plan, measure by measure, narrowed by what the address says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from measures.models import Outcome
from plans.models import Plan
from portal.measure_table import measure_table
from portal.outcomes import (
    OutcomeFigures,
    OutcomeRow,
    outcome_figures,
    outcome_rows,
    results_url,
    successors_of,
)
from portal.place import Place
from portal.plan_overview import predecessor_of

CONDITIONS = {"achievement": "達成状況", "direction": "今後の方向性"}


@dataclass(frozen=True)
class Condition:
    """A condition in force, and the address without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class Results:
    """The outcomes of `of`: `rows` that fulfil all conditions, `choices` the plans that could be shown."""

    of: Plan
    figures: OutcomeFigures | None
    rows: Sequence[OutcomeRow]
    conditions: Sequence[Condition]
    choices: Sequence[tuple[Plan, str]]


def results(place: Place, params: Mapping[str, str]) -> Results | None:
    """Read the results the page shows: of the plan `of`, else of the predecessor, else the plan's own.

    None where the city has no earlier plan and this one tells no results.
    """
    tells_own = Outcome.objects.filter(measure__plan=place.plan).exists()
    choices = [plan for plan in (predecessor_of(place), place.plan if tells_own else None) if plan]
    if not choices:
        return None
    of = next((plan for plan in choices if plan.code == params.get("of")), choices[0])
    table = measure_table(of)
    rows = outcome_rows(table)
    successors = successors_of(of)
    found = [replace(row, successors=successors.get(row.measure.number, ())) for row in rows]
    given = {name: params[name] for name in CONDITIONS if params.get(name)}
    return Results(
        of=of,
        figures=outcome_figures(table, rows, place.plan),
        rows=[row for row in found if all(getattr(row, name).value == given[name] for name in given)],
        conditions=_conditions(place.plan, of, rows, given),
        choices=[(plan, results_url(place.plan, plan)) for plan in choices],
    )


def _conditions(at: Plan, of: Plan, rows: Sequence[OutcomeRow], given: Mapping[str, str]) -> list[Condition]:
    labels = {(name, getattr(row, name).value): getattr(row, name).label for row in rows for name in given}
    return [
        Condition(
            CONDITIONS[name],
            labels.get((name, value), value),
            results_url(at, of, **{other: given[other] for other in given if other != name}),
        )
        for name, value in given.items()
    ]
