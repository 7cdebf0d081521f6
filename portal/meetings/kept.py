"""配布した資料 beside the papers as they would be now: which are kept, and whether the data have changed."""

from dataclasses import dataclass

from portal.meetings.papers import meeting_papers
from portal.printing.meeting_papers_press import papers_html, words_digest
from reviews.models import KeptPapers, Meeting

SHOWN_DIGITS = 12


@dataclass(frozen=True)
class Kept:
    """The papers that were given out; `is_changed` is None where nobody looked."""

    row: KeptPapers
    is_changed: bool | None = None

    @property
    def digits(self) -> str:
        return self.row.digest[:SHOWN_DIGITS]


def kept_of(meeting: Meeting) -> Kept | None:
    """Return the papers kept of a meeting, the last ones (one query, without their bytes)."""
    row = meeting.kept_papers.defer("content").first()
    return Kept(row) if row else None


def compared(meeting: Meeting) -> Kept | None:
    """Return the same, and whether the words would be others if the papers were made of today's data."""
    kept = kept_of(meeting)
    if kept is None:
        return None
    now = papers_html(meeting_papers(meeting, day=kept.row.as_of, sheets=kept.row.sheets))
    return Kept(kept.row, words_digest(now) != kept.row.words_digest)
