"""The edit pages of online procedures: one of the plan's list, and the figures of a year for many."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse

from organizations.edits import picked, refreshed
from organizations.exceptions import EditConflict
from organizations.fiscal_years import show_fiscal_year, show_fiscal_year_by_era
from organizations.models import User
from plans.edit_page import RowPage
from plans.models import Plan
from systems.forms.procedures import OnlineProcedureForm, ProcedureUseForm
from systems.models import OnlineProcedure, ProcedureUse
from systems.services.procedures import UseWish


class OnlineProcedurePage(RowPage):
    """A procedure on its own page."""

    template = "systems/online_procedure_form.html"

    def __init__(self, *, plan: Plan, row: OnlineProcedure, data: QueryDict | None):
        args = [*plan.url_args, row.pk]
        super().__init__(
            plan=plan, row=row, form=OnlineProcedureForm, list_url=list_url(plan),
            list_name="オンライン手続", data=data,
            delete_url=reverse("systems:online_procedure_delete", args=args) if row.pk else "",
        )  # fmt: skip


def list_url(plan: Plan) -> str:
    return reverse("portal:online_procedure_list", args=plan.url_args)


def procedures_of(plan: Plan, user: User) -> QuerySet[OnlineProcedure]:
    """Return the procedures whose figures a person writes: all for planning, a department's own for it."""
    if user.is_planning or user.is_administrator:
        return plan.procedures.all()
    if user.role == User.Role.DEPARTMENT and user.department_id:
        return plan.procedures.filter(department=user.department_id)
    return plan.procedures.none()


def find_plan_with_procedures(user: User, code: str, plan: str) -> tuple[Plan, list[OnlineProcedure]]:
    """Return a plan and the procedures this person writes about: 404 for strangers, 403 for nothing to do."""
    found = Plan.objects.select_related("municipality").find_visible(
        user, municipality__code=code, code=plan
    )  # fmt: skip
    procedures = list(procedures_of(found, user).select_related("department"))
    if not procedures and not (user.is_planning or user.is_administrator):
        raise PermissionDenied
    return found, procedures


class ProcedureUsePage:
    """The figures of one fiscal year: a form a procedure. Years are those of the plan, today's included."""

    def __init__(
        self, *, plan: Plan, procedures: Sequence[OnlineProcedure], fiscal_year: int, this_year: int,
        data: QueryDict | None,
    ):  # fmt: skip
        self.plan, self.procedures, self.fiscal_year = plan, procedures, fiscal_year
        self.years = range(plan.start_fiscal_year, max(plan.end_fiscal_year, this_year) + 1)
        if fiscal_year not in self.years:
            raise Http404
        self.conflict: EditConflict | None = None
        self.refusals: Sequence[str] = ()
        self._read(None if data is None else picked(data))

    def _read(self, data: QueryDict | None) -> None:
        self.data = data
        uses = ProcedureUse.objects.filter(procedure__in=self.procedures, fiscal_year=self.fiscal_year)
        stored = {use.procedure_id: use for use in uses}
        self.lines = [
            (
                procedure,
                ProcedureUseForm(
                    data, instance=stored.get(procedure.pk) or ProcedureUse(), prefix=f"use-{procedure.pk}",
                    use_required_attribute=False,
                ),
            )
            for procedure in self.procedures
        ]  # fmt: skip

    @property
    def title(self) -> str:
        return f"{show_fiscal_year_by_era(self.fiscal_year)}の利用実績"

    @property
    def year_name(self) -> str:
        return show_fiscal_year(self.fiscal_year)

    @property
    def list_url(self) -> str:
        return f"{list_url(self.plan)}?year={self.fiscal_year}"

    @property
    def chips(self) -> list[tuple[str, str, bool]]:
        """The years with their addresses."""
        return [
            (
                show_fiscal_year_by_era(year),
                reverse("systems:procedure_use_edit", args=[*self.plan.url_args, year]),
                year == self.fiscal_year,
            )
            for year in self.years
        ]

    @property
    def forms(self) -> list[ProcedureUseForm]:
        return [form for _, form in self.lines]

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.forms]
        return all(answers)

    @property
    def wishes(self) -> list[UseWish]:
        return [UseWish(procedure, form.edits()) for procedure, form in self.lines]

    def after(self, conflict: EditConflict) -> None:
        """Show what was typed, now knowing what others wrote, for the person to pick."""
        self._read(refreshed(self.data, conflict.clashes))
        self.conflict = conflict
