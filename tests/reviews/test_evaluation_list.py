"""The page on which the secretariat writes down what a body decided."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.models import Condition, Evaluation
from reviews.services import Wanted, assignments_save
from tests.factories import make_department, make_measure
from tests.posted import posted_fields
from tests.reviews.cast import (
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
from tests.reviews.sittings import AFTER, judge, make_meeting, two_bodies

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return two_bodies()[0]


def address(review_round, body, **query) -> str:
    url = reverse("reviews:evaluation_list", args=[*review_round.url_args, body.pk])
    return url + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def typed(report, **fields) -> dict[str, str]:
    return {f"report-{report.pk}-{name}": value for name, value in fields.items()}


def post(client, url, fields, *, action="save"):
    return client.post(url, posted_fields(client.get(url)) | fields | {"action": action})


def text(response) -> str:
    return response.content.decode()


def test_the_rows_stand_in_the_documents_order_with_what_was_reported(client_as, committee):
    found = confirmed_round()
    shown = text(client_as().get(address(found, committee)))
    assert shown.index("施策その1") < shown.index("施策その2")
    assert "窓口に端末を3台置いた。" in shown
    assert report_of(found).get_absolute_url() in shown


def test_what_is_typed_is_recorded_for_the_meeting_of_the_address(client_as, committee):
    found, meeting = confirmed_round(), make_meeting(committee)
    url = address(found, committee, meeting=meeting.pk)
    fields = typed(report_of(found), verdict="意見付き了承", comment="工程を示すこと。", due_on="R6.9.30")
    response = post(client_as(), url, fields)
    assert (response.status_code, response.url) == (302, url)
    evaluation = Evaluation.objects.get()
    assert (evaluation.verdict, evaluation.meeting) == ("commented", meeting)
    assert Condition.objects.get().due_on.isoformat() == "2024-09-30"


def test_untouched_rows_are_left_alone(client_as, committee):
    found = confirmed_round()
    judge(report_of(found, "1"), committee, "commented")
    before = Evaluation.history.count()
    response = post(client_as(), address(found, committee), {}, action="save")
    assert response.status_code == 302
    assert Evaluation.history.count() == before


def test_one_due_day_serves_every_row_without_its_own(client_as, committee):
    found = confirmed_round()
    fields = {"decided_on": "令和6年7月4日", "due_on": "R6.12.27"}
    fields |= typed(report_of(found, "1"), verdict="意見付き了承", comment="甲")
    fields |= typed(report_of(found, "2"), verdict="意見付き了承", comment="乙", due_on="R6.10.1")
    post(client_as(), address(found, committee), fields)
    days = Condition.objects.order_by("measure__order").values_list("due_on", flat=True)
    assert [day.isoformat() for day in days] == ["2024-12-27", "2024-10-01"]


def test_a_reason_stands_at_its_row_and_what_was_typed_stays(client_as, committee):
    found = confirmed_round()
    fields = {"decided_on": "R6.7.4"} | typed(report_of(found), verdict="再検討", comment="")
    shown = text(post(client_as(), address(found, committee), fields))
    assert "了承でないときは、意見を入力してください。" in shown
    assert 'value="再検討" checked' in shown
    assert not Evaluation.objects.exists()


def test_an_opinion_without_a_verdict_asks_for_one(client_as, committee):
    found = confirmed_round()
    shown = text(post(client_as(), address(found, committee), typed(report_of(found), comment="よい")))
    assert "評価を選んでください。" in shown


def test_neither_meeting_nor_day_is_asked_for(client_as, committee):
    found = confirmed_round()
    shown = text(post(client_as(), address(found, committee), typed(report_of(found), verdict="了承")))
    assert "会議を選ぶか、決定日を入力してください。" in shown


def test_the_rest_is_approved_with_one_button_beside_what_was_typed(client_as, committee):
    found = confirmed_round(make_measures(3))
    fields = {"decided_on": "R6.7.4"} | typed(report_of(found, "2"), verdict="再検討", comment="見直すこと。")
    post(client_as(), address(found, committee), fields, action="approve-rest")
    verdicts = Evaluation.objects.order_by("measure__order").values_list("verdict_label", flat=True)
    assert [*verdicts] == ["了承", "再検討", "了承"]


def test_the_button_speaks_the_bodys_word(client_as):
    body = make_body("ＩＣＴ戦略会議", verdicts=[{"label": "承認", "code": "approved"}])
    shown = text(client_as().get(address(confirmed_round(), body)))
    assert "残りをまとめて承認（2件）" in shown


def test_what_the_earlier_body_said_stands_before_the_later_one(client_as):
    committee, board = two_bodies()
    found = confirmed_round()
    judge(report_of(found, "1"), committee, "commented")
    shown = text(client_as().get(address(found, board)))
    assert "意見付き了承" in shown
    assert "先に評価する「情報システム委員会」の評価がまだありません" in shown


def test_filters_lead_to_what_they_count(client_as, committee):
    found = opened_round(make_measures(3))
    confirm(submit(report_of(found, "1"), situation="late", issues="機器が届かない。"))
    confirm(submit(report_of(found, "2")))
    judge(report_of(found, "1"), committee, "rejected")
    client = client_as()
    for show, name in [("late", "1"), ("objected", "1"), ("waiting", "2"), ("unsettled", "3")]:
        shown = text(client.get(address(found, committee, show=show)))
        assert [n for n in "123" if f">{n} 施策その{n}</a>" in shown] == [name]


def test_somebody_elses_verdict_is_shown_before_it_is_overwritten(client_as, committee):
    found = confirmed_round()
    client, url, report = client_as(), address(found, committee), report_of(found)
    fields = posted_fields(client.get(url)) | {"decided_on": "R6.7.4", "action": "save"}
    fields |= typed(report, verdict="再検討", comment="見直すこと。")
    judge(report, committee)
    shown = client.post(url, fields)
    assert "さんがこの評価を記録しました" in text(shown)
    assert Evaluation.objects.get().verdict == "approved"
    client.post(url, posted_fields(shown) | {"action": "save"})
    assert Evaluation.objects.get().verdict == "rejected"


def test_a_rejected_answer_is_sent_back_by_a_tick(client_as, committee):
    found = confirmed_round()
    fields = {"decided_on": "R6.7.4"}
    fields |= typed(report_of(found), verdict="再検討", comment="見直すこと。", returns="on")
    post(client_as(), address(found, committee), fields)
    assert report_of(found).status == "returned"


@pytest.mark.parametrize("body_of_two", [0, 1])
def test_the_page_costs_the_same_with_many_rows(client_as, body_of_two):
    body = two_bodies()[body_of_two]
    counts = []
    found = confirmed_round(make_measures(2))
    client = client_as()
    for number in (2, 40):
        if number > 2:
            confirmed_round_again(found)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(found, body)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def confirmed_round_again(found) -> None:
    """Ask about 38 more measures, all answered and confirmed, half of them judged with an opinion."""
    measures = make_measures_from(3, 38)
    wanted = [Wanted(measure, measure.departments.first()) for measure in found.plan.measures.all()]
    assignments_save(review_round=found, wanted=wanted, author=by(planner()))
    reports = [submit(report_of(found, measure.number)) for measure in measures]
    confirm(*reports)
    body = found.plan.evaluation_bodies.order_by("order").first()
    for report in reports[::2]:
        judge(report, body, "commented", today=AFTER)


def make_measures_from(first: int, count: int):
    return [
        make_measure(number=str(n), name=f"施策その{n}", department=make_department("市民課"),
                     phases={2023: "構築"})
        for n in range(first, first + count)
    ]  # fmt: skip
