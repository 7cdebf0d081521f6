"""The edit page of a whole list, saved at once: the plan's words, the categories of an axis.

Each row is a form in a table. A button `reshape` adds an empty row or moves one without saving:
`phase:more`, `phase:up:2`, `phase:down:2`.
"""

from collections.abc import Callable, Sequence
from copy import copy
from functools import cached_property

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import ErrorDict
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from organizations.edits import Edit, picked, refreshed
from organizations.exceptions import EditConflict, PortalError
from organizations.forms import ReasonForm
from organizations.history import Author
from plans.forms.rows import RowForm
from plans.models import Plan
from plans.services.rows import RowWish

MOST_ROWS = 200


class RowsTable:
    """One list: a form for each row, one empty form at its end where it `takes_new`. Where it
    `has_successors`, a removed row may name one that takes its place. Rows with pages of their own have them
    under the URL name `edit_name`.
    """

    has_successors = False
    takes_new = True

    def __init__(
        self,
        *,
        plan: Plan,
        prefix: str,
        title: str,
        rows: Sequence[models.Model],
        blank: models.Model,
        form: type[RowForm],
        data: QueryDict | None,
        edit_name: str = "",
    ):
        self.plan, self.prefix, self.title, self.blank = plan, prefix, title, blank
        self.rows = {row.pk: row for row in rows}
        self.form_class, self.data, self.edit_name = form, data, edit_name
        self.forms = [self._form(place, pk) for place, pk in enumerate(self._keys())]

    def _keys(self) -> list[int | None]:
        """Return the key of each row in the order of the page, None for an empty one."""
        if self.data is None:
            return [*self.rows, *([None] if self.takes_new else [])]
        count = self.data.get(f"{self.prefix}-rows", "")
        posted = [
            self.data.get(f"{self.prefix}-{place}-row", "")
            for place in range(min(int(count), MOST_ROWS) if count.isdecimal() else 0)
        ]
        return [int(pk) if pk.isdecimal() else None for pk in posted]

    def _form(self, place: int, pk: int | None) -> RowForm:
        form = self.form_class(
            self.data, instance=self.rows.get(pk) or copy(self.blank), plan=self.plan,
            prefix=f"{self.prefix}-{place}", empty_permitted=True, use_required_attribute=False,
        )  # fmt: skip
        form.place, form.posted_key = place, pk or ""
        into = self.data.get(f"{form.prefix}-into", "") if self.data is not None else ""
        form.into = int(into) if into.isdecimal() else None
        form.is_gone = pk is not None and pk not in self.rows
        form.wants_removal = self._removes(form)
        has_page = bool(self.edit_name) and pk in self.rows
        form.edit_url = reverse(self.edit_name, args=[*self.plan.url_args, pk]) if has_page else ""
        return form

    def _removes(self, form: RowForm) -> bool:
        return bool(self.data and self.data.get(f"{form.prefix}-remove"))

    @property
    def shown_order(self) -> str:
        """The keys in the order they were first shown."""
        name = f"{self.prefix}-order"
        return self.data.get(name, "") if self.data is not None else " ".join(map(str, self.rows))

    @property
    def is_reordered(self) -> bool:
        posted = [str(form.instance.pk) for form in self.forms if form.instance.pk]
        shown = [pk for pk in self.shown_order.split() if pk in posted]
        return posted != shown or self._has_row_between

    @property
    def _has_row_between(self) -> bool:
        """Say whether a new row stands before a stored one."""
        filled = [
            form.instance.pk is not None for form in self.forms if form.has_changed() or form.instance.pk
        ]
        return filled != sorted(filled, reverse=True)

    @property
    def live(self) -> list[RowForm]:
        """The forms that are to be saved: not removed, not empty."""
        return [form for form in self.forms if not form.wants_removal]

    def is_valid(self) -> bool:
        for form in self.live:
            if form.is_gone and form.has_changed():
                form.add_error(
                    None, "この行は、表示している間にほかの人が削除しました。「除く」を選んでください。"
                )
        answers = [form.is_valid() for form in self.live]
        return all(answers)

    def wishes(self) -> list[RowWish]:
        """Return what is wanted of each row."""
        found = []
        for form in (form for form in self.forms if not form.is_gone):
            edits = [] if form.wants_removal else self._edits(form)
            if form.instance.pk or edits:
                found.append(self.wish(form, edits))
        return found

    def _edits(self, form: RowForm) -> list[Edit]:
        """Return what was changed; of a new row every field, so that the blank one's values count."""
        names = [name for name in form.Meta.fields if name in form.fields]
        if form.instance.pk or not form.has_changed():
            return form.edits(names)
        return [Edit(name, getattr(form.instance, name), form.cleaned_data[name]) for name in names]

    def wish(self, form: RowForm, edits: list[Edit]) -> RowWish:
        return RowWish(form.instance, edits, remove=form.wants_removal)


class RowsPage:
    """The tables of a page together, and the reason. `tables` are makers that take what was posted."""

    def __init__(
        self,
        *,
        plan: Plan,
        title: str,
        lead: str,
        tables: Sequence[Callable[..., RowsTable]],
        list_url: str,
        list_name: str,
        data: QueryDict | None,
    ):
        self.plan, self.title, self.lead = plan, title, lead
        self.list_url, self.list_name = list_url, list_name
        self._makers = tables
        self.conflict: EditConflict | None = None
        self._read(None if data is None else _reshaped(picked(data)))

    def _read(self, data: QueryDict | None) -> None:
        self.data = data
        self.tables = [make(data=data) for make in self._makers]
        self.reason_form = ReasonForm(data)

    @cached_property
    def is_adopted(self) -> bool:
        return self.plan.is_adopted()

    @property
    def forms(self) -> list[forms.BaseForm]:
        return [*(form for table in self.tables for form in table.live), self.reason_form]

    @property
    def is_reshaped(self) -> bool:
        """Say whether the person asked for a row more or moved one: nothing is saved then."""
        return bool(self.data and "reshape" in self.data)

    def reshaped(self) -> None:
        """What is missing so far is no error yet."""
        for form in self.forms:
            form._errors = ErrorDict()

    def is_valid(self) -> bool:
        answers = [*(table.is_valid() for table in self.tables), self.reason_form.is_valid()]
        return all(answers)

    def after(self, conflict: EditConflict) -> None:
        self._read(refreshed(self.data, conflict.clashes))
        self.conflict = conflict


def answer_rows(request, page: RowsPage, save: Callable[..., None]) -> HttpResponse:
    """Save the tables and show them anew, or again with what keeps them from saving.

    `save` is called with `author` and `reason`.
    """
    if request.method == "POST" and page.is_reshaped:
        page.reshaped()
    elif request.method == "POST" and page.is_valid():
        try:
            save(author=Author.of(request), reason=page.reason_form.reason)
        except ValidationError as refusal:
            page.reason_form.add_error(None, refusal.messages)
        except EditConflict as conflict:
            page.after(conflict)
        except PortalError as refusal:
            page.reason_form.add_error(None, str(refusal))
        else:
            messages.success(request, f"「{page.title}」を保存しました。")
            return redirect(request.path)
    return render(request, "plans/rows_form.html", {"page": page, "plan": page.plan})


def _reshaped(data: QueryDict) -> QueryDict:
    match data.get("reshape", "").split(":"):
        case [prefix, "more"]:
            count = data.get(f"{prefix}-rows", "")
            data[f"{prefix}-rows"] = str(int(count) + 1) if count.isdecimal() else "0"
        case [prefix, "up" | "down" as way, place] if place.isdecimal():
            other = int(place) + (1 if way == "down" else -1)
            if 0 <= other < int(data.get(f"{prefix}-rows") or 0):
                _swap(data, f"{prefix}-{place}-", f"{prefix}-{other}-")
    return data


def _swap(data: QueryDict, one: str, other: str) -> None:
    """Exchange everything that was posted for two rows."""
    moved = {}
    for key in list(data):
        head, bare = ("initial-", key.removeprefix("initial-")) if key.startswith("initial-") else ("", key)
        for source, target in ((one, other), (other, one)):
            if bare.startswith(source):
                moved[head + target + bare.removeprefix(source)] = data.pop(key)
                break
    for key, values in moved.items():
        data.setlist(key, values)
