"""お知らせ, and whether they come by mail, too."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from workspace import services
from workspace.digests import is_mail_configured
from workspace.models import Notice


@require_http_methods(["GET", "HEAD", "POST"])
def notice_list(request):
    if request.method == "POST":
        services.notices_read(user=request.user, now=timezone.now())
        return redirect("workspace:notice_list")
    notices = Notice.objects.visible_to(request.user)[:100]
    context = {
        "notices": notices,
        "has_unread": any(notice.read_at is None for notice in notices),
        "has_mail": is_mail_configured(),
    }
    return render(request, "workspace/notice_list.html", context)


@require_POST
def wants_mail_edit(request):
    wants_mail = request.POST.get("wants_mail") == "1"
    services.wants_mail_edit(user=request.user, wants_mail=wants_mail)
    done = "受け取ることにしました（1日に1通まで）" if wants_mail else "止めました"
    messages.success(request, f"お知らせのメールを{done}。")
    return redirect("workspace:notice_list")
