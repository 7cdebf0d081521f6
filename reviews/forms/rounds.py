"""調査: what a round is called, what it asks, by when."""

from django import forms

from organizations.date_fields import DayField, FiscalYearField
from organizations.fiscal_years import show_fiscal_years
from organizations.forms import EditsMixin, PlainTextField
from reviews.models import ReviewRound
from reviews.services.rounds import CHANGEABLE

DAY_HELP = "「令和9年5月31日」「R9.5.31」「2027-05-31」のように入力します。"
DAYS = ["as_of", "answer_due", "grace_until", "check_due", "evaluation_due"]
ORDER = [("answer_due", "grace_until"), ("answer_due", "check_due"), ("check_due", "evaluation_due")]
NO_ASKS = ["asks"]  # of 年度計画, which asks one line


class RoundForm(EditsMixin, forms.ModelForm):
    """A round. Once it is open only its dates and the contact may change."""

    asks = forms.MultipleChoiceField(
        label="状況のほかに聞くこと",
        choices=ReviewRound.ASKS.items(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="状況（順調・遅れ・完了）は必ず聞きます。"
        "課題・対応は、遅れや目標に届かないときだけ必要になります。",
    )

    class Meta:
        model = ReviewRound
        fields = [
            "name", "fiscal_year", "part", "part_label", "as_of", "asks", "answer_due", "grace_until",
            "check_due", "evaluation_due", "section_check", "division_check", "contact",
        ]  # fmt: skip
        field_classes = {
            "fiscal_year": FiscalYearField,
            **dict.fromkeys(DAYS, DayField),
            "contact": PlainTextField,
        }
        widgets = {
            "fiscal_year": forms.TextInput,
            **dict.fromkeys(DAYS, forms.TextInput),
            "section_check": forms.Select,
            "contact": forms.Textarea({"rows": 2}),
        }
        help_texts = {
            "fiscal_year": "「令和8年度」「R8」「2026」のように入力します。",
            "part": "同じ年度に二度以上行うときは、2、3とします。",
            "part_label": "「中間」「上半期」など。なければ空欄にします。",
            "as_of": f"この日現在の状況を聞きます。{DAY_HELP}",
            "answer_due": "各課の提出期限。",
            "grace_until": "この日までは、遅れた回答も受け付けます。空欄なら受け付けません。",
            "check_due": "計画主管課が確認を終える日。",
            "evaluation_due": "会議体が評価する日の目安。",
            "section_check": "提出の前に、課長が確認するか。",
            "division_check": "確認の前に、部で取りまとめるか。",
            "contact": "照会文と回答の画面に載せます。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        gone = set()
        if self.instance.is_of_year_plan:
            gone |= set(NO_ASKS)
        if self.instance.is_open:
            gone |= set(self.fields) - CHANGEABLE
        for name in gone:
            del self.fields[name]
        self.show_what_was_shown()

    def clean_fiscal_year(self):
        year, plan = self.cleaned_data["fiscal_year"], self.instance.plan
        if year not in plan.fiscal_years:
            span = show_fiscal_years(plan.start_fiscal_year, plan.end_fiscal_year)
            raise forms.ValidationError(f"計画期間（{span}）の年度にしてください。")
        return year

    def clean_part(self):
        if self.cleaned_data["part"] < 1:
            raise forms.ValidationError("回は1以上の数にしてください。")
        return self.cleaned_data["part"]

    def clean(self):
        cleaned = super().clean()
        for first, last in ORDER:
            one, other = cleaned.get(first), cleaned.get(last)
            if one and other and other < one:
                label = self.fields[first].label
                self.add_error(last, f"{label}より前です。どちらが正しいか確かめて直してください。")
        if self._has_twin(cleaned):
            self.add_error("part", "同じ年度・同じ回の調査がすでにあります。回を変えてください。")
        return cleaned

    def _has_twin(self, cleaned) -> bool:
        if not {"fiscal_year", "part"} <= set(cleaned):
            return False
        same = {"kind": self.instance.kind, "fiscal_year": cleaned["fiscal_year"], "part": cleaned["part"]}
        return self.instance.plan.rounds.filter(**same).exclude(pk=self.instance.pk).exists()

    def _post_clean(self):
        """The service validates the whole row under the lock; this form only reads what was typed."""


class ReopenForm(forms.Form):
    """Why 確定 of a round is taken back."""

    reason = PlainTextField(
        label="確定を取り消す理由", widget=forms.Textarea({"rows": 3}), max_length=2000,
        help_text="変更の記録に残ります。",
    )  # fmt: skip
