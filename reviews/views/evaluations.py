"""評価: what a body decided on the answers of a round, all on one page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organizations.exceptions import PortalError
from organizations.history import Author
from reviews.evaluation_page import EvaluationPage
from reviews.exceptions import EvaluationsRefused
from reviews.models import ReviewRound
from reviews.services.evaluations import evaluations_save


@require_http_methods(["GET", "POST"])
def evaluation_list(request, code, plan, key, pk):
    rounds = ReviewRound.objects.select_related("plan__municipality")
    found = rounds.find_for_change(request.user, plan__municipality__code=code, plan__code=plan, key=key)
    body = get_object_or_404(found.plan.evaluation_bodies, pk=pk)
    data = request.POST if request.method == "POST" else None
    page = EvaluationPage(review_round=found, body=body, params=request.GET, data=data)
    if page.is_valid():
        try:
            recorded = evaluations_save(
                review_round=found, body=body, author=Author.of(request), today=timezone.localdate(),
                **page.changes,
            )  # fmt: skip
        except EvaluationsRefused as refused:
            page.explain(refused)
        except PortalError as refusal:
            page.sitting.add_error(None, str(refusal))
        else:
            messages.success(request, recorded.in_words)
            return redirect(request.get_full_path())
    return render(request, "reviews/evaluation_list.html", {"page": page, "plan": found.plan})
