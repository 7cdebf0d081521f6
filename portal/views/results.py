"""実績の一覧 of a round: the list every number of the dashboard leads to."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.dashboard.result_list import result_page
from portal.fragments import render_page_or_part
from portal.place import find_place
from reviews.models import ReviewRound
from workspace.saved_views import views_for


@require_safe
def result_list(request, code, plan, key):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current="portal:review_round_list")
    rounds = ReviewRound.objects.known_to(request.user)
    review_round = get_object_or_404(rounds, plan=place.plan, key=key)
    page = result_page(place, review_round, request.user, request.GET, today)
    context = {"place": place, "page": page, "saved_views": views_for(request.user, request.path)}
    return render_page_or_part(request, "portal/result_list.html", "portal/_result_rows.html", context)
