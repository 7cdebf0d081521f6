"""回答課: who answers for which measure of a round, in one table."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organizations.exceptions import PortalError
from organizations.history import Author
from reviews import services
from reviews.assignment_page import BULK, UNDECIDED, AssignmentPage
from reviews.exceptions import AssignmentsChanged
from reviews.finding import find_round_to_change


@require_http_methods(["GET", "POST"])
def assignment_list(request, code, plan, key):
    found = find_round_to_change(request.user, code=code, plan=plan, key=key)
    page = AssignmentPage(
        review_round=found, today=timezone.localdate(), params=request.GET, data=request.POST or None
    )
    if page.data is not None and page.is_valid():
        try:
            services.assignments_edit(
                review_round=found, edits=page.edits, author=Author.of(request)
            )
        except AssignmentsChanged as refusal:
            page.after(refusal)
        except PortalError as refusal:
            page.refusal = str(refusal)
        else:
            messages.success(request, "回答課を保存しました。")
            return redirect(_onward(found, page))
    context = {"round": found, "plan": found.plan, "page": page}
    return render(request, "reviews/assignment_list.html", context)


def _onward(found, page: AssignmentPage) -> str:
    """Stay on the table after a step on the way, else go back to the round."""
    if page.action not in BULK:
        return found.get_absolute_url()
    narrowed = f"?show={UNDECIDED}" if page.is_narrowed else ""
    return reverse("reviews:assignment_list", args=found.url_args) + narrowed
