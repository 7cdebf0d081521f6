"""What measures hold a plan to: the years of their cells and yearly aims, the axes they name by code."""

from measures.models import Measure, ScheduleEntry, YearPlan
from plans.services.axes import axis_asked_for
from plans.services.heads import years_asked_for
from plans.services.policies import in_words


def listen() -> None:
    years_asked_for.connect(words_of_years_outside, dispatch_uid="measures_hold_a_plan_to_its_years")
    axis_asked_for.connect(words_of_unclear_axis, dispatch_uid="measures_hold_an_axis_they_name")


def words_of_years_outside(plan, first: int, last: int, **kwargs) -> list[str]:
    inside = range(first, last + 1)
    cells = ScheduleEntry.objects.filter(track__measure__plan=plan, phase__isnull=False)
    aims = YearPlan.objects.filter(measure__plan=plan)
    return [
        *_words("工程", cells.exclude(fiscal_year__in=inside), "track__measure__number"),
        *_words("年度計画", aims.exclude(fiscal_year__in=inside), "measure__number"),
    ]


def _words(name: str, rows, path: str) -> list[str]:
    numbers = list(dict.fromkeys(rows.order_by("fiscal_year").values_list(path, flat=True)))
    return [f"{name}（施策{'、'.join(numbers[:5])}{'ほか' * (len(numbers) > 5)}）"] if numbers else []


def words_of_unclear_axis(axis, **kwargs) -> list[str]:
    measures = Measure.objects.filter(plan=axis.plan_id).exclude(categories_unclear=[])
    unclear = [measure for measure in measures if axis.code in measure.categories_unclear]
    return in_words("この軸の分類が分からないとする施策", unclear)
