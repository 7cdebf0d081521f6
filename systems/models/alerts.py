"""What people were told of dates that come near, and the calendars they follow them in."""

from django.db import models

from organizations.access import ScopedQuerySet
from organizations.models import Department, Municipality, User
from systems.models.contracts import Contract
from systems.models.inventory import InformationSystem


class CityQuerySet(ScopedQuerySet):
    municipality_path = "municipality"


class RenewalAlert(models.Model):
    """An alert that was given: about which date, so many months before it. `key` tells each from every
    other, its date included: a date that moved is told anew.
    """

    class Kind(models.TextChoices):
        CONTRACT_END = "contract-end", "契約期間の終わり"
        NOTICE = "notice", "解約の申出の期限"
        CURRENT_END = "current-end", "現行システムの終わり"
        REVIEW_START = "review-start", "検討の開始"
        SUPPORT_END = "support-end", "サポート終了"

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name="団体")
    system = models.ForeignKey(
        InformationSystem, models.CASCADE, null=True, blank=True, related_name="alerts",
        verbose_name="情報システム",
    )  # fmt: skip
    contract = models.ForeignKey(
        Contract, models.CASCADE, null=True, blank=True, related_name="alerts", verbose_name="契約"
    )
    key = models.CharField("識別名", max_length=100, unique=True, editable=False)
    kind = models.CharField("対象", max_length=12, choices=Kind)
    months = models.PositiveSmallIntegerField("何か月前")
    date = models.DateField("期日")
    told_at = models.DateTimeField("知らせた日時")
    people = models.PositiveIntegerField("知らせた人数", default=0)

    objects = CityQuerySet.as_manager()

    class Meta:
        verbose_name = "更新の知らせ"
        verbose_name_plural = "更新の知らせ"
        ordering = ["-told_at", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.date} {self.months}"


class CalendarFeed(models.Model):
    """カレンダー配信 of a department's renewal dates: open to whoever knows the token until it is revoked."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name="団体")
    department = models.ForeignKey(
        Department, models.CASCADE, related_name="calendar_feeds", verbose_name="部署"
    )
    token = models.CharField("合言葉", max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="作った人"
    )
    made_at = models.DateTimeField("作成", auto_now_add=True)
    revoked_at = models.DateTimeField("取消", null=True, blank=True)

    objects = CityQuerySet.as_manager()

    class Meta:
        verbose_name = "カレンダー配信"
        verbose_name_plural = "カレンダー配信"
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.department} {self.made_at:%Y-%m-%d}"
