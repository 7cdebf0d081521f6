"""Who gets what: every URL × every role, on real rows, with valid forms, one exact answer each.

The rows are in tests/access/, one file a part of the house; a new URL needs its two rows there.
"""

import pytest
from django.db import transaction

from tests.access.pages import PAGES
from tests.access.people import PEOPLE
from tests.access.plans import PLANS
from tests.access.reviews import REVIEWS
from tests.access.systems import SYSTEMS
from tests.cities import CAST, url_patterns
from workspace.models import PrintedFile

pytestmark = pytest.mark.django_db

PUBLIC = {
    "organizations:login", "organizations:healthz", "organizations:invitation_accept",
    "systems:calendar_feed",
}  # fmt: skip

ACCESS = PEOPLE | PLANS | SYSTEMS | REVIEWS | PAGES

READABLE = [row.split()[1] for row, answers in ACCESS.items() if row.startswith("GET") and "200" in answers]


@pytest.fixture(autouse=True)
def jobs_wait_in_the_queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def answer(response) -> str:
    """Return the status, `login` for the way to the sign-in page."""
    to_login = response.status_code == 302 and response.url.startswith(("/login/", "/admin/login/"))
    return "login" if to_login else str(response.status_code)


def test_every_url_is_in_the_table():
    assert set(ACCESS) == {f"{method} {name}" for name in url_patterns() for method in ("GET", "POST")}


def test_only_these_pages_are_open_to_everybody():
    assert {row.split()[1] for row, answers in ACCESS.items() if answers.split()[0] != "login"} == PUBLIC


@pytest.mark.parametrize("row", ACCESS)
def test_access(row, a_city):
    answers = []
    for who in CAST:
        with transaction.atomic():
            answers.append(answer(a_city.ask(a_city.client(who), *row.split())))
            printed = list(PrintedFile.objects.all())
            transaction.set_rollback(True)
        PrintedFile.objects.bulk_create(printed, ignore_conflicts=True)  # the same page prints once
    assert dict(zip(CAST, answers, strict=True)) == dict(zip(CAST, ACCESS[row].split(), strict=True))


def test_a_handed_out_password_leads_to_its_change_from_everywhere(a_city, client_as):
    city = a_city.plan.municipality
    client = client_as("viewer", municipality=city, username="newcomer", must_change_password=True)
    for name in set(READABLE) - {"organizations:password_change"}:
        assert client.get(a_city.url(name)).url == a_city.url("organizations:password_change")
