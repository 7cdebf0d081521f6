"""The page of a reorganisation: its head, its tables, the file that fills them, and the preview."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse

from organizations.exceptions import FileRefused, ReorganisationDoesNotFit
from organizations.forms.reorganisations import (
    DepartmentLineForm,
    LineForm,
    PersonLineForm,
    RenameLineForm,
    ReorganisationForm,
    SuccessorLineForm,
    TemplateForm,
)
from organizations.models import Municipality, Reorganisation
from organizations.reorganising.blueprint import Blueprint, Problem
from organizations.reorganising.names import Directory
from organizations.reorganising.reading import blueprint_of
from organizations.reorganising.rows import DEPARTMENTS, LINES, PEOPLE, RENAMES, TABLES, Rows
from organizations.reorganising.workbook import only_changes, read_template

CHOICE = "choice-"
MOST = 400
LINE_FORMS: dict[str, tuple[str, type[LineForm], int, str]] = {
    "departments": (DEPARTMENTS, DepartmentLineForm, 2, "新しく作る部署と、種別・上位・並び順が変わる部署。"),
    "lines": (LINES, SuccessorLineForm, 3, "分けるときは旧課を2行以上に書きます。廃止は新課に「廃止」。"),
    "people": (PEOPLE, PersonLineForm, 2, "書かない職員は、部署が移れば一緒に移ります。"),
    "renames": (RENAMES, RenameLineForm, 1, "引継ぎのない、名前だけの変更です。"),
}  # fmt: skip


class ReorganisationPage:
    """The forms together. `rows` are the tables as typed, `blueprint` what they mean on the day."""

    def __init__(
        self,
        municipality: Municipality,
        *,
        today: date,
        data=None,
        files=None,
        reorganisation: Reorganisation | None = None,
        head: Mapping[str, Any] | None = None,
        rows: Rows | None = None,
    ):
        self.municipality, self.today, self.data, self.files = municipality, today, data, files
        self.reorganisation, self.problems = reorganisation, []
        self.given = rows or (reorganisation.tables if reorganisation else Rows())
        self.form = ReorganisationForm(data, initial=head or self._head())
        self.upload = TemplateForm(data, files) if self.asked == "upload" else TemplateForm()
        self.tables = {name: self._table(name) for name in LINE_FORMS}

    @property
    def asked(self) -> str:
        """The button that was pressed: preview, upload, save, now, back, or more:<table>."""
        return self.data.get("do", "preview") if self.data else ""

    def _head(self) -> dict[str, Any]:
        if self.reorganisation:
            names = ["title", "takes_effect_on", "reason"]
            return {name: getattr(self.reorganisation, name) for name in names}
        day = date(self.today.year + (self.today >= date(self.today.year, 4, 15)), 4, 1)
        return {"title": "4月1日の組織改正", "takes_effect_on": day}

    def _table(self, name: str):
        _, form, extra, _ = LINE_FORMS[name]
        initial = [
            {field: getattr(row, field) for field in form.base_fields} for row in getattr(self.given, name)
        ]
        formset = forms.formset_factory(form, extra=0 if initial else extra, max_num=MOST, absolute_max=MOST)
        return formset(self.data, prefix=name, initial=initial)

    @property
    def parts(self) -> list:
        return [self.form, *self.tables.values()]

    @property
    def shown_tables(self) -> list[tuple[str, str, str, Any]]:
        """Name, title, help and formset of each table, in the page's order."""
        titles = {name: (title, text) for name, (title, _, _, text) in LINE_FORMS.items()}
        return [(name, *titles[name], table) for name, table in self.tables.items()]

    def is_valid(self) -> bool:
        answers = [part.is_valid() for part in self.parts]
        return all(answers)

    @property
    def rows(self) -> Rows:
        """Return the tables as typed, or as given where nothing was posted."""
        if self.data is None:
            return self.given
        tables = {}
        for name, formset in self.tables.items():
            lines = [TABLES[name](**form.cleaned_data, row=n) for n, form in enumerate(formset, start=1)]
            tables[name] = [line for line in lines if not line.is_blank]
        choices = self.choices
        if self.asked == "preview":  # of a split that was typed anew, the old choices are gone
            typed = {line.successor for line in tables["lines"]}
            choices = {key: name for key, name in choices.items() if name in typed}
        return Rows(**tables, choices=choices)

    @property
    def choices(self) -> dict[str, str]:
        """Return where things go that a split leaves open, by the holding's key."""
        if self.data is None:
            return self.given.choices
        posted = {k.removeprefix(CHOICE): self.data[k] for k in self.data if k.startswith(CHOICE)}
        return posted or self.given.choices

    @property
    def head(self) -> dict[str, Any]:
        return self.form.cleaned_data if self.data is not None else self.form.initial

    @cached_property
    def blueprint(self) -> Blueprint:
        return blueprint_of(self.municipality, self.rows, self.head["takes_effect_on"])

    def fits(self) -> bool:
        """Say whether the tables can be done as they are; else `problems` says what keeps them."""
        self.problems = list(self.blueprint.problems)
        if self.blueprint.is_empty and not self.problems:
            self.problems = [Problem("改正の表", 0, "変わるものがありません。表に一行以上書いてください。")]
        return not self.problems

    def uploaded(self) -> "ReorganisationPage | None":
        """Return the page with the tables of the file, or None after noting what is wrong with the file."""
        if not self.upload.is_valid():
            return None
        try:
            rows = read_template(self.upload.cleaned_data["file"].read())
        except ReorganisationDoesNotFit as refusal:
            self.problems = refusal.problems
            return None
        except FileRefused as refusal:
            self.upload.add_error("file", str(refusal))
            return None
        rows = only_changes(rows, self.municipality, self.today)
        page = ReorganisationPage(
            self.municipality,
            today=self.today,
            reorganisation=self.reorganisation,
            head=self.form.cleaned_data,
            rows=rows,
        )
        if not page.fits():
            self.problems = page.problems
            return None
        return page

    def with_more(self) -> "ReorganisationPage":
        """Return the page with what was typed and three more lines in a table."""
        data, name = self.data.copy(), self.asked.removeprefix("more:")
        count = data.get(f"{name}-TOTAL_FORMS", "")
        if name in LINE_FORMS and count.isdecimal():
            data[f"{name}-TOTAL_FORMS"] = str(min(int(count) + 3, MOST))
        return ReorganisationPage(
            self.municipality, today=self.today, data=data, reorganisation=self.reorganisation
        )

    @property
    def shown_forms(self) -> list[forms.BaseForm]:
        return [self.form, *(form for table in self.tables.values() for form in table), self.upload]

    # --- What templates ask -----------------------------------------------------------------------

    @property
    def names(self) -> list[str]:
        """The names a person may mean, for the lists of suggestions."""
        standing = self.municipality.departments.standing_on(self.today).select_related("parent")
        directory = Directory(standing.order_by("order", "pk"))
        return [directory.name(department) for department in directory.departments]

    @property
    def action(self) -> str:
        """The address that the page and its preview post to."""
        if self.reorganisation:
            args = [self.municipality.code, self.reorganisation.pk]
            return reverse("organizations:reorganisation_edit", args=args)
        return reverse("organizations:reorganisation_create", args=[self.municipality.code])

    @property
    def is_due(self) -> bool:
        return self.head["takes_effect_on"] <= self.today
