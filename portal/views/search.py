"""検索 over everything of a city."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.place import find_place
from portal.search import search as find


@require_safe
def search(request, code):
    place = find_place(request.user, code, today=timezone.localdate())
    context = {"place": place, "found": find(place, request.GET.get("q", ""))}
    return render(request, "portal/search.html", context)
