"""メールの記録: whether mail goes out at all, what the night did, who was mailed; a test mail to oneself."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from organizations.exceptions import PortalError
from organizations.models import Municipality
from workspace.digests import is_mail_configured, mail_test_send
from workspace.models import MailLog
from workspace.night import last_night

PAGE = 50


@require_safe
def mail_log(request, code):
    city, now = Municipality.objects.find_for_change(request.user, code=code), timezone.now()
    mails = MailLog.objects.visible_to(request.user).filter(owner__municipality=city)
    recent = mails.recent(timezone.localdate(now)).select_related("owner")
    context = {
        "city": city,
        "is_configured": is_mail_configured(),
        "night": last_night(now),
        "mails": Paginator(recent, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "workspace/mail_log.html", context)


@require_POST
def mail_test(request, code):
    Municipality.objects.find_for_change(request.user, code=code)
    try:
        log = mail_test_send(user=request.user, now=timezone.now())
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        if log.is_sent:
            messages.success(request, f"{log.address} にテストのメールを送りました。")
        else:
            messages.error(request, f"テストのメールを{log.message}サーバーの記録を確かめてください。")
    return redirect("workspace:mail_log", code)
