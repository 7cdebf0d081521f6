"""Writing, changing and deleting an entry of the journal, with its files."""

from collections.abc import Iterable

from django.db import transaction

from measures.models import JournalEntry, JournalFile
from organizations.attachments import attachment_name, attachment_type
from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict, FileRefused
from organizations.history import Author, bulk_write, change_set, save_changed

MOST_FILES = 10

Upload = tuple[str, bytes]


@transaction.atomic
def journal_entry_save(
    *,
    entry: JournalEntry,
    edits: Iterable[Edit],
    author: Author,
    uploads: Iterable[Upload] = (),
    remove: Iterable[JournalFile] = (),
) -> JournalEntry:
    """Write an entry, add files (name, content) and remove some of its own. Raise ValidationError,
    FileRefused for a file that is not taken, EditConflict when somebody changed the same field meanwhile.
    """
    files = [_file(name, content) for name, content in uploads]
    if entry.pk:
        entry = JournalEntry.objects.select_for_update().get(pk=entry.pk)
    else:
        entry.author, entry.author_name = author.user, str(author.user)
    conflicts = Conflicts()
    conflicts.merge(entry, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    with _change(entry, author):
        save_changed(entry)
        entry.files.filter(pk__in=[file.pk for file in remove]).delete()
        if entry.files.count() + len(files) > MOST_FILES:
            raise FileRefused(f"ファイルは1件の経緯メモに{MOST_FILES}個までです。メモを分けてください。")
        for file in files:
            file.entry = entry
            file.save()
    return entry


@transaction.atomic
def journal_entry_delete(*, entry: JournalEntry, author: Author) -> None:
    """Delete an entry with its files; its words stay in the history."""
    with _change(entry, author):
        bulk_write(JournalEntry, delete=[entry])


def _change(entry: JournalEntry, author: Author):
    plan = entry.measure.plan.code if entry.measure_id else ""
    return change_set(author=author, municipality=entry.municipality, plan_code=plan)


def _file(name: str, content: bytes) -> JournalFile:
    name = attachment_name(name)
    return JournalFile(name=name, content_type=attachment_type(name, content), content=content)
