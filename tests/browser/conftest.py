"""A real server, a real browser, and the five plans."""

from pathlib import Path

import pytest
from django.core.management import call_command

from organizations.models import Municipality
from tests.factories import PASSWORD, make_user

FIXTURES = [str(path) for path in sorted(Path("fixtures").glob("*.json"))]


@pytest.fixture
def five_plans(transactional_db):
    """Load the nine documents of the five cities."""
    call_command("import_plan", *FIXTURES, verbosity=0)


@pytest.fixture
def sign_in(page, live_server):
    """Return a function that signs a role of a city in and returns the page."""

    def enter(role="planning", code="132209"):
        user = make_user(role, municipality=Municipality.objects.get(code=code))
        page.goto(f"{live_server.url}/login/")
        page.locator("[name=username]").fill(user.username)
        page.locator("[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="ログイン").click()
        page.wait_for_load_state()
        return page

    return enter
