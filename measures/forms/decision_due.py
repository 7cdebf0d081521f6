"""The form for the year by which a measure in long consideration is to be decided."""

from django import forms

from measures.models import Measure
from organizations.date_fields import FiscalYearField
from organizations.forms import EditsMixin


class DecisionDueForm(EditsMixin, forms.Form):
    """The fiscal year by which the decision is due; empty for none."""

    decision_due_fiscal_year = FiscalYearField(
        label="決定の期限年度",
        required=False,
        help_text="結論を出す年度です。「令和8」「R8」「2026」のどれでも読み取ります。空欄にすると、定めなしになります。",
    )

    def __init__(self, data=None, *, measure: Measure):
        super().__init__(data, initial={"decision_due_fiscal_year": measure.decision_due_fiscal_year})
        self.measure = measure
        self.show_what_was_shown()

    def clean_decision_due_fiscal_year(self):
        year = self.cleaned_data["decision_due_fiscal_year"]
        start = self.measure.plan.start_fiscal_year
        if year is not None and year < start:
            raise forms.ValidationError(f"計画の開始年度（{start}年度）以降の年度を入力してください。")
        return year
