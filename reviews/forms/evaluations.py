"""The forms of an evaluation: the sitting (meeting, day), and what the body said of one answer."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property

from organizations.date_fields import DayField
from organizations.forms import PlainTextField
from plans.forms.rows import LONGEST_TEXT
from plans.models import Criterion, EvaluationBody, Word
from reviews.evaluating import EvaluationRow, said_by
from reviews.models import Condition, Evaluation, Meeting
from reviews.states import show_weekday
from reviews.verdicts import EvaluationWish

Verdict = Evaluation.Verdict
NOTHING = [("", "―")]


class SittingForm(forms.Form):
    """Where and when the verdicts of this save are given; the day is that of the meeting unless typed."""

    meeting = forms.ChoiceField(label="会議", required=False)
    decided_on = DayField(label="決定日", required=False, help_text="空欄のときは会議の開催日です。")
    due_on = DayField(
        label="付帯意見の対応の期限", required=False, help_text="行ごとの期限が空欄のときに使います。"
    )

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


class EvaluationForm(forms.Form):
    """What the body said of one answer. `shown` is what the page had shown of it, as JSON."""

    verdict = forms.CharField(label="評価", required=False)
    comment = PlainTextField(
        label="意見", required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 1})
    )
    due_on = DayField(label="対応の期限", required=False)
    is_remark = forms.BooleanField(label="対応を求めない意見にする（付帯意見にしない）", required=False)
    returns = forms.BooleanField(label="報告を担当課に差し戻す", required=False)
    direction = forms.ChoiceField(label="今後の方向性", required=False)
    goal_change = forms.ChoiceField(
        label="目標の見直し", required=False, choices=[*NOTHING, *Evaluation.Goal.choices]
    )
    resources = forms.ChoiceField(
        label="資源", required=False, choices=[*NOTHING, *Evaluation.Resources.choices]
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data=None,
        *,
        row: EvaluationRow,
        body: EvaluationBody,
        criteria: Sequence[Criterion],
        directions: Sequence[Word],
    ):
        self.row, self.body, self.criteria = row, body, criteria
        self.stored = said_by(row.own, row.condition)
        super().__init__(data, prefix=f"report-{row.report.pk}", initial=self._initial())
        self.use_required_attribute = False
        self.directions = {str(word.pk): word for word in directions}
        if body.rates_direction:
            words = ((pk, word.label) for pk, word in self.directions.items())
            self.fields["direction"].choices = [*NOTHING, *words]
        for place, criterion in enumerate(criteria):
            self.fields[f"rating_{place}"] = forms.ChoiceField(
                label=criterion.name, required=False, choices=[*NOTHING, *((x, x) for x in criterion.labels)]
            )

    def _initial(self) -> dict[str, Any]:
        own, condition = self.row.own, self.row.condition
        if own is None:
            return {"shown": "{}"}
        return {
            "verdict": own.verdict_label,
            "comment": own.comment,
            "due_on": condition.due_on if condition else None,
            "is_remark": own.verdict == Verdict.COMMENTED and "is_homework" not in self.stored,
            "direction": str(own.direction_id or ""),
            "goal_change": own.goal_change,
            "resources": own.resources,
            "shown": json.dumps(self.stored, ensure_ascii=False),
            **{f"rating_{n}": own.ratings.get(one.name, "") for n, one in enumerate(self.criteria)},
        }

    @property
    def chosen(self) -> str:
        """The word that is chosen on the page."""
        return self["verdict"].value() or ""

    @property
    def ratings(self) -> list:
        return [self[f"rating_{place}"] for place in range(len(self.criteria))]

    @property
    def axes(self) -> list:
        """The controls of the direction, where the body decides on it."""
        if not self.body.rates_direction:
            return []
        names = ["direction"] if self.directions else []
        return [self[name] for name in [*names, "goal_change", "resources"]]

    @property
    def is_settled_homework(self) -> bool:
        """Say whether the department has reported already: then its homework stays as it is."""
        settled = (Condition.State.ANSWERED, Condition.State.MET)
        return self.row.condition is not None and self.row.condition.state in settled

    @property
    def is_open(self) -> bool:
        """Say whether what is folded away has something in it, or something wrong."""
        names = [name for name in self.fields if name.startswith("rating_")]
        names += ["due_on", "direction", "goal_change", "resources", "is_remark", "returns"]
        return any(self[name].value() or self[name].errors for name in names)

    @cached_property
    def _seen(self) -> dict[str, str]:
        try:
            seen = json.loads(self.data.get(self.add_prefix("shown"), ""))
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def _said(self) -> dict[str, str]:
        """Return what was typed in the words of `said_by`."""
        given, word = self.cleaned_data, self._word()
        due = given.get("due_on")
        is_homework = word is not None and word.code == Verdict.COMMENTED and not given.get("is_remark")
        found = {
            "verdict": given.get("verdict", ""),
            "comment": given.get("comment", ""),
            "direction": given.get("direction", ""),
            "goal_change": given.get("goal_change", ""),
            "resources": given.get("resources", ""),
            "ratings": json.dumps(self._rated(), ensure_ascii=False, sort_keys=True),
            "due_on": due.isoformat() if due else "",
            "is_homework": "yes" if is_homework else "",
        }
        return {name: text for name, text in found.items() if text and text != "{}"}

    def _rated(self) -> dict[str, str]:
        labels = {one.name: self.cleaned_data.get(f"rating_{n}", "") for n, one in enumerate(self.criteria)}
        return {name: label for name, label in labels.items() if label}

    def _word(self):
        label = self.cleaned_data.get("verdict", "")
        return next((word for word in self.body.verdict_words if word.label == label), None)

    @property
    def is_changed(self) -> bool:
        """Say whether something was typed that was not shown."""
        return self._said() != self._seen or bool(self.cleaned_data.get("returns"))

    def clean(self):
        given = super().clean()
        if not self.errors and self.is_changed and self._word() is None:
            self.add_error("verdict", "評価を選んでください。")
        return given

    def wish(self, due_on) -> EvaluationWish:
        """Return what is to be recorded; `due_on` is the day for homework without one of its own."""
        given, word = self.cleaned_data, self._word()
        return EvaluationWish(
            subject=self.row.report.subject,
            verdict=word.code,
            verdict_label=word.label,
            comment=given["comment"].strip(),
            ratings=self._rated(),
            direction=self.directions.get(given["direction"]),
            goal_change=given["goal_change"],
            resources=given["resources"],
            due_on=given["due_on"] or due_on,
            is_homework=not given["is_remark"],
            returns=given["returns"],
            shown=self._seen,
        )

    def shows_what_is_stored(self) -> None:
        """Let the page post what is stored now, so that saving again is a choice."""
        self.data = self.data.copy()
        self.data[self.add_prefix("shown")] = json.dumps(self.stored, ensure_ascii=False)
