"""Creating and editing a measure on one page."""

from django.utils import timezone
from django.views.decorators.http import require_http_methods

from measures import services
from measures.edit_page import MeasurePage
from organizations.edit_page import answer_page, author_and_reason
from organizations.edits import picked
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

    def save(page):
        return service(edit=page.edit, **author_and_reason(request, page), **arguments)

    return answer_page(request, page, save, "measures/measure_form.html", {"plan": page.plan})
