"""配布した資料 kept and given out again; samples, empty agendas, the blank form, a track left out."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from plans.models import Word
from portal.actuals import actuals_of
from portal.meetings.figures import MeetingFigures
from portal.meetings.kept import compared
from portal.meetings.papers import meeting_papers
from portal.meetings.sheets import sheets_of
from portal.printing.meeting_papers_press import papers_css, papers_html, words_digest
from portal.printing.meeting_record_press import record_html
from portal.printing.pdf import pdf_bytes
from reviews.exceptions import MeetingInUse, PapersKept, SampleNotKept
from reviews.models import KeptPapers, Meeting, MeetingItem
from reviews.services.kept_papers import papers_keep
from reviews.services.meetings import agenda_save, meeting_delete
from tests.factories import make_plan, make_user, recorded
from tests.portal.printing.printed import Printed, squeezed
from tests.reviews.cast import (
    by,
    confirm,
    confirmed_round,
    make_measures,
    opened_round,
    planner,
    report_of,
    submit,
)
from tests.reviews.sittings import AFTER, SITTING, hold, make_meeting, two_bodies

pytestmark = pytest.mark.django_db
NOON = "2024-07-08T12:00:00+09:00"


@pytest.fixture
def meeting():
    committee, _ = two_bodies()
    found = confirmed_round(make_measures(2))
    planned = make_meeting(committee, round=found)
    agenda_save(
        meeting=planned, wishes=[], proposed=[MeetingItem(kind="round", title="結果の評価")],
        is_reordered=False, author=by(planner()),
    )  # fmt: skip
    return planned


def kept_by_hand(meeting, content=b"%PDF-1.7 first") -> KeptPapers:
    page = papers_html(meeting_papers(meeting, day=SITTING))
    return papers_keep(
        meeting=meeting, name="会議資料", content=content, words_digest=words_digest(page), sheets="all",
        as_of=SITTING, by="計画 太郎",
    )  # fmt: skip


def page_of(meeting) -> str:
    return papers_html(meeting_papers(meeting, day=AFTER))


@recorded
def rename(meeting) -> None:
    measure = meeting.plan.measures.order_by("order").first()
    measure.name = "名前を変えた施策"
    measure.save()


@recorded
def as_sample(meeting) -> Meeting:
    meeting.is_sample = True
    meeting.save()
    return meeting


@time_machine.travel(NOON, tick=False)
def test_a_meeting_that_was_held_gives_out_the_papers_it_had(
    meeting, client_as, django_capture_on_commit_callbacks
):
    client = client_as("planning")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("reviews:meeting_hold", args=meeting.url_args))
    kept = KeptPapers.objects.get()
    assert (kept.meeting, kept.as_of, bytes(kept.content)[:5]) == (meeting, AFTER, b"%PDF-")
    rename(meeting)
    with django_capture_on_commit_callbacks(execute=True):
        job = client.post(reverse("portal:meeting_papers_print", args=meeting.url_args))
    file = client.get(job.url).context["job"].result
    assert bytes(file.content) == bytes(kept.content)
    shown = client.get(reverse("portal:kept_papers_download", args=meeting.url_args))
    assert shown.content == bytes(kept.content)
    assert kept.digest[:12] in client.get(meeting.get_absolute_url()).content.decode()
    papers = client.get(reverse("portal:meeting_papers_detail", args=meeting.url_args)).content.decode()
    assert "保管した後に、元のデータが変わっています。" in papers


def test_the_words_tell_whether_the_data_have_changed(meeting):
    kept_by_hand(meeting)
    assert compared(meeting).is_changed is False
    rename(meeting)
    assert compared(meeting).is_changed is True


def test_before_a_meeting_papers_may_be_replaced_and_after_it_not(meeting):
    kept_by_hand(meeting)
    second = kept_by_hand(meeting, b"%PDF-1.7 second")
    assert meeting.kept_papers.first() == second
    hold(meeting)
    with pytest.raises(PapersKept, match="すでに保管されています"):
        kept_by_hand(meeting)


def test_what_is_kept_is_neither_changed_nor_deleted(meeting):
    kept = kept_by_hand(meeting)
    for refused in (kept.save, kept.delete, KeptPapers.objects.all().delete):
        with pytest.raises(ValidationError, match="変更も削除もできません"):
            refused()
    with pytest.raises(ValidationError):
        KeptPapers.objects.update(name="別の名前")
    with pytest.raises(MeetingInUse):
        meeting_delete(meeting=meeting, author=by(planner()))


def test_papers_of_a_sample_are_not_kept(meeting):
    with pytest.raises(SampleNotKept, match="サンプル"):
        kept_by_hand(as_sample(meeting))


@pytest.mark.parametrize("role", ["planning", "committee", "viewer", "department"])
def test_kept_papers_are_read_by_those_who_may_read_the_papers(role, meeting):
    kept_by_hand(hold(meeting))
    seen = KeptPapers.objects.visible_to(make_user(role, municipality=meeting.plan.municipality))
    assert seen.exists() == (role in ("planning", "committee"))


def test_a_sample_meeting_says_so_in_its_papers_and_in_its_record(meeting):
    sample = as_sample(meeting)
    record = record_html(sample, day=AFTER)
    papers = page_of(sample)
    for page in (papers, record):
        assert 'badge--warn">サンプル' in page
        assert "（サンプル）" in page
    assert "サンプル" not in record_html(make_meeting(title="第2回"), day=AFTER)


def test_an_empty_agenda_prints_that_there_is_nothing(meeting):
    alone = make_meeting(title="臨時の会議", held_on=date(2024, 7, 5))
    made = meeting_papers(alone, day=AFTER)
    page = papers_html(made)
    printed = Printed(made, page, pdf_bytes(page, papers_css()))
    assert "該当なし（議題はまだありません）" in printed.text
    assert "議題ごとの資料は該当なし。" in printed.text
    assert "0件" not in printed.text


def test_the_form_for_the_minutes_has_a_box_an_item_and_a_list_of_who_comes(meeting):
    printed = Printed(None, page_of(meeting), pdf_bytes(page_of(meeting), papers_css()))
    page = "".join(printed.pages[printed.page_of("minutes") - 1 :])
    for words in ("記録様式出席と議事の記録", "議事（質疑・意見）", "結果・次にすること", "その他", "記録者"):
        assert words in page
    assert squeezed("基準日 令和6年7月8日（2024年7月8日）") in page


def test_the_last_answer_of_a_year_counts_as_a_whole_on_the_sheets_too():
    """What a later part of the year leaves out has no actual, on the sheets as everywhere."""
    (measure,) = measures = make_measures(1)
    first = opened_round(measures, part=1)
    confirm(submit(report_of(first), phases={measure.tracks.get(): Word.objects.get(code="consider")}))
    planned = make_meeting(two_bodies()[0], round=first)
    figures = MeetingFigures(planned, AFTER)
    (sheet,) = sheets_of(figures, figures.reports)
    assert [line.label for line in sheet.lines] == ["計画", "実績"]
    later = opened_round(measures, part=2)
    confirm(submit(report_of(later)))
    assert actuals_of(make_plan()).of(measure.pk)[later.fiscal_year].phases == {}
    figures = MeetingFigures(planned, AFTER)
    (sheet,) = sheets_of(figures, figures.reports)
    assert [line.label for line in sheet.lines] == ["計画"]
