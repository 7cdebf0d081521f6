"""部署: correct one; rename, merge, split or end it from a day on."""

from django import forms

from organizations.date_fields import DayField, PartialDateField
from organizations.forms.edits import EditsMixin
from organizations.forms.people import departments_of
from organizations.models import Department
from organizations.reorganising.names import Directory
from organizations.reorganising.rows import GONE, DepartmentRow, LineRow, RenameRow, Rows

KIND_CHOICES = [("", "（記載なし）"), *Department.KINDS]


class DepartmentForm(EditsMixin, forms.ModelForm):
    """A department as it stands: what is corrected here has always been so."""

    class Meta:
        model = Department
        fields = ["name", "kind", "parent", "order", "since", "until"]
        help_texts = {
            "name": "書きまちがいを直すときに使います。名称が変わったときは「名称変更」から行ってください。",
            "order": "一覧の並び順です。小さい数が先になります。",
            "since": "「令和4年4月」「R4.4.1」のような月か日。分からなければ空欄。",
            "until": "最後の月か日。続いている部署は空欄。",
        }
        field_classes = {"since": PartialDateField, "until": PartialDateField}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        department = self.instance
        parents = departments_of(department.municipality, today, department.parent_id)
        self.fields["parent"].queryset = parents.exclude(pk=department.pk)
        self.fields["parent"].empty_label = "（なし）"
        self.fields["kind"].choices = KIND_CHOICES
        self.show_what_was_shown()

    def _post_clean(self):
        """The service validates whole rows under the lock; this form only reads what was typed."""


class NewDepartmentsForm(forms.Form):
    """Departments that are there already and only missing here; new ones are a reorganisation."""

    names = forms.CharField(
        label="部署名", widget=forms.Textarea({"rows": 5}),
        help_text="1行に一つ。書いた順が建制順になります。",
    )  # fmt: skip
    kind = forms.ChoiceField(label="種別", choices=KIND_CHOICES, required=False, initial="課")
    parent = forms.ModelChoiceField(
        Department.objects.none(), label="上位の部署", required=False, empty_label="（なし）"
    )

    def __init__(self, *args, municipality, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = departments_of(municipality, today)

    def clean_names(self):
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if any(len(name) > 200 for name in names):
            raise forms.ValidationError("名称は200字までにしてください。")
        if len(set(names)) < len(names):
            raise forms.ValidationError("同じ名称が二度書かれています。一つにしてください。")
        return names


class FromDayForm(forms.Form):
    """What every change of departments from a day on asks for. `rows` and `title` go to the preview."""

    day = DayField(label="実施日", help_text="「令和9年4月1日」「R9.4.1」のように。先の日でも構いません。")
    reason = forms.CharField(
        label="理由", widget=forms.Textarea({"rows": 2}), help_text="条例・規則の名称や、決定した会議など。"
    )
    question = ""

    def __init__(self, *args, departments: list[Department], department: Department | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.departments, self.department = departments, department
        self.directory = Directory(departments)
        self.choices = [(str(d.pk), self.directory.name(d)) for d in departments]
        self.by_key = {str(d.pk): d for d in departments}

    def name_of(self, key: str) -> str:
        return self.directory.name(self.by_key[key])

    @property
    def own_name(self) -> str:
        return self.directory.name(self.department)

    @property
    def head(self) -> dict:
        """The head of the reorganisation this becomes."""
        return {
            "title": self.title[:200],
            "takes_effect_on": self.cleaned_data["day"],
            "reason": self.cleaned_data["reason"],
        }


class RenameForm(FromDayForm):
    name = forms.CharField(label="新しい名称", max_length=200)
    field_order = ["name", "day", "reason"]

    @property
    def title(self) -> str:
        return f"{self.department.name}の名称変更（{self.cleaned_data['name']}）"

    @property
    def rows(self) -> Rows:
        return Rows(renames=[RenameRow(self.own_name, self.cleaned_data["name"], 1)])


class EndForm(FromDayForm):
    successor = forms.ChoiceField(label="引継先")
    field_order = ["successor", "day", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = [choice for choice in self.choices if choice[0] != str(self.department.pk)]
        self.fields["successor"].choices = [("", "（なし。担当するものがないときだけ）"), *others]
        self.fields["successor"].required = False

    @property
    def title(self) -> str:
        return f"{self.department.name}の廃止"

    @property
    def rows(self) -> Rows:
        chosen = self.cleaned_data["successor"]
        return Rows(lines=[LineRow(self.own_name, self.name_of(chosen) if chosen else GONE, 1)])


class NewDepartmentFields(forms.Form):
    """A department to be made, with its place."""

    name = forms.CharField(label="新しい部署の名称", max_length=200, required=False)
    kind = forms.ChoiceField(label="種別", choices=KIND_CHOICES, required=False)
    parent = forms.ChoiceField(label="上位の部署", required=False)


class MergeForm(FromDayForm, NewDepartmentFields):
    """Several departments become one, a new one or one of today."""

    formers = forms.MultipleChoiceField(label="統合する部署", widget=forms.CheckboxSelectMultiple)
    successor = forms.ChoiceField(label="統合先", required=False)
    field_order = ["formers", "successor", "name", "kind", "parent", "day", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["formers"].choices = self.choices
        self.fields["parent"].choices = [("", "（なし）"), *self.choices]
        self.fields["successor"].choices = [("", "新しい部署を作る"), *self.choices]

    def clean(self):
        cleaned = super().clean()
        if len(set(cleaned.get("formers") or []) - {cleaned.get("successor")}) < 1:
            self.add_error("formers", "統合する部署を選んでください。")
        elif not cleaned.get("successor") and len(cleaned["formers"]) < 2:
            self.add_error("formers", "新しい部署にまとめるときは、二つ以上の部署を選んでください。")
        if bool(cleaned.get("successor")) == bool(cleaned.get("name")):
            self.add_error("name", "統合先を選ぶか、新しい部署の名称を書くか、どちらか一つにしてください。")
        return cleaned

    @property
    def goal(self) -> str:
        chosen = self.cleaned_data["successor"]
        return self.name_of(chosen) if chosen else self.cleaned_data["name"]

    @property
    def title(self) -> str:
        return f"{self.goal}への統合"

    @property
    def rows(self) -> Rows:
        cleaned = self.cleaned_data
        above = self.name_of(cleaned["parent"]) if cleaned["parent"] else ""
        new = [] if cleaned["successor"] else [DepartmentRow(cleaned["name"], cleaned["kind"], above, "", 1)]
        formers = [key for key in cleaned["formers"] if key != cleaned["successor"]]
        lines = [LineRow(self.name_of(key), self.goal, n) for n, key in enumerate(formers, start=1)]
        return Rows(departments=new, lines=lines)


class SplitForm(FromDayForm):
    """One department becomes several; it may go on beside the others."""

    goes_on = forms.BooleanField(label="いまの部署も残す（一部だけを分ける）", required=False)
    names = forms.CharField(
        label="分かれた先の部署",
        widget=forms.Textarea({"rows": 3}),
        help_text="1行に一つ。はじめに書いた部署が、行き先を選ばないものを引き継ぎます。"
        "いまない名称は新しい部署になり、種別と上位はいまの部署と同じです。",
    )
    field_order = ["names", "goes_on", "day", "reason"]

    def clean_names(self):
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if any(len(name) > 200 for name in names):
            raise forms.ValidationError("名称は200字までにしてください。")
        return names

    def clean(self):
        cleaned = super().clean()
        if len(cleaned.get("names") or []) + cleaned["goes_on"] < 2 and "names" not in self.errors:
            self.add_error("names", "分かれた先を二つ以上書いてください（いまの部署を残すときは一つ以上）。")
        return cleaned

    @property
    def title(self) -> str:
        return f"{self.department.name}の分割"

    @property
    def rows(self) -> Rows:
        names: list[str] = self.cleaned_data["names"]
        above = self.directory.name(self.department.parent) if self.department.parent else ""
        new = [name for name in names if not self.directory.all_named(name)]
        goals = [self.own_name, *names] if self.cleaned_data["goes_on"] else names
        return Rows(
            departments=[
                DepartmentRow(name, self.department.kind, above, "", n) for n, name in enumerate(new, start=1)
            ],
            lines=[LineRow(self.own_name, name, n) for n, name in enumerate(goals, start=1)],
        )
