"""The edit page of a measure: its forms together, and what the page shows around them."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.urls import reverse

from measures.edit_figures import (
    TOTAL_NAMES,
    budget_formset,
    budget_totals,
    value_tables,
    values_formset,
)
from measures.edits import MeasureEdit
from measures.forms import CostForm, IndicatorForm, MeasureForm, TrackForm
from measures.forms.measure import ADDED
from measures.models import CostEstimate, Indicator, Measure
from measures.services.adding import added_today
from measures.services.held import free_numbers
from organizations.edit_page import FormsPage, row_edits
from organizations.edits import Edit, RowEdit
from plans.models import Plan

HEAD = ["number", "printed_number", "name", "policy", "lead", "responsible", "related", "departments_text",
        "is_new", "is_priority", "parent_plan_ref"]  # fmt: skip
CONTENT = ["issues", "approach", "content", "items", "goal"]
TIES = ["continues", "related_measures", "grounds", "systems"]


class MeasurePage(FormsPage):
    """All forms of the edit page together: `is_valid`, then `edit` and `reason` for the service."""

    def __init__(self, *, plan: Plan, today: date, measure: Measure | None = None, data=None):
        super().__init__(data)
        self.plan, self.measure, self.today = plan, measure or Measure(plan=plan), today
        self.title = f"「{self.measure}」の編集" if measure else f"{plan.words['measure']}の追加"
        self.form = MeasureForm(data, instance=self.measure, plan=plan, today=today, initial=self._proposed())
        self.tracks = self._tracks(data)
        stored = list(Indicator.objects.filter(measure=self.measure.pk).prefetch_related("values"))
        self.indicators = self._indicators(stored, data)
        self.values = values_formset(plan, stored, data)
        self.costs = self._costs(data)
        self.budget_lines = budget_formset(self.measure, data)

    def _proposed(self) -> dict[str, Any]:
        """Propose the next free number for a new measure and, where the plan is adopted, when it is added."""
        if self.measure.pk:
            return {}
        return {"number": next(free_numbers(self.plan)), **added_today(self.plan, self.today)}

    def _tracks(self, data):
        tracks = list(self.measure.tracks.prefetch_related("entries__phase")) if self.measure.pk else []
        formset = forms.formset_factory(TrackForm, extra=1 if tracks else 2, max_num=40)
        initial = [
            {"row": track.pk, "label": track.label}
            | {f"year_{e.fiscal_year}": e.phase.label for e in track.entries.all() if e.phase}
            for track in tracks
        ]
        options = {
            "plan": self.plan,
            "tracks": tracks,
            "phases": [word.label for word in self.plan.word_set.phases()],
        }
        return formset(data, prefix="tracks", initial=initial, form_kwargs=options)

    def _indicators(self, rows, data):
        formset = forms.formset_factory(IndicatorForm, extra=1, max_num=40)
        return formset(data, prefix="indicators", initial=_initial(rows), form_kwargs={"rows": rows})

    def _costs(self, data):
        rows = list(CostEstimate.objects.filter(measure=self.measure.pk))
        known = {row.fiscal_year for row in rows}
        missing = [{"fiscal_year": year} for year in self.plan.fiscal_years if year not in known]
        initial = sorted([*_initial(rows), *missing], key=lambda row: row["fiscal_year"])
        formset = forms.formset_factory(CostForm, extra=0, max_num=40)
        return formset(data, prefix="costs", initial=initial, form_kwargs={"rows": rows})

    @property
    def rows(self) -> list:
        return [self.tracks, self.indicators, self.values, self.costs, self.budget_lines]

    @property
    def edit(self) -> MeasureEdit:
        """What was changed, for the service."""
        costs = [form.row_edit() for form in self.costs]
        for form, cost in zip(self.costs, costs, strict=True):
            if cost:
                cost.fixed = {"fiscal_year": form.cleaned_data["fiscal_year"]}
        return MeasureEdit(
            fields=self.form.measure_edits() if self.measure.pk else self._new_fields(),
            links=self.form.link_edits(),
            tracks=[edit for form in self.tracks if (edit := form.track_edit())],
            indicators=row_edits(self.indicators),
            values=self._value_edits(),
            costs=[cost for cost in costs if cost],
            budget_lines=row_edits(self.budget_lines),
        )

    def _value_edits(self) -> list[RowEdit]:
        """What was typed for the years of an indicator goes with it."""
        going = {form.row.pk for form in self.indicators if form.row and form.cleaned_data.get("remove")}
        edits = [form.row_edit() for form in self.values if form.owner not in going]
        return [edit for edit in edits if edit]

    def _new_fields(self) -> list[Edit]:
        """Every field of a new measure, the proposed number included."""
        empty = Measure(plan=self.plan)
        return [
            Edit(name, getattr(empty, name), self.form.cleaned_data[name]) for name in self.form.Meta.fields
        ]

    def again(self, data: QueryDict) -> "MeasurePage":
        """Return the page anew with `data`, and with the measure as it is stored."""
        measure = Measure.objects.get(pk=self.measure.pk) if self.measure.pk else None
        return MeasurePage(plan=self.plan, today=self.today, measure=measure, data=data)

    @property
    def head_fields(self) -> list[BoundField]:
        return [self.form[name] for name in HEAD]

    @property
    def content_fields(self) -> list[BoundField]:
        return [self.form[name] for name in CONTENT]

    @property
    def indicator_parts(self) -> list[tuple]:
        """Each indicator's form with the table of its years, None for one that is not saved yet."""
        tables = value_tables(self.values)
        return [(form, tables.get(_number(form["row"].value()))) for form in self.indicators]

    @property
    def hints_url(self) -> str:
        return reverse("measures:target_hints", args=self.plan.url_args)

    total_names = TOTAL_NAMES

    @property
    def budget_totals(self) -> list:
        return budget_totals(self.budget_lines)

    @property
    def category_fields(self) -> list[BoundField]:
        return [self.form[name] for name in self.form.axis_fields]

    @property
    def year_fields(self) -> list[BoundField]:
        return [self.form[name] for name in self.form.year_fields]

    @property
    def tie_fields(self) -> list[BoundField]:
        fields = [self.form[name] for name in TIES]
        return [field for field in fields if getattr(field.field, "queryset", True)]  # nothing to choose from

    @property
    def added_fields(self) -> list[BoundField]:
        """When the measure joined: asked once the plan is adopted, or where it is known."""
        is_asked = self.is_adopted or any(getattr(self.measure, name) for name in ADDED)
        return [self.form[name] for name in ADDED] if is_asked else []

    @property
    def years(self) -> range:
        return self.plan.fiscal_years

    @cached_property
    def is_adopted(self) -> bool:
        return self.plan.is_adopted()

    @property
    def leave_url(self) -> str:
        if self.measure.pk:
            return self.measure.get_absolute_url()
        return reverse("portal:measure_list", args=self.plan.url_args)


def _initial(rows: Iterable[Model]) -> list[dict[str, Any]]:
    return [forms.model_to_dict(row) | {"row": row.pk} for row in rows]


def _number(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() else None
