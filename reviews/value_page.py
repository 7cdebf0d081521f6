"""見込みの値 of a final round: a form for each figure that is not certain yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.http import QueryDict

from organizations.edits import Edit, picked, refreshed
from organizations.exceptions import EditConflict
from organizations.models import User
from reviews.forms.values import ReportedCostForm, ReportedValueForm, SettleReasonForm
from reviews.models import ProgressReport, ReportedCost, ReportedValue, ReviewRound

CERTAIN = "確定"


@dataclass(frozen=True)
class Figure:
    """One figure with its form; `name` says what it is, `subject` of which measure."""

    row: ReportedValue | ReportedCost
    subject: str
    name: str
    unit: str
    form: forms.ModelForm


class ValuePage:
    """The figures `user` may settle. `data` is what was posted, None for a GET."""

    def __init__(self, *, review_round: ReviewRound, user: User, data: QueryDict | None = None):
        self.round = review_round
        self.reports = ProgressReport.objects.answerable_by(user).filter(round=review_round)
        self.data = None if data is None else picked(data)
        self.reason_form = SettleReasonForm(self.data)
        self.conflict: EditConflict | None = None

    def _known(self, rows):
        """Return the rows of answers the person may write, those that are certain left out."""
        rows = rows.filter(report__in=self.reports.order_by().values("pk")).exclude(state=CERTAIN)
        return rows.select_related("report__measure", "report__policy").order_by("report__order", "pk")

    @cached_property
    def values(self) -> list[Figure]:
        rows = self._known(ReportedValue.objects.select_related("indicator"))
        return [
            Figure(
                row, str(row.report.subject), row.indicator.name, row.indicator.unit,
                ReportedValueForm(self.data, instance=row, prefix=f"value-{row.pk}"),
            )
            for row in rows
        ]  # fmt: skip

    @cached_property
    def costs(self) -> list[Figure]:
        rows = self._known(ReportedCost.objects.select_related("line"))
        return [
            Figure(
                row, str(row.report.subject), str(row.line), "千円",
                ReportedCostForm(self.data, instance=row, prefix=f"cost-{row.pk}"),
            )
            for row in rows
        ]  # fmt: skip

    @property
    def forms(self) -> list[forms.BaseForm]:
        return [*(figure.form for figure in [*self.values, *self.costs]), self.reason_form]

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.forms]  # each is asked, so that all errors show at once
        return all(answers)

    @staticmethod
    def changes(figures: Iterable[Figure]) -> dict[int, list[Edit]]:
        return {figure.row.pk: edits for figure in figures if (edits := figure.form.edits())}

    def after(self, conflict: EditConflict) -> None:
        """Show what others wrote meanwhile, for the person to pick."""
        self.data, self.conflict = refreshed(self.data, conflict.clashes), conflict
        self.reason_form = SettleReasonForm(self.data)
        vars(self).pop("values", None)
        vars(self).pop("costs", None)
