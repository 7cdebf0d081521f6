"""会議資料: 次第 and 資料1, 資料2 ... of a meeting. Papers that were given out go out as they were."""

from portal.meetings.papers import SHEETS, MeetingPapers, meeting_papers
from portal.papers.choosing import meeting_of
from portal.papers.kind import Asked, Paper, PaperKind
from portal.papers.options import UnknownOption
from portal.papers.rendering import file_of
from portal.printing.meeting_papers_press import papers_css, papers_file_name, papers_html, words_digest
from reviews.models import KeptPapers, Material, Meeting
from reviews.services.kept_papers import papers_keep
from reviews.services.materials import material_note


def make(asked: Asked) -> Paper:
    """Return the papers: those kept, once there are any; new ones where these are to be kept instead."""
    meeting = _meeting(asked)
    kept = None if asked.options.is_kept and not meeting.is_held else meeting.kept_papers.first()
    papers = meeting_papers(meeting, day=asked.day, sheets=asked.options.sheets)
    if kept:
        return Paper(papers_html(papers), papers_css(), kept.name, pdf=bytes(kept.content))
    return Paper(papers_html(papers), papers_css(), papers_file_name(meeting), told=papers)


def title(asked: Asked) -> str:
    return f"{meeting_of(asked)} 会議資料{'（配布した資料として保管）' if asked.options.is_kept else ''}"


def printed(asked: Asked, paper: Paper) -> None:
    """Note at the meeting's round that its answers stand in these papers; keep them where that is wanted."""
    papers = paper.told
    if papers is None:
        return
    if papers.meeting.round:
        material_note(
            review_round=papers.meeting.round, kind=Material.Kind.MEETING_PAPERS,
            title=f"{papers.meeting}の会議資料", subjects=papers.subjects, by=asked.user, today=asked.day,
        )  # fmt: skip
    if asked.options.is_kept:
        _keep(asked, paper, papers)


def _keep(asked: Asked, paper: Paper, papers: MeetingPapers) -> KeptPapers:
    _, content = file_of(paper, asked)  # the bytes that have just been rendered
    return papers_keep(
        meeting=papers.meeting, name=paper.file_name, content=content,
        words_digest=words_digest(paper.html), sheets=asked.options.sheets, as_of=asked.day,
        by=str(asked.user or ""),
    )  # fmt: skip


def _meeting(asked: Asked) -> Meeting:
    """Return the meeting whose papers may be printed, and kept where that is asked. Raise UnknownOption."""
    meeting, sheets, user = meeting_of(asked), asked.options.sheets, asked.user
    if user and not Meeting.objects.with_papers_for(user).filter(pk=meeting.pk).exists():
        raise UnknownOption("この会議の資料を印刷する権限がありません。", "meeting")
    may_keep = user is None or Meeting.objects.changeable_by(user).filter(pk=meeting.pk).exists()
    if asked.options.is_kept and not may_keep:
        raise UnknownOption("この会議の資料を、配布した資料として保管する権限がありません。", "meeting")
    if sheets not in SHEETS:
        choices = "・".join(SHEETS)
        raise UnknownOption(f"個票の選び方「{sheets}」はありません。{choices}から選んでください。", "sheets")
    return meeting


KIND = PaperKind(
    code="meeting-papers",
    name="会議資料",
    about="会議の次第と、議題ごとの資料を、番号を付けて1つにまとめます。配布した資料は、保管したものを渡します。",
    make=make,
    title=title,
    fields=("meeting", "sheets"),
    of_plan=False,
    printed=printed,
)
