"""What every address keeps to: headers, cookies, reading that only reads, no forged posts, errors."""

import re

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from tests.cities import url_patterns
from tests.test_access import READABLE

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NAMES = sorted(url_patterns())


def broken(request):
    raise RuntimeError("密かな事情")


urlpatterns = [path("broken/", broken), path("", include("config.urls"))]


@pytest.fixture
def asking(a_city):
    """Return a function that asks for a page as a person and shows a failure as the visitor sees it."""

    def ask(address, who="planning", method="GET", **options):
        return a_city.client(who, raise_request_exception=False, **options).generic(method, address)

    return ask


# --- Headers and cookies ------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_carries_the_protective_headers(name, a_city, asking):
    for response in (asking(a_city.url(name)), asking(a_city.url(name), "anonymous")):
        policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
        assert policy == POLICY
        assert {header: response[header] for header in HEADERS} == HEADERS


@pytest.mark.parametrize("name", NAMES)
def test_what_a_signed_in_person_sees_is_kept_nowhere(name, a_city, asking):
    assert asking(a_city.url(name))["Cache-Control"] == "no-store, private"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/999999/", "/admin/", "/broken/", "/static/nothing.css"])
def test_errors_carry_the_protective_headers_as_well(address, asking):
    response = asking(address)
    assert {header: response[header] for header in HEADERS} == HEADERS
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(a_city):
    client = Client()
    client.get(a_city.url("organizations:login"))
    client.post(a_city.url("organizations:login"), a_city.form("organizations:login"))
    assert set(client.cookies) == {configured.SESSION_COOKIE_NAME, configured.CSRF_COOKIE_NAME}
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-")
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


# --- Methods ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READABLE)
def test_reading_writes_nothing(name, a_city):
    client = a_city.client()
    with CaptureQueriesContext(connection) as queries:
        client.get(a_city.url(name))
    statements = [query["sql"] for query in queries]
    assert [sql for sql in statements if re.match(r"(?i)\s*(INSERT|UPDATE|DELETE|REPLACE)\b", sql)] == []


@pytest.mark.parametrize("name", NAMES)
def test_an_unsafe_request_without_its_token_is_refused(name, a_city, asking):
    methods = ["POST", "PUT", "PATCH", "DELETE"]
    answers = [asking(a_city.url(name), method=method, enforce_csrf_checks=True) for method in methods]
    assert [response.status_code for response in answers] == [403] * 4


@pytest.mark.parametrize("name", NAMES)
def test_a_method_that_no_page_knows_is_refused(name, a_city, asking):
    answers = [asking(a_city.url(name), method=method) for method in ["PUT", "PATCH", "DELETE", "TRACE"]]
    assert [response.status_code for response in answers] == [405] * 4


# --- Error pages --------------------------------------------------------------------------------


def is_a_japanese_page(response) -> bool:
    page = response.content.decode()
    told = re.search(r"<h1[^>]*>[^<]*[ぁ-んァ-ヶ一-龠]", page)
    return bool(told) and not re.search(r"Traceback|Exception|\.py\b|Django|密かな事情|NotImplemented", page)


@pytest.mark.parametrize("who", ["anonymous", "viewer", "stranger", "administrator"])
@pytest.mark.parametrize(
    "address", ["/999999/", "/999999/ict-2022/measures/", "/132209/ict-1999/", "/no/such/long/page/"]
)
def test_what_is_not_there_is_told_in_japanese(address, who, asking):
    response = asking(address, who)
    if who == "anonymous" and response.status_code == 302:
        assert response.url.startswith("/login/")
        return
    assert response.status_code == 404
    assert is_a_japanese_page(response)


def test_what_is_another_citys_looks_like_what_is_not_there(a_city, asking):
    response = asking(a_city.url("portal:measure_detail"), "stranger")
    assert response.status_code == 404
    assert is_a_japanese_page(response)
    assert a_city.plan.municipality.name not in response.content.decode()


def test_what_may_not_be_changed_is_told_in_japanese(a_city, asking):
    response = asking(a_city.url("measures:measure_edit"), "viewer")
    assert response.status_code == 403
    assert is_a_japanese_page(response)


def test_a_missing_token_is_told_in_japanese(a_city, asking):
    response = asking(a_city.url("measures:measure_edit"), method="POST", enforce_csrf_checks=True)
    assert response.status_code == 403
    assert is_a_japanese_page(response)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("who", ["anonymous", "viewer"])
def test_a_failure_is_told_in_japanese_without_its_trace(who, asking, caplog):
    response = asking("/broken/", who)
    if who == "anonymous":
        assert response.url.startswith("/login/")
        return
    assert response.status_code == 500
    assert is_a_japanese_page(response)
    assert "密かな事情" in caplog.text


def test_an_address_under_a_foreign_name_is_refused(a_city):
    response = a_city.client("viewer").get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert is_a_japanese_page(response)
