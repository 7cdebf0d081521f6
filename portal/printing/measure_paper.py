"""印刷プレビュー: the sheet of one measure as its plan's book prints it, alone on its paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from exchange.canonical import ordered
from exchange.disclosing import public_document
from exchange.dump import measure_document
from measures.models import Measure
from organizations.fiscal_years import fiscal_year_of, show_day
from plans.text import NO_TERMS, Terms
from portal.papers.kind import Paper
from portal.printing.html import on_paper, style_of
from portal.printing.measure_sheets import Sheet, measure_sheets
from portal.printing.words import Part, Source
from reviews.prior import earlier_measures

STYLES = ("page", "text", "table", "plan", "sheet", "steps")


@dataclass(frozen=True)
class MeasurePaper:
    """One sheet with the plan it is of; terms of the glossary lead nowhere on a single sheet."""

    title: str
    author: str
    plan: str
    sheet: Sheet
    printed: str
    terms: Terms = NO_TERMS


def measure_paper(document: Part, day: date, before: Part | None = None) -> MeasurePaper:
    """Return the sheet of the first measure of `document`, as the public reads it.

    `before` names the measures of the plan before that it continues.
    """
    shown, left_out = public_document(ordered(dict(document)))
    source = Source(ordered(shown), before or {}, this_year=fiscal_year_of(day), left_out=left_out)
    [sheet] = measure_sheets(source, source.parts("measures")[:1], 1)
    return MeasurePaper(
        title=f"{sheet.full_name} {source.plan['title']}",
        author=source.plan.get("publisher") or source.city,
        plan=f"{source.city} {source.plan['title']}",
        sheet=sheet,
        printed=f"印刷の時点の計画から、{show_day(day)}に印刷",
    )


def paper_of(measure: Measure, day: date) -> Paper:
    """Return the paper of a measure that has its plan and city, read in a fixed number of queries."""
    paper = measure_paper(measure_document(measure), day, _before(earlier_measures(measure)))
    page = render_to_string("print/measure_paper.html", {"paper": paper})
    city = measure.plan.municipality.code
    return Paper(on_paper(page), style_of(STYLES), f"{city}-{measure.plan.code}-{measure.key}")


def _before(measures: Iterable[Measure]) -> Part:
    """Return what a sheet says of the plan before: the measures that go on, with what became of them."""
    found = list(measures)
    if not found:
        return {}
    plan = found[0].plan
    return {
        "plan": {"code": plan.code, "title": plan.title},
        "measures": [_continued(measure) for measure in found if measure.plan_id == plan.pk],
    }


def _continued(measure: Measure) -> Part:
    outcome = getattr(measure, "outcome", None)
    achievement = outcome and outcome.achievement and outcome.achievement.label
    return {
        "number": measure.number,
        "printed_number": measure.printed_number,
        "name": measure.name,
        "outcome": {"achievement": achievement} if achievement else {},
    }
