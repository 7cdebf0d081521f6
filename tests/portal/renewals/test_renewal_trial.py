"""試算: what a move breaks, mends and costs; nothing is saved."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from systems.models import RenewalPlan
from tests.portal.renewals.rows import CODE, NOON, accept, make_contract, make_mixed_city, make_renewed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june_2027():
    with time_machine.travel(NOON):
        yield


def ask(client, asked, **params):
    address = reverse("portal:renewal_trial", args=[CODE])
    return client.get(address, {"system": asked.pk} | params).context["page"]


def kinds(result) -> dict[str, str]:
    return {change.finding.rule.code: change.kind for change in result.findings}


def test_moving_the_start_alone_opens_a_hole_and_mends_the_late_review(client_as):
    system = make_mixed_city()["late"]
    result = ask(client_as("viewer"), system, start=11).result
    assert kinds(result) == {
        "review-late": "gone", "service-gap": "new", "priority-gap": "new",
    }  # fmt: skip
    assert result.new[0].finding.found.months == 11


def test_moving_both_keeps_them_together_and_says_what_stays(client_as):
    system = make_mixed_city()["late"]
    result = ask(client_as("viewer"), system, start=6, end=6).result
    assert kinds(result) == {"review-late": "stays"}
    assert result.stays[0].remark == "13か月から19か月に変わります。"


def test_an_acceptance_that_the_move_would_end_is_named(client_as):
    system = make_mixed_city()["hole"]
    accept(system, "service-gap")
    result = ask(client_as("viewer"), system, start=1).result
    assert result.stays[0].remark == "日付が変わるため、了承は外れます。"


def test_computed_steps_move_and_given_ones_stay(client_as):
    system = make_mixed_city()["late"]
    steps = {step.label: step for step in ask(client_as("viewer"), system, start=6).result.steps}
    assert (steps["検討の開始"].moves, steps["検討の開始"].remark) == (False, "計画の記載のまま動きません。")
    assert (steps["構築の開始"].before, steps["構築の開始"].after) == ("令和9年4月", "令和9年10月")


def test_estimates_go_with_the_fiscal_year_of_the_start_and_budgets_stay(client_as):
    system = make_mixed_city()["late"]  # 2027 budgeted, 2028 estimated
    result = ask(client_as("viewer"), system, start=12, end=12).result
    assert [(row.fiscal_year, row.before, row.after) for row in result.budget] == [
        (2028, 30_000, None), (2029, None, 30_000),
    ]  # fmt: skip
    assert "当初予算と決算見込は、すでに決まった金額なので動かしていません。" in result.remarks
    within = ask(client_as("viewer"), system, start=1, end=1).result
    assert (within.budget, within.remarks[-1][:20]) == ([], "次期の稼働は同じ年度のままなので、更新の"[:20])


def test_going_on_with_the_old_one_is_estimated_from_its_contract(client_as):
    system = make_mixed_city()["late"]
    make_contract(system, amounts={2026: 12_000, 2027: 9_000}, first_start=date(2020, 4, 1),
                  first_end=date(2027, 12, 31))  # fmt: skip
    result = ask(client_as("viewer"), system, end=6).result
    assert [(row.fiscal_year, row.after - (row.before or 0)) for row in result.budget] == [
        (2027, 3_000), (2028, 3_000),
    ]  # fmt: skip
    assert "1か月1,000千円とした見積です。" in result.remarks[0]


@pytest.mark.parametrize(
    ("months", "sentence"),
    [
        (6, "契約の金額と期間が分からないため、現行を延ばす経費は見積もれません（記載なし）。"),
        (-3, "現行を早く終えるときの契約の減額は、解約の定めによるため計算していません。"),
    ],
)
def test_what_cannot_be_calculated_is_said(months, sentence, client_as):
    assert sentence in ask(client_as("viewer"), make_mixed_city()["late"], end=months).result.remarks


def test_nothing_is_saved(client_as):
    system = make_mixed_city()["late"]
    before = list(RenewalPlan.objects.values())
    ask(client_as("planning"), system, start=6, end=6)
    assert list(RenewalPlan.objects.values()) == before


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"start": "半年"}, "次期の稼働を動かす月数の「半年」は数ではありません。"),
        ({"end": "999"}, "現行の終了を動かす月数は120か月までです。"),
        ({"system": "0"}, "その情報システムはこの市の一覧にありません。"),
    ],
)
def test_what_makes_no_sense_is_said_and_left_out(params, sentence, client_as):
    page = ask(client_as("viewer"), make_mixed_city()["late"], **params)
    assert any(refusal.startswith(sentence) for refusal in page.conditions.refusals)
    assert page.result is None


def test_a_system_without_dates_cannot_be_moved_and_says_why(client_as):
    system = make_renewed("文書管理システム")
    address = reverse("portal:renewal_trial", args=[CODE])
    html = client_as("viewer").get(address, {"system": system.pk, "start": 6}).content.decode()
    assert "次期の稼働と現行の終了は記載なしのため、動かせません。" in html


def test_full_width_figures_are_read(client_as):
    assert ask(client_as("viewer"), make_mixed_city()["late"], start="６か月").start == 6
