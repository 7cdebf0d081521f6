"""会議資料 and 会議録 on paper, read back."""

import logging
from datetime import date

import pytest

from organizations.edits import Edit
from plans.services.rows import RowWish
from portal.meetings.agenda import proposals
from portal.meetings.figures import MeetingFigures
from portal.meetings.papers import meeting_papers
from portal.printing.meeting_papers_press import papers_css, papers_html
from portal.printing.meeting_record_press import record_css, record_html
from portal.printing.pdf import pdf_bytes
from reviews.models import Attendance, MeetingItem
from reviews.services.meetings import agenda_save, attendances_save, meeting_save
from tests.portal.printing.printed import Printed, squeezed
from tests.reviews.cast import by, confirmed_round, make_measures, planner, report_of
from tests.reviews.sittings import AFTER, hold, judge, make_meeting, two_bodies
from tests.reviews.test_meetings import make_committee

pytestmark = pytest.mark.django_db
FONTS = {"BIZ-UDPGothic", "BIZ-UDPGothic-Bold", "BIZ-UDGothic", "BIZ-UDGothic-Bold"}


@pytest.fixture
def meeting():
    """A meeting of the second body: the first one judged all, one with an opinion."""
    make_committee("本部会議")
    committee, board = two_bodies()
    found = confirmed_round(make_measures(6))
    first = hold(make_meeting(committee))
    for number in "123456":
        verdict = "commented" if number == "2" else "approved"
        judge(report_of(found, number), committee, verdict, meeting=first)
    second = make_meeting(board, title="第1回本部会議", round=found, held_on=date(2024, 7, 8))
    items = [one.item() for one in proposals(MeetingFigures(second, AFTER))]
    agenda_save(meeting=second, wishes=[], proposed=items, is_reordered=False, author=by(planner()))
    return second


def papers(meeting) -> Printed:
    made = meeting_papers(meeting, day=AFTER)
    html = papers_html(made)
    return Printed(made, html, pdf_bytes(html, papers_css()))


def record(meeting, **options) -> Printed:
    html = record_html(meeting, day=AFTER, **options)
    return Printed(None, html, pdf_bytes(html, record_css()))


def come(meeting) -> None:
    wishes = [
        RowWish(Attendance(meeting=meeting), [
            Edit("post", "", post), Edit("state", "present", state), Edit("name", "", name),
        ])
        for post, state, name in [
            ("副市長", "present", "市川太郎"), ("企画財政部長", "absent", ""),
            ("市民課長", "present", "東花子"),
        ]
    ]  # fmt: skip
    attendances_save(meeting=meeting, wishes=wishes, is_reordered=False, author=by(planner()))


def test_papers_print_without_a_complaint_in_our_fonts(meeting, caplog):
    with caplog.at_level(logging.WARNING):
        printed = papers(meeting)
    assert [entry.getMessage() for entry in caplog.records if entry.name.startswith("weasyprint")] == []
    assert set(printed.fonts) <= FONTS
    assert all(printed.fonts.values())


def test_the_agenda_tells_papers_decisions_and_pages(meeting):
    printed = papers(meeting)
    first = printed.pages[0]
    for words in ["第1回本部会議", "次第", "決めていただくこと", "配布資料", "定足数", "令和6年7月8日（月）"]:
        assert squeezed(words) in first
    for paper in printed.book.papers:
        page = printed.page_of(paper.anchor)
        assert squeezed(f"資料{paper.number}{paper.title}") in printed.pages[page - 1]
        title = squeezed(f"資料{paper.number}{paper.title}")
        contents = first[first.index("配布資料") :]
        assert contents[contents.index(title) + len(title) :].lstrip(".").startswith(str(page))


def test_every_paper_begins_a_page_with_its_number_above(meeting):
    printed = papers(meeting)
    begins = [printed.page_of(paper.anchor) for paper in printed.book.papers]
    assert begins == sorted(set(begins))
    assert begins[0] > 1
    headings = [name for level, name in printed.outline if level == 1]
    titles = [f"資料{p.number}　{p.title}" for p in printed.book.papers]
    assert headings[1:] == [*titles, "記録用紙", "記録様式"]


def test_sheets_say_plan_answer_earlier_verdict_and_condition(meeting):
    printed = papers(meeting)
    sheet = printed.book.papers[-1].sheets[1]
    assert (sheet.number, sheet.said[0].verdict) == ("2", "意見付き了承")
    assert "工程を示すこと。（令和6年9月30日（月）まで）　未対応" in sheet.conditions
    page = printed.pages[printed.page_of(printed.book.papers[-1].anchor) - 1]
    for words in ["2施策その2", "計画", "窓口に端末を3台置いた。", "情報システム委員会", "意見付き了承"]:
        assert squeezed(words) in page


def test_a_sheet_stays_on_one_page(meeting):
    printed = papers(meeting)
    names = [f"{sheet.number}施策その{sheet.number}" for sheet in printed.book.papers[-1].sheets]
    start = printed.page_of(printed.book.papers[-1].anchor) - 1
    pages = printed.pages[start : printed.page_of("form") - 1]
    for name in names:
        assert len([page for page in pages if f"{name}順調" in page]) == 1
    for page in pages:
        assert page.count("□了承□意見付き了承□再検討") == sum(f"{name}順調" in page for name in names)


def test_the_form_has_a_line_for_each_verdict_to_come(meeting):
    printed = papers(meeting)
    assert printed.pages[printed.page_of("form") - 1].count("□了承") == 6


def test_the_same_day_gives_the_same_bytes(meeting):
    assert papers(meeting).pdf == papers(meeting).pdf


def test_the_record_tells_who_came_by_post_and_the_quorum_in_words(meeting):
    come(meeting)
    printed = record(hold(meeting))
    assert squeezed("出席 2　欠席 1　委員3人の過半数2人以上。出席2人のため成立") in printed.text
    assert "市川太郎" not in printed.text
    assert "東花子" not in printed.html


def test_names_are_in_the_internal_record_alone(meeting):
    come(meeting)
    printed = record(hold(meeting), with_names=True)
    assert "会議録（内部用）" in printed.pages[0]
    assert "市川太郎" in printed.text


def test_the_record_holds_minutes_outcomes_verdicts_and_conditions(meeting):
    committee = meeting.plan.evaluation_bodies.first()
    first = meeting.plan.meetings.get(body=committee)
    texts = {"title": "その他", "minutes": "質問があった。", "outcome": "次回に報告。"}
    said = [Edit(name, "", text) for name, text in texts.items()]
    agenda_save(
        meeting=first, wishes=[RowWish(MeetingItem(meeting=first), said)], proposed=[], is_reordered=False,
        author=by(planner()),
    )  # fmt: skip
    meeting_save(
        meeting=first, edits=[Edit("summary", "", "全体に順調とされた。")], author=by(planner()), today=AFTER
    )
    first.refresh_from_db()
    printed = record(first)
    for words in [
        "質問があった。", "結果次回に報告。", "全体に順調とされた。", "了承5件意見付き了承1件",
        "工程を示すこと。", "令和6年9月30日",
    ]:  # fmt: skip
        assert squeezed(words) in printed.text


def test_hostile_texts_print_as_text(meeting, caplog):
    nasty = '<img src="file:///etc/passwd">' + "あ" * 3000 + "🔴"
    said = [Edit("title", "", "x" * 150), Edit("text", "", nasty), Edit("minutes", "", nasty)]
    agenda_save(
        meeting=meeting, wishes=[RowWish(MeetingItem(meeting=meeting), said)], proposed=[],
        is_reordered=False, author=by(planner()),
    )  # fmt: skip
    with caplog.at_level(logging.WARNING):
        assert "<imgsrc=" in papers(meeting).text
        assert "<imgsrc=" in record(meeting).text
    assert [entry.getMessage() for entry in caplog.records if entry.name.startswith("weasyprint")] == []
