"""見込みの値: figures of a final round become certain, without reopening it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from organizations.exceptions import EditConflict, PortalError
from organizations.history import Author
from reviews import services
from reviews.models import ReviewRound
from reviews.value_page import ValuePage


@require_http_methods(["GET", "POST"])
def value_settle(request, code, plan, key):
    found = _find(request, code, plan, key)
    page = ValuePage(review_round=found, user=request.user, data=request.POST or None)
    if page.data is not None and page.is_valid():
        try:
            changed = services.figures_settle(
                review_round=found, values=page.changes(page.values), costs=page.changes(page.costs),
                author=Author.of(request), reason=page.reason_form.cleaned_data["reason"],
            )  # fmt: skip
        except EditConflict as conflict:
            page.after(conflict)
        except (PortalError, ValidationError) as refusal:
            page.reason_form.add_error(None, getattr(refusal, "messages", str(refusal)))
        else:
            messages.success(request, f"{changed}件の値を直しました。計画の指標と決算額にも入っています。")
            return redirect("reviews:value_settle", code, plan, key)
    return render(request, "reviews/value_settle.html", {"round": found, "plan": found.plan, "page": page})


def _find(request, code: str, plan: str, key: str) -> ReviewRound:
    """Return the round if this person answers for something in it: else 404 or 403."""
    rounds = ReviewRound.objects.known_to(request.user).select_related("plan__municipality")
    found = rounds.find_visible(
        request.user, plan__municipality__code=code, plan__code=plan, key=key
    )
    if not found.reports.answerable_by(request.user).exists() and not _is_planner(request.user):
        raise PermissionDenied
    return found


def _is_planner(user) -> bool:
    return user.is_planning or user.is_administrator
