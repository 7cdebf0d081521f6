"""期日の知らせ: the log of what was told, and what comes next."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.place import find_place
from portal.renewal_alerts import alert_page
from portal.system_tabs import system_tabs

CURRENT = "portal:information_system_list"


@require_safe
def renewal_alert_list(request, code):
    now = timezone.now()
    place = find_place(request.user, code, today=timezone.localdate(now), current=CURRENT)
    context = {
        "place": place,
        "tabs": system_tabs(place, "portal:renewal_alert_list"),
        "page": alert_page(place.municipality, request.user, request.GET.get("page"), now),
    }
    return render(request, "portal/renewal_alert_list.html", context)
