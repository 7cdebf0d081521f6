"""The form of the plan itself: its head, its span, the city's own words for what the portal shows."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from organizations.date_fields import PartialDateField
from organizations.fiscal_years import fiscal_year_of, show_fiscal_year
from organizations.forms import PlainTextField
from plans.forms.notes import NotesField
from plans.forms.parts import LinesField, PartField, PartsField
from plans.forms.rows import LONGEST_TEXT, RowForm, is_reversed
from plans.models import Plan
from plans.models.plan import DEFAULT_LABELS

NOTED_ELSEWHERE = {  # lists with pages of their own, of which a note of the plan may speak
    "start_fiscal_year": "開始年度", "phases": "工程区分", "achievements": "達成状況",
    "directions": "今後の方向性", "rules": "計画のきまり",
    "evaluation_bodies": "評価する会議体", "criteria": "評価の観点", "measures": "施策",
}  # fmt: skip

LISTS = {  # of the whole document, of which its notes may speak
    "departments": "部署", "references": "根拠・関連計画", "policies": "施策体系", "chapters": "章",
    "tables": "図表", "axes": "分類軸", "committees": "会議体", "making": "策定経過", "cycle": "進行管理",
    "measures": "施策", "plan_costs": "計画の経費", "carried_over": "引き継いだ課題",
    "generations": "過去の計画", "systems": "情報システム", "procedures": "オンライン手続",
    "surveys": "市民調査", "glossary": "用語",
}  # fmt: skip


class ExtensionForm(forms.Form):
    """期間の延長: when it was decided, until when, why."""

    on = PartialDateField(label="決定")
    until = PartialDateField(label="いつまで", required=False)
    text = PlainTextField(label="説明", max_length=LONGEST_TEXT, required=False, widget=forms.TextInput)

    def clean(self):
        cleaned = super().clean()
        if is_reversed(cleaned.get("on"), cleaned.get("until")):
            self.add_error("until", "決定より前です。順を確かめてください。")
        return cleaned


class LabelsForm(forms.Form):
    """The city's own words; empty ones are the portal's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, word in DEFAULT_LABELS.items():
            self.fields[name] = forms.CharField(label=f"「{word}」", max_length=200, required=False)


class PlanForm(RowForm):
    one_line = ("subtitle", "publisher", "editor")
    extended = PartsField(ExtensionForm, label="期間の延長", required=False)
    policy_levels = LinesField(
        label="体系の段の名前",
        required=False,
        help_text="上の段から順に、1行に1つ（例：基本方針、基本施策）。",
    )
    labels = PartField(
        LabelsForm,
        label="この計画の言葉",
        required=False,
        help_text="空欄のものは、かぎ括弧の中の言葉で示します。",
    )
    renewal_lead_months = forms.IntegerField(
        label="更新検討の先行月数", min_value=0, max_value=120, required=False,
        help_text="システムの更新の検討を、次期の稼働の何か月前から始めるか。空欄は24か月です。",
    )  # fmt: skip
    predecessor = forms.ChoiceField(label="前計画", required=False)
    notes = NotesField()
    document_notes = NotesField(label="文書全体の注")

    class Meta(RowForm.Meta):
        model = Plan
        fields = [
            "title", "subtitle", "end_fiscal_year", "start_on", "end_on", "extended", "issued_on",
            "publisher", "editor", "vision", "scope", "revision_rule", "predecessor", "policy_levels",
            "renewal_lead_months", "labels", "notes", "document_notes",
        ]  # fmt: skip

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        start = f"開始は{show_fiscal_year(plan.start_fiscal_year)}"
        self.fields["end_fiscal_year"].help_text = f"{start}です（計画コードの年なので変えられません）。"
        self.fields["notes"].options["named"] |= NOTED_ELSEWHERE
        self.fields["document_notes"].options = {"named": LISTS}
        others = Plan.objects.filter(municipality=plan.municipality_id).exclude(pk=plan.pk)
        choices = {other.code: f"{other.title}（{other.code}）" for other in others}
        stored = self.instance.predecessor
        choices |= {stored: f"{stored}（未登録）"} if stored and stored not in choices else {}
        self.fields["predecessor"].choices = [("", "（記載なし）"), *choices.items()]

    def clean_end_fiscal_year(self):
        year = self.cleaned_data["end_fiscal_year"]
        if year < self.instance.start_fiscal_year:
            raise ValidationError("終了年度は開始年度以降にしてください。")
        return year

    def clean(self):
        cleaned = super().clean()
        self._check_month("start_on", "開始年度", self.instance.start_fiscal_year)
        self._check_month("end_on", "終了年度", cleaned.get("end_fiscal_year"))
        return cleaned

    def _check_month(self, name: str, which: str, year: int | None) -> None:
        month: date | None = self.cleaned_data.get(name)
        if month and year and fiscal_year_of(month) != year:
            self.add_error(
                name, f"{which}（{show_fiscal_year(year)}）の中の月ではありません。どちらかを直してください。"
            )
