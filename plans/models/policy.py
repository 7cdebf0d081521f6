"""施策体系: the tree of policies."""

from django.db import models

from organizations.history import record_history
from organizations.models import Department
from organizations.search import Searchable, SearchableQuerySet
from plans.models.base import DocumentRow, PlanQuerySet
from plans.models.plan import Plan


class BasicPolicyQuerySet(PlanQuerySet, SearchableQuerySet):
    pass


class BasicPolicy(DocumentRow, Searchable):
    """基本方針・基本目標・取組. `order` counts the whole tree as printed, parents before children."""

    searched_fields = ("code", "printed_code", "name", "description", "issues", "goal", "outcome", "items")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="policies", verbose_name="計画")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="上位の方針"
    )
    key = models.CharField("識別名", max_length=200)
    code = models.CharField("番号", max_length=200)
    printed_code = models.CharField("印刷の番号", max_length=200, blank=True)
    name = models.CharField("名称", max_length=200)
    description = models.TextField("説明", blank=True)
    issues = models.TextField("現状と課題", blank=True)
    goal = models.TextField("目標", blank=True)
    departments = models.ManyToManyField(
        Department, through="PolicyDepartment", related_name="policies", verbose_name="担当課"
    )
    reportable = models.BooleanField("この方針を直接報告する", null=True, blank=True)
    outcome = models.TextField("結果", blank=True)
    items = models.JSONField("取組内容", default=list, blank=True)

    objects = BasicPolicyQuerySet.as_manager()
    history = record_history(excluded_fields=["search"])

    class Meta:
        verbose_name = "基本方針"
        verbose_name_plural = "基本方針"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="policy_key_is_unique_in_its_plan",
                fields=["plan", "key"],
                violation_error_message="この計画には同じ識別名の方針がすでにあります。",
            ),
            models.UniqueConstraint(
                name="policy_code_is_unique_in_its_plan",
                fields=["plan", "code"],
                violation_error_message="この計画には同じ番号の方針がすでにあります。別の番号にしてください。",
            ),
        ]

    def __str__(self):
        return f"{self.printed_code or self.code} {self.name}"


class PolicyDepartment(models.Model):
    policy = models.ForeignKey(
        BasicPolicy, models.CASCADE, related_name="policy_departments", verbose_name="方針"
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="担当課")
    order = models.PositiveIntegerField("順", default=0)

    history = record_history()

    class Meta:
        verbose_name = "方針の担当課"
        verbose_name_plural = "方針の担当課"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="policy_names_a_department_once", fields=["policy", "department"])
        ]

    def __str__(self):
        return f"{self.policy} {self.department}"
