"""経緯メモ as the page of a measure or a system shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from measures.models import JournalEntry, JournalFile, Measure
from organizations.fiscal_years import show_day
from organizations.models import Municipality, User
from systems.models import InformationSystem


@dataclass(frozen=True)
class AttachedFile:
    name: str
    url: str


@dataclass(frozen=True)
class JournalLine:
    """One entry; `edit_url` is empty for whoever may not change it."""

    entry: JournalEntry
    on: str
    files: Sequence[AttachedFile]
    edit_url: str


@dataclass(frozen=True)
class Journal:
    """The entries, the latest first; `write_url` is empty for whoever may not add one."""

    lines: Sequence[JournalLine]
    write_url: str


def journal_of(subject: Measure | InformationSystem, user: User, city: Municipality) -> Journal:
    """Read what a city wrote on a measure or a system (up to four queries)."""
    is_measure = isinstance(subject, Measure)
    written = JournalEntry.objects.visible_to(user).filter(municipality=city)
    entries = list(written.filter(**{"measure" if is_measure else "system": subject}))
    own = set(
        JournalEntry.objects.changeable_by(user)
        .filter(pk__in=[e.pk for e in entries])
        .values_list("pk", flat=True)
    )
    files = files_of(entries, city)
    lines = [
        JournalLine(
            entry,
            show_day(entry.on),
            files.get(entry.pk, ()),
            reverse("measures:journal_entry_edit", args=[city.code, entry.pk]) if entry.pk in own else "",
        )
        for entry in entries
    ]
    if not JournalEntry.may_be_written_by(user, subject):
        return Journal(lines, "")
    if is_measure:
        return Journal(
            lines, reverse("measures:measure_journal_create", args=[*subject.plan.url_args, subject.key])
        )
    return Journal(lines, reverse("measures:system_journal_create", args=[city.code, subject.pk]))


def files_of(entries: Iterable[JournalEntry], city: Municipality) -> dict[int, list[AttachedFile]]:
    """Return the files of entries by entry, without their bytes (one query)."""
    files: dict[int, list[AttachedFile]] = {}
    named = JournalFile.objects.filter(entry__in=entries).values_list("entry_id", "pk", "name")
    for entry, pk, name in named:
        url = reverse("measures:journal_file_download", args=[city.code, pk])
        files.setdefault(entry, []).append(AttachedFile(name, url))
    return files
