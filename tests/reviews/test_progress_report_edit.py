"""The form of one answer: what it asks, what it keeps, where it goes on."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from measures.models import Continuation, Outcome, YearPlan
from reviews.models import ProgressReport, ReportDraft
from reviews.services import progress_report_return, report_draft_save
from tests.factories import make_measure, make_plan, make_policy, make_track, recorded
from tests.posted import controls, posted_fields
from tests.reviews.answering import OPEN_TILL, a_round, post, sign_in, url
from tests.reviews.cast import (
    NOW,
    by,
    confirmed_round,
    head,
    make_budget_line,
    make_indicator,
    make_measures,
    opened_round,
    planner,
    report_of,
    submit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    return sign_in(client)


def shown(client, report) -> str:
    return client.get(url(report)).content.decode()


def test_an_answer_is_handed_in_and_the_next_one_opens(client):
    found = a_round(make_measures(4))
    first, third = report_of(found, "1"), report_of(found, "3")
    response = post(client, first, situation="on-track", done="窓口に端末を3台置いた。")
    assert response.url == url(third)
    first.refresh_from_db()
    assert (first.status, first.done) == ("submitted", "窓口に端末を3台置いた。")
    last = post(client, third, situation="done", done="すべて終えた。")
    assert last.url == reverse("portal:my_updates", args=found.plan.url_args)


def test_the_form_asks_no_more_than_the_round(client):
    (measure,) = make_measures(1)
    make_indicator(measure)
    make_budget_line(measure)
    found = a_round([measure])
    asked = {row.field.name for row in client.get(url(report_of(found))).context["page"].rows.texts}
    assert asked == {"done", "issues"}
    html = shown(client, report_of(found))
    assert "利用率" not in html
    assert "決算額" not in html
    assert "来年度以降の工程" not in html


def test_where_nothing_is_late_the_planned_phase_is_the_actual_one(client):
    report = report_of(a_round())
    post(client, report, situation="on-track", done="済。", **{f"phase_{report.measure.tracks.get().pk}": ""})
    assert [row.phase.label for row in report.phases.all()] == ["構築"]


def test_a_late_answer_tells_the_phase_of_each_track(client):
    (measure,) = make_measures(1)
    second = make_track(measure=measure, label="国保", phases={2023: "実施"})
    report = report_of(a_round([measure]))
    words = {word.label: word.pk for word in make_plan().word_set.phases()}
    response = post(
        client, report, situation="late", done="済。", issues="部品が届かない。9月に入れる。",
        **{f"phase_{second.pk}": words["検討"]},
    )  # fmt: skip
    assert response.status_code == 302
    assert {row.track.label: row.phase.label for row in report.phases.all()} == {"": "構築", "国保": "検討"}


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(client):
    report = report_of(a_round())
    response = post(client, report, situation="late", done="端末を3台置いた。")
    html = response.content.decode()
    assert "遅れのときは、理由と、いつまでに何をするかを入力してください。" in html
    assert "入力を確かめてください（1件）" in html
    assert "端末を3台置いた。" in html
    report.refresh_from_db()
    assert (report.status, report.draft.data["done"]) == ("draft", "端末を3台置いた。")


def test_a_text_longer_than_the_hint_is_taken(client):
    measures = make_measures(1)
    report = report_of(a_round(measures))
    post(client, report, situation="on-track", done="あ" * 19_999)
    report.refresh_from_db()
    assert len(report.done) == 19_999
    other = report_of(a_round(measures, fiscal_year=2024))
    html = post(client, other, situation="on-track", done="あ" * 20_001).content.decode()
    assert "20000" in html


def test_a_draft_is_saved_without_anything_being_complete_and_goes_on(client):
    report = report_of(a_round())
    response = post(client, report, action="save", done="途中まで")
    assert response.url == url(report)
    assert "途中まで" in shown(client, report)
    report.refresh_from_db()
    assert (report.status, report.done) == ("draft", "")


def test_last_year_stands_beside_this_year(client):
    measures = make_measures(2)
    confirmed_round(measures, fiscal_year=2022, name="令和4年度 進捗状況調査")
    html = shown(client, report_of(a_round(measures)))
    assert "前回の報告（令和4年度）" in html
    assert "窓口に端末を3台置いた。" in html


def test_an_answer_nobody_confirmed_does_not_stand_there(client):
    measures = make_measures(2)
    submit(report_of(opened_round(measures, fiscal_year=2022)))
    assert "前回の報告" not in shown(client, report_of(a_round(measures)))


def test_last_year_is_found_through_the_previous_plan(client):
    previous = make_plan(code="ict-2017", start=2017, end=2021, title="前の計画")
    old = make_measure(plan=previous, number="18", department=make_measures(1)[0].departments.get())
    measure = make_plan().measures.get()
    recorded(Continuation.objects.create)(measure=measure, ref="ict-2017/18")
    recorded(Outcome.objects.create)(measure=old, summary="交付機を1台置いた。")
    report = report_of(a_round([measure]))
    assert "前の計画 18の最終結果" in shown(client, report)
    assert "交付機を1台置いた。" in shown(client, report)


def test_last_years_text_is_taken_over_without_javascript(client):
    measures = make_measures(2)
    confirmed_round(measures, fiscal_year=2022)
    report = report_of(a_round(measures))
    response = post(client, report, action="same:done", situation="done", done="書きかけ")
    fields = posted_fields(response)
    assert (fields["done"], fields["situation"]) == ("窓口に端末を3台置いた。", ["done"])
    report.refresh_from_db()
    assert report.status == "unanswered"


def test_the_goal_of_the_year_stands_above_the_answer(client):
    measures = make_measures(1)
    recorded(YearPlan.objects.create)(measure=measures[0], fiscal_year=2023, text="交付機を5台にする。")
    html = shown(client, report_of(a_round(measures)))
    assert "令和5年度の到達目標" in html
    assert "交付機を5台にする。" in html


def test_why_it_came_back_stands_at_the_field(client):
    report = submit(report_of(a_round()))
    progress_report_return(
        report=report, remarks={"done": "台数の根拠を書いてください。"}, author=by(planner()),
        today=date(2024, 5, 21),
    )  # fmt: skip
    page = client.get(url(report)).context["page"]
    assert [remark.text for row in page.rows.texts for remark in row.remarks] == [
        "台数の根拠を書いてください。"
    ]
    assert "差し戻されました。" in shown(client, report)


def test_two_people_at_one_draft_are_asked_which_of_the_two(client):
    report = report_of(a_round())
    fields = posted_fields(client.get(url(report)))
    report_draft_save(report=report, data={"done": "甲"}, revision=0, author=by(head()), now=NOW)
    response = client.post(url(report), fields | {"action": "save", "done": "乙"})
    html = response.content.decode()
    assert "市民課長さんがこの下書きを保存しました" in html
    assert ReportDraft.objects.get().data == {"done": "甲"}
    unpicked = client.post(url(report), posted_fields(response) | {"action": "save"})
    assert unpicked.status_code == 200
    picks = {f"pick-{name}": "mine" for name in controls(response).values["clash"]}
    assert "pick-done" in picks
    picked = client.post(url(report), posted_fields(response) | picks | {"action": "save"})
    assert picked.status_code == 302
    assert ReportDraft.objects.get().data["done"] == "乙"


def test_what_is_handed_in_is_read_and_not_written(client):
    report = submit(report_of(a_round()))
    assert client.get(url(report)).url == report.get_absolute_url()


def test_after_the_last_day_the_form_says_whom_to_ask(client):
    report = report_of(opened_round())
    html = client.post(
        url(report), {"action": "submit", "situation": "on-track", "done": "済。"}
    ).content.decode()
    assert "受付は令和6年5月28日（2024年5月28日）で終わりました。" in html
    assert "済。" in html


def test_the_planning_section_enters_what_came_on_paper_with_its_scan(client):
    sign_in(client, planner())
    report = report_of(opened_round())  # its last day is long past
    refused = post(client, report, situation="on-track", done="済。")
    assert "どのように届いた回答かを選んでください。" in refused.content.decode()
    scan = SimpleUploadedFile("回答書.pdf", b"%PDF-1.7")
    post(client, report, situation="on-track", done="済。", proxy_source="paper", scan=scan)
    report.refresh_from_db()
    assert (report.status, report.proxy_source, report.proxy_by_name) == ("submitted", "paper", "計画主管課")
    assert [(file.name, file.is_scan) for file in report.files.all()] == [("回答書.pdf", True)]


def test_the_planning_section_answers_for_itself_as_every_department(client):
    sign_in(client, planner())
    measure = make_measure(department=planner().department, policy=make_policy(), phases={2023: "構築"})
    report = report_of(a_round([measure]))
    assert "代行入力" not in shown(client, report)
    post(client, report, situation="on-track", done="済。")
    report.refresh_from_db()
    assert (report.status, report.is_by_proxy) == ("submitted", False)


def test_a_round_about_the_year_to_come_asks_one_line(client):
    report = report_of(a_round(make_measures(1), kind="year-plan", fiscal_year=2024, asks=[]))
    page = client.get(url(report)).context["page"]
    assert list(page.form.fields) == ["year_plan"]
    refused = post(client, report)
    assert "今年度の到達目標を1行で入力してください。" in refused.content.decode()
    post(client, report, year_plan="交付機を5台にする。")
    report.refresh_from_db()
    assert (report.status, report.year_plan) == ("submitted", "交付機を5台にする。")


def test_a_policy_that_is_reported_on_asks_without_a_schedule(client):
    policy = make_policy(code="2", name="窓口を改める", reportable=True)
    measures = make_measures(1)
    found = a_round_of_policy(policy, measures)
    report = found.reports.select_related("round__plan__municipality").get(policy=policy)
    assert "窓口を改める" in shown(client, report)
    post(client, report, situation="on-track", done="済。")
    report.refresh_from_db()
    assert report.status == "submitted"


def a_round_of_policy(policy, measures):
    from reviews.services import Wanted, assignments_save, review_round_open
    from tests.factories import make_department
    from tests.reviews.cast import prepared_round

    found = prepared_round(measures, answer_due=OPEN_TILL)
    wanted = [Wanted(one, make_department("市民課")) for one in [policy, *measures]]
    assignments_save(review_round=found, wanted=wanted, author=by(planner()))
    return review_round_open(review_round=found, author=by(planner()), today=date(2024, 5, 7))


def test_an_answer_waits_for_the_head_and_can_be_taken_back(client):
    found = a_round(section_check="screen")
    report = report_of(found)
    assert "課長確認へ回す" in shown(client, report)
    response = post(client, report, situation="on-track", done="済。")
    report.refresh_from_db()
    assert (report.status, report.awaits_check) == ("draft", True)
    assert response.url == reverse("portal:my_updates", args=found.plan.url_args)
    assert client.get(url(report)).url == report.get_absolute_url()
    client.post(url(report, "progress_report_withdraw"))
    assert "済。" in shown(client, report)


@pytest.mark.parametrize("count", [2, 40])
def test_the_form_costs_the_same_however_many_measures_wait(count, client, django_assert_max_num_queries):
    measures = make_measures(count)
    for measure in measures[:2]:
        make_indicator(measure)
        make_budget_line(measure)
    confirmed_round(measures, fiscal_year=2022, asks=["done", "issues"])
    asks = ["done", "issues", "targets", "costs", "next_schedule", "effect", "files"]
    report = report_of(a_round(measures, asks=asks))
    with django_assert_max_num_queries(45):
        assert client.get(url(report)).status_code == 200


def test_the_state_of_a_report_never_changes_by_looking_at_it(client):
    report = report_of(a_round())
    client.get(url(report))
    assert ProgressReport.objects.get(pk=report.pk).status == "unanswered"
    assert not ReportDraft.objects.exists()


def test_what_somebody_else_handed_in_meanwhile_costs_no_word(client):
    report = report_of(a_round())
    fields = posted_fields(client.get(url(report)))
    submit(report)
    html = client.post(url(report), fields | {"action": "submit", "done": "私が書いた。"}).content.decode()
    assert "この報告は「提出済」のため" in html
    assert "私が書いた。" in html
