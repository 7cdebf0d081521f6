"""One numbered point of a policy (①…), as `ItemPart` of the plan document has it."""

from django import forms

from organizations.date_fields import PartialDateField
from organizations.forms import PlainTextField


class ItemForm(forms.Form):
    number = forms.CharField(label="番号", max_length=200, required=False)
    name = forms.CharField(label="名称", max_length=200)
    text = PlainTextField(label="内容", max_length=20_000, required=False, widget=forms.Textarea({"rows": 2}))
    mark = forms.CharField(label="印", max_length=200, required=False)
    on = PartialDateField(label="年月", required=False)
