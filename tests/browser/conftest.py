"""A real server, a real browser, and the five plans."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from organizations.models import Municipality
from tests.factories import PASSWORD, make_user

FIXTURES = [str(path) for path in sorted(Path("fixtures").glob("*.json"))]


@pytest.fixture(scope="session")
def kept_plans() -> Iterator[sqlite3.Connection]:
    """Return a database in memory, which keeps the five plans once they were loaded."""
    kept = sqlite3.connect(":memory:")
    yield kept
    kept.close()


@pytest.fixture
def five_plans(transactional_db, kept_plans):
    """Load the nine documents of the five cities; on SQLite, after the first time, copy what was loaded."""
    if connection.vendor != "sqlite":
        call_command("import_plan", *FIXTURES, verbosity=0)
    elif kept_plans.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
        call_command("import_plan", *FIXTURES, verbosity=0)
        connection.connection.backup(kept_plans)
    else:
        connection.ensure_connection()
        kept_plans.backup(connection.connection)


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
