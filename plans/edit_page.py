"""The edit page of one row of a plan: its form, the reason, a conflict with picks; saving and deleting it.

A view finds the plan and the row, makes a `RowPage` and hands it to `answer_row` with the service that saves;
`answer_delete` asks first. Both answer in full, so a view has no more to do.
"""

from collections.abc import Callable
from functools import cached_property

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from organizations.edits import Edit, picked, refreshed
from organizations.exceptions import EditConflict, PortalError
from organizations.forms import ReasonForm
from organizations.history import Author, Reason
from plans.forms.rows import RowForm
from plans.models import Plan


def posted(request) -> QueryDict | None:
    """Return what was posted, None for a GET."""
    return request.POST if request.method == "POST" else None


class RowPage:
    """One row on its page. `row` without a key is a new one; `data` is what was posted, None for a GET.

    `list_url` and `list_name` lead back to where the row is listed; `options` go to the form.
    """

    template = "plans/row_form.html"

    def __init__(
        self,
        *,
        plan: Plan,
        row: models.Model,
        form: type[RowForm],
        list_url: str,
        list_name: str,
        data: QueryDict | None = None,
        delete_url: str = "",
        **options,
    ):
        self.plan, self.row, self.form_class = plan, row, form
        self.list_url, self.list_name, self.delete_url = list_url, list_name, delete_url
        self.data = None if data is None else picked(data)
        self.options = options
        self.conflict: EditConflict | None = None
        self.form = form(self.data, instance=row, plan=plan, **options)
        self.reason_form = ReasonForm(self.data)

    @property
    def is_new(self) -> bool:
        return self.row.pk is None

    @property
    def title(self) -> str:
        noun = self.row._meta.verbose_name
        return f"{noun}の追加" if self.is_new else f"{noun}「{self.row}」の編集"

    @cached_property
    def is_adopted(self) -> bool:
        return self.plan.is_adopted()

    @property
    def forms(self) -> list[forms.BaseForm]:
        return [self.form, self.reason_form]

    @property
    def fields(self) -> list[BoundField]:
        return [field for field in self.form if field.name != "notes"]

    @property
    def notes(self) -> BoundField | None:
        return self.form["notes"] if "notes" in self.form.fields else None

    @property
    def is_reshaped(self) -> bool:
        """Say whether the person asked for an entry more or moved one: nothing is saved then."""
        return bool(self.data and "reshape" in self.data)

    def reshaped(self) -> "RowPage":
        """Return the page as it was asked for; what is missing so far is no error yet."""
        for form in self.forms:
            form._errors = ErrorDict()
        return self

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.forms]  # each is asked, so that all errors show at once
        return all(answers)

    @property
    def edits(self) -> list[Edit]:
        """What was changed; of a new row every field, proposed values included."""
        names = [name for name in self.form.Meta.fields if name in self.form.fields]
        if not self.is_new:
            return self.form.edits(names)
        return [Edit(name, getattr(self.row, name), self.form.cleaned_data[name]) for name in names]

    @property
    def reason(self) -> Reason:
        return self.reason_form.reason

    def explain(self, refusal: ValidationError) -> None:
        """Put a refusal of the database's rules beside the field it names, else at the top."""
        by_field = refusal.error_dict if hasattr(refusal, "error_dict") else {None: refusal.error_list}
        for name, errors in by_field.items():
            self.form.add_error(name if name in self.form.fields else None, errors)

    def after(self, conflict: EditConflict) -> "RowPage":
        """Return the page with what was typed, now knowing what others wrote, for the person to pick."""
        self.row.refresh_from_db()
        self.data = refreshed(self.data, conflict.clashes)
        self.form = self.form_class(self.data, instance=self.row, plan=self.plan, **self.options)
        self.conflict = conflict
        return self


def answer_row(request, page: RowPage, save: Callable[..., models.Model], **context) -> HttpResponse:
    """Save what was typed and go back to the list, or show the page again with what keeps it from saving.

    `save` is called with `edits`, `author` and `reason` and returns the row.
    """
    if request.method == "POST" and page.is_reshaped:
        page.reshaped()
    elif request.method == "POST" and page.is_valid():
        try:
            row = save(edits=page.edits, author=Author.of(request), reason=page.reason)
        except ValidationError as refusal:
            page.explain(refusal)
        except EditConflict as conflict:
            page.after(conflict)
        except PortalError as refusal:
            page.form.add_error(None, str(refusal))
        else:
            messages.success(request, f"「{row}」を保存しました。")
            return redirect(page.list_url)
    return render(request, page.template, {"page": page, "plan": page.plan, **context})


def answer_delete(request, page: RowPage, delete: Callable[..., None]) -> HttpResponse:
    """Ask whether the row shall go, and delete it; say what keeps it. `delete` gets `author` and `reason`."""
    refusal = ""
    if request.method == "POST" and page.reason_form.is_valid():
        try:
            delete(author=Author.of(request), reason=page.reason)
        except PortalError as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"「{page.row}」を削除しました。")
            return redirect(page.list_url)
    return render(request, "plans/row_delete.html", {"page": page, "plan": page.plan, "refusal": refusal})
