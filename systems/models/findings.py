"""了承: what a city knows of and lets stand for a time, although a rule speaks against it."""

from django.db import models
from django.db.models import Q

from organizations.access import ScopedQuerySet
from organizations.history import record_history
from organizations.models import Municipality, User
from systems.models.inventory import InformationSystem


class AcceptedFindingQuerySet(ScopedQuerySet):
    municipality_path = "municipality"


class AcceptedFinding(models.Model):
    """了承 of one finding: of one rule on one system in one city, for the dates it was accepted for.

    `facts` are the dates and figures the rule had spoken of, by their names; when one of them changes, or
    `until` has passed, the finding stands again.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="accepted_findings", verbose_name="団体"
    )
    system = models.ForeignKey(
        InformationSystem, models.CASCADE, related_name="accepted_findings", verbose_name="情報システム"
    )
    rule = models.CharField("規則", max_length=40)
    subject = models.CharField("対象", max_length=200, blank=True)
    facts = models.JSONField("了承したときの日付", default=dict, blank=True)
    reason = models.TextField("理由")
    until = models.DateField("了承の期限", null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="了承した人"
    )
    accepted_by_name = models.CharField("了承した人の氏名", max_length=200)
    accepted_on = models.DateField("了承した日")

    objects = AcceptedFindingQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "確認事項の了承"
        verbose_name_plural = "確認事項の了承"
        ordering = ["-accepted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="finding_is_accepted_once",
                fields=["municipality", "system", "rule", "subject"],
                violation_error_message="この確認事項はすでに了承されています。",
            ),
            models.CheckConstraint(
                name="finding_is_accepted_with_a_reason",
                condition=~Q(reason=""),
                violation_error_message="了承には理由が必要です。",
            ),
        ]

    def __str__(self):
        return f"{self.system} {self.rule}"
