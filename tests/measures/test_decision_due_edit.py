"""The year by which a measure in long consideration is to be decided."""

import pytest
from django.urls import reverse

from tests.factories import freeze, make_measure, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure():
    return make_measure(plan=make_plan(), phases=dict.fromkeys((2022, 2023, 2024), "検討"))


def post(client, measure, text, was=""):
    address = reverse("measures:decision_due_edit", args=[*measure.plan.url_args, measure.key])
    return client.post(
        address,
        {"decision_due_fiscal_year": text, "initial-decision_due_fiscal_year": was},
        follow=True,
    )


def test_a_year_is_read_however_it_is_written(client_as, measure):
    response = post(client_as("planning"), measure, "R8")
    measure.refresh_from_db()
    assert measure.decision_due_fiscal_year == 2026
    assert "令和8年度（2026年度）まで" in response.content.decode()


def test_an_adopted_plan_needs_no_reason_for_it(client_as, measure):
    freeze(measure.plan)
    post(client_as("planning"), measure, "2026")
    measure.refresh_from_db()
    assert measure.decision_due_fiscal_year == 2026


def test_an_empty_field_takes_the_year_away(client_as, measure):
    client = client_as("planning")
    post(client, measure, "2026")
    post(client, measure, "", was="令和8年度")
    measure.refresh_from_db()
    assert measure.decision_due_fiscal_year is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("そのうち", "「そのうち」は読み取れません。"),
        ("2019", "計画の開始年度（2022年度）以降の年度を入力してください。"),
    ],
)
def test_what_is_no_year_of_decision_is_refused(client_as, measure, text, sentence):
    assert sentence in post(client_as("planning"), measure, text).content.decode()
    measure.refresh_from_db()
    assert measure.decision_due_fiscal_year is None


def test_a_year_somebody_else_set_meanwhile_is_not_overwritten(client_as, measure):
    client = client_as("planning")
    post(client, measure, "2025")
    response = post(client, measure, "2027", was="")
    assert "ほかの人が保存した値" in response.content.decode()
    measure.refresh_from_db()
    assert measure.decision_due_fiscal_year == 2025
