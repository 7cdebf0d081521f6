"""閉庁日: the city's own table, kept on one page by its planning section."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from organizations.forms.closed_days import ClosedDayForm
from organizations.history import Author
from organizations.services import closed_days as services
from organizations.views.finding import find_city


@require_safe
def closed_day_list(request, code):
    return _page(request, find_city(request, code), ClosedDayForm())


@require_POST
def closed_day_create(request, code):
    city, form = find_city(request, code), ClosedDayForm(request.POST)
    if form.is_valid():
        try:
            closed_day = services.closed_day_create(
                municipality=city, author=Author.of(request), **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"「{closed_day}」（{closed_day.days}）を追加しました。")
            return redirect("organizations:closed_day_list", code)
    return _page(request, city, form)


@require_POST
def closed_day_delete(request, code, pk):
    city = find_city(request, code)
    closed_day = city.closed_days.find_for_change(request.user, pk=pk)
    services.closed_day_delete(closed_day=closed_day, author=Author.of(request))
    messages.success(request, f"「{closed_day}」（{closed_day.days}）を削除しました。")
    return redirect("organizations:closed_day_list", code)


def _page(request, city, form):
    today = timezone.localdate()
    rows = list(city.closed_days.visible_to(request.user))
    context = {
        "city": city,
        "form": form,
        "coming": [row for row in rows if row.last_on >= today],
        "past": [row for row in reversed(rows) if row.last_on < today],
    }
    return render(request, "organizations/closed_day_list.html", context)
