"""The plan itself, its frozen editions, and the departments its document lists."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from organizations.access import ScopedQuerySet
from organizations.fields import PartialDateField
from organizations.history import record_history
from organizations.models import Department, Municipality
from plans.models.base import DocumentRow, PlanQuerySet

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


class OwnPlanQuerySet(ScopedQuerySet):
    municipality_path = "municipality"

    def current_first(self, today_fiscal_year: int):
        """Order the plans that run in a fiscal year before the others, the latest start first."""
        runs = models.Case(
            models.When(
                start_fiscal_year__lte=today_fiscal_year, end_fiscal_year__gte=today_fiscal_year, then=0
            ),
            default=1,
        )
        return self.order_by(runs, "-start_fiscal_year", "code")


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

    @property
    def words(self) -> dict[str, str]:
        """The city's own words for what the portal shows, the portal's where it has none."""
        return DEFAULT_LABELS | self.labels

    def is_adopted(self) -> bool:
        """Say whether a 当初 exists (one query): from then on changes need a reason."""
        return self.editions.filter(kind=Edition.Kind.INITIAL).exists()

    @property
    def lead_months(self) -> int:
        """Months a renewal's review starts before the next system runs: 24 unless the plan says otherwise."""
        return 24 if self.renewal_lead_months is None else self.renewal_lead_months


class EditionQuerySet(PlanQuerySet):
    def changeable_by(self, user):
        return self.none()


class Edition(models.Model):
    """確定版: a frozen document. Its canonical bytes and their SHA-256 never change."""

    class Kind(models.TextChoices):
        INITIAL = "initial", "当初"
        REVISION = "revision", "改定"
        YEAR_END = "year-end", "年度末"
        SNAPSHOT = "snapshot", "控え"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions", verbose_name="計画")
    number = models.PositiveIntegerField("番号")
    kind = models.CharField("種別", max_length=8, choices=Kind)
    label = models.CharField("名称", max_length=200)
    adopted_on = PartialDateField("決定日", help_text="分からないときは空欄にします。")
    body = models.CharField("決定した会議体", max_length=200, blank=True)
    document_number = models.CharField("文書番号", max_length=200, blank=True)
    reason = models.TextField("理由", blank=True)
    document = models.TextField("文書")
    digest = models.CharField("SHA-256", max_length=64)
    frozen_at = models.DateTimeField("作成", auto_now_add=True)
    frozen_by_name = models.CharField("作成者", max_length=200, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "確定版"
        verbose_name_plural = "確定版"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(name="edition_number_is_unique_in_its_plan", fields=["plan", "number"]),
            models.UniqueConstraint(
                name="a_plan_has_one_initial_edition",
                fields=["plan"],
                condition=Q(kind="initial"),
                violation_error_message="当初の確定版はすでにあります。",
            ),
        ]

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise ValidationError("確定版は変更できません。新しい確定版を作ってください。")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError("確定版は削除できません。")


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
