"""Many measures at once, for tests of what must not grow with them; written in bulk, without histories."""

from measures.models import Indicator, Measure, MeasureDepartment, ScheduleEntry, ScheduleTrack
from plans.models import Plan
from tests.factories import make_department, make_plan, make_policy


def make_crowd(rows: int) -> Plan:
    """Make a plan with `rows` measures: 40 policies and departments at most, a schedule and a target each."""
    plan = make_plan()
    policies = [make_policy(code=str(n), name=f"方針{n}", order=n) for n in range(min(rows, 40))]
    departments = [make_department(f"第{n}課") for n in range(min(rows, 40))]
    measures = Measure.objects.bulk_create(
        Measure(
            plan=plan, key=str(n), number=str(n), name=f"施策{n}", order=n, search=f"施策{n}",
            policy=policies[n % len(policies)],
        )
        for n in range(rows)
    )  # fmt: skip
    MeasureDepartment.objects.bulk_create(
        MeasureDepartment(measure=measure, department=departments[n % len(departments)], role="lead")
        for n, measure in enumerate(measures)
    )
    tracks = ScheduleTrack.objects.bulk_create(ScheduleTrack(measure=measure) for measure in measures)
    phases = list(plan.word_set.phases())
    ScheduleEntry.objects.bulk_create(
        ScheduleEntry(track=track, fiscal_year=year, phase=phases[(n + year) % 4])
        for n, track in enumerate(tracks)
        for year in plan.fiscal_years
    )
    Indicator.objects.bulk_create(
        Indicator(measure=measure, key="目標", name="目標", kind="milestone", due_fiscal_year=2025)
        for measure in measures
    )
    return plan
