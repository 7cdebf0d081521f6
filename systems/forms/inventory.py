"""The forms of a system: its facts, its end, what a partner city says of it, and the rows that hang on it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from organizations.attachments import TAKEN
from organizations.date_fields import DayField, MonthField
from organizations.edits import Edit, RowEdit
from organizations.forms import EditsMixin, ManyFilesField, OwnRowForm, PlainTextField
from organizations.models import Municipality
from plans.forms.notes import NotesField
from plans.forms.parts import LinesField, PartsField
from plans.forms.rows import MONTH_HELP, RowForm
from systems.disclosure import CHOICES, FIELDS, default_of
from systems.forms.amounts import ThousandYenField
from systems.forms.choices import CitiesField
from systems.models import (
    InformationSystem,
    StandardMigration,
    SupportEnd,
    SystemDepartment,
    SystemFile,
    SystemShare,
)
from systems.services.inventory_saving import department_parts
from systems.standard_businesses import STANDARD_BUSINESSES

DAY_HELP = "「令和8年3月31日」「R8.3.31」「2026-03-31」のように入力します。"
DOCUMENT_NAMES = {"user_count": "users"}
LABELS_OF_DISCLOSURE = dict(CHOICES)
DISCLOSURE = "disclosure_"


class DepartmentPart(forms.Form):
    """One department, by its primary key."""

    department = forms.ChoiceField(label="課", required=False)

    def __init__(self, *args, choices: Iterable[tuple[str, str]] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", "選んでください"), *choices]


class DepartmentsMixin:
    """A form with the ordered list `departments` of one city's departments of a system."""

    def offer_departments(self, system: InformationSystem, city: Municipality, today: date) -> None:
        """Offer the departments that stand, and those that are chosen."""
        links = SystemDepartment.objects.filter(system=system.pk, department__municipality=city)
        stored = department_parts(links.order_by("order", "pk"))
        kept = Q(pk__in=[part["department"] for part in stored])
        standing = Q(pk__in=city.departments.standing_on(today).values("pk"))
        offered = city.departments.filter(standing | kept).order_by("order", "pk")
        self.fields["departments"].initial = self.initial["departments"] = stored
        self.fields["departments"].options = {"choices": [(str(d.pk), d.name) for d in offered]}

    def department_edit(self) -> Edit | None:
        return next(iter(self.edits(["departments"])), None)


class SystemForm(DepartmentsMixin, RowForm):
    """The facts of a system. What only the planning section says is left out for others."""

    PLANNERS_ONLY = ("partners", *(f"{DISCLOSURE}{name}" for name in FIELDS))

    document_names = DOCUMENT_NAMES
    departments = PartsField(DepartmentPart, label="所管課", required=False)
    yearly_cost = ThousandYenField(label="年間経費（千円）")
    shared_with = LinesField(
        label="共同利用（名前）",
        required=False,
        help_text="このポータルにない相手の名前も書けます。1行に1つ。",
    )
    partners = CitiesField(
        label="共同利用の団体（このポータルの団体）",
        required=False,
        help_text="1行に1つ、6桁の団体コードか団体名で書きます。その団体も、このシステムを自分の台帳で見られるようになります。",
    )
    uploads = ManyFilesField(label="ファイルを付ける", required=False, help_text=f"{TAKEN}、1個10MBまで。")
    remove = forms.ModelMultipleChoiceField(
        SystemFile.objects.none(),
        label="付いているファイルを除く",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    notes = NotesField(label="このシステムの注")

    class Meta(RowForm.Meta):
        model = InformationSystem
        fields = [
            "name", "outline", "started_on", "started_kind", "is_priority", "migrates_to_next", "vendor",
            "product", "hosting", "location", "segment", "bcp_priority", "has_personal_information",
            "user_count", "yearly_cost", "shared_with", "successor", "notes",
        ]  # fmt: skip

    def __init__(self, *args, city: Municipality, today: date, is_planner: bool, **kwargs):
        super().__init__(*args, **kwargs)
        system = self.instance
        self.offer_departments(system, city, today)
        self.fields["successor"].queryset = city.systems.exclude(pk=system.pk).order_by("name", "pk")
        self.fields["successor"].empty_label = "（なし）"
        for name in ("shared_with", "partners"):
            self.fields[name].widget.attrs["rows"] = 2
        self.fields["user_count"].widget.attrs["inputmode"] = "numeric"
        self.fields["bcp_priority"].widget.attrs["autocomplete"] = "off"
        self.initial["partners"] = [share.municipality.code for share in _shares(system)]
        self._offer_disclosure(system)
        self._offer_files(system)
        for name in () if is_planner else self.PLANNERS_ONLY:
            del self.fields[name]
        self.show_what_was_shown()
        for name in ("uploads", "remove"):
            if name in self.fields:
                self.fields[name].show_hidden_initial = False

    def _offer_disclosure(self, system: InformationSystem) -> None:
        for name, label in FIELDS.items():
            default = LABELS_OF_DISCLOSURE[default_of(name)]
            self.fields[f"{DISCLOSURE}{name}"] = forms.ChoiceField(
                label=label,
                choices=[("", f"既定（{default}）"), *CHOICES],
                required=False,
                initial=system.disclosure.get(name, ""),
            )

    def _offer_files(self, system: InformationSystem) -> None:
        files = system.files.all() if system.pk else SystemFile.objects.none()
        self.fields["remove"].queryset = files
        if not files.exists():
            del self.fields["remove"]

    @property
    def disclosure_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith(DISCLOSURE)]

    def disclosure_edits(self) -> list[Edit]:
        return [
            Edit(edit.field.removeprefix(DISCLOSURE), edit.was, edit.mine, edit.name)
            for edit in self.edits(self.disclosure_names)
        ]

    def partner_edit(self) -> Edit | None:
        return next(iter(self.edits(["partners"])), None)

    @property
    def uploaded(self) -> list[tuple[str, bytes]]:
        return [(file.name, file.read()) for file in self.cleaned_data["uploads"]]


def _shares(system: InformationSystem):
    return system.shares.select_related("municipality") if system.pk else ()


class ShareForm(DepartmentsMixin, RowForm):
    """What a partner city says of a shared system."""

    departments = PartsField(DepartmentPart, label="所管課", required=False)
    yearly_cost = ThousandYenField(label="年間経費（千円）")

    class Meta(RowForm.Meta):
        model = SystemShare
        fields = ["user_count", "yearly_cost"]

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_departments(self.instance.system, self.instance.municipality, today)
        self.show_what_was_shown()


class EndForm(EditsMixin, forms.ModelForm):
    """From when a system is no more, and what follows it."""

    ended_on = MonthField(
        label="廃止の月",
        required=False,
        help_text=f"この月から使いません。{MONTH_HELP}空欄にすると、廃止を取りやめます。",
    )

    class Meta:
        model = InformationSystem
        fields = ["ended_on", "successor"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        system = self.instance
        others = InformationSystem.objects.filter(municipality=system.municipality).exclude(pk=system.pk)
        self.fields["successor"].queryset = others.order_by("name", "pk")
        self.fields["successor"].empty_label = "（なし）"
        self.show_what_was_shown()

    def _post_clean(self):
        """The service checks the whole system under the lock."""


class SupportEndForm(OwnRowForm):
    """From when a maker helps no more with a part."""

    NAMED = "name"
    NEEDED = ("kind", "ends_on")
    ends_on = DayField(label="サポート終了日", help_text="日まで入力します（例：令和8年3月31日）。")

    class Meta:
        model = SupportEnd
        fields = ["kind", "name", "ends_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "選んでください"), *SupportEnd.Kind.choices]


class MigrationForm(OwnRowForm):
    """Where one standardised business stands. A listed one keeps its name, a new row chooses."""

    NAMED = "business"
    NEEDED = ("business",)
    business = forms.CharField(label="標準化対象業務", max_length=50)
    due_on = DayField(label="移行の期限", required=False, help_text=DAY_HELP)
    reason = PlainTextField(
        label="理由", required=False, max_length=20_000, widget=forms.Textarea({"rows": 1}),
        help_text="特定移行支援のときに書きます。",
    )  # fmt: skip

    class Meta:
        model = StandardMigration
        fields = ["business", "state", "due_on", "reason"]

    def __init__(self, *args, listed: Iterable[str], **kwargs):
        super().__init__(*args, **kwargs)
        free = [name for name in STANDARD_BUSINESSES if name not in set(listed)]
        self.heading = self.initial.get("business", "")
        chooser = forms.Select(choices=[("", "選んでください"), *((name, name) for name in free)])
        self.fields["business"].widget = forms.HiddenInput() if self.heading else chooser
        self.fields["state"].choices = [("", "記載なし"), *StandardMigration.State.choices]

    def row_edit(self) -> RowEdit | None:
        """A business that is listed without a row of its own gets one, or leaves the list."""
        if self.heading and self.cleaned_data["remove"] and self.row is None:
            return RowEdit(None, [], remove=True, fixed={"business": self.heading})
        edit = super().row_edit()
        if edit and edit.row is None:
            edit.fixed = {"business": self.cleaned_data["business"]}
        return edit


def migration_rows(system: InformationSystem) -> tuple[list[StandardMigration], list[dict[str, Any]]]:
    """Return the stored rows, and what the page shows: every business of the system in its order."""
    rows = {row.business: row for row in system.migrations.all()} if system.pk else {}
    names = dict.fromkeys([*system.standard_businesses, *rows])
    shown = [
        forms.model_to_dict(rows[name]) | {"row": rows[name].pk} if name in rows else {"business": name}
        for name in names
    ]
    return list(rows.values()), shown
