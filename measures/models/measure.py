"""施策 and what it is tied to."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from organizations.fields import PartialDateField
from organizations.following import handed_over
from organizations.history import record_history
from organizations.models import Department
from organizations.search import Searchable, SearchableQuerySet
from plans.models import Axis, BasicPolicy, Category, Plan, Reference
from plans.models.base import DocumentRow, PlanQuerySet
from systems.models import InformationSystem


class MeasureQuerySet(PlanQuerySet, SearchableQuerySet):
    def held_by(self, departments):
        """Return the measures these departments are tied to in any role."""
        return self.filter(measure_departments__department__in=departments).distinct()

    def handed_over_by(self, departments, *, today: date):
        """Return what these departments held until a reorganisation of the last 30 days."""
        return self.filter(pk__in=handed_over(MeasureDepartment, "measure", departments, today=today))


class Measure(DocumentRow, Searchable):
    """施策・個別計画・取組事項. `key` is its identity for life, `number` what the plan prints now."""

    class ScheduleState(models.TextChoices):
        GIVEN = "given", "記載あり"
        PARTLY = "partly", "一部は原本から読み取れず"
        UNREADABLE = "unreadable", "原本から読み取れず"
        NONE = "none", "工程の記載なし"

    searched_fields = (
        "number", "printed_number", "name", "departments_text", "issues", "approach", "content", "goal",
        "items", "parent_plan_ref",
    )  # fmt: skip

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="measures", verbose_name="計画")
    key = models.CharField("識別名", max_length=200, help_text="一生を通して変わらない名前です。")
    number = models.CharField("番号", max_length=200)
    printed_number = models.CharField("印刷の番号", max_length=200, blank=True)
    name = models.CharField("名称", max_length=200)
    is_new = models.BooleanField("新規", null=True, blank=True)
    is_priority = models.BooleanField("重点", null=True, blank=True)
    added_fiscal_year = models.PositiveSmallIntegerField("追加した年度", null=True, blank=True)
    added_label = models.CharField("追加の表記", max_length=200, blank=True)
    added_on = PartialDateField("追加の決定日")
    added_body = models.CharField("追加を決定した会議体", max_length=200, blank=True)
    added_document_number = models.CharField("追加の文書番号", max_length=200, blank=True)
    added_notes = models.JSONField("追加の注", default=list, blank=True)
    ended_fiscal_year = models.PositiveSmallIntegerField("終えた年度", null=True, blank=True)
    ended_kind = models.CharField("終え方", max_length=200, blank=True)
    ended_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged", verbose_name="統合先"
    )
    ended_reason = models.TextField("終えた理由", blank=True)
    ended_on = PartialDateField("終わりの決定日")
    ended_body = models.CharField("終わりを決定した会議体", max_length=200, blank=True)
    ended_document_number = models.CharField("終わりの文書番号", max_length=200, blank=True)
    ended_notes = models.JSONField("終わりの注", default=list, blank=True)
    policy = models.ForeignKey(
        BasicPolicy, models.SET_NULL, null=True, blank=True, related_name="measures", verbose_name="基本方針"
    )
    policy_candidates = models.JSONField("方針の候補", default=list, blank=True)
    departments = models.ManyToManyField(
        Department, through="MeasureDepartment", related_name="measures", verbose_name="部署"
    )
    departments_text = models.TextField("部署の表記", blank=True)
    issues = models.TextField("現状と課題", blank=True)
    approach = models.TextField("取組の方向性", blank=True)
    content = models.TextField("内容", blank=True)
    goal = models.TextField("達成目標", blank=True)
    items = models.JSONField("取組内容", default=list, blank=True)
    parent_plan_ref = models.TextField("上位計画での位置", blank=True)
    categories = models.ManyToManyField(
        Category, through="MeasureCategory", related_name="measures", verbose_name="分類"
    )
    categories_unclear = models.JSONField("はっきりしない分類軸", default=list, blank=True)
    related_measures = models.ManyToManyField(
        "self", through="RelatedMeasure", symmetrical=False, related_name="+", verbose_name="関連する施策"
    )
    grounds = models.ManyToManyField(
        Reference, through="MeasureGround", related_name="measures", verbose_name="根拠"
    )
    systems = models.ManyToManyField(
        InformationSystem, through="MeasureSystem", related_name="measures", verbose_name="情報システム"
    )
    schedule_state = models.CharField(
        "工程の状態", max_length=10, choices=ScheduleState, blank=True, help_text="空欄は「記載あり」です。"
    )
    decision_due_fiscal_year = models.PositiveSmallIntegerField(
        "決定の期限年度", null=True, blank=True, help_text="長期検討の結論を出す年度です。"
    )

    objects = MeasureQuerySet.as_manager()
    history = record_history(excluded_fields=["search"])

    class Meta:
        verbose_name = "施策"
        verbose_name_plural = "施策"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="measure_key_is_unique_in_its_plan",
                fields=["plan", "key"],
                violation_error_message="この計画には同じ識別名の施策がすでにあります。",
            ),
            models.UniqueConstraint(
                name="measure_number_is_unique_in_its_plan",
                fields=["plan", "number"],
                violation_error_message="この計画には同じ番号の施策がすでにあります。別の番号にしてください。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"

    def get_absolute_url(self):
        return reverse("portal:measure_detail", args=[*self.plan.url_args, self.key])

    @property
    def prints_schedule(self) -> bool:
        """Say whether the plan prints a schedule for this measure, readable or not."""
        return self.schedule_state != self.ScheduleState.NONE

    @property
    def is_ended(self) -> bool:
        return self.ended_fiscal_year is not None or bool(self.ended_kind)


class MeasurePart(models.Model):
    """A row that belongs to one measure, in the document's order."""

    order = models.PositiveIntegerField("順", default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class MeasureDepartment(MeasurePart):
    """A printed department of a measure; of the responsible ones the first is the lead."""

    class Role(models.TextChoices):
        LEAD = "lead", "主担当"
        RESPONSIBLE = "responsible", "担当"
        RELATED = "related", "関係"

    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="measure_departments", verbose_name="施策"
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="部署")
    role = models.CharField("立場", max_length=11, choices=Role)

    history = record_history()

    class Meta(MeasurePart.Meta):
        verbose_name = "施策の部署"
        verbose_name_plural = "施策の部署"
        constraints = [
            models.UniqueConstraint(
                name="measure_has_one_lead",
                fields=["measure"],
                condition=Q(role="lead"),
                violation_error_message="主担当は一つにしてください。",
            )
        ]

    def __str__(self):
        return f"{self.measure} {self.department}"


class MeasureCategory(MeasurePart):
    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="measure_categories", verbose_name="施策"
    )
    category = models.ForeignKey(
        Category, models.CASCADE, related_name="measure_categories", verbose_name="分類"
    )

    history = record_history()

    class Meta(MeasurePart.Meta):
        verbose_name = "施策の分類"
        verbose_name_plural = "施策の分類"
        constraints = [
            models.UniqueConstraint(name="measure_has_a_category_once", fields=["measure", "category"])
        ]

    def __str__(self):
        return f"{self.measure} {self.category}"

    @property
    def axis(self) -> Axis:
        return self.category.axis


class Continuation(MeasurePart):
    """A link to a measure of an earlier plan, as written: `ict-2019/7`. Its target may not be loaded."""

    class Basis(models.TextChoices):
        PRINTED = "printed", "計画書の記載"
        SAME_NAME = "same-name", "同じ名称"
        EDITOR = "editor", "編集者の判断"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="continues", verbose_name="施策")
    ref = models.CharField("前計画の施策", max_length=200)
    basis = models.CharField("根拠", max_length=9, choices=Basis, blank=True)
    notes = models.JSONField("注", default=list, blank=True)

    history = record_history()

    class Meta(MeasurePart.Meta):
        verbose_name = "前計画からのつながり"
        verbose_name_plural = "前計画からのつながり"
        constraints = [
            models.UniqueConstraint(name="measure_continues_another_once", fields=["measure", "ref"])
        ]

    def __str__(self):
        return self.ref


class RelatedMeasure(MeasurePart):
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="relations", verbose_name="施策")
    related = models.ForeignKey(Measure, models.CASCADE, related_name="+", verbose_name="関連する施策")
    text = models.TextField("説明", blank=True)
    notes = models.JSONField("注", default=list, blank=True)

    history = record_history()

    class Meta(MeasurePart.Meta):
        verbose_name = "関連する施策"
        verbose_name_plural = "関連する施策"

    def __str__(self):
        return f"{self.measure} {self.related}"


class MeasureGround(MeasurePart):
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="measure_grounds", verbose_name="施策")
    reference = models.ForeignKey(Reference, models.CASCADE, related_name="+", verbose_name="根拠")

    history = record_history()

    class Meta(MeasurePart.Meta):
        verbose_name = "施策の根拠"
        verbose_name_plural = "施策の根拠"

    def __str__(self):
        return f"{self.measure} {self.reference}"


class MeasureSystem(MeasurePart):
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="measure_systems", verbose_name="施策")
    system = models.ForeignKey(
        InformationSystem, models.CASCADE, related_name="+", verbose_name="情報システム"
    )

    history = record_history()

    class Meta(MeasurePart.Meta):
        verbose_name = "施策の情報システム"
        verbose_name_plural = "施策の情報システム"

    def __str__(self):
        return f"{self.measure} {self.system}"
