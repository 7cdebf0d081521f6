"""施策 in Excel and CSV."""

from functools import cached_property

from import_export.fields import Field

from measures.models import Measure, MeasureDepartment
from organizations.cells import (
    ChoiceCell,
    FiscalYearCell,
    FlagCell,
    LookupCell,
    LookupsCell,
    TextCell,
    WholeNumberCell,
)
from organizations.resources import CODE, KEY, LinksField, ScopeField
from plans.models import BasicPolicy
from plans.resources import PLAN_CODE, PlanTableResource

Role = MeasureDepartment.Role
LINE, TEXT = TextCell(one_line=True), TextCell()


class MeasureResource(PlanTableResource):
    """The measures of one plan. A row is known by its 識別名; an unknown one is added at the end."""

    code = ScopeField("plan__municipality__code", CODE)
    plan_code = ScopeField("plan__code", PLAN_CODE)
    key = ScopeField("key", KEY)
    order = Field("order", "順", WholeNumberCell(), saves_null_values=False)
    number = Field("number", "番号", LINE)
    printed_number = Field("printed_number", "印刷の番号", LINE)
    name = Field("name", "名称", LINE)
    policy = Field("policy", "基本方針", LookupCell(None, lambda policy: policy.code))
    lead = LinksField("lead", "主担当", accessor="measure_departments", most=1, role=Role.LEAD)
    responsible = LinksField("responsible", "担当", accessor="measure_departments", role=Role.RESPONSIBLE)
    related = LinksField("related", "関係", accessor="measure_departments", role=Role.RELATED)
    departments_text = Field("departments_text", "部署の表記", TEXT)
    is_new = Field("is_new", "新規", FlagCell("新規"))
    is_priority = Field("is_priority", "重点", FlagCell("重点"))
    added_fiscal_year = Field("added_fiscal_year", "追加した年度", FiscalYearCell())
    added_label = Field("added_label", "追加の表記", LINE)
    ended_fiscal_year = Field("ended_fiscal_year", "終えた年度", FiscalYearCell())
    ended_kind = Field("ended_kind", "終え方", LINE)
    ended_reason = Field("ended_reason", "終えた理由", TEXT)
    issues = Field("issues", "現状と課題", TEXT)
    approach = Field("approach", "取組の方向性", TEXT)
    content = Field("content", "内容", TEXT)
    goal = Field("goal", "達成目標", TEXT)
    parent_plan_ref = Field("parent_plan_ref", "上位計画での位置", TEXT)
    schedule_state = Field("schedule_state", "工程の状態", ChoiceCell(Measure.ScheduleState.choices))

    class Meta:
        name = "施策"
        model = Measure
        fields = (
            "code", "plan_code", "key", "order", "number", "printed_number", "name", "policy", "lead",
            "responsible", "related", "departments_text", "is_new", "is_priority", "added_fiscal_year",
            "added_label", "ended_fiscal_year", "ended_kind", "ended_reason", "issues", "approach", "content",
            "goal", "parent_plan_ref", "schedule_state",
        )  # fmt: skip

    def __init__(self, *, user):
        super().__init__(user=user)
        self.fields["policy"].widget.find = self.find_policy
        for name in ("lead", "responsible", "related"):
            self.fields[name].widget = LookupsCell(self.find_department, lambda row: row.key)

    def scoped(self):
        return Measure.objects.changeable_by(self.user).filter(plan=self.plan)

    def with_parts(self, rows):
        return rows.select_related("plan__municipality", "policy").prefetch_related(
            "measure_departments__department"
        )

    def new_row(self, row):
        return Measure(plan=self.plan, key=self.key_of(row), order=self.next_order())

    @cached_property
    def policies(self) -> dict[str, BasicPolicy]:
        return {policy.code: policy for policy in self.plan.policies.all()}

    def find_policy(self, code: str) -> BasicPolicy:
        if code not in self.policies:
            raise ValueError(f"番号「{code}」の基本方針は、この計画にありません。")
        return self.policies[code]
