"""Jobs under way, and the files they made."""

from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse

from organizations.models import Municipality, User
from workspace.models.ownership import OwnedQuerySet


class StoredFileQuerySet(OwnedQuerySet):
    def visible_to(self, user):
        """Return a person's own files, but those of a city that he left."""
        cities = Municipality.objects.visible_to(user).values("pk")
        return super().visible_to(user).filter(municipality__in=cities)

    def expired(self, now: datetime):
        return self.filter(expires_at__lte=now)


class StoredFile(models.Model):
    """ファイル: bytes kept in the database, so that any number of application processes can serve them."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name="団体")
    owner = models.ForeignKey(User, models.CASCADE, related_name="stored_files", verbose_name="持ち主")
    name = models.CharField("ファイル名", max_length=255)
    content_type = models.CharField("種類", max_length=100)
    content = models.BinaryField("内容")
    digest = models.CharField("SHA-256", max_length=64)
    created_at = models.DateTimeField("作成", auto_now_add=True)
    expires_at = models.DateTimeField("保存期限")

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = "ファイル"
        verbose_name_plural = "ファイル"
        ordering = ["-created_at"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("workspace:stored_file_download", args=[self.pk])


class Job(models.Model):
    """処理: a long task of one person, run by a worker, with progress that can be left and found again."""

    class State(models.TextChoices):
        QUEUED = "queued", "待機中"
        RUNNING = "running", "実行中"
        DONE = "done", "完了"
        FAILED = "failed", "失敗"

    STOPPED_AFTER = timedelta(minutes=2)

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name="団体")
    owner = models.ForeignKey(User, models.CASCADE, related_name="jobs", verbose_name="依頼者")
    kind = models.CharField("種類", max_length=30)
    title = models.CharField("件名", max_length=255)
    arguments = models.JSONField("条件", default=dict)
    state = models.CharField("状態", max_length=7, choices=State, default=State.QUEUED)
    total = models.PositiveIntegerField("全体", default=0)
    done = models.PositiveIntegerField("済み", default=0)
    message = models.CharField("進み具合", max_length=255, blank=True)
    created_at = models.DateTimeField("依頼", auto_now_add=True)
    heartbeat_at = models.DateTimeField("最後の動き")
    result = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="結果"
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = "処理"
        verbose_name_plural = "処理"
        ordering = ["-created_at"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("workspace:job_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    def is_stopped(self, now: datetime) -> bool:
        """Say whether a running job has shown no sign of life for two minutes: its worker is gone."""
        return self.state == self.State.RUNNING and now - self.heartbeat_at > self.STOPPED_AFTER

    def shown_state(self, now: datetime) -> str:
        """Return the state in a word, 中断 for a running job whose worker is gone."""
        return "中断" if self.is_stopped(now) else self.get_state_display()

    def may_restart(self, now: datetime) -> bool:
        """Say whether the job came to nothing and can be started again."""
        is_lost = self.state == self.State.DONE and self.result_id is None
        return is_lost or self.state == self.State.FAILED or self.is_stopped(now)
