"""Creating and editing a measure on one page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from measures import services
from measures.edit_page import MeasurePage
from measures.models import Measure
from organizations.edits import picked
from organizations.exceptions import EditConflict, PortalError
from organizations.history import Author
from plans.finding import find_plan


@require_http_methods(["GET", "POST"])
def measure_create(request, code, plan):
    plan = find_plan(request, code, plan)
    today = timezone.localdate()
    page = MeasurePage(plan=plan, today=today, data=picked(request.POST) or None)
    return _answer(request, page, services.measure_create, plan=plan, today=today)


@require_http_methods(["GET", "POST"])
def measure_edit(request, code, plan, key):
    plan = find_plan(request, code, plan)
    measure = plan.measures.find_for_change(request.user, key=key)
    measure.plan = plan
    page = MeasurePage(
        plan=plan, today=timezone.localdate(), measure=measure, data=picked(request.POST) or None
    )
    return _answer(request, page, services.measure_edit, measure=measure)


def _answer(request, page: MeasurePage, service, **arguments):
    """Save what was typed and go to the measure, or show the page again with what keeps it from saving."""
    if page.is_reshaped:
        page = page.reshaped()
    elif page.data and page.gone:
        page = page.with_gone_as_new()
    elif page.is_valid():
        try:
            measure: Measure = service(
                edit=page.edit, reason=page.reason, author=Author.of(request), **arguments
            )
        except ValidationError as refusal:
            page.explain(refusal)
        except EditConflict as conflict:
            page = page.after(conflict)
        except PortalError as refusal:
            page.form.add_error(None, str(refusal))
        else:
            messages.success(request, f"「{measure}」を保存しました。")
            return redirect(measure)
    return render(request, "measures/measure_form.html", {"page": page, "plan": page.plan})
