"""見込みの値: figures of a final round that become 確定 later."""

from django import forms

from measures.forms.rows import FigureField
from organizations.forms import EditsMixin, PlainTextField
from reviews.models import ReportedCost, ReportedValue


class ReportedValueForm(EditsMixin, forms.ModelForm):
    class Meta:
        model = ReportedValue
        fields = ["value", "text", "state"]
        field_classes = {"value": FigureField, "text": PlainTextField}
        widgets = {"value": forms.TextInput({"inputmode": "decimal"}), "text": forms.TextInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = ReportedValue.STATES
        self.show_what_was_shown()

    def clean(self):
        cleaned = super().clean()
        is_counted = cleaned.get("state") == "集計中"
        has_value = cleaned.get("value") is not None
        if not self.errors and is_counted and has_value:
            self.add_error("state", "集計中のときは、値を空欄にしてください。")
        if not self.errors and not is_counted and not has_value and not cleaned.get("text"):
            self.add_error("value", "値を入力するか、「集計中」を選んでください。")
        return cleaned

    def _post_clean(self):
        """The service validates the whole row under the lock; this form only reads what was typed."""


class ReportedCostForm(EditsMixin, forms.ModelForm):
    class Meta:
        model = ReportedCost
        fields = ["settled", "state"]
        widgets = {"settled": forms.TextInput({"inputmode": "numeric"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = ReportedCost.STATES
        self.show_what_was_shown()

    def _post_clean(self):
        """The service validates the whole row under the lock; this form only reads what was typed."""


class SettleReasonForm(forms.Form):
    reason = forms.CharField(
        label="変更の理由", max_length=2000, widget=forms.Textarea({"rows": 2}),
        help_text="「決算の認定による」「国の公表による」など。変更の記録に残ります。",
    )  # fmt: skip
