"""Forms of editions: the decision that is frozen with a plan, 公表可, and taking that back."""

from datetime import date
from typing import Any

from django import forms

from exchange.freeze import kinds_open, proposed_label
from organizations.date_fields import PartialDateField, ReadField
from organizations.exceptions import UnreadableDate
from organizations.fiscal_years import parse_day, parse_fiscal_year
from organizations.forms import PlainTextField
from plans.models import Edition, Plan


class DecisionDateField(PartialDateField):
    """A date as far as it is known: a day, a month, or `2022` where the year is all."""

    def read(self, text: str) -> str:
        try:
            return super().read(text)
        except UnreadableDate:
            if "度" in text:  # a fiscal year is no date
                raise
            return str(parse_fiscal_year(text))


class DayField(ReadField):
    """A day in any notation."""

    def read(self, text: str) -> date:
        return parse_day(text)

    def show(self, value: date) -> str:
        return value.isoformat()


class EditionForm(forms.Form):
    """What the edition is and who decided on it. `shown_digest` says which plan the page showed."""

    kind = forms.ChoiceField(label="種別", widget=forms.RadioSelect)
    label = forms.CharField(label="名称", max_length=200, required=False)
    adopted_on = DecisionDateField(
        label="決定日",
        required=False,
        help_text="「令和4年3月25日」「令和4年3月」「2022」のように、分かるところまで入力します。"
        "分からないときは空欄にします（不明と表示します）。",
    )
    body = forms.CharField(
        label="決定した会議体", max_length=200, required=False, help_text="例：ICT戦略会議"
    )
    document_number = forms.CharField(label="文書番号", max_length=200, required=False)
    reason = PlainTextField(
        label="理由", required=False, widget=forms.Textarea({"rows": 3}), max_length=20000
    )
    confirmed = forms.BooleanField(
        label="上の内容を確かめました。確定版は、あとから変更も削除もできません。",
        error_messages={"required": "内容を確かめて、印を付けてください。"},
    )
    shown_digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        kinds = kinds_open(plan)
        self.fields["kind"].choices = [(kind.value, KINDS[kind]) for kind in kinds]
        self.fields["kind"].initial = kinds[0].value
        names = "、".join(f"{kind.label}は「{proposed_label(plan, kind)}」" for kind in kinds)
        self.fields["label"].help_text = f"空欄のときは、{names}とします。"

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("kind") and not values.get("label"):
            values["label"] = proposed_label(self.plan, values["kind"])
        return values

    @property
    def decision_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in ("confirmed", "shown_digest")]

    @property
    def decision(self) -> dict[str, str]:
        names = ("kind", "label", "adopted_on", "body", "document_number", "reason", "shown_digest")
        return {name: self.cleaned_data[name] for name in names}


KINDS = {
    Edition.Kind.INITIAL: "当初（計画を決定する。以後の変更には理由が要ります）",
    Edition.Kind.REVISION: "改定（会議・議会などの決定による）",
    Edition.Kind.SNAPSHOT: "控え（決定ではなく、今の状態を残す）",
}


class ClearanceForm(forms.Form):
    decision_number = forms.CharField(label="決裁番号", max_length=200)
    decided_on = DayField(label="決裁日", help_text="「令和4年3月25日」「2022-03-25」のように入力します。")


class WithdrawalForm(forms.Form):
    reason = PlainTextField(label="取り下げる理由", widget=forms.Textarea({"rows": 3}), max_length=20000)
