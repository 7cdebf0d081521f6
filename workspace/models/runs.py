"""夜間の処理: what the nightly command did, step by step."""

from datetime import datetime, timedelta

from django.db import models

RUNS_KEPT_FOR = timedelta(days=90)


class RunQuerySet(models.QuerySet):
    def expired(self, now: datetime):
        return self.filter(started_at__lte=now - RUNS_KEPT_FOR)

    def latest_of_each(self):
        """Return the last run of every step, in the order they ran."""
        later = self.model.objects.filter(name=models.OuterRef("name"), pk__gt=models.OuterRef("pk"))
        return self.filter(~models.Exists(later)).order_by("pk")


class Run(models.Model):
    """One step of one night. A step that was cut off has no end."""

    name = models.CharField("識別名", max_length=50)
    label = models.CharField("処理", max_length=100)
    started_at = models.DateTimeField("開始")
    finished_at = models.DateTimeField("終了", null=True, blank=True)
    failed = models.BooleanField("失敗", default=False)
    message = models.CharField("内容", max_length=255, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = "夜間の処理"
        verbose_name_plural = "夜間の処理"
        ordering = ["-pk"]

    def __str__(self):
        return self.label

    @property
    def state(self) -> str:
        if self.failed:
            return "失敗"
        return "完了" if self.finished_at else "中断"
