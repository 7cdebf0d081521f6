"""The page on which 事前協議 is written: its form, a form for each of the five years, what a system gives."""

from collections.abc import Mapping
from datetime import date

from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.urls import reverse

from organizations.edits import Edit
from organizations.exceptions import EditConflict
from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_era
from organizations.models import Municipality, User
from plans.edit_page import RowPage
from systems.forms.consultations import ConsultationCostForm, ConsultationForm
from systems.models import Consultation, ConsultationCost, InformationSystem, RenewalPlan
from systems.models.consultations import YEARS

WIDE = ("name", "procurement")
HEADS = {
    "何を": ("name", "fiscal_year", "kind", "system", "department", "starts_on"),
    "なぜ・どのように": ("purpose", "procurement", "estimate_source", "expected_effect"),
}


class ConsultationPage(RowPage):
    """A consultation's own form. No reason is asked for: it is no part of an adopted plan."""

    template = "systems/consultation_form.html"
    is_adopted = False

    def __init__(
        self, *, row: Consultation, user: User, today: date, data: QueryDict | None,
        costs: Mapping[int, ConsultationCost] | None = None,
    ):  # fmt: skip
        self.given = dict(costs or {})
        back = (
            row.get_absolute_url()
            if row.pk
            else reverse("portal:consultation_list", args=[row.municipality.code])
        )
        super().__init__(
            plan=None, row=row, form=ConsultationForm, list_url=back,
            list_name=str(row) if row.pk else "事前協議", data=data, user=user, today=today,
        )  # fmt: skip
        self._read_costs()

    def _read_costs(self) -> None:
        stored = self.row.costs.all() if self.row.pk else []
        rows = self.given | {cost.fiscal_year - self.row.fiscal_year: cost for cost in stored}
        self.cost_forms = [
            ConsultationCostForm(
                self.data, instance=rows.get(place) or ConsultationCost(), prefix=f"cost-{place}",
                use_required_attribute=False,
            )
            for place in range(YEARS)
        ]  # fmt: skip

    @property
    def title(self) -> str:
        return "事前協議を作る" if self.is_new else f"事前協議「{self.row}」の編集"

    @property
    def forms(self):
        return [self.form, *self.cost_forms]

    @property
    def groups(self) -> list[tuple[str, list[tuple[BoundField, bool]]]]:
        """Return the fields under their headings, each with whether it takes the whole width."""
        return [
            (head, [(self.form[name], self._is_wide(name)) for name in names if name in self.form.fields])
            for head, names in HEADS.items()
        ]

    def _is_wide(self, name: str) -> bool:
        return name in WIDE or self.form[name].widget_type == "textarea"

    @property
    def cost_rows(self) -> list[tuple[str, str, ConsultationCostForm]]:
        """Return of each year its place, its name and its form."""
        years = self.row.fiscal_years
        return [
            (f"{place + 1}年目", show_fiscal_year_by_era(years[place]), form)
            for place, form in enumerate(self.cost_forms)
        ]

    @property
    def costs(self) -> dict[int, list[Edit]]:
        """What was changed of each year; of a new consultation what a system gave, too."""
        if not self.is_new:
            return {place: form.edits() for place, form in enumerate(self.cost_forms)}
        return {
            place: [Edit(name, None, form.cleaned_data[name], form.add_prefix(name)) for name in form.fields]
            for place, form in enumerate(self.cost_forms)
        }

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.forms]
        if self.is_new and all(answers):  # whose a new one is has nothing to be compared with
            self.row.department = self.form.cleaned_data.get("department") or self.row.department
        return all(answers)

    def after(self, conflict: EditConflict) -> "ConsultationPage":
        super().after(conflict)
        self._read_costs()
        return self


def proposed(
    city: Municipality, user: User, *, system: InformationSystem | None, today: date
) -> tuple[Consultation, dict[int, ConsultationCost]]:
    """Return a new consultation for the next budget, with what is known of the system it is about: name,
    department, next start, the costs of its renewal by place.
    """
    row = Consultation(
        municipality=city, department=user.department, fiscal_year=fiscal_year_of(today) + 1,
        kind=Consultation.Kind.NEW,
    )  # fmt: skip
    if system is None:
        return row, {}
    row.system, row.kind, row.name = system, Consultation.Kind.RENEWAL, f"{system.name}の更新"[:200]
    if user.is_planning or user.is_administrator:
        own = system.system_departments.filter(department__municipality=city)
        first = own.select_related("department").first()
        row.department = first.department if first else row.department
    renewal = _renewal(city, system)
    if renewal is None:
        return row, {}
    row.starts_on = renewal.next_start if renewal.next_start and renewal.next_start > today else None
    row.fiscal_year = max(row.fiscal_year, renewal.procurement_fiscal_year or 0)
    costs = {cost.fiscal_year - row.fiscal_year: cost for cost in renewal.costs.all()}
    return row, {
        place: ConsultationCost(initial=cost.amount) for place, cost in costs.items() if 0 <= place < YEARS
    }


def _renewal(city: Municipality, system: InformationSystem) -> RenewalPlan | None:
    """Return the renewal as the city's latest plan with one gives it."""
    renewals = RenewalPlan.objects.filter(system=system, plan__municipality=city)
    return renewals.order_by("-plan__start_fiscal_year", "-pk").first()
