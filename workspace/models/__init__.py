"""What a signed-in person works with: jobs under way, their files, notices, mails, saved views."""

from workspace.models.jobs import Job, StoredFile
from workspace.models.notices import MailLog, Notice
from workspace.models.ownership import OwnedQuerySet
from workspace.models.printing import PACK, PrintedFile, PrintTemplate, ScheduledPrint
from workspace.models.runs import Run
from workspace.models.saved_views import SavedView

__all__ = [
    "PACK",
    "Job",
    "MailLog",
    "Notice",
    "OwnedQuerySet",
    "PrintTemplate",
    "PrintedFile",
    "Run",
    "SavedView",
    "ScheduledPrint",
    "StoredFile",
]
