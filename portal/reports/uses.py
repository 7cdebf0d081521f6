"""この文が使われた資料: the edition, meetings and printed materials that hold the text of an answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from organizations.fiscal_years import show_day
from plans.models import Edition
from reviews.models import Evaluation, Material, MeetingItem, ProgressReport
from reviews.subjects import name_of


@dataclass(frozen=True)
class Use:
    """One thing the text stands in; `url` is "" where it has no page of its own."""

    kind: str
    title: str
    on: str
    url: str = ""


def uses_of(report: ProgressReport) -> list[Use]:
    """Return where the text of an answer was used, the latest of each kind first (four queries)."""
    return [*_edition(report), *_meetings(report), *_materials(report)]


def _edition(report: ProgressReport) -> Iterator[Use]:
    if report.status != ProgressReport.Status.FINAL:
        return
    for edition in Edition.objects.without_documents().filter(pk=report.round.edition_id):
        edition.plan = report.round.plan
        made = show_day(timezone.localdate(edition.frozen_at))
        yield Use("確定版", edition.label, made, edition.get_absolute_url())


def _meetings(report: ProgressReport) -> Iterator[Use]:
    """Yield the meetings whose agenda names the measure, or that gave a verdict on it."""
    review_round, name = report.round, name_of(report.subject)
    items = MeetingItem.objects.filter(meeting__round=review_round).select_related("meeting")
    found = {item.meeting.pk: item.meeting for item in items if name in item.subjects}
    verdicts = Evaluation.objects.filter(
        round=review_round, measure=report.measure_id, policy=report.policy_id, meeting__isnull=False
    )
    found |= {one.meeting.pk: one.meeting for one in verdicts.select_related("meeting")}
    for meeting in sorted(found.values(), key=lambda one: (one.held_on, one.pk), reverse=True):
        meeting.plan = review_round.plan
        yield Use("会議", meeting.title, show_day(meeting.held_on), meeting.get_absolute_url())


def _materials(report: ProgressReport) -> Iterator[Use]:
    name = name_of(report.subject)
    for material in Material.objects.filter(round=report.round):
        if not material.subjects or name in material.subjects:
            yield Use(material.get_kind_display(), material.title, show_day(material.made_on))
