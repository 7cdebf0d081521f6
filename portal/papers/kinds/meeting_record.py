"""会議録: what was said and decided; names of people only in one for internal use."""

from portal.papers.choosing import meeting_of
from portal.papers.kind import Asked, Paper, PaperKind
from portal.papers.options import UnknownOption
from portal.printing.meeting_record_press import record_css, record_file_name, record_html
from reviews.models import Meeting


def make(asked: Asked) -> Paper:
    meeting, user, with_names = meeting_of(asked), asked.user, asked.options.is_internal
    if with_names and user and not Meeting.objects.changeable_by(user).filter(pk=meeting.pk).exists():
        raise UnknownOption("氏名の載った会議録（内部用）を印刷する権限がありません。", "audience")
    page = record_html(meeting, day=asked.day, with_names=with_names)
    return Paper(page, record_css(), record_file_name(meeting, with_names=with_names))


def title(asked: Asked) -> str:
    return f"{meeting_of(asked)} 会議録"


KIND = PaperKind(
    code="meeting-record",
    name="会議録",
    about="会議の出席・議事・評価・付帯意見の記録です。公表用には氏名を載せません。",
    make=make,
    title=title,
    fields=("meeting", "audience"),
    of_plan=False,
)
