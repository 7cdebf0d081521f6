"""The edit page of a measure: one form for the measure, one a track, an indicator and a year's cost.

Every field posts what it was shown besides what is wanted (`show_hidden_initial`), so that a save writes
only what this person changed.
"""

from typing import Any

from django import forms
from django.db.models import QuerySet

from measures.edits import RowEdit, TrackEdit
from measures.models import CostEstimate, Indicator, Measure, MeasureDepartment, ScheduleTrack
from organizations.edits import Edit
from organizations.fiscal_years import show_fiscal_year
from organizations.forms import EditsMixin, PlainTextField
from plans.models import Plan

Role = MeasureDepartment.Role


class MeasureForm(EditsMixin, forms.ModelForm):
    """The measure's own fields, its departments by role, and a field for each axis of the plan."""

    lead = forms.ModelChoiceField(None, label=Role.LEAD.label, required=False, empty_label="（記載なし）")
    responsible = forms.ModelMultipleChoiceField(
        None, label=Role.RESPONSIBLE.label, required=False, widget=forms.CheckboxSelectMultiple
    )
    related = forms.ModelMultipleChoiceField(
        None, label=Role.RELATED.label, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Measure
        fields = [
            "number", "name", "policy", "is_new", "is_priority", "issues", "approach", "content", "goal",
            "departments_text", "schedule_state", "added_fiscal_year", "added_label",
        ]  # fmt: skip
        field_classes = dict.fromkeys(
            ["issues", "approach", "content", "goal", "departments_text"], PlainTextField
        )
        widgets = {
            "departments_text": forms.TextInput,
            **{name: forms.Textarea({"rows": 4}) for name in ["issues", "approach", "content", "goal"]},
        }

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.plan = plan
        self._name_as_the_plan_does(plan)
        self.fields["policy"].queryset = plan.policies.all()
        self.fields["policy"].empty_label = "（記載なし）"
        self.fields["schedule_state"].choices = [
            ("", Measure.ScheduleState.GIVEN.label),
            *(choice for choice in Measure.ScheduleState.choices if choice[0] != "given"),
        ]
        self.fields["schedule_state"].help_text = ""
        self._offer_departments(plan)
        self.axis_fields = [self._offer_axis(axis) for axis in plan.axes.prefetch_related("categories")]
        self.show_what_was_shown()

    def _name_as_the_plan_does(self, plan: Plan) -> None:
        for name in ["issues", "approach", "content", "goal", "is_new", "is_priority"]:
            self.fields[name].label = plan.words[name]
        for name in ["is_new", "is_priority"]:
            choices = [("unknown", "記載なし"), ("true", "はい"), ("false", "いいえ")]
            self.fields[name].widget = forms.NullBooleanSelect()
            self.fields[name].widget.choices = choices

    def _offer_departments(self, plan: Plan) -> None:
        links = self.instance.measure_departments.select_related("department") if self.instance.pk else []
        for name, role in [
            ("lead", Role.LEAD), ("responsible", Role.RESPONSIBLE), ("related", Role.RELATED),
        ]:  # fmt: skip
            chosen = [link.department for link in links if link.role == role]
            self.fields[name].queryset = plan.municipality.departments.order_by("order", "pk")
            self.fields[name].initial = next(iter(chosen), None) if name == "lead" else chosen

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
        """Return the edits of departments by role and of the categories of each axis."""
        return [
            Edit(edit.field, _as_list(edit.was), _as_list(edit.mine), edit.name)
            for edit in self.edits(["lead", "responsible", "related", *self.axis_fields])
        ]


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return [value] if not isinstance(value, list | QuerySet) else list(value)


class TrackForm(EditsMixin, forms.Form):
    """One track: its label and a phase for each fiscal year of the plan."""

    row = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="工程の内訳", max_length=200, required=False)
    remove = forms.BooleanField(label="この行を除く", required=False)

    def __init__(self, *args, plan: Plan, tracks: QuerySet[ScheduleTrack], phases: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["row"].queryset = tracks
        self.years = list(plan.fiscal_years)
        for year in self.years:
            self.fields[f"year_{year}"] = forms.ChoiceField(
                label=show_fiscal_year(year),
                choices=[("", "―"), *((label, label) for label in phases)],
                required=False,
            )
        self.show_what_was_shown()

    @property
    def cells(self):
        return [self[f"year_{year}"] for year in self.years]

    def track_edit(self) -> TrackEdit | None:
        """Return the changes to this track, None where there are none."""
        if not self.has_changed():
            return None
        row, remove = self.cleaned_data["row"], self.cleaned_data["remove"]
        cells = {year: edit for year in self.years for edit in self.edits([f"year_{year}"])}
        label = next(iter(self.edits(["label"])), None)
        return TrackEdit(row, label, cells, remove) if label or cells or remove else None


class RowForm(EditsMixin, forms.ModelForm):
    """A row that hangs on the measure: an indicator or a year's cost."""

    row = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(label="この行を除く", required=False)

    def __init__(self, *args, rows: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["row"].queryset = rows
        self.show_what_was_shown()

    def row_edit(self) -> RowEdit | None:
        """Return the changes to this row, None where there are none."""
        if not self.has_changed():
            return None
        row, remove = self.cleaned_data["row"], self.cleaned_data["remove"]
        edits = self.edits(self.Meta.fields)
        return RowEdit(row, edits, remove) if edits or remove else None

    def _post_clean(self):
        """The service validates whole rows under the lock; this form only reads what was typed."""


class IndicatorForm(RowForm):
    """A target of the measure; a row that is filled in at all needs a name and a kind."""

    NEEDED = ["name", "kind"]

    class Meta:
        model = Indicator
        fields = ["name", "kind", "target", "unit", "target_text", "due_fiscal_year", "due_text"]
        field_classes = dict.fromkeys(["target_text", "due_text"], PlainTextField)
        widgets = {"target_text": forms.TextInput, "due_text": forms.TextInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "選んでください"), *Indicator.Kind.choices]
        for name in self.NEEDED:
            self.fields[name].required = False  # an empty row is no indicator

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("remove"):
            for name in self.NEEDED:
                if not cleaned.get(name):
                    self.add_error(name, f"{self.fields[name].label}を入力してください。")
        return cleaned


class CostForm(RowForm):
    """The cost of one fiscal year, in thousand yen."""

    class Meta:
        model = CostEstimate
        fields = ["fiscal_year", "initial", "running", "specific_funding", "total"]
        widgets = {"fiscal_year": forms.HiddenInput}

    @property
    def year_name(self) -> str:
        return show_fiscal_year(int(self["fiscal_year"].value()))
