"""ホーム: the administrator's cities, and a city's plan at a glance."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.fiscal_years import fiscal_year_of
from portal.home import cities, glance
from portal.own_work import own_work
from portal.place import find_place
from portal.renewals.standing import standing_findings
from portal.reports.owed import updates_for


@require_safe
def home(request):
    city = request.user.municipality
    if city is not None and city.plans.exists():
        return redirect(city)
    found = cities(request.user, fiscal_year_of(timezone.localdate()))
    return render(request, "portal/home.html", {"cities": found})


@require_safe
def municipality_home(request, code):
    today = timezone.localdate()
    place = find_place(request.user, code, request.GET.get("plan") or None, today=today)
    context = {
        "place": place,
        "glance": glance(place, today),
        "own": own_work(place, request.user, today),
        "updates": updates_for(place, request.user, today),
        "standing": _own_findings(place, request.user, today),
        "state": place.plan.state(place.fiscal_year, is_adopted=place.plan.has_initial),
    }
    return render(request, "portal/municipality_home.html", context)


def _own_findings(place, user, today):
    """Return what stands of the systems of the person's department; None for somebody without one."""
    return user.department_id and standing_findings(place.municipality, today, user.department_id)
