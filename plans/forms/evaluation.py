"""Forms of who evaluates each year and on which criteria."""

from django import forms

from plans.forms.notes import NotesField
from plans.forms.parts import LinesField, PartsField
from plans.forms.rows import RowForm, check_is_one_line
from plans.models import Criterion, EvaluationBody, Plan
from plans.models.evaluation import LONGEST_LABEL

DEFAULT_WORDS = "・".join(EvaluationBody.Code.labels)


class VerdictForm(forms.Form):
    """One word a body may decide with."""

    label = forms.CharField(label="言葉", max_length=LONGEST_LABEL, validators=[check_is_one_line])
    code = forms.ChoiceField(label="区分", choices=[("", "選んでください"), *EvaluationBody.Code.choices])


class EvaluationBodyForm(RowForm):
    verdicts = PartsField(
        VerdictForm,
        label="評価の言葉",
        required=False,
        help_text=f"この会議体が使う言葉（例：承認・否認）。書かなければ「{DEFAULT_WORDS}」を使います。",
    )
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = EvaluationBody
        fields = ["name", "rates_direction", "verdicts", "notes"]
        help_texts = {
            "name": "この計画の会議体から選ぶか、名称を入力します。",
            "rates_direction": "目標を変えるかどうかと、人や予算を増やすか減らすかを、評価のときに決めます。",
        }

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["name"].widget.attrs["list"] = "committee-names"

    @property
    def committee_names(self) -> list[str]:
        return [committee.name for committee in self.plan.committees.all()]


class CriterionForm(RowForm):
    labels = LinesField(
        label="段階",
        longest=LONGEST_LABEL,
        help_text="1行に1つ、よい順か悪い順に並べます（例：計画どおり、おおむね計画どおり、遅れている）。",
    )
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = Criterion
        fields = ["name", "labels", "good_end", "meaning", "notes"]
        help_texts = {
            "name": "何をみるか（例：達成度、妥当性、効率性）。",
            "good_end": "「段階」の最初と最後のどちらがよい評価か。",
            "meaning": "評価する人への説明。",
        }
