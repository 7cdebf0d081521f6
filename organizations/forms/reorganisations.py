"""組織改正: the head, a line of each table, and the file that fills the tables."""

from django import forms

from organizations.date_fields import DayField
from organizations.exceptions import FileRefused
from organizations.models import Department, User
from organizations.reorganising.rows import JOINS, LEAVES
from organizations.uploads import check_name, check_size

KINDS = [("", "―"), *Department.KINDS]
ROLES = [("", "―"), *((label, label) for value, label in User.Role.choices if value != "administrator")]
MOVES = [("", "―"), (JOINS, JOINS), (LEAVES, LEAVES)]
NAMES = {"list": "department-names", "autocomplete": "off"}


class ReorganisationForm(forms.Form):
    """What the reorganisation is called, when it takes effect, and why."""

    title = forms.CharField(label="件名", max_length=200)
    takes_effect_on = DayField(
        label="実施日", help_text="「令和9年4月1日」「R9.4.1」「2027-04-01」のどの形でも構いません。"
    )
    reason = forms.CharField(
        label="理由",
        widget=forms.Textarea({"rows": 2}),
        help_text="条例・規則の名称など。確定した計画の担当課を変える理由として履歴に残ります。",
    )


class LineForm(forms.Form):
    """One line of a table: every cell is a text, read against the city by the reading of the tables."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
            field.widget.attrs["aria-label"] = field.label


def _name(label: str, **attrs) -> forms.CharField:
    return forms.CharField(label=label, max_length=401, widget=forms.TextInput(attrs))


class DepartmentLineForm(LineForm):
    name = _name("名称")
    kind = forms.ChoiceField(label="種別", choices=KINDS)
    parent = _name("上位", **NAMES)
    order = forms.CharField(label="建制順", max_length=8, widget=forms.TextInput({"inputmode": "numeric"}))


class PersonLineForm(LineForm):
    username = _name("ログイン名", autocapitalize="none", autocomplete="off")
    name = _name("氏名")
    department = _name("新しい部署", **NAMES)
    role = forms.ChoiceField(label="役割", choices=ROLES)
    move = forms.ChoiceField(label=f"{JOINS}・{LEAVES}", choices=MOVES)


class SuccessorLineForm(LineForm):
    former = _name("旧課", **NAMES)
    successor = _name("新課", **NAMES)


class RenameLineForm(LineForm):
    department = _name("部署", **NAMES)
    name = _name("新しい名称")


class TemplateForm(forms.Form):
    """The filled-in template."""

    file = forms.FileField(
        label="記入した様式（Excel）", required=False, widget=forms.FileInput({"accept": ".xlsx"})
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is None:
            raise forms.ValidationError("Excelの様式を選んでください。")
        try:
            check_name(file.name)
            check_size(file.size)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file
