"""The pages of one kind of row: its list with steps up and down, adding, editing and deleting a row.

A noun's module in `views/` describes its rows once as a `RowKind` and has a view a page, each of which is one
of the four functions below.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from organizations.history import Author
from plans import services
from plans.edit_page import RowPage, answer_delete, answer_row, posted
from plans.forms.rows import RowForm
from plans.models import Plan


@dataclass(frozen=True)
class RowKind:
    """One noun of a plan.

    `rows` is the reverse accessor's name on the plan; `columns` are the list's heads and what stands below
    each; `save` and `delete` are services that take `plan`, `row`, `among`, `author`, `reason`.
    """

    noun: str
    rows: str
    form: type[RowForm]
    columns: tuple[tuple[str, Callable[[Any], str]], ...]
    lead: str = ""
    prefetch: tuple[str, ...] = ()
    save: Callable[..., models.Model] = services.row_save
    delete: Callable[..., None] = services.row_delete
    page: type[RowPage] = RowPage

    @property
    def model(self) -> type[models.Model]:
        return self.form.Meta.model

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def of(self, plan: Plan) -> models.QuerySet:
        return getattr(plan, self.rows).order_by("order", "pk")

    def url(self, plan: Plan, verb: str, *args: Any) -> str:
        return reverse(f"plans:{self.noun}_{verb}", args=[*plan.url_args, *args])


@dataclass(frozen=True)
class Line:
    """One row of a list: its cells, its addresses, and the button that keeps the focus after a step."""

    row: models.Model
    cells: list[tuple[str, str]]
    edit_url: str
    delete_url: str
    focus: str


def row_list(request, plan: Plan, kind: RowKind) -> HttpResponse:
    """Show the list; a POST moves the row `row` a step `up` or `down`."""
    if request.method == "POST":
        return _move(request, plan, kind)
    moved, step = request.GET.get("moved", ""), request.GET.get("step", "")
    lines = [
        Line(
            row,
            [(head, cell(row)) for head, cell in kind.columns],
            kind.url(plan, "edit", row.pk),
            kind.url(plan, "delete", row.pk),
            step if str(row.pk) == moved else "",
        )
        for row in kind.of(plan).prefetch_related(*kind.prefetch)
    ]
    context = {"plan": plan, "kind": kind, "lines": lines, "create_url": kind.url(plan, "create")}
    return render(request, "plans/row_list.html", context)


def _move(request, plan: Plan, kind: RowKind) -> HttpResponse:
    step, _, pk = request.POST.get("move", "").partition(":")
    row = kind.of(plan).find_for_change(request.user, pk=pk if pk.isdecimal() else None)
    has_moved = services.row_move(
        plan=plan, row=row, step=step, among=kind.of(plan), author=Author.of(request)
    )
    if has_moved:
        messages.success(request, f"「{row}」を{'上' if step == 'up' else '下'}へ移しました。")
    return redirect(f"{kind.url(plan, 'list')}?moved={row.pk}&step={step}#row-{row.pk}")


def row_create(request, plan: Plan, kind: RowKind) -> HttpResponse:
    return _answer(request, plan, kind, kind.model(plan=plan))


def row_edit(request, plan: Plan, kind: RowKind, pk: int) -> HttpResponse:
    return _answer(request, plan, kind, kind.of(plan).find_for_change(request.user, pk=pk))


def row_delete(request, plan: Plan, kind: RowKind, pk: int) -> HttpResponse:
    row = kind.of(plan).find_for_change(request.user, pk=pk)
    delete = partial(kind.delete, plan=plan, row=row, among=kind.of(plan))
    return answer_delete(request, _page(request, plan, kind, row), delete)


def _answer(request, plan: Plan, kind: RowKind, row: models.Model) -> HttpResponse:
    save = partial(kind.save, plan=plan, row=row, among=kind.of(plan))
    return answer_row(request, _page(request, plan, kind, row), save)


def _page(request, plan: Plan, kind: RowKind, row: models.Model) -> RowPage:
    return kind.page(
        plan=plan,
        row=row,
        form=kind.form,
        list_url=kind.url(plan, "list"),
        list_name=kind.name,
        delete_url=kind.url(plan, "delete", row.pk) if row.pk else "",
        data=posted(request),
    )
