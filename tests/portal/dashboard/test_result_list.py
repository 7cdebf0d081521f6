"""実績の一覧 of a round: its conditions, its texts, who may read the answers behind it."""

import pytest
from django.urls import reverse

from reviews.models import Evaluation
from tests.factories import make_department, make_measure, make_plan, make_policy, recorded
from tests.portal.dashboard.years import report_year
from tests.reviews.cast import answerer, make_body, make_measures

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """Five measures under two policies, answered by two departments in turn: in 令和5年度 in every state."""
    policies = [make_policy(code=code, name=f"方針{code}", order=int(code)) for code in "12"]
    for n in range(5):
        make_measure(number=str(n + 1), name=f"施策{n + 1}", policy=policies[n % 2], phases={2023: "構築"})
    departments = [make_department("市民課"), make_department("税務課")]
    report_year(make_plan(), 2022, departments=departments)
    report_year(make_plan(), 2023, is_final=False, departments=departments)
    return make_plan()


def listing(client, plan, key="2023-1", **query):
    response = client.get(reverse("portal:result_list", args=[*plan.url_args, key]), query)
    assert response.status_code == 200
    return response


def numbers(response):
    return [row.result.subject.number for row in response.context["page"].rows]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, "12345"), ({"status": "submitted"}, "2"), ({"status": "outstanding"}, "345"),
        ({"situation": "unreported"}, "2345"), ({"policy": "1"}, "135"), ({"overdue": "1"}, "345"),
        ({"wish": "asked"}, "3"), ({"policy": "2", "status": "submitted"}, "2"),
    ],
)  # fmt: skip
def test_conditions_narrow_the_list(query, shown, plan, client_as):
    assert numbers(listing(client_as("viewer"), plan, **query)) == list(shown)


def test_a_department_is_asked_for_with_those_under_it(plan, client_as):
    division = make_department("市民部")
    section = make_department("市民課")
    recorded(lambda: setattr(section, "parent", division) or section.save())()
    client = client_as("viewer")
    assert numbers(listing(client, plan, department=division.pk)) == ["1", "3", "5"]
    assert numbers(listing(client, plan, department=section.pk)) == ["1", "3", "5"]
    assert numbers(listing(client, plan, department=make_department("税務課").pk)) == ["2", "4"]


def test_late_is_what_the_one_rule_says(plan, client_as):
    late = listing(client_as("viewer"), plan, "2022-1", late="1")
    assert numbers(late) == numbers(listing(client_as("viewer"), plan, "2022-1", situation="late"))


def test_a_condition_that_means_nothing_here_is_left_out_and_named(plan, client_as):
    response = listing(client_as("viewer"), plan, policy="99", situation="unreported")
    assert numbers(response) == ["2", "3", "4", "5"]
    assert "「基本方針」の値はこの調査にないため、この条件は使っていません。" in response.content.decode()


def test_nothing_found_leads_back_to_all(plan, client_as):
    response = listing(client_as("viewer"), plan, verdict="rejected")
    assert numbers(response) == []
    assert "条件に合うものはありません" in response.content.decode()


def test_texts_are_those_of_settled_answers_alone(plan, client_as):
    rows = listing(client_as("planning"), plan).context["page"].rows
    assert [row.done for row in rows] == ["端末を置いた", "", "", "", ""]
    assert [row.word for row in rows][1:] == ["未報告"] * 4


def test_answers_are_linked_for_whoever_may_read_them(plan, client_as, client):
    assert [bool(row.url) for row in listing(client_as("viewer"), plan).context["page"].rows] == [
        True, False, False, False, False,
    ]  # fmt: skip
    client.force_login(answerer(), backend="organizations.backends.PortalBackend")
    rows = listing(client, plan).context["page"].rows
    assert [bool(row.url) for row in rows] == [True, False, True, False, True]


def test_the_verdict_is_that_of_the_last_body(plan, client_as):
    bodies = [make_body(name) for name in ("委員会", "本部会議")]
    review_round, measure = plan.rounds.get(fiscal_year=2022), plan.measures.first()
    for body, verdict in zip(bodies, ["commented", "approved"], strict=True):
        recorded(Evaluation.objects.create)(
            round=review_round, body=body, measure=measure, verdict=verdict,
            verdict_label=body.label_of(verdict), comment="周知すること。",
        )  # fmt: skip
    client = client_as("viewer")
    assert numbers(listing(client, plan, "2022-1", verdict="approved")) == ["1"]
    assert numbers(listing(client, plan, "2022-1", verdict="commented")) == []
    assert len(numbers(listing(client, plan, "2022-1", verdict="none"))) == 4


def test_a_round_that_is_prepared_is_known_to_the_planning_section_alone(client_as):
    make_measures()
    report_year(make_plan(), 2023, state="preparing")
    address = reverse("portal:result_list", args=[*make_plan().url_args, "2023-1"])
    assert client_as("viewer").get(address).status_code == 404
    assert client_as("planning").get(address).status_code == 200


def test_htmx_gets_the_list_alone(plan, client_as):
    address = reverse("portal:result_list", args=[*plan.url_args, "2023-1"])
    part = client_as("viewer").get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="results">')
