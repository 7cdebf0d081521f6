"""The form that takes a filled-in sheet."""

from django import forms

from organizations.exceptions import FileRefused
from organizations.uploads import check_name, check_size
from reviews.answers import Proxy
from reviews.models import ProgressReport


class AnswerSheetForm(forms.Form):
    """A filled-in sheet; from the planning section also how it came."""

    file = forms.FileField(label="記入した様式（Excel）", widget=forms.FileInput({"accept": ".xlsx"}))
    proxy_source = forms.ChoiceField(
        label="どのように届いた回答か（代行入力）",
        choices=ProgressReport.ProxySource.choices,
        initial=ProgressReport.ProxySource.MAIL,
    )

    def __init__(self, *args, is_proxy: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_proxy:
            del self.fields["proxy_source"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            check_name(file.name)
            check_size(file.size)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file

    @property
    def proxy(self) -> Proxy | None:
        return Proxy(self.cleaned_data["proxy_source"]) if "proxy_source" in self.fields else None
