"""Figures of a measure: its yearly targets and values, and the lines of its budget."""

from collections.abc import Mapping
from typing import Any

from django import forms

from measures.forms.rows import FigureField
from measures.judging import Judgement
from measures.models import BudgetLine, Indicator, IndicatorValue
from measures.models.budget import NO_SETTLED_STATE, SOURCES
from measures.models.figures import NO_JUDGEMENT_REASON
from organizations.date_fields import FiscalYearField, PartialDateField
from organizations.edits import RowEdit
from organizations.fiscal_years import show_fiscal_year_by_era
from organizations.forms import OwnRowForm, PlainTextField


class ValueForm(OwnRowForm):
    """What an indicator aims at and reached in one fiscal year. `judged` says how the rule judges it."""

    NAMED = "fiscal_year"
    indicator = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = IndicatorValue
        fields = ["fiscal_year", "target", "value", "text", "achievement", "state", "as_of", "judgement",
                  "judgement_reason"]  # fmt: skip
        field_classes = {
            **dict.fromkeys(["text", "judgement_reason"], PlainTextField),
            "as_of": PartialDateField,
            **dict.fromkeys(["target", "value"], FigureField),
        }
        widgets = {"fiscal_year": forms.HiddenInput} | dict.fromkeys(
            ["text", "as_of", "judgement_reason"], forms.TextInput
        )

    def __init__(
        self,
        *args,
        indicators: Mapping[int, Indicator],
        words: list[str],
        judged: Mapping[tuple[int, int], Judgement],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        self.fields["fiscal_year"].required = False  # a row without one is no row
        stored = self.initial.get("achievement") or ""
        names = dict.fromkeys([*words, *filter(None, [stored])])
        self.fields["achievement"] = forms.ChoiceField(
            label="達成状況",
            choices=[("", "―"), *((word, word) for word in names)],
            required=False,
            show_hidden_initial=True,
        )
        self.fields["state"].choices = [("", "―"), *IndicatorValue.STATES]
        self.judged = judged.get((self.owner, self.year))
        self.fields["judgement"].choices = [
            ("", f"規則：{self.judged.word}" if self.judged else "規則どおり"),
            *IndicatorValue.Verdict.choices,
        ]

    @property
    def owner(self) -> int | None:
        """The primary key of the indicator the row is about."""
        return _whole(self["indicator"].value())

    @property
    def year(self) -> int | None:
        return _whole(self["fiscal_year"].value())

    @property
    def year_name(self) -> str:
        return show_fiscal_year_by_era(self.year) if self.year else ""

    @property
    def cells(self) -> list[forms.BoundField]:
        return [self[name] for name in self.Meta.fields if name != "fiscal_year"]

    @property
    def hidden(self) -> list[forms.BoundField]:
        return [self["row"], self["indicator"], self["fiscal_year"]]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("judgement") and not cleaned.get("judgement_reason", "").strip():
            self.add_error("judgement_reason", NO_JUDGEMENT_REASON)
        return cleaned

    def row_edit(self) -> RowEdit | None:
        edit = super().row_edit()
        if edit is None or None in (self.owner, self.year):
            return None
        edit.fixed = {"indicator_id": self.owner, "fiscal_year": self.year}
        return edit


class BudgetLineForm(OwnRowForm):
    """One line of the budget in one fiscal year, in thousand yen."""

    NAMED = "name"
    NAMES = ["fiscal_year", "name", "account"]
    AMOUNTS = ["initial", "supplementary", "carried_in", "obligation", "settled", "settled_state"]

    class Meta:
        model = BudgetLine
        fields = ["fiscal_year", "name", "account", "initial", "supplementary", "carried_in", "obligation",
                  "settled", "settled_state", *SOURCES]  # fmt: skip
        field_classes = {"fiscal_year": FiscalYearField}
        widgets = {"fiscal_year": forms.TextInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fiscal_year"].required = False  # an empty row is no line
        self.fields["settled_state"].choices = [("", "―"), *BudgetLine.SettledState.choices]

    def clean(self):
        cleaned = super().clean()
        if not self.has_changed() or cleaned.get("remove"):
            return cleaned
        if not cleaned.get("fiscal_year") and "fiscal_year" not in self.errors:
            self.add_error("fiscal_year", "年度を入力してください。")
        has_amount = cleaned.get("settled") is not None or "settled" in self.errors
        if cleaned.get("settled_state") and not has_amount:
            self.add_error("settled_state", NO_SETTLED_STATE)
        return cleaned

    @property
    def line(self) -> BudgetLine:
        """The line as it stands in the controls, not saved; an amount nobody can read is unknown."""
        names = [name for name in self.Meta.fields[3:] if name != "settled_state"]
        return BudgetLine(**{name: _whole(self[name].value()) for name in names})

    @property
    def group_fields(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The controls by what they are about."""
        amounts = "予算・決算（減額補正は「-300」のように入力します）"
        groups = {"事業": self.NAMES, amounts: self.AMOUNTS, "財源": SOURCES}
        return [(name, [self[field] for field in fields]) for name, fields in groups.items()]

    @property
    def warning(self) -> str:
        return self.line.disagreement


def _whole(value: Any) -> int | None:
    """Return a whole number a control holds, None where it holds none."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
