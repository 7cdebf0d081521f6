"""更新計画: what a plan says of a system's renewal."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organizations.edit_page import answer_page, author_and_reason
from organizations.edits import picked
from plans.models import Plan
from systems import services
from systems.models import InformationSystem
from systems.renewal_page import RenewalPage, findings_of, steps_of, stored_renewal


@require_http_methods(["GET", "POST"])
def renewal_edit(request, code, plan, pk):
    plan, system = _find(request, code, plan, pk)
    today = timezone.localdate()
    page = RenewalPage(plan=plan, system=system, today=today, data=picked(request.POST) or None)

    def save(page):
        return services.renewal_edit(
            plan=plan, system=system, edit=page.edit, today=today, **author_and_reason(request, page)
        )

    def then(renewal):
        return reverse("systems:renewal_saved", args=[*plan.url_args, pk])

    return answer_page(request, page, save, "systems/renewal_form.html", {"plan": plan}, then=then)


@require_safe
def renewal_saved(request, code, plan, pk):
    """Say what the dates come to and what the rules find, and what is to be done next."""
    plan, system = _find(request, code, plan, pk)
    context = {
        "plan": plan,
        "system": system,
        "steps": steps_of(stored_renewal(plan, system)),
        "findings": findings_of(plan, system, timezone.localdate()),
    }
    return render(request, "systems/renewal_saved.html", context)


def _find(request, code: str, plan: str, pk: int) -> tuple[Plan, InformationSystem]:
    """Return a plan and a system of its city whose renewal this person may change: else 404 or 403."""
    plans = Plan.objects.select_related("municipality")
    plan = plans.find_visible(request.user, municipality__code=code, code=plan)
    systems = InformationSystem.objects.select_related("municipality").of_city(plan.municipality)
    system = systems.find_visible(request.user, pk=pk)
    if not InformationSystem.objects.own_part_changeable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return plan, system
