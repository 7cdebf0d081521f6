"""The plan itself, and the departments its document lists."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from organizations.access import ScopedQuerySet
from organizations.fields import PartialDateField
from organizations.history import record_history
from organizations.models import Department, Municipality
from plans.models.base import DocumentRow, PlanQuerySet

DEFAULT_LEAD = 24  # months

DEFAULT_LABELS = {
    "measure": "施策",
    "departments": "担当課",
    "issues": "現状と課題",
    "approach": "取組の方向性",
    "content": "内容",
    "goal": "達成目標",
    "schedule": "工程表",
    "is_new": "新規",
    "is_priority": "重点",
}


def lead_of(told: int | None) -> int:
    """Return how many months before the next system runs a review starts, as a plan tells it or not."""
    return DEFAULT_LEAD if told is None else told


def currency(fiscal_year: int, path: str = "") -> list:
    """Return what orders plans, or rows of plans under a `path`, with the current plan first."""
    years = {f"{path}start_fiscal_year__lte": fiscal_year, f"{path}end_fiscal_year__gte": fiscal_year}
    runs = models.Case(models.When(**years, then=0), default=1)
    return [runs, f"-{path}start_fiscal_year", f"{path}code"]


class OwnPlanQuerySet(ScopedQuerySet):
    municipality_path = "municipality"

    def current_first(self, today_fiscal_year: int):
        """Order the plans that run in a fiscal year before the others, the latest start first."""
        return self.order_by(*currency(today_fiscal_year))

    def with_adoption(self):
        """Give each plan `has_initial`: whether a 当初 exists."""
        editions = self.model._meta.get_field("editions").related_model.objects
        return self.annotate(has_initial=models.Exists(editions.initial().filter(plan=models.OuterRef("pk"))))


class Plan(models.Model):
    """計画. Fiscal years are western ints, months the first day of the month."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="plans", verbose_name="団体")
    code = models.CharField(
        "計画コード",
        max_length=30,
        validators=[
            RegexValidator(r"\A[a-z]+-\d{4}\Z", "計画コードは ict-2022 のような形で入力してください。")
        ],
    )
    title = models.CharField("計画名", max_length=200)
    subtitle = models.TextField("副題", blank=True)
    start_fiscal_year = models.PositiveSmallIntegerField("開始年度")
    end_fiscal_year = models.PositiveSmallIntegerField("終了年度")
    start_on = models.DateField("開始月", null=True, blank=True)
    end_on = models.DateField("終了月", null=True, blank=True)
    extended = models.JSONField("期間の延長", default=list, blank=True)
    issued_on = PartialDateField("発行")
    publisher = models.TextField("発行者", blank=True)
    editor = models.TextField("編集", blank=True)
    vision = models.TextField("基本理念・目指す姿", blank=True)
    scope = models.TextField("対象範囲", blank=True)
    revision_rule = models.TextField("見直し", blank=True)
    predecessor = models.CharField("前計画のコード", max_length=30, blank=True)
    policy_levels = models.JSONField("体系の段の名前", default=list, blank=True)
    renewal_lead_months = models.PositiveSmallIntegerField("更新検討の先行月数", null=True, blank=True)
    labels = models.JSONField("この計画の用語", default=dict, blank=True)
    notes = models.JSONField("注", default=list, blank=True)
    document_notes = models.JSONField("文書全体の注", default=list, blank=True)
    municipality_part = models.JSONField(
        "文書の団体欄",
        default=dict,
        blank=True,
        editable=False,
        help_text="文書に書かれた団体名と種別のまま。",
    )

    objects = OwnPlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "計画"
        verbose_name_plural = "計画"
        ordering = ["municipality__code", "-start_fiscal_year", "code"]
        constraints = [
            models.UniqueConstraint(
                name="plan_code_is_unique_in_its_city",
                fields=["municipality", "code"],
                violation_error_message="この団体には同じ計画コードの計画がすでにあります。",
            ),
            models.CheckConstraint(
                name="plan_ends_after_it_starts",
                condition=Q(end_fiscal_year__gte=F("start_fiscal_year")),
                violation_error_message="終了年度は開始年度以降にしてください。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("portal:plan_detail", args=self.url_args)

    @property
    def url_args(self) -> list[str]:
        return [self.municipality.code, self.code]

    @property
    def fiscal_years(self) -> range:
        """The western years of the plan's span."""
        return range(self.start_fiscal_year, self.end_fiscal_year + 1)

    def this_year(self, fiscal_year: int) -> int:
        """Bring today's fiscal year into the plan's span."""
        return min(max(fiscal_year, self.start_fiscal_year), self.end_fiscal_year)

    def predecessor_plan(self) -> "Plan | None":
        """Return the plan before this one, None where it is not loaded (at most one query)."""
        before = Plan.objects.filter(municipality=self.municipality, code=self.predecessor)
        return before.select_related("municipality").first() if self.predecessor else None

    @property
    def words(self) -> dict[str, str]:
        """The city's own words for what the portal shows, the portal's where it has none."""
        return DEFAULT_LABELS | self.labels

    def is_adopted(self) -> bool:
        """Say whether a 当初 exists (one query): from then on changes need a reason."""
        return self.editions.initial().exists()

    def state(self, fiscal_year: int, *, is_adopted: bool) -> str:
        """Say where the plan stands in a fiscal year (western): 策定中, 計画期間中 or 終了."""
        if fiscal_year > self.end_fiscal_year:
            return "終了"
        return "計画期間中" if is_adopted and fiscal_year >= self.start_fiscal_year else "策定中"

    @property
    def lead_months(self) -> int:
        """Months a renewal's review starts before the next system runs: 24 unless the plan says otherwise."""
        return lead_of(self.renewal_lead_months)


class DepartmentListing(DocumentRow):
    """A department as a plan's document lists it: two plans may give one department different parents."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="department_listings", verbose_name="計画")
    department = models.ForeignKey(Department, models.PROTECT, related_name="listings", verbose_name="部署")
    parent = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上位の部署"
    )
    kind = models.CharField("種別", max_length=5, choices=Department.KINDS, blank=True)
    since = PartialDateField("設置")
    until = PartialDateField("廃止")
    successors = models.JSONField("引継先", default=list, blank=True)

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "計画が挙げる部署"
        verbose_name_plural = "計画が挙げる部署"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="plan_lists_a_department_once", fields=["plan", "department"])
        ]

    def __str__(self):
        return self.department.name
