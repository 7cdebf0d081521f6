"""カレンダー配信: the feed itself, open to whoever has its address, and the page that makes it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from organizations.models import Municipality
from systems.calendar_feed import calendar_bytes, feed_events
from systems.feeding import departments_followed_by
from systems.forms.feeds import FeedForm
from systems.models import CalendarFeed
from systems.services.feeds import calendar_feed_create as create
from systems.services.feeds import calendar_feed_revoke as revoke

CALENDAR = "text/calendar; charset=utf-8"


@login_not_required
@require_safe
@cache_control(private=True)
def calendar_feed(request, token):
    feeds = CalendarFeed.objects.of_token(token).select_related("department__municipality")
    department, now = get_object_or_404(feeds).department, timezone.now()
    events = feed_events(department, timezone.localdate(now))
    return HttpResponse(calendar_bytes(department, events, now), content_type=CALENDAR)


@require_safe
def calendar_feed_list(request, code):
    city, departments = _followed(request, code)
    form = FeedForm(departments=departments, initial={"department": request.GET.get("department")})
    return _list(request, city, form)


@require_POST
def calendar_feed_create(request, code):
    """Make a feed and show its address, this once: it is kept nowhere."""
    city, departments = _followed(request, code)
    form = FeedForm(request.POST, departments=departments)
    if not form.is_valid():
        return _list(request, city, form)
    department = form.cleaned_data["department"]
    _feed, token = create(department=department, user=request.user)
    link = request.build_absolute_uri(reverse("systems:calendar_feed", args=[token]))
    context = {"city": city, "department": department, "link": link}
    return render(request, "systems/calendar_feed_made.html", context)


@require_POST
def calendar_feed_revoke(request, code, pk):
    city, _departments = _followed(request, code)
    feed = CalendarFeed.objects.find_for_change(request.user, municipality=city, pk=pk)
    revoke(feed=feed, now=timezone.now())
    messages.success(request, f"{feed.department}のカレンダー配信を取り消しました。")
    return redirect("systems:calendar_feed_list", code)


def _list(request, city, form):
    feeds = CalendarFeed.objects.visible_to(request.user).filter(municipality=city)
    context = {"city": city, "form": form, "feeds": feeds.select_related("department", "made_by")}
    return render(request, "systems/calendar_feed_list.html", context)


def _followed(request, code):
    """Return the city and the departments whose dates the person may follow; 403 for who has none."""
    city = get_object_or_404(Municipality.objects.visible_to(request.user), code=code)
    departments = departments_followed_by(request.user, city)
    may_follow = request.user.is_administrator or request.user.is_planning or departments.exists()
    if not may_follow:
        raise PermissionDenied
    return city, departments
