"""Tables in Excel and CSV: one resource a sheet, rows known by natural keys, all or nothing.

A file concerns one city (and, where rows belong to a plan, one plan). It is checked as a whole before its
first row is read; every bad cell of every row is then reported at once.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db import models
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource
from import_export.results import Result, RowResult
from import_export.widgets import Widget

from organizations.cells import TextCell, as_text
from organizations.exceptions import FileRefused, PortalError
from organizations.history import bulk_write, current_change, save_changed
from organizations.models import Department, Municipality
from organizations.text import normalise_width

logger = logging.getLogger(__name__)
HEAD_ROWS = 1
UNEXPECTED = "この行は取り込めませんでした。値を確かめても分からないときは、管理者に知らせてください。"
CODE = "団体コード"
KEY = "識別名"


def as_key(value: Any) -> str:
    """Return what a key is compared by: 7, `７` and ` 7 ` are one."""
    return normalise_width(as_text(value)).strip()


class StoredRows(BaseInstanceLoader):
    """Finds the row of a line by its natural key among all rows of the file's scope (one query)."""

    def __init__(self, resource, dataset=None):
        super().__init__(resource, dataset)
        self.rows = resource.stored_rows() if resource.has_scope else {}

    def get_instance(self, row):
        return self.rows.get(self.resource.identity(row))


class TableResource(ModelResource):
    """One sheet. A subclass names its scope (`scope_columns`, `find_scope`) and its key (`key_columns`)."""

    scope_columns: tuple[str, ...] = (CODE,)
    key_columns: tuple[str, ...] = (KEY,)
    municipality: Municipality | None = None

    class Meta:
        instance_loader_class = StoredRows
        import_id_fields = ()  # rows are found by `key_columns`
        clean_model_instances = use_transactions = skip_unchanged = True
        report_skipped = store_instance = skip_diff = True

    def __init__(self, *, user):
        super().__init__()
        self.user = user

    def get_queryset(self):
        """Return what an export without a choice of rows holds; the default would be every city's."""
        return self._meta.model.objects.visible_to(self.user)

    # --- What a subclass says ---------------------------------------------------------------------

    def find_scope(self, codes: tuple[str, ...]) -> None:
        """Set what the file concerns; raise FileRefused where this person may not change it."""
        cities = Municipality.objects.changeable_by(self.user)
        self.municipality = cities.filter(code=codes[0]).first()
        if self.municipality is None:
            raise FileRefused(f"{CODE}「{codes[0]}」の団体はありません。{CODE}を確かめてください。")

    def scoped(self) -> models.QuerySet:
        """Return the rows the file may change."""
        raise NotImplementedError

    def new_row(self, row: dict[str, Any]) -> models.Model:
        """Return an instance for a line whose key is not known yet."""
        raise NotImplementedError

    @property
    def needs_reason(self) -> bool:
        """Say whether the file's rows may change only with a reason."""
        return False

    @cached_property
    def departments(self) -> dict[str, Department]:
        """The city's departments by key, and by name where only one has it."""
        rows = list(self.municipality.departments.all())
        names = Counter(row.name for row in rows)
        unique = {row.name: row for row in rows if names[row.name] == 1}
        return unique | {row.key: row for row in rows}

    def find_department(self, text: str) -> Department:
        if text not in self.departments:
            raise ValueError(f"部署「{text}」は{self.municipality}にありません。")
        return self.departments[text]

    def key_of(self, row: dict[str, Any]) -> str:
        return as_text(row[KEY]).strip()

    # --- The file as a whole ----------------------------------------------------------------------

    @property
    def has_scope(self) -> bool:
        return self.municipality is not None

    def before_import(self, dataset: tablib.Dataset, **kwargs):
        """Check the head, the scope and the keys. Raise FileRefused with every finding."""
        try:
            dataset.headers = [str(name or "").strip() for name in dataset.headers or []]
            self._check_head(dataset.headers)
            self._check_lines([dict(zip(dataset.headers, line, strict=True)) for line in dataset])
        except PortalError:
            dataset.wipe()  # the package would go on to the rows
            raise
        current_change().municipality = self.municipality

    def _check_head(self, names: list[str]) -> None:
        known = self.get_diff_headers()
        problems = []
        if missing := [n for n in (*self.scope_columns, *self.key_columns) if n not in names]:
            problems.append(f"列「{'」「'.join(missing)}」がありません。行を見分けるために必要です。")
        if unknown := [n or "（空欄）" for n in names if n not in known]:
            problems.append(
                f"列「{'」「'.join(unknown)}」は取り込めません。使える列は、{'、'.join(known)}です。"
            )
        if twice := sorted({n for n in names if names.count(n) > 1 and n in known}):
            problems.append(f"列「{'」「'.join(twice)}」が二つ以上あります。一つにしてください。")
        if problems:
            raise FileRefused("\n".join(problems))

    def _check_lines(self, lines: list[dict[str, Any]]) -> None:
        if problems := [*self._unreadable_keys(lines)]:
            raise FileRefused("\n".join(problems))
        scopes = list(dict.fromkeys(tuple(as_key(line[n]) for n in self.scope_columns) for line in lines))
        if len(scopes) != 1:
            names = "と".join(self.scope_columns)
            found = f"{len(scopes)}とおりあります" if scopes else "取り込む行がありません"
            raise FileRefused(f"一つのファイルでは{names}を一つだけにしてください（{found}）。")
        if problems := [*self._lines_with_one_key(lines)]:
            raise FileRefused("\n".join(problems))
        self.find_scope(scopes[0])

    def _unreadable_keys(self, lines: list[dict[str, Any]]) -> Iterator[str]:
        for number, line in enumerate(lines, start=HEAD_ROWS + 1):
            for name in (*self.scope_columns, *self.key_columns):
                try:
                    if not as_key(line[name]):
                        yield f"{number}行目の{name}が空です。"
                except ValueError as refusal:
                    yield f"{number}行目の{name}：{refusal}"

    def _lines_with_one_key(self, lines: list[dict[str, Any]]) -> Iterator[str]:
        first: dict[tuple[str, ...], int] = {}
        for number, line in enumerate(lines, start=HEAD_ROWS + 1):
            identity = self.identity(line)
            if first.setdefault(identity, number) != number:
                names, values = "・".join(self.key_columns), "・".join(identity)
                yield f"{first[identity]}行目と{number}行目の{names}が同じ「{values}」です。"

    def identity(self, line: dict[str, Any]) -> tuple[str, ...]:
        return tuple(as_key(line[name]) for name in self.key_columns)

    def stored_rows(self) -> dict[tuple[str, ...], models.Model]:
        fields = {field.column_name: field for field in self.fields.values()}
        return {
            tuple(as_key(fields[name].export(row)) for name in self.key_columns): row
            for row in self.with_parts(self.scoped())
        }

    # --- One row ----------------------------------------------------------------------------------

    def _check_import_id_fields(self, headers):
        """Our own check of the head has been here before."""

    def init_instance(self, row=None):
        return self.new_row(row)

    def after_init_instance(self, instance, new, row, **kwargs):
        instance.shown_before = [""] * len(self.columns) if new else self.shown(instance)

    def shown(self, instance) -> list[str]:
        return [field.export(instance) for field in self.columns]

    @property
    def columns(self) -> list[Field]:
        return self.get_import_fields()

    def import_instance(self, instance, row, **kwargs):
        """Read every cell; raise one ValidationError with the errors of all of them."""
        errors = {}
        for field in self.columns:
            try:
                self.import_field(field, instance, row, **kwargs)
            except (ValueError, PortalError) as refusal:
                errors[field.attribute] = ValidationError(str(refusal))
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        # The package compares with a copy, which would ask for linked rows after they were written.
        is_same = not instance._state.adding and self.shown(instance) == instance.shown_before
        return is_same and not import_validation_errors

    def do_instance_save(self, instance, is_create):
        save_changed(instance)

    def after_save_instance(self, instance, row, **kwargs):
        links = [field for field in self.columns if isinstance(field, LinksField)]
        for accessor in dict.fromkeys(field.accessor for field in links):
            save_links(instance, [field for field in links if field.accessor == accessor])

    # --- Out --------------------------------------------------------------------------------------

    def with_parts(self, rows: models.QuerySet) -> models.QuerySet:
        """Return `rows` with all that their cells show, in few queries."""
        return rows

    def filter_export(self, queryset, **kwargs):
        return self.with_parts(queryset)


class ScopeField(Field):
    """A column that says where a row belongs. It is read once for the whole file, never from a row."""

    def __init__(self, attribute: str, column_name: str):
        super().__init__(attribute, column_name, TextCell(one_line=True), readonly=True)


class LinksField(Field):
    """Departments of a row in one cell, kept by rows of a through model: `accessor` on the row itself."""

    def __init__(self, attribute: str, column_name: str, *, accessor: str, most: int = 0, **fixed: Any):
        """Take at most `most` departments (0: any number); `fixed` are columns that all links share."""
        super().__init__(attribute, column_name)
        self.accessor, self.most, self.fixed = accessor, most, fixed

    def get_value(self, instance) -> list[Department]:
        """Return what the file wants, before it was read what is stored."""
        wanted = vars(instance).get(f"wanted_{self.attribute}")
        return [link.department for link in self.links(instance)] if wanted is None else wanted

    def links(self, instance) -> list[models.Model]:
        stored = getattr(instance, self.accessor).all() if instance.pk else []
        return [link for link in stored if all(getattr(link, n) == v for n, v in self.fixed.items())]

    def save(self, instance, row, is_m2m=False, **kwargs):
        wanted = self.clean(row)
        if self.most and len(wanted) > self.most:
            raise ValueError(f"{self.most}つまでにしてください。")
        setattr(instance, f"wanted_{self.attribute}", wanted)


class WantedField(Field):
    """What rows of other tables say of a row, in one cell: `stored` reads it unless the file wants some."""

    def __init__(self, attribute: str, column_name: str, widget: Widget, stored: Callable[[Any], Any]):
        super().__init__(attribute, column_name, widget)
        self.stored = stored

    def get_value(self, instance) -> Any:
        wanted = vars(instance).get(f"wanted_{self.attribute}")
        return self.stored(instance) if wanted is None else wanted

    def save(self, instance, row, is_m2m=False, **kwargs):
        setattr(instance, f"wanted_{self.attribute}", self.clean(row))


def save_links(instance, fields: list[LinksField]) -> None:
    """Make the links of one through model equal to what the fields want, in the order of the fields."""
    if all([x.department for x in field.links(instance)] == field.get_value(instance) for field in fields):
        return
    manager = getattr(instance, fields[0].accessor)
    stored = {
        (field.attribute, link.department_id): link for field in fields for link in field.links(instance)
    }
    wanted = [(field, department) for field in fields for department in field.get_value(instance)]
    create, update = [], []
    for order, (field, department) in enumerate(wanted):
        link = stored.pop((field.attribute, department.pk), None)
        if link is None:
            owner = {manager.field.name: instance, "department": department, "order": order}
            create.append(manager.model(**owner, **field.fixed))
        elif link.order != order:
            link.order = order
            update.append(link)
    bulk_write(manager.model, create=create, update=update, fields=["order"], delete=stored.values())


@dataclass(frozen=True)
class PreviewCell:
    """One value before and after; equal where the file changes nothing."""

    before: str
    after: str

    @property
    def has_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class PreviewRow:
    number: int
    kind: str
    cells: list[PreviewCell]


@dataclass(frozen=True)
class Preview:
    """What an import would do, or did: keys and changing columns, the rows that change, how many do not."""

    KINDS = {RowResult.IMPORT_TYPE_NEW: "追加", RowResult.IMPORT_TYPE_UPDATE: "変更"}

    columns: list[str]
    rows: list[PreviewRow]
    unchanged: int

    @classmethod
    def of(cls, resource: TableResource, result: Result) -> "Preview":
        changed = [
            (number, cls.KINDS[row.import_type], cells_of(resource, row.instance))
            for number, row in enumerate(result.rows, start=HEAD_ROWS + 1)
            if row.import_type in cls.KINDS
        ]
        keys = {*resource.scope_columns, *resource.key_columns}
        shown = [
            index
            for index, name in enumerate(resource.get_diff_headers())
            if name in keys or any(cells[index].has_changed for _, _, cells in changed)
        ]
        rows = [PreviewRow(number, kind, [cells[i] for i in shown]) for number, kind, cells in changed]
        columns = [resource.get_diff_headers()[index] for index in shown]
        return cls(columns, rows, len(result.rows) - len(rows))

    @property
    def fingerprint(self) -> str:
        """A digest that differs whenever an import would do something else."""
        return sha256(repr(self.rows).encode()).hexdigest()


def cells_of(resource: TableResource, instance) -> list[PreviewCell]:
    pairs = zip(instance.shown_before, resource.shown(instance), strict=True)
    return [PreviewCell(before, after) for before, after in pairs]


@dataclass(frozen=True)
class CellProblem:
    """What is wrong in one cell, or in a row where no column can be named."""

    number: int
    column: str
    sentence: str


def problems_of(resource: TableResource, result: Result) -> list[CellProblem]:
    """Return every finding of an import in the order of the file; those on the file itself have number 0."""
    columns = {field.attribute: field.column_name for field in resource.columns}
    problems = [CellProblem(0, "", line) for e in result.base_errors for line in str(e.error).split("\n")]
    for row in result.invalid_rows:
        problems += [
            CellProblem(row.number + HEAD_ROWS, columns.get(name, ""), sentence)
            for name, sentences in row.error_dict.items()
            for sentence in sentences
        ]
    for row in result.error_rows:
        for error in row.errors:
            logger.error("a row could not be imported", exc_info=error.error)
            problems.append(CellProblem(row.number + HEAD_ROWS, "", f"{UNEXPECTED}（{error.error}）"))
    return sorted(problems, key=lambda problem: problem.number)
