"""The form of one entry of the journal, with its files."""

from django import forms
from django.utils import timezone

from measures.models import JournalEntry, JournalFile
from organizations.attachments import TAKEN
from organizations.edits import Edit
from organizations.forms import EditsMixin, ManyFilesField, PlainTextField


class JournalEntryForm(EditsMixin, forms.ModelForm):
    """Day and text of an entry; files to add and, of a stored entry, to remove."""

    uploads = ManyFilesField(label="ファイルを付ける", required=False, help_text=f"{TAKEN}、1個10MBまで。")
    remove = forms.ModelMultipleChoiceField(
        JournalFile.objects.none(),
        label="付いているファイルを除く",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = JournalEntry
        fields = ["on", "text"]
        field_classes = {"text": PlainTextField}
        widgets = {
            "on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "text": forms.Textarea({"rows": 5}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].show_hidden_initial = self.fields["text"].show_hidden_initial = True
        if self.instance.pk:
            self.fields["remove"].queryset = self.instance.files.all()
        else:
            self.initial["on"] = timezone.localdate()
        if not self.instance.pk or not self.instance.files.exists():
            del self.fields["remove"]

    def entry_edits(self) -> list[Edit]:
        """Return what was changed; of a new entry both fields, the proposed day included."""
        if self.instance.pk:
            return self.edits(self.Meta.fields)
        blank = JournalEntry()
        return [Edit(name, getattr(blank, name), self.cleaned_data[name]) for name in self.Meta.fields]

    @property
    def uploaded(self) -> list[tuple[str, bytes]]:
        return [(file.name, file.read()) for file in self.cleaned_data["uploads"]]

    def _post_clean(self):
        """The service validates the whole row under the lock; this form only reads what was typed."""
