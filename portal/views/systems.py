"""情報システム: the city's inventory on screen and in Excel, and the page of one system."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.spreadsheets import ExcelFormat
from portal.fragments import render_page_or_part
from portal.history_feed import recent_saves
from portal.history_filters import touching_system
from portal.inventory.detail import system_page
from portal.inventory.selection import select_systems
from portal.inventory.workbook import EDITIONS, PUBLIC, inventory_file_name, inventory_workbook
from portal.journal import journal_of
from portal.place import find_place
from portal.renewals.next_steps import next_steps
from portal.system_tabs import system_tabs
from portal.systems import system_rows, visible_systems
from portal.views.coverage import download
from systems.consulting import may_file
from systems.models import InformationSystem
from workspace.saved_views import views_for

CURRENT = "portal:information_system_list"


@require_safe
def information_system_list(request, code):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=CURRENT)
    context = {
        "place": place,
        "tabs": system_tabs(place, CURRENT),
        "inventory": select_systems(place=place, params=request.GET, user=request.user, today=today),
        "may_create": may_file(request.user),
        "saved_views": views_for(request.user, request.path),
    }
    return render_page_or_part(
        request, "portal/information_system_list.html", "portal/inventory/_table.html", context
    )


@require_safe
def information_system_export(request, code):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=CURRENT)
    inventory = select_systems(place=place, params=request.GET, user=request.user, today=today)
    asked = request.GET.get("edition", PUBLIC)
    edition = asked if asked in EDITIONS else PUBLIC
    if edition == PUBLIC and inventory.unpublishable:
        messages.error(request, inventory.unpublishable)
        return redirect(reverse(CURRENT, args=[code]) + inventory.query)
    content = inventory_workbook(inventory, edition, today)
    return download(content, ExcelFormat.content_type, inventory_file_name(place, edition, today))


@require_safe
def information_system_detail(request, code, pk):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=CURRENT)
    system = visible_systems(request.user, place.plan, place.fiscal_year).find_visible(request.user, pk=pk)
    (row,) = system_rows([system], place.municipality)
    context = {
        "place": place,
        "row": row,
        "page": system_page(row, place, request.user, today),
        "next_steps": next_steps(place, system.pk, request.user, today),
        "journal": journal_of(system, request.user, place.municipality),
        "recent": recent_saves(place, request.user, touching_system(system.pk), system=system.pk),
        **_rights(request.user, row),
    }
    return render(request, "portal/information_system_detail.html", context)


def _rights(user, row):
    """Say whether a person may change the entry, and what is the city's own: renewal, contracts, share."""
    systems = InformationSystem.objects.filter(pk=row.pk)
    return {
        "may_change": row.is_own and systems.changeable_by(user).exists(),
        "may_change_part": systems.own_part_changeable_by(user).exists(),
    }
