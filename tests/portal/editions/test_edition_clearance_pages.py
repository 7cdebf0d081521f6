"""公表可 on the page of an edition: offered to a second person, shown with its decision, withdrawn."""

import pytest
from django.urls import reverse

from exchange.freeze import edition_freeze
from organizations.history import Author
from tests.factories import make_plan, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    maker = make_user("planning", username="maker")
    return edition_freeze(
        plan=make_plan(), author=Author(user=maker, source="page"), kind="initial", label="当初"
    )


def url(edition, name):
    return reverse(f"portal:{name}", args=[*edition.plan.url_args, edition.number])


DECISION = {"decision_number": "8情第12号", "decided_on": "令和8年11月20日"}


def test_a_second_person_clears_and_withdraws(edition, client_as):
    client = client_as("planning", username="second")
    assert "公表可にする" in client.get(edition.get_absolute_url()).content.decode()
    assert client.post(url(edition, "edition_clear"), DECISION).url == edition.get_absolute_url()
    html = client.get(edition.get_absolute_url()).content.decode()
    assert "決裁番号 8情第12号（令和8年11月20日" in html
    listed = client.get(reverse("portal:edition_list", args=edition.plan.url_args)).content.decode()
    assert '<span class="tag tag--good">公表可</span>' in listed
    client.post(url(edition, "edition_clearance_withdraw"), {"reason": "誤りがあったため"})
    assert not edition.clearances.standing().exists()


def test_who_made_the_edition_is_not_offered_it_and_is_refused(edition, client_as):
    client = client_as("planning", username="maker")
    html = client.get(edition.get_absolute_url()).content.decode()
    assert url(edition, "edition_clear") not in html
    assert "作った人とは別の、計画主管課の職員が設定します。" in html
    html = client.post(url(edition, "edition_clear"), DECISION).content.decode()
    assert "別の職員に依頼してください。" in html
    assert not edition.clearances.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"decided_on": "きのう"}, "読み取れません"), ({"decided_on": "2999-01-01"}, "今日までの日付"),
     ({"decision_number": ""}, "このフィールドは必須です。")],
)  # fmt: skip
def test_a_decision_that_is_none_is_refused_beside_its_field(typed, sentence, edition, client_as):
    client = client_as("planning", username="second")
    html = client.post(url(edition, "edition_clear"), DECISION | typed).content.decode()
    assert sentence in html
    assert not edition.clearances.exists()


def test_withdrawing_needs_a_reason(edition, client_as):
    client = client_as("planning", username="second")
    client.post(url(edition, "edition_clear"), DECISION)
    client.post(url(edition, "edition_clearance_withdraw"), {"reason": ""})
    assert edition.clearances.standing().exists()
