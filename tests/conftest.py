"""How tests differ from production: no https, no hashed static files, jobs run where they are started."""

import os

import hypothesis
import pytest
from django.test import override_settings

# Playwright's synchronous interface runs an event loop, in which Django would refuse every query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("fixed")


def pytest_configure():
    override_settings(
        SECRET_KEY="a-key-for-tests-alone-as-long-as-the-deployment-check-wants-it",
        SECURE_SSL_REDIRECT=False,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
        WHITENOISE_AUTOREFRESH=True,  # there is no collected folder
    ).enable()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use the Chromium that the system's packages brought."""
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium"}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"}


@pytest.fixture(autouse=True)
def editions_may_be_flushed(request):
    """Lift the database's guard over editions before a test's flush, which puts it up again."""
    marker = request.node.get_closest_marker("django_db")
    names = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not names and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")  # emptied after this fixture has ended
    yield
    from django.db import connection

    from plans.edition_guard import guard_lift

    guard_lift(connection)


@pytest.fixture
def client_as(client):
    """Sign in as one of the cast of tests/factories.py by role and return the client."""
    from tests.factories import make_user  # models can only be imported once Django is set up

    def sign_in(role="planning", **fields):
        client.force_login(
            make_user(role, **fields), backend="organizations.backends.PortalBackend"
        )
        return client

    return sign_in


@pytest.fixture(scope="module")
def a_city(django_db_setup, django_db_blocker):
    """Make a whole city once for the tests of a file; what a test does to it is undone after that test."""
    from django.db import transaction

    from tests.cities import make_city

    with django_db_blocker.unblock(), transaction.atomic():
        yield make_city()
        transaction.set_rollback(True)
