"""An edit page of several forms: one of its own fields, lists of rows, the reason, a conflict with picks.

A floor's page makes its forms and says what service takes them; `answer_page` saves or shows the page again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.utils import ErrorDict
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from organizations.edits import RowEdit, refreshed
from organizations.exceptions import EditConflict, PortalError, RowsGone
from organizations.forms import ReasonForm
from organizations.history import Author, Reason


class FormsPage:
    """All forms of an edit page together. A subclass makes `form` and its `rows`, and `again` from data."""

    form: forms.BaseForm
    conflict: EditConflict | None = None

    def __init__(self, data: QueryDict | None):
        self.data = data
        self.reason_form = ReasonForm(data)

    @property
    def rows(self) -> Sequence[forms.BaseFormSet]:
        """The lists of rows of the page."""
        return []

    def again(self, data: QueryDict) -> "FormsPage":
        """Return the page anew with `data`, and with what it is about as it is stored."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        """Say whether every form is; each is asked, so that all errors show at once."""
        answers = [part.is_valid() for part in (self.form, *self.rows, self.reason_form)]
        return all(answers)

    @property
    def reason(self) -> Reason:
        return self.reason_form.reason

    @property
    def all_forms(self) -> list[forms.BaseForm]:
        return [self.form, *(form for formset in self.rows for form in formset), self.reason_form]

    def explain(self, refusal: ValidationError) -> None:
        """Put a refusal of the database's rules beside the field it names, else at the top."""
        by_field = refusal.error_dict if hasattr(refusal, "error_dict") else {None: refusal.error_list}
        for name, errors in by_field.items():
            self.form.add_error(name if name in self.form.fields else None, errors)

    def after(self, conflict: EditConflict) -> "FormsPage":
        """Return the page with what was typed, now knowing what others wrote, for the person to pick."""
        page = self.again(refreshed(self.data, conflict.clashes))
        page.conflict = conflict
        return page

    @property
    def gone(self) -> list:
        """The forms of rows that somebody removed while this person typed into them."""
        return [form for formset in self.rows for form in formset if form.is_gone]

    def with_gone_as_new(self) -> "FormsPage":
        """Return the page with what was typed into removed rows as new ones, and say so."""
        refusal = RowsGone([form.was_named for form in self.gone])
        data = self.data.copy()
        for form in self.gone:
            data[form.add_prefix("row")] = ""
            for name in form.fields:
                data[f"initial-{form.add_prefix(name)}"] = ""
        page = self.again(data)
        page.form.errors  # noqa: B018 - a form that is not read yet would forget what is added
        page.form.add_error(None, str(refusal))
        return page

    @property
    def is_reshaped(self) -> bool:
        """Say whether the person asked for another row or place in a list, and not yet to save."""
        return self.data is not None and bool({"more", "reshape"} & self.data.keys())

    def reshaped(self) -> "FormsPage":
        """Return the page with what was typed; `more` names a list that gets one more empty row. What is
        missing so far is no error yet.
        """
        data: QueryDict = self.data.copy()
        count = f"{data.get('more', '')}-TOTAL_FORMS"
        if data.get(count, "").isdecimal():
            data[count] = str(int(data[count]) + 1)
        page = self.again(data)
        for form in page.all_forms:
            form._errors = ErrorDict()
        return page


def answer_page(
    request,
    page: FormsPage,
    save: Callable[[FormsPage], Model],
    template: str,
    context: Mapping[str, Any],
    *,
    then: Callable[[Model], str] | None = None,
) -> HttpResponse:
    """Save what was typed and go where `then` says, to the row itself without one; or show the page again
    with what keeps it from saving. `save` gets the page and returns the row.
    """
    if page.is_reshaped:
        page = page.reshaped()
    elif page.data and page.gone:
        page = page.with_gone_as_new()
    elif page.data is not None and page.is_valid():
        try:
            row = save(page)
        except ValidationError as refusal:
            page.explain(refusal)
        except EditConflict as conflict:
            page = page.after(conflict)
        except PortalError as refusal:
            page.form.add_error(None, str(refusal))
        else:
            messages.success(request, f"「{row}」を保存しました。")
            return redirect(then(row) if then else row)
    return render(request, template, {"page": page, **context})


def author_and_reason(request, page: FormsPage) -> dict[str, Any]:
    """Return what every service takes besides its edits."""
    return {"author": Author.of(request), "reason": page.reason}


def row_edits(formset: forms.BaseFormSet) -> list[RowEdit]:
    """Return the changes of a list of rows."""
    return [edit for form in formset if (edit := form.row_edit())]
