"""用語: the glossary of a plan, under its headings."""

from itertools import groupby

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans.models import Plan
from portal.place import find_place


@require_safe
def glossary_term_list(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:plan_detail")
    words = request.GET.get("q", "").strip()
    terms = place.plan.glossary.matching(words)
    groups = [(name, list(rows)) for name, rows in groupby(terms, key=lambda term: term.group)]
    context = {
        "place": place,
        "groups": groups,
        "words": words,
        "total": place.plan.glossary.count(),
        "may_change": Plan.objects.changeable_by(request.user).filter(pk=place.plan.pk).exists(),
    }
    return render(request, "portal/glossary_term_list.html", context)
