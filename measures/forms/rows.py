"""What hangs on a measure: a form for a track, an indicator and a year's cost."""

from collections.abc import Iterable

from django import forms

from measures import target_hints
from measures.edits import TrackEdit
from measures.models import CostEstimate, Indicator, ScheduleTrack
from organizations.date_fields import FiscalYearField, PartialDateField
from organizations.fiscal_years import show_fiscal_year
from organizations.forms import OwnRowForm, OwnRowMixin, PlainTextField
from plans.models import Plan


class TrackForm(OwnRowMixin, forms.Form):
    """One track: its label and a phase for each fiscal year of the plan."""

    NAMED = "label"
    row = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="工程の内訳", max_length=200, required=False)
    remove = forms.BooleanField(label="この行を除く", required=False)

    def __init__(self, *args, plan: Plan, tracks: Iterable[ScheduleTrack], phases: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.know(tracks)
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
        row, remove = self.row, self.cleaned_data["remove"]
        if row is None and remove:
            return None
        cells = {year: edit for year in self.years for edit in self.edits([f"year_{year}"])}
        label = next(iter(self.edits(["label"])), None)
        return TrackEdit(row, label, cells, remove) if label or cells or remove else None


class FigureField(forms.FloatField):
    """A figure in its own unit: 27, not 27.0."""

    def prepare_value(self, value):
        return int(value) if isinstance(value, float) and value.is_integer() else value


class IndicatorForm(OwnRowForm):
    """A target of the measure; a row that is filled in at all needs a name and a kind."""

    NAMED = "name"
    NEEDED = ("name", "kind")

    class Meta:
        model = Indicator
        fields = ["name", "kind", "target", "unit", "target_text", "due_fiscal_year", "due_text", "direction",
                  "bound", "basis", "baseline", "baseline_on", "from_fiscal_year"]  # fmt: skip
        field_classes = {
            **dict.fromkeys(["target_text", "due_text"], PlainTextField),
            **dict.fromkeys(["due_fiscal_year", "from_fiscal_year"], FiscalYearField),
            "baseline_on": PartialDateField,
            **dict.fromkeys(["target", "baseline"], FigureField),
        }
        widgets = dict.fromkeys(
            ["target_text", "due_text", "due_fiscal_year", "from_fiscal_year", "baseline_on"], forms.TextInput
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "選んでください"), *Indicator.Kind.choices]
        for name in ("direction", "bound", "basis"):
            self.fields[name].choices = [("", "記載なし"), *self.fields[name].choices[1:]]

    @property
    def hints(self) -> list[str]:
        """Hints where what stands in the controls cannot be measured or judged."""
        return target_hints.hints(**{name: self[name].value() for name in target_hints.ASKED})


class CostForm(OwnRowForm):
    """The cost of one fiscal year, in thousand yen."""

    NAMED = "fiscal_year"

    class Meta:
        model = CostEstimate
        fields = ["fiscal_year", "initial", "running", "specific_funding", "total"]
        widgets = {"fiscal_year": forms.HiddenInput}

    @property
    def year_name(self) -> str:
        return show_fiscal_year(int(self["fiscal_year"].value()))
