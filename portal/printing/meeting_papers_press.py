"""From a meeting to its 会議資料 as PDF, and what the file is called."""

import hashlib
from html.parser import HTMLParser

from django.template.loader import render_to_string

from portal.meetings.papers import MeetingPapers
from portal.printing.html import on_paper, style_of
from portal.printing.imprint import SHOWN_DIGITS
from reviews.models import Meeting

STYLES = ("page", "text", "contents", "table", "plan", "sheet", "list", "meeting", "steps")
UNKNOWN_YET = "0" * SHOWN_DIGITS


class _Words(HTMLParser):
    """The words of a page, without white space."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.extend(data.split())


def papers_html(papers: MeetingPapers) -> str:
    """Return the papers; their last line has the digest of their words."""
    context = {"papers": papers, "digits": UNKNOWN_YET}
    page = on_paper(render_to_string("print/meeting_papers.html", context))
    return page.replace(f"識別 {UNKNOWN_YET}", f"識別 {words_digest(page)[:SHOWN_DIGITS]}")


def words_digest(page: str) -> str:
    """Return the SHA-256 of the words of a page but for that which tells it: layout may change, not they."""
    words = _Words()
    words.feed(page)
    last = max((place for place, part in enumerate(words.parts) if part == "識別"), default=None)
    return hashlib.sha256("\n".join(words.parts[:last]).encode()).hexdigest()


def papers_css() -> str:
    return style_of(STYLES)


def papers_file_name(meeting: Meeting) -> str:
    """Return the name under which they are downloaded: 会議資料_第1回情報化推進委員会_20240704."""
    return f"会議資料_{meeting.title}_{meeting.held_on:%Y%m%d}"
