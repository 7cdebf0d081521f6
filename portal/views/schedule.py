"""工程表の編集: the schedule grid as an instrument."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from measures.services import schedule_save
from organizations.edits import picked
from organizations.exceptions import EditConflict, PortalError
from organizations.history import Author
from plans.finding import find_plan
from portal.measure_selection import select_measures
from portal.place import find_place
from portal.schedule_editing import SchedulePage


@require_http_methods(["GET", "POST"])
def schedule_edit(request, code, plan):
    find_plan(request, code, plan)
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:schedule_grid")
    selection = select_measures(place=place, params=request.GET, user=request.user)
    data = picked(request.POST) if request.method == "POST" else None
    page = SchedulePage(place=place, selection=selection, data=data)
    if "more" in request.POST:
        page = page.with_one_more(request.POST["more"])
    elif request.method == "POST" and page.reason_form.is_valid():
        page, saved = _saved(page, Author.of(request))
        if saved:
            counts = saved.in_words(place.plan.words["measure"])
            messages.success(request, f"{counts}を保存しました。" if counts else "変更はありませんでした。")
            return redirect(request.get_full_path())
    return render(request, "portal/schedule_edit.html", {"page": page, "place": place})


def _saved(page: SchedulePage, author: Author):
    """Save what was typed: return what was saved, or the page again with what keeps it from being saved."""
    try:
        form, reason = page.form, page.reason_form.reason
        saved = schedule_save(
            plan=page.plan, cells=form.cells, tracks=form.tracks, author=author, reason=reason
        )
    except EditConflict as conflict:
        return page.after(conflict), None
    except ValidationError as refusal:
        page.errors = refusal.messages
    except PortalError as refusal:
        page.errors = [str(refusal)]
    else:
        return page, saved
    return page, None
