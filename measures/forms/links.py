"""One entry of the lists that tie a measure to others: of an earlier plan, of its own plan."""

import re
from collections.abc import Iterable

from django import forms

from measures.models import Continuation
from organizations.forms import PlainTextField

REF = re.compile(r"[a-z]+-\d{4}/\S(.*\S)?")


class ContinuationForm(forms.Form):
    """A measure of an earlier plan that this one continues."""

    ref = forms.CharField(label="計画コードと番号（ict-2019/7）", max_length=200)
    basis = forms.ChoiceField(
        label="根拠", choices=[("", "記載なし"), *Continuation.Basis.choices], required=False
    )

    def clean_ref(self):
        ref = self.cleaned_data["ref"].strip()
        if not REF.fullmatch(ref):
            raise forms.ValidationError("「ict-2019/7」のように、計画コード、/、番号の順に書いてください。")
        return ref


class RelatedForm(forms.Form):
    """Another measure of the plan, known by its key, and what ties the two."""

    key = forms.ChoiceField(label="施策")
    text = PlainTextField(label="説明", max_length=20_000, required=False, widget=forms.TextInput)

    def __init__(self, *args, others: Iterable[tuple[str, str]] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", "選んでください"), *others]
