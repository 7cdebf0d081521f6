"""The measure's own form. Every field posts what it was shown besides what is wanted (`show_hidden_initial`),
so that a save writes only what this person changed.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from measures.forms.links import ContinuationForm, RelatedForm
from measures.models import Measure, MeasureDepartment
from measures.services.links import continuation_parts, related_parts
from organizations.date_fields import FiscalYearField, PartialDateField
from organizations.edits import Edit
from organizations.fiscal_years import fiscal_year_of, show_fiscal_year
from organizations.forms import EditsMixin, PlainTextField
from plans.forms.items import ItemForm
from plans.forms.notes import NotesField
from plans.forms.parts import PartsField
from plans.models import Plan
from systems.models import InformationSystem

Role = MeasureDepartment.Role
ROLES = [("lead", Role.LEAD), ("responsible", Role.RESPONSIBLE), ("related", Role.RELATED)]
TEXTS = ["issues", "approach", "content", "goal"]
ADDED = ["added_fiscal_year", "added_label", "added_on", "added_body", "added_document_number"]
NOTABLE = {  # members of a measure's document that are no field of the form, or bear another name there
    "departments": "部署", "related_departments": "関係する部署", "categories": "分類", "schedule": "工程",
    "indicators": "指標", "costs": "経費", "year_plans": "年度計画", "added": "追加", "ended": "終了",
    "outcome": "結果", "policy_candidates": "方針の候補", "categories_unclear": "はっきりしない分類",
}  # fmt: skip


class MeasureForm(EditsMixin, forms.ModelForm):
    """The measure's own fields, its departments by role, and a field for each axis of the plan."""

    lead = forms.ModelChoiceField(None, label=Role.LEAD.label, required=False, empty_label="（記載なし）")
    responsible = forms.ModelMultipleChoiceField(
        None, label=Role.RESPONSIBLE.label, required=False, widget=forms.CheckboxSelectMultiple
    )
    related = forms.ModelMultipleChoiceField(
        None, label=Role.RELATED.label, required=False, widget=forms.CheckboxSelectMultiple
    )
    grounds = forms.ModelMultipleChoiceField(
        None, label="根拠・関連計画", required=False, widget=forms.CheckboxSelectMultiple
    )
    systems = forms.ModelMultipleChoiceField(
        None, label="情報システム", required=False, widget=forms.CheckboxSelectMultiple
    )
    continues = PartsField(ContinuationForm, label="前計画の施策", required=False)
    related_measures = PartsField(RelatedForm, label="関連する施策", required=False)
    items = PartsField(ItemForm, label="取組内容（①②…）", required=False)
    notes = NotesField(label="この施策の注")

    class Meta:
        model = Measure
        fields = [
            "number", "printed_number", "name", "policy", "is_new", "is_priority", *TEXTS, "items",
            "departments_text", "schedule_state", "parent_plan_ref", *ADDED,
            "notes",
        ]  # fmt: skip
        field_classes = {
            **dict.fromkeys([*TEXTS, "departments_text", "parent_plan_ref"], PlainTextField),
            "added_fiscal_year": FiscalYearField,
            "added_on": PartialDateField,
        }
        widgets = {
            **dict.fromkeys(["departments_text", "parent_plan_ref", "added_fiscal_year"], forms.TextInput),
            **{name: forms.Textarea({"rows": 4}) for name in TEXTS},
        }
        help_texts = {"added_on": "「令和5年10月」「R5.10.2」のように入力します。月まででも構いません。"}

    def __init__(self, *args, plan: Plan, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = self.instance.plan = plan
        self._name_as_the_plan_does()
        self.fields["policy"].queryset = plan.policies.all()
        self.fields["policy"].empty_label = "（記載なし）"
        self.fields["schedule_state"].choices = [
            ("", Measure.ScheduleState.GIVEN.label),
            *(choice for choice in Measure.ScheduleState.choices if choice[0] != "given"),
        ]
        self.fields["schedule_state"].help_text = ""
        self._offer_departments(today)
        self.axis_fields = [self._offer_axis(axis) for axis in plan.axes.prefetch_related("categories")]
        self.year_fields = self._offer_year_plans(fiscal_year_of(today))
        self._offer_links()
        self._name_what_notes_are_about()
        self.show_what_was_shown()

    def _name_as_the_plan_does(self) -> None:
        for name in [*TEXTS, "is_new", "is_priority"]:
            self.fields[name].label = self.plan.words[name]
        for name in ["is_new", "is_priority"]:
            choices = [("unknown", "記載なし"), ("true", "はい"), ("false", "いいえ")]
            self.fields[name].widget = forms.NullBooleanSelect()
            self.fields[name].widget.choices = choices

    def _offer_departments(self, today: date) -> None:
        """Offer the departments that stand; one that has ended only where it is, or was shown as, chosen."""
        links = self.instance.measure_departments.select_related("department") if self.instance.pk else []
        city = self.plan.municipality.departments
        standing = Q(pk__in=city.standing_on(today).values("pk"))
        for name, role in ROLES:
            chosen = [link.department for link in links if link.role == role]
            kept = {row.pk for row in chosen} | self._shown_keys(name)
            self.fields[name].queryset = city.filter(standing | Q(pk__in=kept)).order_by("order", "pk")
            self.fields[name].initial = next(iter(chosen), None) if name == "lead" else chosen

    def _shown_keys(self, name: str) -> set[int]:
        """Return the keys of rows that the posted page had shown as chosen, or that were chosen there."""
        posted = self.data.getlist if hasattr(self.data, "getlist") else lambda key: []
        return {int(text) for key in (f"initial-{name}", name) for text in posted(key) if text.isdecimal()}

    def _offer_axis(self, axis) -> str:
        name = f"axis_{axis.pk}"
        chosen = self.instance.categories.filter(axis=axis) if self.instance.pk else []
        self.fields[name] = forms.ModelMultipleChoiceField(
            axis.categories.all(),
            label=axis.name,
            required=False,
            initial=list(chosen),
            widget=forms.CheckboxSelectMultiple,
        )
        return name

    def _offer_year_plans(self, this_year: int) -> list[str]:
        rows = self.instance.year_plans.all() if self.instance.pk else []
        stored = {row.fiscal_year: row.text for row in rows}
        names = []
        for year in self.plan.fiscal_years:
            names.append(name := f"year_plan_{year}")
            self.fields[name] = PlainTextField(
                label=show_fiscal_year(year) + ("　今年度" if year == this_year else ""),
                required=False,
                max_length=20_000,
                initial=stored.get(year, ""),
                widget=forms.Textarea({"rows": 2}),
            )
        return names

    def _offer_links(self) -> None:
        plan, measure = self.plan, self.instance
        chosen = {name: list(getattr(measure, name).all()) if measure.pk else [] for name in LISTED}
        kept = Q(pk__in={row.pk for row in chosen["systems"]} | self._shown_keys("systems"))
        listed = Q(pk__in=plan.system_listings.values("system"))
        city = InformationSystem.objects.of_city(plan.municipality)
        self.fields["systems"].queryset = city.filter(listed | kept).order_by("pk")
        self.fields["grounds"].queryset = plan.references.all()
        for name in LISTED:
            self.fields[name].initial = chosen[name]
        self.fields["continues"].initial = continuation_parts(measure) if measure.pk else []
        self.fields["related_measures"].initial = related_parts(measure) if measure.pk else []
        others = plan.measures.exclude(pk=measure.pk).values_list("key", "number", "name")
        self.fields["related_measures"].options = {
            "others": [(key, f"{number} {name}") for key, number, name in others]
        }

    def _name_what_notes_are_about(self) -> None:
        names = [*self.Meta.fields, "grounds", "systems", "continues", "related_measures"]
        own: Mapping[str, str] = {
            name: str(self.fields[name].label) for name in names if name != "notes" and name not in ADDED
        }
        self.fields["notes"].options = {"named": {**own, **NOTABLE}}

    def clean_number(self):
        number, plan = self.cleaned_data["number"], self.instance.plan
        if plan.measures.filter(number=number).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(
                "この計画には同じ番号の施策がすでにあります。別の番号にしてください。"
            )
        return number

    def measure_edits(self) -> list[Edit]:
        return self.edits(self.Meta.fields)

    def link_edits(self) -> list[Edit]:
        """Return the edits of departments, categories, year plans and links; lists as lists."""
        names = [*dict(ROLES), *self.axis_fields, *LISTED, "continues", "related_measures"]
        lists = [
            Edit(edit.field, _as_list(edit.was), _as_list(edit.mine), edit.name) for edit in self.edits(names)
        ]
        return [*lists, *self.edits(self.year_fields)]


LISTED = ["grounds", "systems"]


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return [value] if not isinstance(value, list | QuerySet) else list(value)
