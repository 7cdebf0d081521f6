"""Files of a system: what is added is looked into first."""

from organizations.attachments import attachment_name, attachment_type
from organizations.exceptions import FileRefused
from systems.edits import FileWishes
from systems.models import InformationSystem, SystemFile

MOST_FILES = 20


def save_files(system: InformationSystem, wishes: FileWishes) -> None:
    """Add files to a system and remove some of its own. Raise FileRefused for one that is not taken, or one
    too many.
    """
    files = [_file(system, *upload) for upload in wishes.uploads]
    system.files.filter(pk__in=[file.pk for file in wishes.remove]).delete()
    if system.files.count() + len(files) > MOST_FILES:
        raise FileRefused(
            f"ファイルは1つの情報システムに{MOST_FILES}個までです。使わないものを除いてください。"
        )
    for file in files:
        file.save()


def _file(system: InformationSystem, name: str, content: bytes) -> SystemFile:
    name = attachment_name(name)
    return SystemFile(system=system, name=name, content_type=attachment_type(name, content), content=content)
