"""Every number of a page leads to exactly the list it counts: each is followed, on all nine plans."""

from dataclasses import fields, is_dataclass

import pytest
from django.db import transaction
from django.urls import reverse

from tests.factories import make_user
from tests.portal.plans import DOCUMENTS, listed, load_plans, numbers

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _nine_plans(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_plans()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def administrator(client):
    client.force_login(make_user("administrator"), backend="organizations.backends.PortalBackend")
    return client


def counted(value):
    """Yield count and address of every figure inside a value."""
    if is_dataclass(value):
        count, url = getattr(value, "count", None), getattr(value, "url", "")
        if isinstance(count, int) and url and not getattr(value, "is_unknown", False):
            yield count, url
        for field in fields(value):
            yield from counted(getattr(value, field.name))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from counted(part)


def wrong(client, pairs):
    """Return the numbers whose list has another length: (number, length, address)."""
    lengths = {url: listed(client, url) for _, url in pairs}
    return {(count, lengths[url], url) for count, url in pairs if lengths[url] != count}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_the_numbers_of_home_lead_to_what_they_count(document, administrator):
    city, _, code = document.stem.partition("-")
    response = administrator.get(reverse("portal:municipality_home", args=[city]), {"plan": code})
    pairs = {*counted(response.context["glance"]), *numbers(response)}
    assert len(pairs) > 3
    assert wrong(administrator, pairs) == set()


@pytest.mark.parametrize("name", ["plan_detail", "previous_results"])
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_the_numbers_of_the_plan_lead_to_what_they_count(document, name, administrator):
    response = administrator.get(reverse(f"portal:{name}", args=document.stem.split("-", 1)))
    assert wrong(administrator, {*numbers(response)}) == set()


@pytest.mark.parametrize("city", ["132039", "132233"])
def test_the_numbers_of_the_departments_lead_to_what_they_count(city, administrator):
    pairs = {*numbers(administrator.get(reverse("portal:department_list", args=[city])))}
    assert len(pairs) > 10
    assert wrong(administrator, pairs) == set()
