"""確認事項: accepting one with a reason, and taking that back."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organizations.exceptions import PortalError
from organizations.fiscal_years import show_day
from organizations.history import Author
from organizations.models import Municipality, User
from systems.findings.findings import Finding
from systems.findings.wording import facts_in_words
from systems.forms.findings import AcceptanceForm
from systems.models import AcceptedFinding, InformationSystem
from systems.services import findings as services


@require_http_methods(["GET", "POST"])
def finding_accept(request, code, system, rule):
    city, found = _find(request.user, code, system)
    today, subject = timezone.localdate(), request.GET.get("subject", "")
    form = AcceptanceForm(request.POST or None)
    if form.is_valid():
        try:
            services.finding_accept(
                municipality=city, system=found, rule=rule, subject=subject, author=Author.of(request),
                today=today, **form.cleaned_data,
            )  # fmt: skip
        except PortalError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"「{found}」の確認事項を、理由を付けて了承しました。")
            return redirect(_page_of(code, found.pk))
    finding = services.find_finding(city, found.pk, rule, subject, today)
    context = {"city": city, "system": found, "form": form, "today": show_day(today), **_shown(finding)}
    return render(request, "systems/finding_accept.html", context)


@require_POST
def finding_unaccept(request, code, pk):
    rows = AcceptedFinding.objects.visible_to(request.user).select_related("municipality", "system")
    row = get_object_or_404(rows, municipality__code=code, pk=pk)
    city, system = _find(request.user, code, row.system_id)
    services.finding_unaccept(accepted=row, author=Author.of(request))
    messages.success(request, f"「{system}」の確認事項の了承を取り消しました。ふたたび表示します。")
    return redirect(_page_of(city.code, system.pk))


def _find(user: User, code: str, pk: int) -> tuple[Municipality, InformationSystem]:
    """Return a city and a system of it for whose findings `user` answers: else 404 or 403."""
    city = Municipality.objects.find_visible(user, code=code)
    system = InformationSystem.objects.of_city(city).find_visible(user, pk=pk)
    if not InformationSystem.objects.answered_by(user, city).filter(pk=pk).exists():
        raise PermissionDenied
    return city, system


def _page_of(code: str, pk: int) -> str:
    return reverse("portal:information_system_detail", args=[code, pk])


def _shown(finding: Finding | None) -> dict:
    """Return what the page shows of a finding, and the same dates as the form posts them."""
    if finding is None:
        return {"finding": None}
    facts, acceptance = finding.found.facts, finding.acceptance
    return {
        "finding": finding,
        "accepted_on": show_day(acceptance.accepted_on) if acceptance else "",
        "facts": facts_in_words(facts),
        "posted_facts": json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False),
    }
