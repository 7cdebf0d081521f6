"""From a meeting to its 会議録 as PDF, and what the file is called."""

from datetime import date

from django.template.loader import render_to_string

from portal.meetings.record import meeting_record
from portal.printing.html import on_paper, style_of
from portal.printing.meeting_record import record_paper
from reviews.models import Meeting

STYLES = ("page", "text", "table", "plan", "list", "meeting", "steps")


def record_html(meeting: Meeting, *, day: date, with_names: bool = False) -> str:
    """Return the record; names of people only in one for internal use."""
    paper = record_paper(meeting_record(meeting, day=day, with_names=with_names))
    return on_paper(render_to_string("print/meeting_record.html", {"paper": paper, "inside": with_names}))


def record_css() -> str:
    return style_of(STYLES)


def record_file_name(meeting: Meeting, *, with_names: bool = False) -> str:
    """Return the name under which it is downloaded: 会議録_第1回情報化推進委員会_20240704."""
    inside = "（内部用）" if with_names else ""
    return f"会議録{inside}_{meeting.title}_{meeting.held_on:%Y%m%d}"
