"""The edit page of a system: its forms together, in groups, what everybody knows first."""

from datetime import date

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.urls import reverse

from organizations.edit_page import FormsPage, row_edits
from organizations.edits import Edit
from organizations.models import Municipality, User
from systems.edits import FileWishes, ShareEdit, SystemEdit
from systems.forms.inventory import MigrationForm, ShareForm, SupportEndForm, SystemForm, migration_rows
from systems.models import InformationSystem, SystemShare

MOST_ROWS = 40
HEAD = ["name", "departments", "outline", "started_on", "started_kind"]
PLACE = ["vendor", "product", "hosting", "location", "segment"]
WEIGHT = ["is_priority", "bcp_priority", "has_personal_information", "user_count", "yearly_cost"]
TIES = ["successor", "migrates_to_next", "shared_with", "partners"]
FILES = ["uploads", "remove"]


class SystemPage(FormsPage):
    """All forms of a system's page together: `is_valid`, then `edit` and `reason` for the service."""

    def __init__(
        self,
        *,
        city: Municipality,
        user: User,
        today: date,
        system: InformationSystem | None = None,
        data: QueryDict | None = None,
        files=None,
    ):
        super().__init__(data)
        self.city, self.user, self.today = city, user, today
        self.files = None if data is None else files
        self.system = system or InformationSystem(municipality=city)
        self.title = f"「{self.system}」の編集" if system else "情報システムの登録"
        is_planner = user.is_planning or user.is_administrator
        self.form = SystemForm(
            data, self.files, instance=self.system, city=city, today=today, is_planner=is_planner
        )
        if system is None and user.department_id:
            self.form.initial["departments"] = [{"department": str(user.department_id)}]
        self.migrations = self._migrations(data)
        self.support_ends = self._support_ends(data)

    def _migrations(self, data):
        stored, shown = migration_rows(self.system)
        formset = forms.formset_factory(MigrationForm, extra=1, max_num=MOST_ROWS)
        options = {"rows": stored, "listed": [row["business"] for row in shown]}
        return formset(data, prefix="migrations", initial=shown, form_kwargs=options)

    def _support_ends(self, data):
        rows = list(self.system.support_ends.all()) if self.system.pk else []
        initial = [forms.model_to_dict(row) | {"row": row.pk} for row in rows]
        formset = forms.formset_factory(SupportEndForm, extra=1, max_num=MOST_ROWS)
        return formset(data, prefix="support_ends", initial=initial, form_kwargs={"rows": rows})

    @property
    def rows(self) -> list[forms.BaseFormSet]:
        return [self.migrations, self.support_ends]

    @property
    def edit(self) -> SystemEdit:
        """What was changed, for the service; of a new system every field."""
        form = self.form
        return SystemEdit(
            fields=form.edits(form.Meta.fields) if self.system.pk else self._new_fields(),
            departments=form.department_edit() if self.system.pk else self._new_departments(),
            partners=form.partner_edit(),
            disclosure=form.disclosure_edits(),
            migrations=row_edits(self.migrations),
            support_ends=row_edits(self.support_ends),
            files=FileWishes(form.uploaded, form.cleaned_data.get("remove", ())),
        )

    def _new_fields(self) -> list[Edit]:
        blank = InformationSystem(municipality=self.city)
        names = self.form.Meta.fields
        return [Edit(name, getattr(blank, name), self.form.cleaned_data[name]) for name in names]

    def _new_departments(self) -> Edit:
        return Edit("departments", [], self.form.cleaned_data["departments"])

    def again(self, data: QueryDict) -> "SystemPage":
        """Return the page anew with `data`, and with the system as it is stored."""
        system = InformationSystem.objects.get(pk=self.system.pk) if self.system.pk else None
        return SystemPage(
            city=self.city, user=self.user, today=self.today, system=system, data=data, files=self.files
        )

    def _fields(self, names: list[str]) -> list[BoundField]:
        return [self.form[name] for name in names if name in self.form.fields]

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The controls under their headings, the first ones first."""
        return [
            ("基本", self._fields(HEAD)),
            ("製品と設置", self._fields(PLACE)),
            ("重要度と利用", self._fields(WEIGHT)),
        ]

    @property
    def tie_fields(self) -> list[BoundField]:
        return self._fields(TIES)

    @property
    def file_fields(self) -> list[BoundField]:
        return self._fields(FILES)

    @property
    def disclosure_fields(self) -> list[BoundField]:
        return self._fields(self.form.disclosure_names)

    @property
    def has_exceptions(self) -> bool:
        return any(field.value() for field in self.disclosure_fields)

    @property
    def leave_url(self) -> str:
        if self.system.pk:
            return reverse("portal:information_system_detail", args=[self.city.code, self.system.pk])
        return reverse("portal:information_system_list", args=[self.city.code])


class SharePage(FormsPage):
    """The page of a partner city's part of a shared system."""

    def __init__(self, *, share: SystemShare, user: User, today: date, data: QueryDict | None = None):
        super().__init__(data)
        self.share, self.user, self.today = share, user, today
        self.city, self.system = share.municipality, share.system
        self.title = f"「{share.system}」の{share.municipality}の部分の編集"
        self.form = ShareForm(data, instance=share, today=today)

    @property
    def edit(self) -> ShareEdit:
        return ShareEdit(self.form.edits(self.form.Meta.fields), self.form.department_edit())

    def again(self, data: QueryDict) -> "SharePage":
        shares = SystemShare.objects.select_related("system", "municipality")
        return SharePage(share=shares.get(pk=self.share.pk), user=self.user, today=self.today, data=data)

    @property
    def may_leave(self) -> bool:
        """Say whether this person takes the city out of the shared system: its planning section does."""
        return self.user.is_planning or self.user.is_administrator

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        names = ["departments", "user_count", "yearly_cost"]
        return [(f"{self.city}の部分", [self.form[name] for name in names])]

    @property
    def leave_url(self) -> str:
        return reverse("portal:information_system_detail", args=[self.city.code, self.system.pk])
