"""Forms of who makes and watches the plan, how it was made, what it costs and what it inherited."""

from django import forms

from organizations.forms import PlainTextField
from plans.forms.items import ItemForm
from plans.forms.notes import NotesField
from plans.forms.parts import LinesField, PartField, PartsField
from plans.forms.rows import LONGEST_TEXT, RowForm
from plans.models import CarriedOverIssue, Committee, CycleStep, Generation, MakingStep, Plan, PlanCost

LARGEST_AMOUNT = 999_999_999_999
LARGEST_COUNT = 999_999_999
QUORUM_RULES = [
    ("", "―"), ("majority", "過半数"), ("half", "半数以上"), ("two-thirds", "3分の2以上"), ("number", "人数"),
]  # fmt: skip


class MemberForm(forms.Form):
    """One member, by post."""

    post = forms.CharField(label="職", max_length=200)
    role = forms.CharField(label="会での役", max_length=200, required=False)


class QuorumForm(forms.Form):
    text = PlainTextField(
        label="定足数の表記", max_length=LONGEST_TEXT, required=False, widget=forms.TextInput
    )
    rule = forms.ChoiceField(label="数え方", choices=QUORUM_RULES, required=False)
    number = forms.IntegerField(label="人数", min_value=0, max_value=LARGEST_COUNT, required=False)


class CommitteeForm(RowForm):
    one_line = ("basis", "secretariat")
    parent = forms.ChoiceField(label="上位の会議体", required=False)
    duties = LinesField(label="所掌事項", longest=LONGEST_TEXT, required=False, help_text="1行に1つ。")
    members = PartsField(MemberForm, label="構成", required=False)
    quorum = PartField(QuorumForm, label="定足数", required=False)
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = Committee
        fields = [
            "name", "kind", "parent", "basis", "role", "duties", "members", "secretariat", "quorum", "notes",
        ]  # fmt: skip

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        others = [row.name for row in plan.committees.exclude(pk=self.instance.pk)]
        self.fields["parent"].choices = [("", "（なし）"), *((name, name) for name in others)]


class MakingStepForm(RowForm):
    spans = (("on", "until"),)
    one_line = ("body",)
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = MakingStep
        fields = ["on", "until", "kind", "body", "subject", "notes"]


class CycleStepForm(RowForm):
    one_line = ("actor", "months")
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = CycleStep
        fields = ["actor", "step", "months", "notes"]


class CarriedOverIssueForm(RowForm):
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = CarriedOverIssue
        fields = ["number", "title", "policy", "result", "direction", "notes"]

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["policy"].queryset = plan.policies.all()
        self.fields["policy"].empty_label = "（記載なし）"


class GenerationForm(RowForm):
    spans = (("start_fiscal_year", "end_fiscal_year"),)
    one_line = ("rate_text",)
    themes = LinesField(label="柱", longest=LONGEST_TEXT, required=False, help_text="1行に1つ。")
    items = PartsField(ItemForm, label="主な取組", required=False)
    ordinal = forms.IntegerField(label="第何次", min_value=1, max_value=100, required=False)
    rate = forms.FloatField(label="達成率（％）", min_value=0, max_value=100, required=False)
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = Generation
        fields = [
            "ordinal", "title", "issued_on", "start_fiscal_year", "end_fiscal_year", "themes", "rate_text",
            "rate", "includes_partly", "items", "lesson", "notes",
        ]  # fmt: skip


class PlanCostForm(RowForm):
    amount = forms.IntegerField(label="金額（千円）", min_value=0, max_value=LARGEST_AMOUNT)
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = PlanCost
        fields = ["fiscal_year", "amount", "approximate", "basis", "notes"]
        help_texts = {
            "basis": "何の経費か（例：情報化経費の合計）。同じ年度の経費を分けて書くときに使います。"
        }

    def clean(self):
        cleaned = super().clean()
        year, basis = cleaned.get("fiscal_year"), cleaned.get("basis", "")
        twins = self.plan.costs.filter(fiscal_year=year, basis=basis).exclude(pk=self.instance.pk)
        if twins.exists():
            self.add_error(
                "fiscal_year", "同じ年度・同じ範囲の経費がすでにあります。そちらを直してください。"
            )
        return cleaned
