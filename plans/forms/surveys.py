"""The form of a survey's head; its items are a sheet beside."""

from django import forms

from organizations.edits import Edit
from plans.forms.notes import NotesField
from plans.forms.rows import RowForm
from plans.models import Survey

MEANS = {"mean_satisfaction": "satisfaction", "mean_importance": "importance"}


class SurveyForm(RowForm):
    """A survey's own fields; the two means stand in one JSON member with notes of their own."""

    mean_satisfaction = forms.FloatField(label="満足度の平均（％）", required=False)
    mean_importance = forms.FloatField(label="重要度の平均（％）", required=False)
    notes = NotesField()
    document_names = {"since": "from"}
    one_line = ("population", "method")

    class Meta(RowForm.Meta):
        model = Survey
        fields = [
            "name", "since", "until", "population", "method", "sample", "returned", "valid", "rate", "notes",
        ]  # fmt: skip
        help_texts = {"name": "章に差し込むときの名前です。変えると章もついていきます。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = self.fields["notes"].options["named"]
        named |= {"means": "平均", "items": "項目"}
        for name, member in MEANS.items():
            named.pop(name)  # a document has both in one member
            self.fields[name].initial = self.instance.means.get(member)

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since[: len(until)]:
            self.add_error("until", "終了が開始より前です。順を確かめてください。")
        if (rate := cleaned.get("rate")) is not None and not 0 <= rate <= 100:
            self.add_error("rate", "回収率は0から100までにしてください。")
        return cleaned

    def means_edits(self) -> list[Edit]:
        """Return the edits of the means: `satisfaction`, `importance`."""
        return [Edit(MEANS[edit.field], edit.was, edit.mine, edit.name) for edit in self.edits(MEANS)]
