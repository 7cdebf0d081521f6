"""Tables whose rows belong to a plan."""

from organizations.exceptions import FileRefused
from organizations.history import current_change
from organizations.resources import CODE, TableResource
from plans.models import Plan

PLAN_CODE = "計画コード"


class PlanTableResource(TableResource):
    """One sheet of one plan."""

    scope_columns = (CODE, PLAN_CODE)
    plan: Plan | None = None

    def find_scope(self, codes: tuple[str, ...]) -> None:
        """Lock the plan of the file; raise FileRefused where this person may not change it."""
        super().find_scope(codes)
        plans = Plan.objects.changeable_by(self.user).select_for_update(of=("self",))
        self.plan = plans.filter(municipality=self.municipality, code=codes[1]).first()
        if self.plan is None:
            raise FileRefused(f"{self.municipality}に{PLAN_CODE}「{codes[1]}」の計画はありません。")
        self.plan.municipality = self.municipality
        current_change().plan_code = self.plan.code

    @property
    def has_scope(self) -> bool:
        return self.plan is not None

    @property
    def needs_reason(self) -> bool:
        return self.has_scope and self.plan.is_adopted()

    def next_order(self) -> int:
        """Return the place of a new row: after all others."""
        last = self.scoped().order_by("-order").values_list("order", flat=True).first()
        return 0 if last is None else last + 1
