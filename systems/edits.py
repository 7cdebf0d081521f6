"""What a person changed on a system, a contract or a renewal and on the rows that hang on it, as data."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from organizations.edits import Edit, RowEdit
from systems.models import SystemFile

Upload = tuple[str, bytes]


@dataclass
class FileWishes:
    """Files to add (name, content) and some of the stored ones to remove."""

    uploads: Iterable[Upload] = ()
    remove: Iterable[SystemFile] = ()


@dataclass
class SystemEdit:
    """All changes of one save of a system. `departments` is the whole ordered list, `partners` the codes of
    the cities it is shared with, `disclosure` an edit a field of `disclosure.FIELDS` ("" for the default).
    """

    fields: list[Edit] = field(default_factory=list)
    departments: Edit | None = None
    partners: Edit | None = None
    disclosure: list[Edit] = field(default_factory=list)
    migrations: list[RowEdit] = field(default_factory=list)
    support_ends: list[RowEdit] = field(default_factory=list)
    files: FileWishes = field(default_factory=FileWishes)


@dataclass
class ContractEdit:
    """All changes of one save of a contract; `systems` is the whole set."""

    fields: list[Edit] = field(default_factory=list)
    systems: Edit | None = None
    amounts: list[RowEdit] = field(default_factory=list)


@dataclass
class RenewalEdit:
    """All changes of one save of a renewal."""

    fields: list[Edit] = field(default_factory=list)
    costs: list[RowEdit] = field(default_factory=list)


@dataclass
class ShareEdit:
    """All changes of a partner city's part of a shared system."""

    fields: list[Edit] = field(default_factory=list)
    departments: Edit | None = None
