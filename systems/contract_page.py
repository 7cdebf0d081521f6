"""The edit page of a contract, and what its dates come to."""

from datetime import date

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.urls import reverse

from organizations.edit_page import FormsPage, row_edits
from organizations.edits import Edit
from organizations.models import Municipality, User
from organizations.working_days import closed_days_of
from systems.edits import ContractEdit
from systems.forms.contracts import AmountForm, ContractForm
from systems.models import Contract, InformationSystem
from systems.terms import ContractSchedule, contract_schedule

MOST_ROWS = 40
HEAD = ["name", "kind", "counterpart", "number", "obligation"]
TERM = ["first_start", "first_end", "renews_automatically", "renewal_months", "notice_days"]
LATER = ["extension_options", "terminated_on", "alert_months"]


class ContractPage(FormsPage):
    """All forms of a contract's page together. `chosen` are the systems a new one is proposed for."""

    def __init__(
        self,
        *,
        city: Municipality,
        user: User,
        today: date,
        contract: Contract | None = None,
        chosen: tuple[InformationSystem, ...] = (),
        data: QueryDict | None = None,
    ):
        super().__init__(data)
        self.city, self.user, self.today, self.chosen = city, user, today, chosen
        self.contract = contract or Contract(municipality=city)
        self.title = f"契約「{self.contract}」の編集" if contract else "契約の登録"
        self.form = ContractForm(data, instance=self.contract, city=city, user=user, chosen=chosen)
        self.amounts = self._amounts(data)

    def _amounts(self, data):
        rows = list(self.contract.amounts.all()) if self.contract.pk else []
        initial = [forms.model_to_dict(row) | {"row": row.pk} for row in rows]
        formset = forms.formset_factory(AmountForm, extra=1, max_num=MOST_ROWS)
        return formset(data, prefix="amounts", initial=initial, form_kwargs={"rows": rows})

    @property
    def rows(self) -> list[forms.BaseFormSet]:
        return [self.amounts]

    @property
    def edit(self) -> ContractEdit:
        """What was changed, for the service; of a new contract every field."""
        form = self.form
        return ContractEdit(
            fields=form.edits(form.Meta.fields) if self.contract.pk else self._new_fields(),
            systems=form.system_edit(),
            amounts=row_edits(self.amounts),
        )

    def _new_fields(self) -> list[Edit]:
        blank = Contract(municipality=self.city)
        names = self.form.Meta.fields
        return [Edit(name, getattr(blank, name), self.form.cleaned_data[name]) for name in names]

    def again(self, data: QueryDict) -> "ContractPage":
        contract = Contract.objects.get(pk=self.contract.pk) if self.contract.pk else None
        return ContractPage(
            city=self.city, user=self.user, today=self.today, contract=contract, chosen=self.chosen, data=data
        )

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        return [
            ("契約", [self.form[name] for name in HEAD]),
            ("期間と更新", [self.form[name] for name in TERM]),
        ]

    @property
    def later_fields(self) -> list[BoundField]:
        return [self.form[name] for name in LATER]

    @property
    def schedule(self) -> ContractSchedule:
        """What the stored dates come to today."""
        return contract_schedule(self.contract, self.today, closed_days_of(self.city))

    @property
    def delete_url(self) -> str:
        args = [self.city.code, self.contract.pk]
        return reverse("systems:contract_delete", args=args) if self.contract.pk else ""

    @property
    def leave_url(self) -> str:
        for system in self.chosen or (self.contract.systems.all()[:1] if self.contract.pk else ()):
            return reverse("portal:information_system_detail", args=[self.city.code, system.pk])
        return reverse("portal:information_system_list", args=[self.city.code])
