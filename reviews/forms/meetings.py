"""The forms of a meeting: what it is, its 次第, who came, what was said."""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError

from organizations.date_fields import DayField
from organizations.forms import TypedTextField
from organizations.text import normalise_width
from plans.forms.rows import RowForm
from plans.models import Plan
from reviews.models import Attendance, Meeting, MeetingItem
from reviews.subjects import name_of

DAY_HELP = "「令和6年7月4日」「R6.7.4」「2024-07-04」のように入力します。"
SEPARATORS = re.compile(r"[,、，・\s]+")


class MeetingForm(RowForm):
    held_on = DayField(label="開催日", help_text=f"{DAY_HELP}書面開催のときは、回答の期限の日です。")

    class Meta(RowForm.Meta):
        model = Meeting
        fields = [
            "body", "body_name", "round", "title", "held_on", "is_by_document", "starts_at", "place",
        ]  # fmt: skip
        help_texts = {
            "body": "実施状況を評価する会議体の会議のときに選びます。",
            "body_name": "評価する会議体でないときに、計画の会議体から選ぶか、名称を入力します。",
            "round": "この会議で取り上げる調査です。議題の案と資料は、この調査から作ります。",
            "starts_at": "例：午後2時から3時30分まで",
            "is_by_document": "集まらずに、書面で意見を求める会議です。",
        }

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["body"].queryset = plan.evaluation_bodies.order_by("order", "pk")
        self.fields["body"].empty_label = "評価する会議体ではない"
        self.fields["round"].queryset = plan.rounds.all()
        self.fields["round"].empty_label = "（なし）"
        self.fields["body_name"].widget.attrs["list"] = "committee-names"

    @property
    def committee_names(self) -> list[str]:
        return [committee.name for committee in self.plan.committees.all()]

    def clean(self):
        given = super().clean()
        if given.get("body") and given.get("body_name"):
            self.add_error(
                "body_name",
                "会議体は、どちらか一方にしてください。評価する会議体を選んだときは空欄にします。",
            )
        return given


def numbers_of(plan: Plan) -> dict[str, str]:
    """Return how people write what may be on an agenda, with its name for life (two queries)."""
    written: dict[str, str] = {}
    for policy in plan.policies.filter(reportable=True):
        written |= dict.fromkeys([name_of(policy), policy.code], name_of(policy))
    for measure in plan.measures.all():
        numbers = filter(None, [measure.key, measure.printed_number, measure.number])
        written |= dict.fromkeys(numbers, name_of(measure))
    return {normalise_width(number): name for number, name in written.items()}


class SubjectsField(TypedTextField):
    """Measures and reportable policies by their numbers, stored as their names for life."""

    numbers: Mapping[str, str]

    def prepare_value(self, value):
        shown = {name: number for number, name in self.numbers.items()}
        return "、".join(shown.get(name, name) for name in value) if isinstance(value, list) else value

    def to_python(self, value):
        if isinstance(value, list):
            return value
        written = [word for word in SEPARATORS.split(normalise_width(value or "")) if word]
        if unknown := [word for word in written if word not in self.numbers]:
            raise ValidationError(
                f"「{unknown[0]}」という番号はこの計画にありません。番号を確かめてください。"
            )
        return list(dict.fromkeys(self.numbers[word] for word in written))


class MeetingItemForm(RowForm):
    """One line of a 次第. Conditions that are not met stand there all, whatever it names."""

    one_line = ("text",)
    subjects = SubjectsField(label="対象の番号", required=False)

    class Meta(RowForm.Meta):
        model = MeetingItem
        fields = ["title", "subjects", "text"]

    def __init__(self, *args, plan: Plan, numbers: Mapping[str, str], **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["subjects"].numbers = numbers
        if self.instance.kind == MeetingItem.Kind.CONDITION:
            del self.fields["subjects"]


class AttendanceForm(RowForm):
    class Meta(RowForm.Meta):
        model = Attendance
        fields = ["post", "role", "state", "proxy_post", "opinion", "name"]

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        if not self.instance.meeting.is_by_document:
            del self.fields["opinion"]

    def clean(self):
        given = super().clean()
        if given.get("state") == Attendance.State.PROXY and not given.get("proxy_post"):
            self.add_error("proxy_post", "代理で出席した人の職を入力してください。")
        return given


class MinutesForm(RowForm):
    class Meta(RowForm.Meta):
        model = MeetingItem
        fields = ["minutes", "outcome"]


class SummaryForm(RowForm):
    class Meta(RowForm.Meta):
        model = Meeting
        fields = ["summary"]
