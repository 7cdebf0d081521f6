"""変更の記録: the feed of a plan, one save before and after, and its undoing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organizations.exceptions import PortalError
from organizations.forms import ReasonForm
from organizations.history import Author
from organizations.models import ChangeSet
from organizations.undo import change_set_undo as undo
from portal.fragments import render_page_or_part
from portal.history_feed import history_feed, save_detail, saves_visible
from portal.place import find_place
from portal.undo_page import undo_page


@require_safe
def change_set_list(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:plan_detail")
    context = {"place": place, "feed": history_feed(place=place, params=request.GET, user=request.user)}
    return render_page_or_part(request, "portal/change_set_list.html", "portal/history/_feed.html", context)


@require_safe
def change_set_detail(request, code, plan, pk):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:plan_detail")
    change_set = get_object_or_404(saves_visible(place, request.user), pk=pk)
    context = {
        "place": place,
        "detail": save_detail(change_set, place, request.user, request.GET.get("page")),
        "may_undo": ChangeSet.objects.changeable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "portal/change_set_detail.html", context)


@require_http_methods(["GET", "POST"])
def change_set_undo(request, code, plan, pk):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:plan_detail")
    change_set = get_object_or_404(saves_visible(place, request.user), pk=pk)
    if not ChangeSet.objects.changeable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            undone = undo(change_set=change_set, author=Author.of(request), reason=form.reason)
        except PortalError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "変更を取り消しました。")
            return redirect("portal:change_set_detail", code, plan, undone.pk)
    context = {"place": place, "page": undo_page(change_set, place), "form": form, "forms": [form]}
    return render(request, "portal/change_set_undo.html", context)
