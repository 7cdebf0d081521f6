"""Two cities with equal keys, numbers and codes: nothing of the one appears to the other.

Every Japanese word of the second city ends with a sign that the first city never uses.
"""

from datetime import date

import pytest
from django.db import transaction

from exchange.canonical import canonical_bytes
from exchange.dump import plan_document
from measures.models import Measure
from measures.resources import MeasureResource
from plans.models import Plan
from portal.printing.html import book_html
from portal.printing.press import book_of
from systems.resources import ContractResource, InformationSystemResource
from tests.cities import City, make_city, url_patterns
from tests.posted import choices, posted_fields
from tests.test_access import READABLE

pytestmark = pytest.mark.django_db

SIGN = "鯱"
OF_NO_CITY = {
    "organizations:login", "organizations:healthz", "organizations:password_change", "measures:target_hints",
}  # fmt: skip
BINARY = {
    "workspace:stored_file_download", "organizations:reorganisation_template",
    "portal:edition_compare_export", "portal:edition_book_download", "measures:journal_file_download",
    "portal:consultation_export", "systems:system_file_download", "portal:online_procedure_export",
    "portal:information_system_export", "portal:renewal_timetable_export", "portal:finding_list_export",
    "portal:budget_export", "portal:kept_papers_download", "portal:measure_paper",
    "portal:dashboard_export", "portal:coverage_export", "portal:money_export", "portal:target_export",
    "reviews:report_file_download", "reviews:answer_sheet_export", "portal:review_round_export",
}  # fmt: skip
READERS = {"reviews:related_addition_edit": "colleague", "reviews:review_comment_create": "committee"}
PAGES = sorted(set(READABLE) - OF_NO_CITY - BINARY)
WITH_FILTERS = ["portal:measure_list", "portal:schedule_grid", "portal:information_system_list"]
WITH_WORDS = [*WITH_FILTERS, "portal:search", "portal:glossary_term_list", "portal:online_procedure_list"]


@pytest.fixture(scope="module")
def another_city(a_city, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_city("132152", "国立市", SIGN)
        transaction.set_rollback(True)


def page(city, name, **query) -> str:
    response = city.client(READERS.get(name, "planning")).get(city.url(name), query, follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_nothing_of_another_city(name, a_city, another_city):
    assert SIGN in page(another_city, name)
    assert SIGN not in page(a_city, name)


@pytest.mark.parametrize("name", WITH_WORDS)
@pytest.mark.parametrize("words", ["電子申請", "RPA", "情報管理課", "住民"])
def test_words_that_both_cities_use_find_the_own_rows_alone(name, words, a_city, another_city):
    assert SIGN in page(another_city, name, q=words)
    assert SIGN not in page(a_city, name, q=words)


@pytest.mark.parametrize("name", WITH_FILTERS)
def test_conditions_of_another_city_bring_none_of_its_rows(name, a_city, another_city):
    offered = choices(another_city.client().get(another_city.url(name)))
    assert any(SIGN in value for values in offered.values() for value in values)
    for condition, values in offered.items():
        for value in values:
            shown = page(a_city, name, **{condition: value})
            assert SIGN not in (shown.replace(value, "") if value else shown)  # it may say what was asked for


@pytest.mark.parametrize(
    "name", ["department_detail", "information_system_detail", "survey_detail", "meeting_detail"]
)
@pytest.mark.parametrize("who", ["planning", "administrator"])
def test_a_key_of_another_city_is_not_found_under_the_own_code(name, who, a_city, another_city):
    noun = name.removesuffix("_detail")
    address = a_city.url(f"portal:{name}")
    theirs = address.replace(f"/{a_city.rows[noun].pk}/", f"/{another_city.rows[noun].pk}/")
    assert theirs != address
    assert a_city.client(who).get(theirs).status_code == 404


OF_A_PLAN = sorted(
    name
    for name, pattern in url_patterns().items()
    if name.startswith("plans:") and {"pk", "axis_id"} & set(pattern.pattern.converters)
)


@pytest.mark.parametrize("name", OF_A_PLAN)
@pytest.mark.parametrize("who", ["planning", "administrator"])
def test_a_row_of_another_citys_plan_is_not_edited_under_the_own_one(name, who, a_city, another_city):
    address = City(a_city.plan, a_city.people, another_city.rows).url(name)
    assert address != a_city.url(name)
    for method in (a_city.client(who).get, a_city.client(who).post):
        assert method(address).status_code in (404, 405)


@pytest.mark.parametrize("name", ["job_detail", "stored_file_download"])
@pytest.mark.parametrize("who", ["planning", "administrator"])
def test_jobs_and_files_are_their_owners_alone(name, who, a_city, another_city):
    assert a_city.client(who).get(another_city.url(f"workspace:{name}")).status_code == 404


@pytest.mark.parametrize(
    "field", ["policy", "lead", "responsible", "related", "tracks-0-row", "indicators-0-row"]
)
def test_rows_of_another_city_cannot_be_chosen(field, a_city, another_city):
    address, theirs = a_city.url("measures:measure_edit"), another_city.url("measures:measure_edit")
    shown = another_city.client().get(theirs)
    keys = [value for value in choices(shown).get(field, [posted_fields(shown)[field]]) if value]
    changes = {"name": "名前を変えた施策", "reason_category": "typo", field: keys[0]}
    response = a_city.client().post(address, posted_fields(a_city.client().get(address)) | changes)
    assert response.status_code == 200
    assert not Measure.objects.filter(name="名前を変えた施策").exists()


def as_document(plan: Plan) -> str:
    return canonical_bytes(plan_document(plan)).decode()


def as_book(plan: Plan) -> str:
    return book_html(book_of(plan, day=date(2026, 11, 21)))


@pytest.mark.parametrize("written", [as_document, as_book])
def test_what_is_written_of_a_plan_holds_its_own_city_alone(written, a_city, another_city):
    own, other = (Plan.objects.get(pk=city.plan.pk) for city in (a_city, another_city))
    assert SIGN in written(other)
    assert SIGN not in written(own)


@pytest.mark.parametrize("resource", [MeasureResource, InformationSystemResource, ContractResource])
def test_a_spreadsheet_holds_the_own_city_alone(resource, a_city, another_city):
    assert SIGN in resource(user=another_city.people["planning"]).export().csv
    assert SIGN not in resource(user=a_city.people["planning"]).export().csv


def test_the_administrator_sees_both(a_city, another_city):
    shown = a_city.client("administrator").get("/").content.decode()
    assert a_city.plan.municipality.name in shown
    assert another_city.plan.municipality.name in shown
