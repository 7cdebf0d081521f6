"""The pages of meetings: what is proposed, what stands on the agenda, the papers, the lists."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.edits import Edit
from plans.models import Edition
from portal.meetings.agenda import agenda_lines, proposals
from portal.meetings.figures import MeetingFigures
from portal.meetings.listing import SHOWN
from portal.meetings.papers import NAMED, NONE, meeting_papers
from reviews.answers import ValueAnswer
from reviews.models import Material, MeetingItem
from reviews.services.conditions import condition_answer
from reviews.services.meetings import agenda_save
from tests.factories import freeze, make_department, make_measure, make_plan, recorded
from tests.posted import posted_fields
from tests.reviews.cast import (
    by,
    confirm,
    confirmed_round,
    make_indicator,
    make_measures,
    opened_round,
    planner,
    report_of,
    submit,
)
from tests.reviews.sittings import AFTER, condition_of, hold, judge, make_meeting, two_bodies
from workspace.models import Job

pytestmark = pytest.mark.django_db


def proposed(meeting) -> dict[str, int]:
    return {one.kind: one.count for one in proposals(MeetingFigures(meeting, AFTER))}


def put_on_agenda(meeting, kinds=None) -> None:
    found = [one.item() for one in proposals(MeetingFigures(meeting, AFTER))]
    chosen = [item for item in found if kinds is None or item.kind in kinds]
    agenda_save(meeting=meeting, wishes=[], proposed=chosen, is_reordered=False, author=by(planner()))


def busy_round():
    """Return a round in which 1 is late, 2 misses a target, 3 is fine, and 4 is not confirmed."""
    measures = make_measures(4)
    missed = make_indicator(measures[1], due_fiscal_year=2023)
    found = opened_round(measures, asks=["done", "issues", "targets"])
    confirm(
        submit(report_of(found, "1"), situation="late", issues="機器が届かない。"),
        submit(report_of(found, "2"), issues="周知する。", values=[ValueAnswer(missed, 12.0, "", "速報")]),
        submit(report_of(found, "3")),
    )
    submit(report_of(found, "4"))
    return found


def page(client, name, meeting) -> str:
    return client.get(reverse(f"portal:{name}", args=meeting.url_args)).content.decode()


def test_what_waits_is_proposed_with_its_count():
    committee, _ = two_bodies()
    meeting = make_meeting(committee, round=busy_round())
    assert proposed(meeting) == {"round": 3, "late": 1, "target": 1}


def test_slips_against_the_first_edition_and_long_considerations_are_proposed():
    measures = make_measures(2)
    freeze(make_plan())
    later = {2023: "検討", 2024: "検討", 2025: "構築", 2026: "実施"}
    for cell in measures[0].tracks.get().entries.filter(fiscal_year__in=later):
        cell.phase = make_plan().word_set.get(label=later[cell.fiscal_year])
        recorded(cell.save)()
    assert Edition.objects.count() == 1
    assert proposed(make_meeting()) == {"slip": 1, "consideration": 1}


def test_each_count_leads_to_a_list_of_just_that_many(client_as):
    committee, _ = two_bodies()
    meeting = make_meeting(committee, round=busy_round())
    found = {one.kind: one for one in proposals(MeetingFigures(meeting, AFTER))}
    for kind in ("round", "late"):
        shown = client_as().get(found[kind].url).content.decode()
        assert shown.count('class="judging__row') == found[kind].count


def test_nothing_that_does_not_wait_is_proposed():
    assert proposed(make_meeting()) == {}


def test_the_agenda_opens_with_all_proposals_ticked_and_keeps_what_is_chosen(client_as):
    committee, _ = two_bodies()
    meeting = make_meeting(committee, round=busy_round())
    client, url = client_as(), reverse("portal:meeting_agenda", args=meeting.url_args)
    shown = client.get(url).content.decode()
    assert shown.count('name="proposal"') == shown.count(" checked>") == 3
    fields = posted_fields(client.get(url)) | {"proposal": ["round", "late"], "items-0-title": "次回の日程"}
    client.post(url, fields)
    assert [*meeting.items.values_list("kind", flat=True)] == ["other", "round", "late"]


def test_items_are_put_in_order_changed_and_taken_off(client_as):
    committee, _ = two_bodies()
    meeting = make_meeting(committee, round=busy_round())
    put_on_agenda(meeting)
    client, url = client_as(), reverse("portal:meeting_agenda", args=meeting.url_args)
    moved = client.post(url, posted_fields(client.get(url)) | {"reshape": "items:down:0"})
    fields = posted_fields(moved) | {"items-2-remove": "1", "items-0-text": "まず遅れから"}
    client.post(url, fields)
    assert [*meeting.items.values_list("kind", "text")] == [("late", "まず遅れから"), ("round", "")]


def test_an_item_names_measures_by_their_numbers(client_as):
    meeting = make_meeting(round=busy_round())
    client, url = client_as(), reverse("portal:meeting_agenda", args=meeting.url_args)
    fields = posted_fields(client.get(url)) | {"proposal": [], "items-0-title": "工程の見直し"}
    wrong = client.post(url, fields | {"items-0-subjects": "1、9"}).content.decode()
    assert "「9」という番号はこの計画にありません" in wrong
    client.post(url, fields | {"items-0-subjects": "３、1"})
    assert meeting.items.get().subjects == ["3", "1"]


def test_unmet_conditions_stand_on_the_agenda_by_themselves(client_as):
    committee, _ = two_bodies()
    found = confirmed_round()
    judge(report_of(found), committee, "commented", meeting=hold(make_meeting(committee)))
    following = make_meeting(committee, title="第2回", held_on=date(2024, 10, 1))
    lines = agenda_lines(following, [], [condition_of(report_of(found))])
    assert [(line.title, line.item) for line in lines] == [("前回までの付帯意見の対応状況", None)]
    assert "対応が済むまで、次第に自動で載ります。" in page(client_as(), "meeting_detail", following)


def test_a_condition_item_of_ones_own_takes_its_place():
    committee, _ = two_bodies()
    meeting = make_meeting(committee)
    item = MeetingItem(meeting=meeting, kind="condition", title="付帯意見について")
    assert [line.title for line in agenda_lines(meeting, [item], ["one"])] == ["付帯意見について"]


def test_papers_are_numbered_in_the_order_of_the_agenda_and_hold_confirmed_answers_alone():
    committee, _ = two_bodies()
    meeting = make_meeting(committee, round=busy_round())
    put_on_agenda(meeting)
    papers = meeting_papers(meeting, day=AFTER)
    assert [(paper.number, paper.title) for paper in papers.papers] == [
        (1, "令和5年度 進捗状況調査の結果の評価"),
        (2, "遅れている施策"),
        (3, "目標に届かないもの"),
        (4, "施策ごとの状況"),
    ]
    assert [sheet.number for sheet in papers.papers[-1].sheets] == ["1", "2", "3"]
    assert papers.form is not None


def test_sheets_are_for_all_for_what_is_named_or_for_none():
    committee, _ = two_bodies()
    meeting = make_meeting(committee, round=busy_round())
    put_on_agenda(meeting, ["round", "late"])
    named = meeting_papers(meeting, day=AFTER, sheets=NAMED)
    assert [sheet.number for sheet in named.papers[-1].sheets] == ["1"]
    assert all(not paper.sheets for paper in meeting_papers(meeting, day=AFTER, sheets=NONE).papers)


def test_the_later_bodys_papers_say_what_the_earlier_one_decided(client_as):
    committee, board = two_bodies()
    found = confirmed_round()
    judge(report_of(found, "1"), committee, "commented", comment="費用を示すこと。")
    judge(report_of(found, "2"), committee)
    meeting = make_meeting(board, round=found)
    put_on_agenda(meeting)
    shown = page(client_as("committee"), "meeting_papers_detail", meeting)
    assert "情報システム委員会 意見付き了承" in shown
    assert "費用を示すこと。" in shown


def test_papers_hold_no_names(client_as):
    meeting = make_meeting(round=busy_round())
    put_on_agenda(meeting)
    recorded(meeting.attendances.create)(post="副市長", name="市川太郎")
    for role in ("planning", "committee"):
        assert "市川太郎" not in page(client_as(role), "meeting_papers_detail", meeting)


def test_printing_papers_makes_a_job_a_file_and_a_note_for_the_answers(
    client_as, django_capture_on_commit_callbacks
):
    committee, _ = two_bodies()
    meeting = make_meeting(committee, round=busy_round())
    put_on_agenda(meeting)
    url = reverse("portal:meeting_papers_print", args=meeting.url_args)
    with django_capture_on_commit_callbacks(execute=True):
        client_as("committee").post(url, {"sheets": "named"})
    job = Job.objects.get()
    assert (job.state, job.result.name) == ("done", "会議資料_第1回情報システム委員会_20240704.pdf")
    material = Material.objects.get()
    assert (material.kind, material.subjects) == ("meeting-papers", ["1", "2"])


def test_the_record_comes_as_pdf_with_names_for_the_planning_section_alone(client_as):
    meeting = hold(make_meeting())
    url = reverse("portal:meeting_record_print", args=meeting.url_args)
    assert client_as("viewer").post(url)["Content-Type"] == "application/pdf"
    assert client_as("viewer").post(url, {"names": "1"}).status_code == 403
    assert client_as("committee").post(url, {"names": "1"}).status_code == 403
    assert client_as("planning").post(url, {"names": "1"}).status_code == 200


def test_the_list_shows_what_is_to_come_first(client_as):
    make_meeting(title="第3回", held_on=date(2024, 9, 1))
    make_meeting(title="第2回", held_on=date(2024, 8, 1))
    hold(make_meeting(title="第1回"))
    shown = client_as().get(reverse("portal:meeting_list", args=make_plan().url_args)).content.decode()
    assert shown.index("第2回") < shown.index("第3回") < shown.index("第1回")
    client = client_as("viewer")
    seen = client.get(reverse("portal:meeting_list", args=make_plan().url_args)).content.decode()
    assert "第1回" in seen
    assert "第2回" not in seen


def test_the_history_tells_of_meetings_to_those_who_may_know_of_them(client_as):
    make_meeting(title="臨時の会議")
    url = reverse("portal:change_set_list", args=make_plan().url_args)
    for role, shown in [("planning", True), ("committee", True), ("viewer", False)]:
        assert ("臨時の会議" in client_as(role).get(url).content.decode()) is shown


CONDITION_FILTERS = {"unmet": 2, "open": 1, "overdue": 1, "answered": 1, "met": 0, "all": 2}


def test_conditions_are_counted_as_their_filters_list_them(client_as):
    committee, _ = two_bodies()
    found = confirmed_round()
    judge(report_of(found, "1"), committee, "commented")
    judge(report_of(found, "2"), committee, "commented")
    condition = condition_of(report_of(found, "2"))
    condition_answer(
        condition=condition, edits=[Edit("answer", "", "調べた。")], author=by(planner()), today=AFTER
    )
    client, url = client_as(), reverse("portal:condition_list", args=make_plan().url_args)
    for state, count in CONDITION_FILTERS.items():
        shown = client.get(url, {"state": state}).content.decode()
        assert shown.count('<article class="condition-row') == count
        assert f'aria-current="page">{SHOWN[state]} <b>{count}</b>' in shown


@pytest.mark.parametrize("name", ["meeting_detail", "meeting_agenda", "meeting_papers_detail"])
def test_pages_of_a_meeting_cost_the_same_with_many_measures(name, client_as):
    committee, board = two_bodies()
    client, counts = client_as(), []
    for count in (2, 20):
        found = confirmed_round(_measures(count), part=count)
        for report in found.reports.select_related("round__plan", "measure"):
            judge(report, committee, "commented")
        meeting = make_meeting(board, round=found, title=f"第{count}回")
        put_on_agenda(meeting)
        with CaptureQueriesContext(connection) as queries:
            page(client, name, meeting)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def _measures(count):
    known = list(make_plan().measures.all())
    made = make_measures(count) if not known else known + _more(count - len(known), len(known))
    return made


def _more(count, after):
    return [
        make_measure(
            number=str(after + n + 1), name=f"施策その{after + n + 1}",
            department=make_department(["市民課", "税務課"][n % 2]), phases={2022: "検討", 2023: "構築"},
        )
        for n in range(count)
    ]  # fmt: skip
