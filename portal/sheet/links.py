"""What a measure is tied to beside its line: information systems and related measures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from measures.models import Measure, RelatedMeasure
from organizations.fiscal_years import show_fiscal_year_by_era, show_month
from portal.sheet.notes import Marks, NoteBook
from systems.models import RenewalPlan


@dataclass(frozen=True)
class SystemLine:
    """A system with the dates of its renewal in the measure's plan, as (what, when)."""

    name: str
    url: str
    dates: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class RelatedLine:
    """A measure that this one names, or that names this one (`is_inverse`)."""

    number: str
    name: str
    url: str
    text: str
    is_inverse: bool
    marks: Marks


def system_lines(measure: Measure) -> list[SystemLine]:
    """Return the systems of a measure whose `measure_systems`, systems and `renewals_here` are prefetched."""
    code = measure.plan.municipality.code
    return [
        SystemLine(
            name=link.system.name,
            url=reverse("portal:information_system_detail", args=[code, link.system_id]),
            dates=[date for renewal in link.system.renewals_here for date in _dates(renewal)],
        )
        for link in measure.measure_systems.all()
    ]


def _dates(renewal: RenewalPlan) -> list[tuple[str, str]]:
    year = renewal.procurement_fiscal_year
    dates = [
        ("現行の終了", renewal.current_end and show_month(renewal.current_end)),
        ("検討の開始", renewal.review_start and show_month(renewal.review_start)),
        ("調達", year and show_fiscal_year_by_era(year)),
        ("次期の開始", renewal.next_start and show_month(renewal.next_start)),
    ]
    return [(what, when) for what, when in dates if when]


def related_lines(measure: Measure, book: NoteBook) -> list[RelatedLine]:
    """Return the measures named here (`relations__related` prefetched), then those that name this one."""
    lines = [
        _related(measure, relation, relation.related, False, book.take(relation.notes, "関連する施策"))
        for relation in measure.relations.all()
    ]
    inverse = RelatedMeasure.objects.filter(related=measure).select_related("measure")
    lines += [
        _related(measure, relation, relation.measure, True, ())
        for relation in inverse.order_by("measure__order", "order")
    ]
    return lines


def _related(
    measure: Measure, relation: RelatedMeasure, other: Measure, is_inverse: bool, marks: Marks
) -> RelatedLine:
    url = reverse("portal:measure_detail", args=[*measure.plan.url_args, other.key])
    return RelatedLine(other.number, other.name, url, relation.text, is_inverse, marks)
