"""What a person reads when something goes wrong."""

import pytest
from django.template.loader import render_to_string
from django.views import defaults

from tests.factories import make_municipality, make_plan

NAMES = ["400", "403", "403_csrf", "404", "429", "500"]


@pytest.mark.parametrize("code", ["400", "500"])
def test_the_plainest_pages_need_no_context_and_no_database(code):
    html = render_to_string(f"{code}.html")
    assert f'<p class="error-page__code">{code}</p>' in html
    assert "/static/css/tokens.css" in html


def test_a_failure_is_answered_without_a_query(rf, settings):
    settings.DEBUG = False
    response = defaults.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "エラーが起きました" in response.content.decode()


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so(client_as):
    make_plan()
    response = client_as("viewer").get("/132209/ict-2022/nowhere/at/all/")
    assert response.status_code == 404
    assert "ページが見つかりません" in response.content.decode()


@pytest.mark.django_db
def test_another_city_is_not_found_whether_it_exists_or_not(client_as):
    make_plan(municipality=make_municipality("133035", "隣の市"))
    client = client_as("viewer")
    there, nowhere = client.get("/133035/"), client.get("/999999/")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.content) == len(nowhere.content)  # they differ in the form token alone


@pytest.mark.django_db
def test_what_may_not_be_changed_says_who_may(client_as):
    response = client_as("viewer").get(f"{make_plan().get_absolute_url()}measure-create/")
    assert response.status_code == 403
    assert "計画主管課の職員が行います" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_every_page_of_trouble_has_a_title_a_heading_and_a_way_on(name, rf):
    html = render_to_string(f"{name}.html", {"user": None, "portal_demo": False, "messages": []})
    assert html.count("<h1>") == 1
    assert "｜ICT計画ポータル</title>" in html
    assert "ホームへ" in html or "ログインのページへ" in html
