"""照会文, 再依頼, 結果通知: a letter of a round."""

from django import forms

from organizations.date_fields import DayField
from organizations.edits import Edit
from organizations.forms import EditsMixin, PlainTextField
from organizations.models import Department
from reviews.letters import EVERYBODY, addressee_of
from reviews.models import RoundLetter

TEXT_HELP = (
    "「記」だけの行から下が、中央に「記」と書いた別記になります。「以上」は最後に自動で入ります。"
)


class RoundLetterForm(EditsMixin, forms.ModelForm):
    """A letter to all departments that answer, or to one of them."""

    class Meta:
        model = RoundLetter
        fields = [
            "document_number", "sent_on", "department", "addressee", "sender", "subject", "text",
        ]  # fmt: skip
        field_classes = {"sent_on": DayField, "text": PlainTextField}
        widgets = {"sent_on": forms.TextInput, "text": forms.Textarea({"rows": 14})}
        help_texts = {
            "document_number": "「8情第12号」など。後からでも入れられます。",
            "sent_on": "「令和9年5月7日」「R9.5.7」「2027-05-07」のように入力します。",
            "department": "一つの課に送るときだけ選びます。",
            "addressee": "宛先を選んで空欄にすると、課の名称から入れます。",
            "text": TEXT_HELP,
        }

    def __init__(self, *args, departments: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        chosen = [*departments, self.instance.department_id]
        self.fields["department"].queryset = Department.objects.filter(pk__in=chosen).order_by("order", "pk")
        self.fields["department"].empty_label = "すべての回答課"
        for name in ("subject", "text"):
            self.fields[name].required = True
        self.show_what_was_shown()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("addressee", "") in ("", EVERYBODY):
            cleaned["addressee"] = addressee_of(cleaned.get("department"))
        return cleaned

    def edits(self, names=None):
        """Return what was changed; an addressee that follows from the department is among it."""
        found = [edit for edit in super().edits(names) if edit.field != "addressee"]
        was, mine = self.was("addressee"), self.cleaned_data["addressee"]
        return found if was == mine else [*found, Edit("addressee", was, mine, "addressee")]

    def _post_clean(self):
        """The service validates the whole row under the lock; this form only reads what was typed."""
