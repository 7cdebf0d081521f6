"""What the pages about a measure's life show: a form about it and the reason."""

from collections.abc import Callable
from functools import cached_property

from django import forms
from django.http import QueryDict
from django.urls import reverse

from measures.models import Measure
from organizations.edits import refreshed
from organizations.exceptions import EditConflict
from organizations.forms import ReasonForm
from organizations.history import Reason
from plans.models import Plan

PRINTED = ("ended_reason", "printed_reason")  # why, as the plan prints it: need not be typed twice


def reason_of(data: QueryDict) -> Reason:
    form = ReasonForm(data)
    return form.reason if form.is_valid() else Reason()


class LifePage:
    """A form about a measure, or about all of a plan, and the reason; `build` makes the form from data."""

    conflict: EditConflict | None = None

    def __init__(
        self,
        verb: str,
        plan: Plan,
        build: Callable[..., forms.BaseForm] | None,
        data: QueryDict | None,
        *,
        measure: Measure | None = None,
    ):
        self.plan, self.measure, self.data = plan, measure, data
        self.build = build or forms.Form
        self.form = self.build(data)
        self.reason_form = ReasonForm(data)
        self.title = f"「{measure}」の{verb}" if measure else verb

    @property
    def forms(self) -> list[forms.BaseForm]:
        return [self.form, self.reason_form]

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.forms]
        return all(answers)

    @property
    def reason(self) -> Reason:
        reason = self.reason_form.reason
        printed = next(filter(None, map(self.form.cleaned_data.get, PRINTED)), "")
        return Reason(reason.category, reason.text or (printed if reason.category else ""))

    def refuse(self, sentences: list[str]) -> None:
        for sentence in sentences:
            self.form.add_error(None, sentence)

    def after(self, conflict: EditConflict) -> None:
        """Show the page with what was typed, now knowing what others wrote, for the person to pick."""
        self.data = refreshed(self.data, conflict.clashes)
        if self.measure:
            self.measure.refresh_from_db(fields=list(self.form.fields))
        self.form, self.conflict = self.build(self.data), conflict

    @cached_property
    def is_adopted(self) -> bool:
        return self.plan.is_adopted()

    @property
    def leave_url(self) -> str:
        if self.measure:
            return self.measure.get_absolute_url()
        return reverse("portal:measure_list", args=self.plan.url_args)


class OrderPage:
    """The measures of a plan in their order, each with its place."""

    title = "並べ替え"

    def __init__(self, plan: Plan):
        self.plan = plan
        self.measures = list(plan.measures.select_related("policy").order_by("order", "pk"))
        for measure in self.measures:
            measure.plan = plan

    @property
    def leave_url(self) -> str:
        return reverse("portal:measure_list", args=self.plan.url_args)
