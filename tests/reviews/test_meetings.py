"""A meeting's life: made with its people, its agenda, names that can be forgotten, held on its day."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from organizations.edits import Edit
from plans.models import Committee
from plans.services.rows import RowWish
from reviews.attending import committee_of, expected, quorum_of_meeting
from reviews.exceptions import MeetingAhead, MeetingInUse
from reviews.models import Attendance, Meeting, MeetingItem
from reviews.services.meetings import (
    agenda_save,
    attendance_names_forget,
    attendances_save,
    meeting_delete,
    meeting_hold,
    meeting_plan,
    meeting_save,
)
from tests.factories import make_plan, recorded
from tests.posted import posted_fields
from tests.reviews.cast import by, confirmed_round, make_body, planner, report_of
from tests.reviews.sittings import AFTER, SITTING, hold, judge, make_meeting, two_bodies

pytestmark = pytest.mark.django_db
MEMBERS = [
    {"post": "副市長", "role": "委員長"},
    {"post": "企画財政部長", "role": "委員"},
    {"post": "市民課長", "role": "委員"},
    {"post": "情報管理課長", "role": "事務局"},
]


@recorded
def make_committee(name="情報システム委員会", members=MEMBERS, **fields) -> Committee:
    fields = {"quorum": {"rule": "majority", "text": "過半数"}} | fields
    return Committee.objects.create(plan=make_plan(), name=name, members=members, **fields)


def attend(meeting, *rows) -> None:
    """Write down who came: post, state and further columns."""
    blank = Attendance(meeting=meeting)
    wishes = [
        RowWish(
            Attendance(meeting=meeting),
            [Edit(name, getattr(blank, name), value) for name, value in row.items()],
        )
        for row in rows
    ]
    attendances_save(meeting=meeting, wishes=wishes, is_reordered=False, author=by(planner()))


def quorum(meeting):
    return quorum_of_meeting(committee_of(meeting), list(meeting.attendances.all()))


def address(name, meeting=None) -> str:
    return reverse(name, args=meeting.url_args if meeting else make_plan().url_args)


def test_posts_of_the_committee_are_expected_the_secretariat_as_observer():
    committee = make_committee()
    rows = expected(committee)
    assert [(row.post, row.role, row.state) for row in rows] == [
        ("副市長", "委員長", "present"),
        ("企画財政部長", "委員", "present"),
        ("市民課長", "委員", "present"),
        ("情報管理課長", "事務局", "observer"),
    ]


def test_the_quorum_counts_proxies_but_not_observers():
    make_committee()
    meeting = make_meeting(make_body("情報システム委員会"))
    attend(
        meeting,
        {"post": "副市長", "state": "absent"},
        {"post": "企画財政部長", "state": "proxy", "proxy_post": "財政課長"},
        {"post": "市民課長", "state": "present"},
        {"post": "情報管理課長", "state": "observer"},
    )
    assert quorum(meeting).sentence == "委員3人の過半数2人以上。出席2人のため成立"


def test_where_seats_are_not_known_the_list_counts_them_and_says_so():
    make_committee(members=[{"post": "各部長"}], quorum={"rule": "half"})
    meeting = make_meeting(make_body("情報システム委員会"))
    attend(meeting, {"post": "総務部長"}, {"post": "市民部長", "state": "absent"}, {"post": "教育部長"})
    assert quorum(meeting).sentence == (
        "委員3人の半数2人以上。出席2人のため成立（委員数は、出席の表に挙げた職の数です）"
    )


def test_without_rule_or_committee_nothing_is_claimed():
    meeting = make_meeting(make_body("情報システム委員会"))
    assert not quorum(meeting).is_known
    make_committee(quorum={})
    attend(meeting, {"post": "副市長"})
    assert quorum(meeting).sentence == "定足数の定めがないため計算できません。"


def test_names_are_forgotten_at_once_and_no_history_keeps_them():
    meeting = make_meeting()
    attend(meeting, {"post": "副市長", "name": "市川太郎"}, {"post": "総務部長", "name": "東花子"})
    assert attendance_names_forget(meeting=meeting, author=by(planner())) == 2
    assert [*meeting.attendances.values_list("post", "name")] == [("副市長", ""), ("総務部長", "")]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Attendance.history.model._meta.db_table}")
        kept = str(cursor.fetchall())
    assert "副市長" in kept
    assert "太郎" not in kept
    assert "花子" not in kept


def test_a_meeting_is_held_once_its_day_has_come():
    meeting = make_meeting(held_on=date(2024, 7, 9))
    with pytest.raises(MeetingAhead, match="令和6年7月9日"):
        meeting_hold(meeting=meeting, author=by(planner()), today=AFTER)
    assert meeting_hold(meeting=meeting, author=by(planner()), today=date(2024, 7, 9)).is_held


def test_a_held_meeting_does_not_move_to_a_day_to_come():
    meeting = hold(make_meeting())
    edits = [Edit("held_on", SITTING, date(2024, 8, 1))]
    with pytest.raises(MeetingAhead):
        meeting_save(meeting=meeting, edits=edits, author=by(planner()), today=AFTER)


def test_holding_can_be_taken_back():
    meeting = hold(make_meeting())
    assert not meeting_plan(meeting=meeting, author=by(planner())).is_held


def test_a_meeting_in_which_something_was_decided_stays():
    committee, _ = two_bodies()
    meeting = make_meeting(committee)
    judge(report_of(confirmed_round()), committee, meeting=meeting)
    with pytest.raises(MeetingInUse):
        meeting_delete(meeting=meeting, author=by(planner()))
    with pytest.raises(MeetingInUse):
        meeting_delete(meeting=hold(make_meeting(title="第2回")), author=by(planner()))


def test_a_planned_meeting_goes_with_its_agenda():
    meeting = make_meeting()
    item = RowWish(MeetingItem(meeting=meeting), [Edit("title", "", "開会")])
    agenda_save(meeting=meeting, wishes=[item], proposed=[], is_reordered=False, author=by(planner()))
    meeting_delete(meeting=meeting, author=by(planner()))
    assert not Meeting.objects.exists()


def test_planned_meetings_are_the_secretariats_and_the_bodies_own_affair(client_as):
    meeting = make_meeting()
    for role, status in [("planning", 200), ("committee", 200), ("viewer", 404), ("department", 404)]:
        assert client_as(role).get(meeting.get_absolute_url()).status_code == status
    hold(meeting)
    assert client_as("viewer").get(meeting.get_absolute_url()).status_code == 200


def test_a_new_meeting_lists_its_people_and_goes_on_to_the_agenda(client_as):
    make_committee()
    make_body("情報システム委員会")
    client, url = client_as(), address("reviews:meeting_create")
    response = client.post(url, posted_fields(client.get(url)) | {"held_on": "R6.7.4"})
    meeting = Meeting.objects.get()
    assert response.url == address("portal:meeting_agenda", meeting)
    assert meeting.title.endswith("第1回情報システム委員会")
    assert meeting.attendances.count() == 4


def test_body_and_free_name_exclude_each_other(client_as):
    make_body("情報システム委員会")
    client, url = client_as(), address("reviews:meeting_create")
    fields = posted_fields(client.get(url)) | {"held_on": "R6.7.4", "body_name": "作業部会"}
    assert "どちらか一方にしてください" in client.post(url, fields).content.decode()


def test_a_meeting_changed_by_two_asks_which_to_keep(client_as):
    meeting = make_meeting()
    client, url = client_as(), address("reviews:meeting_edit", meeting)
    fields = posted_fields(client.get(url)) | {"place": "第1会議室"}
    edits = [Edit("place", "第2会議室", "市役所の講堂")]
    meeting_save(meeting=meeting, edits=edits, author=by(planner()), today=AFTER)
    shown = client.post(url, fields).content.decode()
    assert "市役所の講堂" in shown
    assert "第1会議室" in shown
    meeting.refresh_from_db()
    assert meeting.place == "市役所の講堂"


def test_attendance_is_written_in_one_page(client_as):
    make_committee()
    meeting = make_meeting(make_body("情報システム委員会"))
    client, url = client_as(), address("reviews:attendance_edit", meeting)
    client.post(url, {"action": "propose"})
    fields = posted_fields(client.get(url))
    response = client.post(url, fields | {"attendance-0-state": "proxy"})
    assert "代理で出席した人の職を入力してください。" in response.content.decode()
    client.post(url, fields | {"attendance-0-state": "absent", "attendance-1-name": "市川太郎"})
    assert [*meeting.attendances.values_list("state", "name")] == [
        ("absent", ""), ("present", "市川太郎"), ("present", ""), ("observer", ""),
    ]  # fmt: skip


def test_names_are_shown_to_the_planning_section_alone(client_as):
    meeting = hold(make_meeting())
    attend(meeting, {"post": "副市長", "name": "市川太郎"})
    for role, shown in [("planning", True), ("committee", False), ("viewer", False)]:
        page = client_as(role).get(meeting.get_absolute_url()).content.decode()
        assert "副市長" in page
        assert ("市川太郎" in page) is shown


def test_by_document_each_post_writes_its_opinion(client_as):
    meeting = make_meeting(is_by_document=True)
    client, url = client_as(), address("reviews:attendance_edit", meeting)
    fields = posted_fields(client.get(url))
    client.post(url, fields | {"attendance-0-post": "副市長", "attendance-0-opinion": "異議なし。"})
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "異議なし。" in page
    assert "回答" in page


def test_minutes_are_written_item_by_item(client_as):
    meeting = make_meeting()
    wishes = [RowWish(MeetingItem(meeting=meeting), [Edit("title", "", t)]) for t in ("評価", "その他")]
    agenda_save(meeting=meeting, wishes=wishes, proposed=[], is_reordered=False, author=by(planner()))
    client, url = client_as(), address("reviews:minutes_edit", meeting)
    typed = {"minutes-0-minutes": "質問があった。", "minutes-1-outcome": "次回は10月。"}
    typed["summary"] = "終えた。"
    client.post(url, posted_fields(client.get(url)) | typed)
    assert [*meeting.items.values_list("title", "minutes", "outcome")] == [
        ("評価", "質問があった。", ""), ("その他", "", "次回は10月。"),
    ]  # fmt: skip
    meeting.refresh_from_db()
    assert meeting.summary == "終えた。"
