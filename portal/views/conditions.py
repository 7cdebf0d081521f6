"""付帯意見: the list of what the bodies asked for."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.meetings.listing import condition_list as listed
from portal.place import find_place


@require_safe
def condition_list(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current="portal:review_round_list")
    page = listed(place, request.user, request.GET, today)
    return render(request, "portal/meetings/condition_list.html", {"place": place, "page": page})
