"""Forms of printing: the options of a kind, several kinds at once, the name of a template, a day."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from organizations.date_fields import DayField
from organizations.models import User
from portal.papers.city_templates import usual_order
from portal.papers.fields import AUDIENCE_HELP, VARIANT_HELP, Offer
from portal.papers.kind import PaperKind
from portal.papers.options import AUDIENCES, VARIANTS, Options
from portal.papers.orders import Order
from portal.papers.registry import KINDS
from portal.place import Place
from workspace.models import PrintTemplate, ScheduledPrint

ALWAYS = ("is_monochrome", "variant")
FINE = ("has_mark", *ALWAYS)
NAMES = [field.name for field in fields(Options)]


@dataclass(frozen=True)
class PartLine:
    """A part of a paper in the checklist: ticked or not, and where it stands."""

    code: str
    name: str
    is_chosen: bool
    place: int


class OptionsForm(forms.Form):
    """How a kind of paper is wanted. Only what the kind heeds is asked for."""

    def __init__(
        self,
        data=None,
        *,
        kind: PaperKind,
        place: Place,
        user: User,
        day: date,
        options: Options | None = None,
    ):
        self.kind, usual = kind, options or Options()
        initial = {name: getattr(usual, name) for name in NAMES}
        super().__init__(data, initial=initial, prefix=None)
        self.base = usual
        self.has_parts = bool(kind.parts)
        offer = Offer(kind, place, user, day)
        for name in NAMES:
            if name != "parts" and name in (*kind.fields, *ALWAYS):
                self.fields[name] = offer.field(name)

    @property
    def main(self) -> list[BoundField]:
        """What is chosen for each print; the rest is how it is made."""
        return [self[name] for name in self.fields if name not in FINE]

    @property
    def fine(self) -> list[BoundField]:
        return [self[name] for name in FINE if name in self.fields]

    @property
    def parts(self) -> list[PartLine]:
        """The checklist of the parts: what is wanted in its order, then the rest."""
        wanted = self._wanted_parts()
        rest = [code for code in self.kind.parts if code not in wanted]
        return [
            PartLine(code, self.kind.parts[code], code in wanted, place)
            for place, code in enumerate([*wanted, *rest], start=1)
        ]

    def _wanted_parts(self) -> list[str]:
        if not self._is_checklist_answered:
            return list(self.base.parts or self.kind.parts)
        ticked = [code for code in self.data.getlist("parts") if code in self.kind.parts]
        usual = list(self.kind.parts)
        return sorted(ticked, key=lambda code: (self._typed_place(code), usual.index(code)))

    @property
    def _is_checklist_answered(self) -> bool:
        """Say whether the checklist came back: with none of its numbers it was not on the page."""
        return self.is_bound and any(f"place-{code}" in self.data for code in self.kind.parts)

    def _typed_place(self, code: str) -> int:
        text = str(self.data.get(f"place-{code}", "")).strip()
        return int(text) if text.isdecimal() and len(text) < 5 else len(self.kind.parts) + 1

    def clean(self):
        if self.has_parts and not self._wanted_parts():
            raise forms.ValidationError("載せる部分が選ばれていません。1つ以上に印を付けてください。")

    @property
    def order(self) -> Order:
        """What was ordered; ask a valid form."""
        given = self.cleaned_data.items()
        chosen: dict[str, Any] = {name: value for name, value in given if value not in ("", None)}
        if self.has_parts:
            wanted = self._wanted_parts()
            chosen["parts"] = () if wanted == list(self.kind.parts) else tuple(wanted)
        return Order(self.kind, replace(Options(), **chosen))


class PackForm(forms.Form):
    """Several kinds as a ZIP: each as the city usually prints it, but for what is said of all."""

    papers = forms.MultipleChoiceField(label="印刷するもの", widget=forms.CheckboxSelectMultiple)
    audience = forms.ChoiceField(
        label="用途", choices=list(AUDIENCES.items()), required=False, help_text=AUDIENCE_HELP
    )
    is_monochrome = forms.BooleanField(label="白黒の印刷機向けにする", required=False)
    variant = forms.ChoiceField(
        label="PDFの規格", choices=list(VARIANTS.items()), required=False, help_text=VARIANT_HELP
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="pack_%s", **kwargs)
        offered = [(kind.code, kind.name) for kind in KINDS.values() if kind.of_plan]
        self.fields["papers"].choices = offered
        self.fields["papers"].error_messages["required"] = "印刷するものに1つ以上印を付けてください。"

    def orders(self, place: Place) -> list[Order]:
        """Return what was ordered; ask a valid form. Raise UnknownOption for an outdated default."""
        given = {name: self.cleaned_data[name] for name in ("audience", "is_monochrome", "variant")}
        common = {name: value for name, value in given.items() if value != ""}
        kinds = [kind for code, kind in KINDS.items() if code in self.cleaned_data["papers"]]
        return [usual_order(place.municipality, kind, **common) for kind in kinds]


class TemplateNameForm(forms.Form):
    """Under which name what is chosen is kept, or in place of which template."""

    name = forms.CharField(label="ひな形の名前", max_length=60, required=False)
    instead_of = forms.ModelChoiceField(
        label="上書きするひな形",
        queryset=PrintTemplate.objects.none(),
        required=False,
        empty_label="（新しく作る）",
    )
    is_default = forms.BooleanField(label="市の既定にする", required=False)

    def __init__(self, *args, place: Place, **kwargs):
        super().__init__(*args, auto_id="template_%s", **kwargs)
        self.fields["instead_of"].queryset = place.municipality.print_templates.all()

    def clean(self):
        found = super().clean()
        if not found.get("name") and found.get("instead_of"):
            found["name"] = found["instead_of"].name
        if not found.get("name"):
            self.add_error("name", "ひな形の名前を入力してください。")
        return found


class TemplateForm(forms.ModelForm):
    """A template's name, and whether the city prints so as a rule."""

    class Meta:
        model = PrintTemplate
        fields = ("name", "is_default")
        help_texts = {"is_default": "同じ種類の印刷は、初めからこの条件になります。"}


class ScheduleForm(forms.Form):
    """On which day a template is printed, and how often from then on."""

    on = DayField(
        label="印刷する日", help_text="「令和9年4月1日」「R9.4.1」「2027-04-01」のどの形でも構いません。"
    )
    every = forms.ChoiceField(label="繰り返し", choices=ScheduledPrint.Every.choices)
    is_current = forms.BooleanField(
        label="その日に計画期間中の計画を印刷する", required=False,
        help_text="印を付けないと、いつもこの計画を印刷します。",
    )  # fmt: skip
