"""印刷: what was rendered already, a city's templates of what to print, and when to print them."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from organizations.access import ScopedQuerySet
from organizations.models import Municipality, User
from workspace.models.ownership import OwnedQuerySet

PACK = "pack"


class PrintedFileQuerySet(models.QuerySet):
    def expired(self, now: datetime):
        return self.filter(used_at__lte=now - PrintedFile.KEPT_UNUSED)


class PrintedFile(models.Model):
    """作り置き: the bytes of a page and style that were rendered once, found by their digest.

    A row without `content` is a claim: the process that holds its `token` renders, and shows that it is
    alive in `used_at`. Nobody reaches a row but through a page composed for him.
    """

    KEPT_UNUSED = timedelta(days=30)
    GONE_AFTER = timedelta(seconds=60)

    digest = models.CharField("識別", max_length=64, unique=True)
    token = models.CharField("作成者", max_length=32)
    content = models.BinaryField("内容", null=True)
    used_at = models.DateTimeField("最後の利用")

    objects = PrintedFileQuerySet.as_manager()

    class Meta:
        verbose_name = "印刷の作り置き"
        verbose_name_plural = "印刷の作り置き"
        ordering = ["-used_at"]

    def __str__(self):
        return self.digest


class PrintTemplateQuerySet(ScopedQuerySet):
    municipality_path = "municipality"


class PrintTemplate(models.Model):
    """ひな形: what to print and how, under a name that the whole city uses.

    `papers` lists what is printed: {"kind": ..., "options": {...}}. `kind` is that of the only one, PACK for
    several; of each kind one template may be the city's default.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="print_templates", verbose_name="団体"
    )
    name = models.CharField("名前", max_length=60)
    kind = models.CharField("種類", max_length=30)
    papers = models.JSONField("印刷するもの", default=list)
    is_default = models.BooleanField("既定にする", default=False)
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="作成者"
    )
    saved_at = models.DateTimeField("保存", auto_now=True)

    objects = PrintTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "印刷のひな形"
        verbose_name_plural = "印刷のひな形"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="print_template_has_its_own_name",
                fields=["municipality", "name"],
                violation_error_message="同じ名前のひな形がすでにあります。別の名前にしてください。",
            ),
            models.UniqueConstraint(
                name="one_default_print_template_a_kind",
                fields=["municipality", "kind"],
                condition=Q(is_default=True),
                violation_error_message="この種類には、既定のひな形がすでにあります。",
            ),
        ]

    def __str__(self):
        return self.name


class ScheduledPrint(models.Model):
    """予約印刷: a template printed on a day for one person, who finds the file in お知らせ.

    `plan_code` is "" for the plan that is current on the day. `next_on` is None once nothing is due any more;
    `day` is the day of the month that was asked for, which a short month may not have.
    """

    class Every(models.TextChoices):
        ONCE = "once", "1回だけ"
        MONTH = "month", "毎月"
        YEAR = "year", "毎年"

    template = models.ForeignKey(
        PrintTemplate, models.CASCADE, related_name="schedules", verbose_name="ひな形"
    )
    owner = models.ForeignKey(
        User, models.CASCADE, related_name="scheduled_prints", verbose_name="受け取る人"
    )
    plan_code = models.CharField("計画", max_length=40, blank=True)
    every = models.CharField("繰り返し", max_length=5, choices=Every, default=Every.ONCE)
    day = models.PositiveSmallIntegerField("日")
    next_on = models.DateField("次に印刷する日", null=True, blank=True)
    last_on = models.DateField("前に印刷した日", null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = "予約印刷"
        verbose_name_plural = "予約印刷"
        ordering = ["next_on", "pk"]

    def __str__(self):
        return f"{self.template}（{self.get_every_display()}）"
