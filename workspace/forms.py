"""表示設定: its name, and the page it keeps."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import Resolver404, resolve

from organizations.models import Municipality
from workspace.models import SavedView

OF_A_MOMENT = {"page"}  # where one was in a list is not part of a view


class SavedViewForm(forms.ModelForm):
    """What a view is called and who sees it."""

    class Meta:
        model = SavedView
        fields = ["name", "is_shared"]
        help_texts = {"is_shared": "同じ市の職員が、だれでもこの表示を開けます。"}

    def _post_clean(self):
        """The service validates the whole row; this form only reads what was typed."""


class NewSavedViewForm(SavedViewForm):
    """A view that is kept for the first time: the page it is of comes along, unseen."""

    path = forms.CharField(max_length=255, widget=forms.HiddenInput)
    query = forms.CharField(max_length=2000, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_path(self) -> str:
        """Take a page of a city this person sees, and nothing else: no other host, no other city."""
        path = self.cleaned_data["path"]
        code = _city_code(path)
        self.municipality = Municipality.objects.visible_to(self.user).filter(code=code).first()
        if code is None or self.municipality is None:
            raise ValidationError(
                "このページの表示は保存できません。市のページを開いて、もう一度保存してください。"
            )
        return path

    def clean_query(self) -> str:
        conditions = QueryDict(self.cleaned_data["query"])
        kept = [
            (name, value)
            for name, values in conditions.lists()
            for value in values
            if name not in OF_A_MOMENT and value
        ]
        return urlencode(kept)


def _city_code(path: str) -> str | None:
    """Return the city an address of ours is of; None for what is no address of a city's page."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return None
    try:
        return resolve(path).kwargs.get("code")
    except Resolver404:
        return None
