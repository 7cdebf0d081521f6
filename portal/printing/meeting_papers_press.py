"""From a meeting to its 会議資料 as PDF, and what the file is called."""

from django.template.loader import render_to_string

from portal.meetings.papers import MeetingPapers
from portal.printing.html import on_paper, style_of
from reviews.models import Meeting

STYLES = ("page", "text", "contents", "table", "plan", "sheet", "list", "meeting", "steps")


def papers_html(papers: MeetingPapers) -> str:
    return on_paper(render_to_string("print/meeting_papers.html", {"papers": papers}))


def papers_css() -> str:
    return style_of(STYLES)


def papers_file_name(meeting: Meeting) -> str:
    """Return the name under which they are downloaded: 会議資料_第1回情報化推進委員会_20240704.pdf."""
    return f"会議資料_{meeting.title}_{meeting.held_on:%Y%m%d}.pdf"
