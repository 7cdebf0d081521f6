"""契約: registering, changing and deleting one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organizations.edit_page import answer_page, author_and_reason
from organizations.edits import picked
from organizations.exceptions import PortalError
from organizations.forms import ReasonForm
from organizations.history import Author
from systems import services
from systems.consulting import find_city_of_filer, find_system
from systems.contract_page import ContractPage
from systems.models import Contract
from systems.services.inventory_saving import page_of


@require_http_methods(["GET", "POST"])
def contract_create(request, code):
    """Register a contract, for the system `system` of the address if there is one."""
    city, today = find_city_of_filer(request.user, code), timezone.localdate()
    system = find_system(request.user, city, request.GET.get("system", ""))
    page = ContractPage(
        city=city,
        user=request.user,
        today=today,
        chosen=(system,) if system else (),
        data=picked(request.POST) or None,
    )

    def save(page):
        return services.contract_create(
            municipality=city, edit=page.edit, today=today, **author_and_reason(request, page)
        )

    return _answer(request, page, save)


@require_http_methods(["GET", "POST"])
def contract_edit(request, code, pk):
    contract, today = _find(request, code, pk), timezone.localdate()
    page = ContractPage(
        city=contract.municipality,
        user=request.user,
        today=today,
        contract=contract,
        data=picked(request.POST) or None,
    )

    def save(page):
        return services.contract_edit(
            contract=contract, edit=page.edit, today=today, **author_and_reason(request, page)
        )

    return _answer(request, page, save)


@require_http_methods(["GET", "POST"])
def contract_delete(request, code, pk):
    contract, refusal = _find(request, code, pk), ""
    reason = ReasonForm(request.POST or None)
    if request.method == "POST" and reason.is_valid():
        try:
            services.contract_delete(
                contract=contract, author=Author.of(request), today=timezone.localdate(), reason=reason.reason
            )
        except PortalError as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"契約「{contract}」を削除しました。")
            return redirect(page_of(contract.municipality, None))
    back = reverse("systems:contract_edit", args=[code, pk])
    context = {"row": contract, "back": back, "form": reason, "refusal": refusal, "files": 0}
    return render(request, "systems/delete.html", context)


@require_safe
def contract_saved(request, code, pk):
    """Say what the dates of a contract come to, and what is to be done next."""
    contract = _find(request, code, pk)
    page = ContractPage(
        city=contract.municipality, user=request.user, today=timezone.localdate(), contract=contract
    )
    context = {"page": page, "city": page.city, "systems": contract.systems.order_by("name", "pk")}
    return render(request, "systems/contract_saved.html", context)


def _find(request, code: str, pk: int) -> Contract:
    contracts = Contract.objects.select_related("municipality")
    return contracts.find_for_change(request.user, municipality__code=code, pk=pk)


def _answer(request, page: ContractPage, save) -> HttpResponse:
    def then(contract):
        return reverse("systems:contract_saved", args=[page.city.code, contract.pk])

    return answer_page(request, page, save, "systems/contract_form.html", {"city": page.city}, then=then)
