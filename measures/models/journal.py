"""経緯メモ: notes people write on a measure or a system, apart from its history and the plan's document."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from measures.models.measure import Measure
from organizations.access import ScopedQuerySet
from organizations.history import record_history
from organizations.models import Municipality, User
from systems.models import InformationSystem


class JournalEntryQuerySet(ScopedQuerySet):
    municipality_path = "municipality"

    def changeable_by(self, user):
        """Everybody changes what is their own; the planning section every entry of its city."""
        if user.is_authenticated and (user.is_planning or user.is_administrator):
            return self.visible_to(user)
        return self.visible_to(user).filter(author=user) if user.is_authenticated else self.none()


class JournalEntry(models.Model):
    """One note of one day on one measure or one system. The author's name outlives the author."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name="団体")
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="journal", verbose_name="施策"
    )
    system = models.ForeignKey(
        InformationSystem,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="journal",
        verbose_name="情報システム",
    )
    on = models.DateField("日付")
    text = models.TextField("内容", max_length=20_000)
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="書いた人"
    )
    author_name = models.CharField("書いた人の氏名", max_length=200)
    written_at = models.DateTimeField("記入", auto_now_add=True)

    objects = JournalEntryQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "経緯メモ"
        verbose_name_plural = "経緯メモ"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="journal_entry_is_about_one_thing",
                condition=Q(measure__isnull=True, system__isnull=False)
                | Q(measure__isnull=False, system__isnull=True),
                violation_error_message="経緯メモは、施策か情報システムのどちらか一つに付けてください。",
            )
        ]

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {self.author_name}"

    def get_absolute_url(self):
        if self.measure:
            return f"{self.measure.get_absolute_url()}#journal"
        page = reverse("portal:information_system_detail", args=[self.municipality.code, self.system_id])
        return f"{page}#journal"

    @staticmethod
    def may_be_written_by(user: User, subject: Measure | InformationSystem) -> bool:
        """Say who writes on a measure or system: the planning section, and the people of its departments."""
        if user.is_planning or user.is_administrator:
            return True
        return user.department_id is not None and subject.departments.filter(pk=user.department_id).exists()

    @property
    def subject(self) -> Measure | InformationSystem:
        return self.measure or self.system


class JournalFileQuerySet(ScopedQuerySet):
    municipality_path = "entry__municipality"


class JournalFile(models.Model):
    """A file of an entry, kept in the database as every other file, without an end."""

    entry = models.ForeignKey(JournalEntry, models.CASCADE, related_name="files", verbose_name="経緯メモ")
    name = models.CharField("ファイル名", max_length=255)
    content_type = models.CharField("種類", max_length=100)
    content = models.BinaryField("内容")

    objects = JournalFileQuerySet.as_manager()

    class Meta:
        verbose_name = "経緯メモのファイル"
        verbose_name_plural = "経緯メモのファイル"
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("measures:journal_file_download", args=[self.entry.municipality.code, self.pk])
