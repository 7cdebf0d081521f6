"""Forms of the plan's own words, its axes with their categories, and its rules."""

from django import forms

from plans.forms.notes import NotesField
from plans.forms.rows import RowForm
from plans.models import Axis, Category, Plan, PlanRule, Word

RESOURCES = [("", "―"), ("more", "増やす"), ("less", "減らす"), ("same", "同じ"), ("none", "なし")]


class WordForm(RowForm):
    """One word. Its kind says which common codes there are."""

    document_names = {"code": "stage"}
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = Word
        fields = ["label", "code", "meaning", "resources", "notes"]
        widgets = {"meaning": forms.Textarea({"rows": 2})}

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        kind = self.instance.kind
        codes = Word.CODES[kind]
        self.fields["code"] = forms.ChoiceField(
            label="段階（色と遅れの判定のもと）" if kind == Word.Kind.PHASE else "共通の区分",
            choices=[("", "選んでください"), *codes.items()],
            show_hidden_initial=True,
        )
        self.fields["resources"].widget = forms.Select(choices=RESOURCES)
        if kind != Word.Kind.DIRECTION:
            del self.fields["resources"]
        if kind == Word.Kind.PHASE:
            del self.fields["meaning"]


class AxisForm(RowForm):
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = Axis
        fields = ["code", "name", "description", "notes"]
        help_texts = {"code": "データの中で軸を指す短い名前です（例：sdgs）。後から変えられません。"}

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None


class CategoryForm(RowForm):
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = Category
        fields = ["code", "label", "description", "notes"]
        widgets = {"description": forms.Textarea({"rows": 2})}


class PlanRuleForm(RowForm):
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = PlanRule
        fields = ["code", "text", "notes"]
        help_texts = {"code": "データの中できまりを指す短い名前です。なくても構いません。"}

    def clean_code(self):
        code = self.cleaned_data["code"]
        if code and self.plan.rules.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("同じコードのきまりがすでにあります。別のコードにしてください。")
        return code
