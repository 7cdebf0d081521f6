"""The forms of a 付帯意見: what is asked for, what was done, whether that is enough."""

from collections.abc import Sequence

from django import forms
from django.db.models import Q

from organizations.date_fields import DayField
from organizations.edits import Edit
from organizations.forms import PlainTextField
from plans.forms.rows import LONGEST_TEXT, RowForm
from plans.models import Plan
from reviews.models import Condition, Meeting
from reviews.states import show_weekday
from reviews.subjects import Subject, name_of

State = Condition.State
VERDICTS = [
    (State.MET, "対応済とする"),
    (State.WITHDRAWN, "取下げとする"),
    (State.OPEN, "対応が足りない（未対応に戻す）"),
]


class ConditionForm(RowForm):
    """What a body asks for, of whom, until when."""

    due_on = DayField(label="対応の期限", help_text="この日までに、対応を報告してもらいます。")

    class Meta(RowForm.Meta):
        model = Condition
        fields = ["text", "department", "due_on"]

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        standing = Q(until="") | Q(pk=self.instance.department_id)
        departments = plan.municipality.departments.filter(standing).order_by("order", "pk")
        self.fields["department"].queryset = departments
        self.fields["department"].required = True
        self.fields["department"].empty_label = "選んでください"

    def new_edits(self) -> list[Edit]:
        """Return every field, for a row that is new."""
        return [Edit(name, None, self.cleaned_data[name]) for name in self.Meta.fields]


class NewConditionForm(ConditionForm):
    """A condition given in a meeting without a verdict: the measure or policy is chosen."""

    subject = forms.ChoiceField(label="対象")
    field_order = ["subject", "text", "department", "due_on"]

    def __init__(self, *args, plan: Plan, subjects: Sequence[Subject], **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.subjects = {name_of(subject): subject for subject in subjects}
        self.fields["subject"].choices = [
            ("", "選んでください"), *((name, str(subject)) for name, subject in self.subjects.items()),
        ]  # fmt: skip

    @property
    def chosen(self) -> Subject:
        return self.subjects[self.cleaned_data["subject"]]


class ConditionAnswerForm(RowForm):
    answer = PlainTextField(
        label="対応",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 5}),
        help_text="何をしたか、残っているものはいつまでに何をするかを書きます。次の会議に報告されます。",
    )

    class Meta(RowForm.Meta):
        model = Condition
        fields = ["answer"]


class ConditionCloseForm(forms.Form):
    """What the body found, in which meeting."""

    state = forms.ChoiceField(label="確認の結果", choices=VERDICTS, widget=forms.RadioSelect)
    meeting = forms.ChoiceField(label="確かめた会議", required=False)

    def __init__(self, *args, meetings: Sequence[Meeting], **kwargs):
        super().__init__(*args, **kwargs)
        self.meetings = {str(meeting.pk): meeting for meeting in meetings}
        self.fields["meeting"].choices = [
            ("", "会議によらない"),
            *((pk, f"{meeting}（{show_weekday(meeting.held_on)}）") for pk, meeting in self.meetings.items()),
        ]

    @property
    def chosen(self) -> Meeting | None:
        return self.meetings.get(self.cleaned_data["meeting"])
