"""計画書の本文・図表・市民調査 on screen."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans.models import Plan, Survey
from portal.book import chapter_tree, shown_tables, survey_chart
from portal.glossary import terms_of
from portal.place import find_place


@require_safe
def chapter_list(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:plan_detail")
    context = {
        "place": place,
        "chapters": chapter_tree(place.plan),
        "terms": terms_of(place.plan),
        "may_change": _may_change(request.user, place.plan),
    }
    return render(request, "portal/chapter_list.html", context)


@require_safe
def data_table_list(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:plan_detail")
    context = {
        "place": place,
        "tables": shown_tables(place.plan.tables.all()),
        "surveys": place.plan.surveys.all(),
        "may_change": _may_change(request.user, place.plan),
    }
    return render(request, "portal/data_table_list.html", context)


@require_safe
def survey_detail(request, code, plan, pk):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:plan_detail")
    survey = Survey.objects.filter(plan=place.plan, pk=pk).first()
    if survey is None:
        raise Http404
    items = list(survey.items.all())
    context = {
        "place": place,
        "survey": survey,
        "items": items,
        "chart": survey_chart(survey, items),
        "may_change": _may_change(request.user, place.plan),
    }
    return render(request, "portal/survey_detail.html", context)


def _may_change(user, plan: Plan) -> bool:
    return Plan.objects.changeable_by(user).filter(pk=plan.pk).exists()
