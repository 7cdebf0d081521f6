"""Small forms about an answer: sent back, a wish decided, a supplement, a remark, a check recorded."""

from django import forms

from organizations.date_fields import DayField
from organizations.forms import PlainTextField
from reviews.models import ReviewRound
from reviews.questions import questions_of

LONGEST = 20_000
ACCEPT, DECLINE = "accept", "decline"
DECISIONS = [(ACCEPT, "受け入れて工程表を変える"), (DECLINE, "見送る")]


def _text(label: str, *, rows: int = 2, required: bool = False, help_text: str = "") -> PlainTextField:
    widget = forms.Textarea({"rows": rows})
    return PlainTextField(
        label=label, max_length=LONGEST, required=required, help_text=help_text, widget=widget
    )


class ReturnForm(forms.Form):
    """Why an answer goes back, a text for each question; "" for what is fine."""

    def __init__(self, *args, review_round: ReviewRound, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = ["", *questions_of(review_round)]
        self.fields["remark_"] = _text("全体")
        for name, heading in questions_of(review_round).items():
            self.fields[f"remark_{name}"] = _text(heading)

    @property
    def remarks(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"remark_{name}"] for name in self.names}


class WishForm(forms.Form):
    """What becomes of the wish to change the schedule; who declines says why."""

    decision = forms.ChoiceField(label="希望の扱い", choices=DECISIONS, widget=forms.RadioSelect)
    answer = _text("担当課への回答", help_text="見送るときは、その理由を入力してください。")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == DECLINE and not cleaned.get("answer"):
            self.add_error("answer", "見送る理由を入力してください。")
        return cleaned


class AdditionForm(forms.Form):
    text = _text("補足", rows=5, help_text="空欄で保存すると、補足を取り消します。")


class CommentForm(forms.Form):
    text = _text("意見", rows=4, required=True)


class CheckForm(forms.Form):
    """A decision made elsewhere: its day and number."""

    checked_on = DayField(label="決裁の日付", help_text="「令和6年5月20日」「R6.5.20」「2024-05-20」")
    decision_number = forms.CharField(label="決裁番号", max_length=200, required=False)
