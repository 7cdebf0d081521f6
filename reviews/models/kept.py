"""配布した資料: the papers of a meeting as they were given out. What was handed over does not change."""

from django.core.exceptions import ValidationError
from django.db import models

from reviews.models.meetings import Meeting, MeetingPartQuerySet

NEVER_CHANGED = "保管した配布資料は変更も削除もできません。"


class KeptPapersQuerySet(MeetingPartQuerySet):
    """Rows made once: read by whoever may read the meeting's papers, changed and deleted by nobody."""

    def visible_to(self, user):
        return self.filter(meeting__in=Meeting.objects.with_papers_for(user).order_by().values("pk"))

    def changeable_by(self, user):
        return self.none()

    def update(self, **columns):
        raise ValidationError(NEVER_CHANGED)

    def delete(self):
        raise ValidationError(NEVER_CHANGED)

    update.alters_data = delete.alters_data = True
    delete.queryset_only = True


class KeptPapers(models.Model):
    """The PDF of a meeting's papers, as of the day `as_of`; of several the last one counts.

    `digest` is of the file, `words_digest` of the words in it: by that it shows whether the data have changed
    since. `sheets` says which 個票 went along.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="kept_papers", verbose_name="会議")
    name = models.CharField("ファイル名", max_length=255)
    content = models.BinaryField("内容")
    digest = models.CharField("SHA-256", max_length=64)
    words_digest = models.CharField("文言のSHA-256", max_length=64)
    sheets = models.CharField("個票", max_length=10)
    as_of = models.DateField("基準日")
    kept_by_name = models.CharField("保管した人", max_length=200, blank=True)
    kept_at = models.DateTimeField("保管", auto_now_add=True)

    objects = KeptPapersQuerySet.as_manager()

    class Meta:
        verbose_name = "配布した資料"
        verbose_name_plural = "配布した資料"
        ordering = ["meeting", "-pk"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise ValidationError(NEVER_CHANGED)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError(NEVER_CHANGED)
