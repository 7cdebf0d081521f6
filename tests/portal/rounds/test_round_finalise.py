"""確定: what is ready, what is not, what becomes certain later; and the taking back of it."""

from datetime import date

import pytest
from django.urls import reverse

from measures.models import BudgetLine, IndicatorValue
from organizations.exceptions import EditConflict, ReasonMissing
from organizations.models import ChangeSet
from plans.models import Edition
from reviews.answers import CostAnswer, ValueAnswer
from reviews.exceptions import NotYourMove, RoundNotFinal
from reviews.models import ReportedValue
from reviews.services import figures_settle
from tests.factories import freeze, make_plan
from tests.portal.rounds.test_round_pages import on
from tests.posted import posted_fields
from tests.reviews.cast import (
    answerer,
    by,
    confirm,
    confirmed_round,
    make_budget_line,
    make_indicator,
    make_measures,
    opened_round,
    planner,
    report_of,
    submit,
)

pytestmark = pytest.mark.django_db
TODAY = date(2024, 7, 1)


def url(name, *args):
    return reverse(name, args=["132209", "ict-2022", "2023-1", *args])


@pytest.fixture
def planning(client):
    client.force_login(planner(), backend="organizations.backends.PortalBackend")
    with on(TODAY):
        yield client


@pytest.fixture
def with_figures():
    """Make a round whose one answer has an indicator's value and a settled cost that are not certain."""
    measures = make_measures(1)
    indicator, line = make_indicator(measures[0]), make_budget_line(measures[0])
    freeze(make_plan())
    found = opened_round(measures, asks=["done", "targets", "costs"])
    values, costs = [ValueAnswer(indicator, 41.2, "", "見込み")], [CostAnswer(line, 950, "見込")]
    confirm(submit(report_of(found), values=values, costs=costs))
    return found


def page(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def finalise(client, **typed):
    return client.post(url("portal:review_round_finalise"), typed, follow=True).content.decode()


def test_what_is_not_certain_is_listed_and_does_not_keep_it(planning, with_figures):
    html = page(planning, url("portal:review_round_finalise"))
    for text in ("利用率", "41.2％", "見込み", "950千円", "確定版「令和5年度末」"):
        assert text in html
    assert "確定版「令和5年度末」を保管しました" in finalise(planning)
    with_figures.refresh_from_db()
    assert (with_figures.state, with_figures.edition.label) == ("final", "令和5年度末")


def test_what_is_handed_in_and_not_looked_at_keeps_it(planning):
    found = opened_round()
    confirm(submit(report_of(found)))
    submit(report_of(found, "2"))
    html = page(planning, url("portal:review_round_finalise"))
    assert "提出済の1件を確認するか差し戻すと、確定できます。" in html
    assert "確認済でない報告が1件あります" in finalise(planning)
    found.refresh_from_db()
    assert found.is_open


def test_what_was_not_answered_may_stay_so_when_one_says_it(planning):
    freeze(make_plan())
    found = opened_round()
    confirm(submit(report_of(found)))
    assert "確認済でない報告が1件あります：2 施策その2" in finalise(planning)
    finalise(planning, leaves_unanswered="on")
    found.refresh_from_db()
    assert found.is_final
    assert report_of(found, "2").status == "unanswered"


def test_it_is_taken_back_with_a_reason(planning):
    found = confirmed_round()
    finalise(planning)
    address = url("reviews:review_round_reopen")
    assert "このフィールドは必須です。" in planning.post(address, {"reason": " "}).content.decode()
    html = planning.post(address, {"reason": "決算額に誤り"}, follow=True).content.decode()
    assert "確定を取り消しました" in html
    found.refresh_from_db()
    assert found.is_open
    assert Edition.objects.filter(kind="year-end").count() == 1


def test_the_page_costs_the_same_however_many_answers_there_are(planning, django_assert_max_num_queries):
    confirmed_round(make_measures(12))
    with django_assert_max_num_queries(22):
        page(planning, url("portal:review_round_finalise"))


def settled_form(client, **typed):
    address = url("reviews:value_settle")
    return client.post(address, posted_fields(client.get(address)) | typed, follow=True).content.decode()


def test_figures_become_certain_without_reopening_the_texts(planning, with_figures):
    finalise(planning)
    value = ReportedValue.objects.get()
    typed = {f"value-{value.pk}-value": "43.5", f"value-{value.pk}-state": "確定", "reason": "国の公表による"}
    html = settled_form(planning, **typed)
    assert "1件の値を直しました。" in html
    stored = IndicatorValue.objects.get()
    assert (stored.value, stored.state) == (43.5, "確定")
    assert ChangeSet.objects.first().reason_text == "令和5年度 進捗状況調査の値の確定：国の公表による"
    assert report_of(with_figures).status == "final"
    assert f"value-{value.pk}-value" not in page(planning, url("reviews:value_settle"))


def test_settled_costs_go_into_the_budget_in_the_same_save(planning, with_figures):
    finalise(planning)
    cost = with_figures.reports.get().costs.get()
    value = ReportedValue.objects.get()
    settled_form(
        planning, reason="決算の認定による",
        **{f"cost-{cost.pk}-settled": "931", f"cost-{cost.pk}-state": "確定",
           f"value-{value.pk}-state": "確定"},
    )  # fmt: skip
    line = BudgetLine.objects.get()
    assert (line.settled, line.settled_state) == (931, "確定")
    assert IndicatorValue.objects.get().state == "確定"
    change = ChangeSet.objects.first()
    assert BudgetLine.history.filter(changeset=change).exists()
    assert IndicatorValue.history.filter(changeset=change).exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"value": "多い"}, "数値"),
        ({"value": "", "state": "確定"}, "値を入力するか、「集計中」を選んでください。"),
        ({"state": "集計中"}, "集計中のときは、値を空欄にしてください。"),
        ({"state": "確定", "reason": ""}, "このフィールドは必須です。"),
    ],
)
def test_what_cannot_be_is_explained(typed, sentence, planning, with_figures):
    finalise(planning)
    pk = ReportedValue.objects.get().pk
    fields = {"reason": "公表", **{n: v for n, v in typed.items() if n == "reason"}}
    fields |= {f"value-{pk}-{name}": text for name, text in typed.items() if name != "reason"}
    assert sentence in settled_form(planning, **fields)
    assert ReportedValue.objects.get().state == "見込み"


def test_the_department_settles_its_own_figures_others_none(client, planning, with_figures):
    finalise(planning)
    client.force_login(answerer(), backend="organizations.backends.PortalBackend")
    assert "利用率" in page(client, url("reviews:value_settle"))
    with pytest.raises(NotYourMove):
        settle(with_figures, answerer("税務課"))
    assert settle(with_figures, answerer()) == 1


def settle(review_round, user, was="見込み", reason="公表"):
    from organizations.edits import Edit

    changes = {ReportedValue.objects.get().pk: [Edit("state", was, "確定")]}
    return figures_settle(
        review_round=review_round, values=changes, costs={}, author=by(user), reason=reason
    )


def test_the_service_refuses_an_open_round_no_reason_and_what_others_changed(planning, with_figures):
    with pytest.raises(RoundNotFinal):
        settle(with_figures, planner())
    finalise(planning)
    with pytest.raises(ReasonMissing):
        settle(with_figures, planner(), reason=" ")
    with pytest.raises(EditConflict):
        settle(with_figures, planner(), was="速報")
