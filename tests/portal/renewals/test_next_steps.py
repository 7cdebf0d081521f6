"""次にすること at the top of a system's page: findings, the next step, each with its arithmetic."""

import pytest
import time_machine

from tests.factories import make_department
from tests.portal.renewals.rows import NOON, accept, make_mixed_city, make_renewed, month

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june_2027():
    with time_machine.travel(NOON):
        yield


def ask(client, system):
    return client.get(system.get_absolute_url()).context["next_steps"]


def test_the_next_step_is_told_with_its_month_and_how_it_was_found(client_as):
    steps = ask(client_as("viewer"), make_mixed_city()["well"])
    assert (steps.items, steps.ahead.step.label, steps.ahead.step.shown) == ([], "検討の開始", "令和10年2月")
    assert steps.ahead.due == "あと8か月（今年度）"
    computed = make_renewed("住民記録システム", next_start=month(2029, 7))
    ahead = ask(client_as("viewer"), computed).ahead
    assert ahead.step.sentence == "次期の稼働は令和11年7月。その24か月前は令和9年7月。"
    assert ahead.due == "あと1か月（今年度）"


def test_findings_stand_first_with_what_mends_them(client_as):
    systems = make_mixed_city()
    client = client_as("department", department=make_department("市民課"))
    (item,) = ask(client, systems["late"]).items
    assert item.headline == "検討の開始が11か月遅い"
    assert item.edit_url
    assert item.accept_url
    html = client.get(systems["late"].get_absolute_url()).content.decode()
    assert html.index("次にすること") < html.index("検討を早めるか") < html.index("台帳")


def test_who_only_reads_finds_no_buttons(client_as):
    steps = ask(client_as("viewer"), make_mixed_city()["late"])
    assert [(item.edit_url, item.accept_url) for item in steps.items] == [("", "")]
    assert steps.edit_url == ""


def test_what_was_accepted_is_told_apart(client_as):
    systems = make_mixed_city()
    accept(systems["hole"], "service-gap")
    steps = ask(client_as("planning"), systems["hole"])
    assert ([item.code for item in steps.items], [item.code for item in steps.accepted]) == ([], ["ACCEPTED"])


def test_without_a_date_the_first_thing_is_to_write_one(client_as):
    systems = make_mixed_city()
    html = client_as("planning").get(systems["dateless"].get_absolute_url()).content.decode()
    assert "稼働開始、現行の終了、次期の稼働を所管課に確かめて記入する。" in html
    assert ask(client_as("planning"), systems["dateless"]).trial_url == ""
