"""Who gets what: every URL × every role, on real rows, with valid forms, one exact answer each.

The answers stand in the order of the cast (tests/cities.py): anonymous, planning, department, colleague (of
another department), committee, viewer, stranger (planning section of another city), administrator.
"""

import pytest
from django.db import transaction

from tests.cities import CAST, url_patterns

pytestmark = pytest.mark.django_db

PUBLIC = {"organizations:login", "organizations:healthz"}

ACCESS = {
    "GET organizations:login":              "200   302 302 302 302 302 302 302",
    "POST organizations:login":             "302   302 302 302 302 302 302 302",
    "GET organizations:logout":             "login 405 405 405 405 405 405 405",
    "POST organizations:logout":            "login login login login login login login login",
    "GET organizations:healthz":            "200   200 200 200 200 200 200 200",
    "POST organizations:healthz":           "405   405 405 405 405 405 405 405",
    "GET organizations:password_change":    "login 200 200 200 200 200 200 200",
    "POST organizations:password_change":   "login 302 302 302 302 302 302 302",
    "GET workspace:job_detail":             "login 200 404 404 404 404 404 404",
    "POST workspace:job_detail":            "login 405 405 405 405 405 405 405",
    "GET workspace:job_restart":            "login 405 405 405 405 405 405 405",
    "POST workspace:job_restart":           "login 302 404 404 404 404 404 404",
    "GET workspace:stored_file_download":   "login 200 404 404 404 404 404 404",
    "POST workspace:stored_file_download":  "login 405 405 405 405 405 405 405",
    "GET workspace:notice_list":            "login 200 200 200 200 200 200 200",
    "POST workspace:notice_list":           "login 302 302 302 302 302 302 302",
    "GET measures:measure_create":          "login 200 403 403 403 403 404 200",
    "POST measures:measure_create":         "login 302 403 403 403 403 404 302",
    "GET measures:measure_edit":            "login 200 403 403 403 403 404 200",
    "POST measures:measure_edit":           "login 302 403 403 403 403 404 302",
    "GET portal:home":                      "login 302 302 302 302 302 302 200",
    "POST portal:home":                     "login 405 405 405 405 405 405 405",
    "GET portal:municipality_home":         "login 200 200 200 200 200 404 200",
    "POST portal:municipality_home":        "login 405 405 405 405 405 405 405",
    "GET portal:search":                    "login 200 200 200 200 200 404 200",
    "POST portal:search":                   "login 405 405 405 405 405 405 405",
    "GET portal:department_list":           "login 200 200 200 200 200 404 200",
    "POST portal:department_list":          "login 405 405 405 405 405 405 405",
    "GET portal:department_detail":         "login 200 200 200 200 200 404 200",
    "POST portal:department_detail":        "login 405 405 405 405 405 405 405",
    "GET portal:information_system_list":   "login 200 200 200 200 200 404 200",
    "POST portal:information_system_list":  "login 405 405 405 405 405 405 405",
    "GET portal:information_system_detail": "login 200 200 200 200 200 404 200",
    "POST portal:information_system_detail": "login 405 405 405 405 405 405 405",
    "GET portal:plan_detail":               "login 200 200 200 200 200 404 200",
    "POST portal:plan_detail":              "login 405 405 405 405 405 405 405",
    "GET portal:previous_results":          "login 200 200 200 200 200 404 200",
    "POST portal:previous_results":         "login 405 405 405 405 405 405 405",
    "GET portal:measure_list":              "login 200 200 200 200 200 404 200",
    "POST portal:measure_list":             "login 405 405 405 405 405 405 405",
    "GET portal:measure_detail":            "login 200 200 200 200 200 404 200",
    "POST portal:measure_detail":           "login 405 405 405 405 405 405 405",
    "GET portal:schedule_grid":             "login 200 200 200 200 200 404 200",
    "POST portal:schedule_grid":            "login 405 405 405 405 405 405 405",
    "GET portal:chapter_list":              "login 200 200 200 200 200 404 200",
    "POST portal:chapter_list":             "login 405 405 405 405 405 405 405",
    "GET portal:data_table_list":           "login 200 200 200 200 200 404 200",
    "POST portal:data_table_list":          "login 405 405 405 405 405 405 405",
    "GET portal:survey_detail":             "login 200 200 200 200 200 404 200",
    "POST portal:survey_detail":            "login 405 405 405 405 405 405 405",
    "GET portal:glossary_term_list":        "login 200 200 200 200 200 404 200",
    "POST portal:glossary_term_list":       "login 405 405 405 405 405 405 405",
    "GET portal:online_procedure_list":     "login 200 200 200 200 200 404 200",
    "POST portal:online_procedure_list":    "login 405 405 405 405 405 405 405",
    "GET portal:plan_book":                 "login 200 200 200 200 200 404 200",
    "POST portal:plan_book":                "login 405 405 405 405 405 405 405",
    "GET portal:plan_book_print":           "login 405 405 405 405 405 405 405",
    "POST portal:plan_book_print":          "login 302 302 302 302 302 404 302",
}  # fmt: skip

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
            transaction.set_rollback(True)
    assert dict(zip(CAST, answers, strict=True)) == dict(zip(CAST, ACCESS[row].split(), strict=True))


def test_a_handed_out_password_leads_to_its_change_from_everywhere(a_city, client_as):
    city = a_city.plan.municipality
    client = client_as("viewer", municipality=city, username="newcomer", must_change_password=True)
    for name in set(READABLE) - {"organizations:password_change"}:
        assert client.get(a_city.url(name)).url == a_city.url("organizations:password_change")
