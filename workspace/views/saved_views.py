"""表示設定: pages with their conditions, kept under a name, shared in the city."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workspace import services
from workspace.forms import NewSavedViewForm, SavedViewForm
from workspace.models import SavedView
from workspace.saved_views import view_lines


@require_safe
def saved_view_list(request):
    return render(request, "workspace/saved_view_list.html", {"lines": view_lines(request.user)})


@require_POST
def saved_view_create(request):
    form = NewSavedViewForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            view = services.saved_view_create(
                owner=request.user, municipality=form.municipality, **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, f"この表示を「{view}」として保存しました。")
            return redirect(view)
    return render(request, "workspace/saved_view_create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_edit(request, pk):
    view = SavedView.objects.find_for_change(request.user, pk=pk)
    form = SavedViewForm(request.POST or None, instance=view)
    if form.is_valid():
        try:
            view = services.saved_view_edit(view=view, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, f"「{view}」を保存しました。")
            return redirect("workspace:saved_view_list")
    return render(request, "workspace/saved_view_edit.html", {"view": view, "form": form})


@require_POST
def saved_view_delete(request, pk):
    view = SavedView.objects.find_for_removal(request.user, pk=pk)
    services.saved_view_delete(view=view)
    messages.success(request, f"「{view}」を削除しました。")
    return redirect("workspace:saved_view_list")
