"""The pages before the work: sign-in and one's own password."""

import pytest
from django.core.management import call_command

from tests.factories import PASSWORD, make_plan, make_user

pytestmark = pytest.mark.django_db
NEW = "another-long-and-unguessable-word"


def sign_in(client, **form):
    return client.post("/login/", form)


def change(client, old=PASSWORD, new=NEW, again=NEW):
    return client.post("/password/", {"old_password": old, "new_password1": new, "new_password2": again})


def test_signing_in_leads_to_the_city(client):
    plan = make_plan()
    user = make_user()
    response = client.post("/login/", {"username": user.username, "password": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == plan.municipality.get_absolute_url()


def test_signing_in_leads_to_the_page_that_was_asked_for(client):
    plan = make_plan()
    user = make_user()
    page = client.get(plan.get_absolute_url(), follow=True)
    assert f'name="next" value="{plan.get_absolute_url()}"' in page.content.decode()
    response = sign_in(client, username=user.username, password=PASSWORD, next=plan.get_absolute_url())
    assert response.url == plan.get_absolute_url()


def test_a_wrong_password_is_explained_without_telling_which_was_wrong(client):
    html = sign_in(client, username=make_user().username, password="wrong").content.decode()
    assert "ログイン名とパスワードの組が合いません" in html
    assert "autofocus" in html


def test_after_five_wrong_passwords_the_door_is_shut(client):
    username = make_user().username
    responses = [sign_in(client, username=username, password="wrong") for _ in range(5)]
    assert responses[-1].status_code == 429
    assert "15分" in responses[-1].content.decode()


def test_a_password_is_changed(client_as):
    client = client_as("planning")
    assert change(client).url == "/"
    user = make_user("planning")
    assert user.check_password(NEW)


def test_passwords_that_differ_are_explained_beside_the_field(client_as):
    html = change(client_as("planning"), again="something-else-altogether").content.decode()
    assert 'id="id_new_password2_error"' in html
    assert '<a href="#id_new_password2">' in html


def test_a_handed_out_password_has_to_be_changed_first(client_as):
    client = client_as("viewer", must_change_password=True)
    assert client.get("/").url == "/password/"
    html = client.get("/password/").content.decode()
    assert "人から渡されたもの" in html
    assert "やめる" not in html


def test_a_person_of_a_city_without_plans_is_told_so(client_as):
    html = client_as("planning").get("/", follow=True).content.decode()
    assert "計画はまだありません" in html


def test_changepassword_works_from_the_command_line(monkeypatch):
    user = make_user("planning")
    monkeypatch.setattr("getpass.getpass", lambda prompt="": "another-unguessable-word")
    call_command("changepassword", user.username)
    user.refresh_from_db()
    assert user.check_password("another-unguessable-word")
