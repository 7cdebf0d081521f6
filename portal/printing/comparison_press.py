"""From two versions of a plan to their 新旧対照表 as HTML and style, and what the file is called."""

from datetime import date

from django.template.loader import render_to_string

from plans.models import Plan
from portal.comparison import Version, document_of, reasons_of
from portal.printing.comparison import ComparisonForm, Named, comparison_form
from portal.printing.html import on_paper, style_of

STYLES = ("page", "text", "table", "plan", "comparison", "steps")


def form_of(
    plan: Plan, old: Version, new: Version, *, day: date, is_internal: bool = False
) -> ComparisonForm:
    """Read both documents and the reasons of what was saved between them."""
    return comparison_form(
        document_of(plan, old),
        document_of(plan, new),
        old=Named(old.label, old.decision),
        new=Named(new.label, new.decision),
        reasons=reasons_of(plan, old, new),
        day=day,
        is_internal=is_internal,
    )


def form_html(form: ComparisonForm) -> str:
    return on_paper(render_to_string("print/comparison.html", {"form": form}))


def form_css() -> str:
    return style_of(STYLES)


def form_file_name(plan: Plan, old: Version, new: Version) -> str:
    """Return the name under which it is downloaded: 132209-ict-2022-comparison-1-now."""
    return f"{plan.municipality.code}-{plan.code}-comparison-{old.value}-{new.value}"
