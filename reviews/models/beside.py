"""What stands beside an answer: what related departments add, files, the remarks of members."""

from django.db import models
from django.urls import reverse

from organizations.history import record_history
from organizations.models import Department, User
from reviews.models.base import ReportPartQuerySet
from reviews.models.reports import ProgressReport


class RelatedAddition(models.Model):
    """補足 of a related department to the lead's answer."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="additions", verbose_name="報告")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="補足した課")
    text = models.TextField("補足")
    by_name = models.CharField("書いた人", max_length=200)
    written_on = models.DateField("日付", null=True, blank=True)  # a document tells none
    notes = models.JSONField("注", default=list, blank=True)

    objects = ReportPartQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "関係課の補足"
        verbose_name_plural = "関係課の補足"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="department_adds_once_to_a_report", fields=["report", "department"])
        ]

    def __str__(self):
        return f"{self.department}の補足"


class ReportFile(models.Model):
    """A file of a report: added by the department, or the scan a proxy's answer was taken from."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="files", verbose_name="報告")
    name = models.CharField("ファイル名", max_length=255)
    content_type = models.CharField("種類", max_length=100)
    content = models.BinaryField("内容")
    is_scan = models.BooleanField("回答の原本", default=False)
    by_name = models.CharField("添付した人", max_length=200)

    objects = ReportPartQuerySet.as_manager()

    class Meta:
        verbose_name = "報告のファイル"
        verbose_name_plural = "報告のファイル"
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse(
            "reviews:report_file_download", args=[self.report.round.plan.municipality.code, self.pk]
        )


class ReviewComment(models.Model):
    """A remark of a member of a body who signs in, for the meeting."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="comments", verbose_name="報告")
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="書いた人"
    )
    author_name = models.CharField("書いた人の氏名", max_length=200)
    text = models.TextField("意見")
    written_at = models.DateTimeField("日時", auto_now_add=True)

    objects = ReportPartQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "委員の意見"
        verbose_name_plural = "委員の意見"
        ordering = ["pk"]

    def __str__(self):
        return self.text[:40]
