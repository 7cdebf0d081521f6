"""The edit page of a system's renewal in one plan, and what its dates come to."""

from datetime import date

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.urls import reverse

from organizations.edit_page import FormsPage, row_edits
from plans.models import Plan
from systems.edits import RenewalEdit
from systems.findings.findings import Finding, city_findings
from systems.forms.renewals import RenewalCostForm, RenewalForm
from systems.models import InformationSystem, RenewalPlan
from systems.renewing import RenewalStep, renewal_steps

MOST_ROWS = 40
HEAD = ["next_start", "current_end"]
STEPS = ["review_start", "specification_start", "procurement_fiscal_year", "contract_on", "build_start",
         "parallel_start"]  # fmt: skip


class RenewalPage(FormsPage):
    """All forms of a renewal's page together: `is_valid`, then `edit` and `reason` for the service."""

    def __init__(self, *, plan: Plan, system: InformationSystem, today: date, data: QueryDict | None = None):
        super().__init__(data)
        self.plan, self.system, self.today = plan, system, today
        self.renewal = stored_renewal(plan, system)
        self.title = f"「{system}」の更新計画"
        self.form = RenewalForm(data, instance=self.renewal)
        self.costs = self._costs(data)

    def _costs(self, data):
        rows = list(self.renewal.costs.all()) if self.renewal.pk else []
        initial = [forms.model_to_dict(row) | {"row": row.pk} for row in rows]
        formset = forms.formset_factory(RenewalCostForm, extra=1, max_num=MOST_ROWS)
        return formset(data, prefix="costs", initial=initial, form_kwargs={"rows": rows})

    @property
    def rows(self) -> list[forms.BaseFormSet]:
        return [self.costs]

    @property
    def edit(self) -> RenewalEdit:
        return RenewalEdit(self.form.edits(self.form.Meta.fields), row_edits(self.costs))

    def again(self, data: QueryDict) -> "RenewalPage":
        return RenewalPage(plan=self.plan, system=self.system, today=self.today, data=data)

    @property
    def head_fields(self) -> list[BoundField]:
        return [self.form[name] for name in HEAD]

    @property
    def step_fields(self) -> list[BoundField]:
        return [self.form[name] for name in STEPS]

    @property
    def has_steps(self) -> bool:
        """Say whether a step between is given, or refused: then its controls are open."""
        return any(field.value() or field.errors for field in self.step_fields)

    @property
    def leave_url(self) -> str:
        city = self.plan.municipality.code
        return reverse("portal:information_system_detail", args=[city, self.system.pk])


def stored_renewal(plan: Plan, system: InformationSystem) -> RenewalPlan:
    """Return what the plan says of the system's renewal, a blank one where it says nothing."""
    found = RenewalPlan.objects.filter(plan=plan, system=system).first()
    return found or RenewalPlan(plan=plan, system=system)


def steps_of(renewal: RenewalPlan) -> tuple[RenewalStep, ...]:
    return renewal_steps(renewal, renewal.plan.lead_months)


def findings_of(plan: Plan, system: InformationSystem, today: date) -> list[Finding]:
    """Return what the rules say of the system today."""
    return city_findings(plan.municipality, as_of=today, system=system.pk)
