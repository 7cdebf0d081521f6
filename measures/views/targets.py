"""Hints about a target while it is typed: a piece of the measure's edit page."""

import re

from django.shortcuts import render
from django.views.decorators.http import require_safe

from measures.forms import IndicatorForm
from plans.finding import find_plan

PREFIX = re.compile(r"indicators-\d{1,4}")


@require_safe
def target_hints(request, code, plan):
    find_plan(request, code, plan)
    prefix = request.GET.get("prefix", "")
    prefix = prefix if PREFIX.fullmatch(prefix) else "indicators-0"
    form = IndicatorForm(request.GET, prefix=prefix, rows=[])
    return render(request, "measures/_target_hints.html", {"prefix": prefix, "hints": form.hints})
