"""One answer as it is read: by whom, with what became of it and where its text was used."""

from datetime import date

import pytest
from django.urls import reverse

from exchange.finalising import review_round_file
from reviews.models import Condition, Evaluation, Material, Meeting, MeetingItem
from reviews.services import (
    progress_report_return,
    progress_report_withdraw,
    report_draft_save,
    review_comment_create,
)
from tests.factories import freeze, make_department, make_plan, make_user, recorded
from tests.reviews.cast import (
    NOW,
    TODAY,
    answerer,
    by,
    confirm,
    confirmed_round,
    make_body,
    make_measures,
    opened_round,
    planner,
    report_of,
    submit,
)

pytestmark = pytest.mark.django_db
OPEN_TILL = date(2099, 5, 28)


def see(client, report, user):
    client.force_login(user, backend="organizations.backends.PortalBackend")
    return client.get(report.get_absolute_url())


def text(client, report, user) -> str:
    return see(client, report, user).content.decode()


def post(client, report, verb, user, **typed):
    client.force_login(user, backend="organizations.backends.PortalBackend")
    return client.post(reverse(f"reviews:{verb}", args=[*report.round.url_args, report.pk]), typed)


def test_an_answer_is_read_by_its_department_and_planning_and_once_confirmed_by_all(client):
    report = submit(report_of(opened_round(answer_due=OPEN_TILL)), done="端末を3台置いた。")
    readers = {"own": answerer(), "planning": planner()}
    others = {
        "colleague": answerer("税務課"),
        "viewer": make_user("viewer"),
        "committee": make_user("committee"),
    }
    assert all("端末を3台置いた。" in text(client, report, user) for user in readers.values())
    for user in others.values():
        html = text(client, report, user)
        assert "端末を3台置いた。" not in html
        assert "提出済" in html
    confirm(report)
    assert all("端末を3台置いた。" in text(client, report, user) for user in others.values())


def test_a_draft_is_seen_by_its_department_and_planning_alone(client):
    report = report_of(opened_round(answer_due=OPEN_TILL))
    report_draft_save(report=report, data={"done": "書きかけ"}, revision=0, author=by(answerer()), now=NOW)
    assert "書きかけ" in text(client, report, answerer())
    assert "書きかけ" in text(client, report, planner())
    assert "書きかけ" not in text(client, report, answerer("税務課"))


def test_the_steps_of_an_answer_tell_days_and_names(client):
    report = submit(report_of(opened_round(grace_until=date(2024, 6, 30))), today=date(2024, 6, 3))
    progress_report_withdraw(report=report, author=by(answerer()), today=date(2024, 6, 4))
    submit(report_of(report.round), today=date(2024, 6, 5))
    progress_report_return(
        report=report, remarks={"": "数字を"}, author=by(planner()), today=date(2024, 6, 6)
    )
    submit(report_of(report.round), today=date(2024, 6, 7))
    confirm(report_of(report.round), today=date(2024, 6, 10))
    steps = see(client, report, planner()).context["page"].steps
    assert [(step.label, step.on, step.by, step.marks) for step in steps] == [
        ("提出", date(2024, 6, 3), "担当課", ("期限後の提出",)),
        ("取下げ", date(2024, 6, 4), "担当課", ()),
        ("提出", date(2024, 6, 5), "担当課", ("期限後の提出",)),
        ("差戻し", date(2024, 6, 6), "計画主管課", ()),
        ("提出", date(2024, 6, 7), "担当課", ("期限後の提出",)),
        ("確認", date(2024, 6, 10), "計画主管課", ()),
    ]


def test_planning_sends_back_with_a_reason_at_each_field(client):
    report = submit(report_of(opened_round(answer_due=OPEN_TILL)))
    refused = post(client, report, "progress_report_return", planner(), remark_done=" ")
    assert "差戻しの理由を、少なくとも一つの項目に入力してください。" in refused.content.decode()
    post(
        client,
        report,
        "progress_report_return",
        planner(),
        remark_done="台数の根拠を。",
        remark_situation="なぜ順調か。",
    )
    report.refresh_from_db()
    assert report.status == "returned"
    assert {(remark.field, remark.text) for remark in report.remarks.all()} == {
        ("done", "台数の根拠を。"), ("situation", "なぜ順調か。"),
    }  # fmt: skip


def test_confirming_leads_to_the_next_answer_that_waits(client):
    found = opened_round(make_measures(3), answer_due=OPEN_TILL)
    first, third = submit(report_of(found, "1")), submit(report_of(found, "3"))
    assert post(client, first, "progress_report_confirm", planner()).url == third.get_absolute_url()
    assert post(client, third, "progress_report_confirm", planner()).url == found.get_absolute_url()


def test_planning_leafs_through_what_waits(client):
    found = opened_round(make_measures(4), answer_due=OPEN_TILL)
    for number in ("1", "3", "4"):
        submit(report_of(found, number))
    page = see(client, report_of(found, "3"), planner()).context["page"]
    assert (page.previous.label, page.next.label) == ("1 施策その1", "4 施策その4")


def test_a_wish_is_accepted_or_declined_with_a_word(client):
    (measure,) = make_measures(1)
    track = measure.tracks.get()
    report = submit(
        report_of(opened_round([measure], answer_due=OPEN_TILL)), wishes={(track, 2026): None},
        wish_reason="未定のため",
    )  # fmt: skip
    assert "工程変更の希望を判断する" in text(client, report, planner())
    assert "工程変更の希望を判断する" not in text(client, report, answerer())
    refused = post(client, report, "wish_decide", planner(), decision="decline")
    assert "見送る理由を入力してください。" in refused.content.decode()
    post(client, report, "wish_decide", planner(), decision="accept")
    report.refresh_from_db()
    assert report.wish == "accepted"
    assert track.entries.get(fiscal_year=2026).phase is None


def test_the_department_takes_its_answer_back_until_it_is_confirmed(client):
    report = submit(report_of(opened_round(answer_due=OPEN_TILL)))
    assert "取り下げて直す" in text(client, report, answerer())
    response = post(client, report, "progress_report_withdraw", answerer())
    assert response.url.endswith(f"/reports/{report.pk}/edit/")
    confirm(submit(report_of(report.round)))
    assert "取り下げて直す" not in text(client, report, answerer())


def test_members_of_a_body_remark_and_departments_do_not_read_it(client):
    report = report_of(confirmed_round())
    member = make_user("committee")
    assert post(client, report, "review_comment_create", member, text=" ").status_code == 200
    post(client, report, "review_comment_create", member, text="利用率も知りたい。")
    assert "利用率も知りたい。" in text(client, report, member)
    assert "利用率も知りたい。" in text(client, report, planner())
    assert "利用率も知りたい。" not in text(client, report, answerer())


def test_verdicts_and_conditions_stand_beside_the_answer(client):
    report = report_of(confirmed_round())
    about = {"round": report.round, "measure": report.measure}
    recorded(Evaluation.objects.create)(
        body=make_body(),
        verdict="commented",
        verdict_label="意見付き了承",
        comment="費用を示すこと。",
        **about,
    )
    recorded(Condition.objects.create)(
        plan=make_plan(), text="改修費を示すこと。", department=make_department("市民課"), **about
    )
    html = text(client, report, make_user("viewer"))
    assert "意見付き了承" in html
    assert "改修費を示すこと。" in html


def test_it_is_told_where_the_text_was_used(client):
    freeze(make_plan())
    found = confirmed_round(make_measures(2))
    review_round_file(review_round=found, author=by(planner()), today=TODAY)
    meeting = recorded(Meeting.objects.create)(
        plan=make_plan(), round=found, title="第1回委員会", held_on=date(2024, 7, 12)
    )
    recorded(MeetingItem.objects.create)(meeting=meeting, title="遅れ", subjects=["1"])
    Material.objects.create(
        round=found, kind="annual-report", title="令和5年度 年次報告", made_on=date(2024, 8, 1)
    )
    Material.objects.create(
        round=found, kind="briefing", title="答弁資料", made_on=date(2024, 9, 1), subjects=["2"]
    )
    uses = see(client, report_of(found), planner()).context["page"].uses
    assert [(use.kind, use.title) for use in uses] == [
        ("確定版", "令和5年度末"), ("会議", "第1回委員会"), ("年次報告", "令和5年度 年次報告"),
    ]  # fmt: skip
    html = text(client, report_of(found), planner())
    assert "この文が使われた資料" in html
    assert "答弁資料" not in html


@pytest.mark.parametrize("count", [2, 40])
def test_the_page_costs_the_same_however_long_the_round(count, client, django_assert_max_num_queries):
    found = opened_round(make_measures(count), answer_due=OPEN_TILL)
    reports = [submit(report) for report in found.reports.select_related("round__plan__municipality")]
    client.force_login(planner(), backend="organizations.backends.PortalBackend")
    with django_assert_max_num_queries(45):
        client.get(reports[1].get_absolute_url())


def test_a_comment_is_a_members(client):
    report = report_of(confirmed_round())
    review_comment_create(report=report, text="よい。", author=by(make_user("committee")))
    assert "よい。" in text(client, report, make_user("committee"))
