"""The form by which a finding is accepted: why, until when, and for which dates."""

from django import forms

from organizations.date_fields import DayField
from organizations.forms import PlainTextField
from plans.forms.rows import LONGEST_TEXT

UNREADABLE = "どの日付について了承するかが分かりません。ページを開き直してから、もう一度了承してください。"


class AcceptanceForm(forms.Form):
    """`facts` are the dates the page had shown; the page fills them in, nobody types them."""

    facts = forms.JSONField(required=False, widget=forms.HiddenInput, error_messages={"invalid": UNREADABLE})
    reason = PlainTextField(
        label="了承の理由",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="なぜこのままでよいかを、後で見る人に分かるように書きます（例：現行の契約を延長する協議中）。",
        error_messages={
            "required": "了承の理由を書いてください。後で見る人が、なぜ残したかを確かめられるようにします。"
        },
    )
    until = DayField(
        label="了承の期限",
        required=False,
        help_text="この日を過ぎると、また表示します。「令和9年12月31日」「R9.12.31」のように入力します。"
        "空欄なら、日付が変わるまで了承したままです。",
    )

    def clean_facts(self):
        """A finding may speak of no date at all; what is not said is not accepted."""
        facts = self.cleaned_data["facts"]
        if not isinstance(facts, dict):
            raise forms.ValidationError(UNREADABLE)
        return facts
