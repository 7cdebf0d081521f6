"""前計画の結果: achievement × direction, and every measure with its outcome and what goes on with it."""

import pytest
from django.urls import reverse

from measures.models import Continuation, Outcome
from plans.models import Word
from portal.outcomes import results_url
from tests.factories import make_measure, make_plan, recorded

pytestmark = pytest.mark.django_db


@recorded
def make(model, **fields):
    return model.objects.create(**fields)


@pytest.fixture
def plan():
    return make_plan(predecessor="ict-2019")


@pytest.fixture
def previous():
    """A plan with three outcomes: 達成→終了, 達成→継続, and one that tells neither."""
    previous = make_plan(code="ict-2019", start=2019, end=2021, title="前の計画")
    kinds = {
        "achievement": [("達成", "achieved"), ("一部達成", "partly")],
        "direction": [("継続", "continue"), ("取組終了", "end")],
    }
    words = {
        label: make(Word, plan=previous, kind=kind, label=label, code=code, order=order)
        for kind, pairs in kinds.items()
        for order, (label, code) in enumerate(pairs)
    }
    endings = {"1": ("達成", "取組終了"), "2": ("達成", "継続"), "3": (None, None)}
    for number, (achievement, direction) in endings.items():
        make(
            Outcome,
            measure=make_measure(plan=previous, number=number, name=f"前の施策{number}"),
            achievement=words.get(achievement),
            direction=words.get(direction),
            summary=f"結果{number}",
        )
    return previous


def results(client, plan, **params):
    return client.get(reverse("portal:previous_results", args=plan.url_args), params)


def numbers(response):
    return [row.measure.number for row in response.context["results"].rows]


def test_outcomes_are_counted_by_achievement_and_direction(client_as, plan, previous):
    figures = results(client_as("viewer"), plan).context["results"].figures
    table = {line.ending.label: [cell.count for cell in line.cells] for line in figures.lines}
    assert [direction.label for direction in figures.directions] == ["継続", "取組終了", "記載なし"]
    assert table == {"達成": [1, 1, 0], "記載なし": [0, 0, 1]}
    assert [cell.count for cell in figures.sums] == [1, 1, 1]
    assert figures.total.count == 3


def test_each_number_narrows_the_list_to_what_it_counts(client_as, plan, previous):
    client = client_as("viewer")
    assert numbers(results(client, plan)) == ["1", "2", "3"]
    assert numbers(results(client, plan, achievement="達成")) == ["1", "2"]
    assert numbers(results(client, plan, achievement="達成", direction="継続")) == ["2"]
    assert numbers(results(client, plan, direction="none")) == ["3"]
    assert numbers(results(client, plan, achievement="ない言葉")) == []


def test_a_condition_can_be_taken_back(client_as, plan, previous):
    found = results(client_as("viewer"), plan, achievement="達成", direction="継続").context["results"]
    assert [(condition.label, condition.value) for condition in found.conditions] == [
        ("達成状況", "達成"), ("今後の方向性", "継続"),
    ]  # fmt: skip
    assert found.conditions[0].without == results_url(plan, previous, direction="継続")


def test_each_measure_leads_to_itself_and_to_what_goes_on_with_it(client_as, plan, previous):
    later = make_measure(plan=plan, number="5", name="続く施策")
    make(Continuation, measure=later, ref="ict-2019/2", basis="printed")
    html = results(client_as("viewer"), plan).content.decode()
    assert previous.measures.get(number="2").get_absolute_url() in html
    assert later.get_absolute_url() in html
    assert "結果3" in html


def test_a_plan_that_is_itself_over_shows_its_own_outcomes(client_as, previous):
    response = results(client_as("viewer"), previous)
    assert response.context["results"].of == previous
    assert "この計画の結果" in response.content.decode()


def test_a_predecessor_that_is_not_loaded_is_said_to_be_missing(client_as, plan):
    assert (
        "（ict-2019）は、まだポータルに取り込まれていません"
        in results(client_as("viewer"), plan).content.decode()
    )


def test_a_plan_without_predecessor_says_so(client_as):
    assert "前計画は記載なし" in results(client_as("viewer"), make_plan()).content.decode()


def test_a_predecessor_without_outcomes_says_so(client_as, plan):
    make_plan(code="ict-2019", start=2019, end=2021)
    assert "結果を示していません" in results(client_as("viewer"), plan).content.decode()


@pytest.mark.parametrize("rows", [2, 40])
def test_results_cost_as_many_queries_however_many_there_are(
    rows, client_as, plan, django_assert_num_queries
):
    previous = make_plan(code="ict-2019", start=2019, end=2021)
    for number in range(rows):
        make(Outcome, measure=make_measure(plan=previous, number=str(number)))
        make(Continuation, measure=make_measure(plan=plan, number=str(number)), ref=f"ict-2019/{number}")
    client = client_as("viewer")
    with django_assert_num_queries(14):
        results(client, plan)
