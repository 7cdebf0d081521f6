"""The pages of people, as the planning section and an invited person see them."""

import re

import pytest
from django.urls import reverse

from organizations.models import ChangeSet, User
from tests.factories import make_department, make_municipality, make_plan, make_user

pytestmark = pytest.mark.django_db
NEW = "another-long-and-unguessable-word"


@pytest.fixture
def planning(client_as):
    make_plan()
    return client_as("planning", name="企画 花子")


def page(name, *args):
    return reverse(f"organizations:{name}", args=["132209", *args])


def link_in(response) -> str:
    return re.search(r'value="(http://testserver/invitations/[^"]+)"', response.content.decode())[1]


def test_the_list_tells_role_department_last_sign_in_and_state(planning):
    make_user("department", name="田中", department=make_department("情報課"), username="tanaka")
    make_user("viewer", name="鈴木", username="suzuki", is_active=False)
    make_user("planning", name="隣の人", municipality=make_municipality("133035", "隣の市"))
    html = planning.get(page("user_list")).content.decode()
    for text in ["田中", "担当課", "情報課", "まだありません", "利用中", "鈴木", "停止", "（あなた）"]:
        assert text in html
    assert "隣の人" not in html
    assert html.index("田中") < html.index("鈴木")


@pytest.mark.parametrize("rows", [2, 40])
def test_the_list_costs_as_many_queries_however_many_people_there_are(
    rows, planning, django_assert_num_queries
):
    for number in range(rows):
        make_user("viewer", username=f"user{number}", department=make_department(f"第{number}課"))
    with django_assert_num_queries(8):
        planning.get(page("user_list"))


def test_an_invitation_leads_from_the_page_to_the_first_sign_in(planning, client):
    data = {"name": "田中", "username": "tanaka", "role": "department"}
    response = planning.post(page("user_create"), data)
    assert response["Cache-Control"] == "no-store, private"
    link = link_in(response)
    assert link not in planning.get(page("user_list")).content.decode()
    client.logout()
    opened = client.get(link)
    assert "田中" in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    done = client.post(link, {"new_password1": NEW, "new_password2": NEW})
    assert done.url == "/login/"
    dead = client.get(link)
    assert dead.status_code == 410
    assert "新しいリンクを出してもらってください" in dead.content.decode()
    signed_in = client.post("/login/", {"username": "tanaka", "password": NEW})
    assert signed_in.url == "/"


def test_a_weak_password_is_refused_and_the_link_lives_on(planning, client):
    link = link_in(planning.post(page("user_create"), {"name": "田", "username": "ta", "role": "viewer"}))
    client.logout()
    assert (
        "短すぎます" in client.post(link, {"new_password1": "abc", "new_password2": "abc"}).content.decode()
    )
    assert client.get(link).status_code == 200


def test_a_sign_in_name_that_is_taken_is_explained(planning):
    make_user("viewer", username="tanaka")
    html = planning.post(page("user_create"), {"name": "田", "username": "tanaka", "role": "viewer"}).content
    assert "同じ" in html.decode()


def test_the_role_of_an_administrator_is_not_offered(planning):
    data = {"name": "田中", "username": "tanaka", "role": "administrator"}
    response = planning.post(page("user_create"), data)
    assert "システム管理者" not in response.content.decode()
    assert not User.objects.filter(username="tanaka").exists()


def test_a_person_is_changed_in_one_save(planning):
    person, office = make_user("viewer", name="田中"), make_department("情報課")
    shown = {"initial-name": "田中", "initial-role": "viewer", "initial-department": ""}
    wanted = {"name": "田中", "role": "department", "department": office.pk}
    assert planning.post(page("user_edit", person.pk), shown | wanted).status_code == 302
    person.refresh_from_db()
    assert (person.role, person.department) == ("department", office)
    change = ChangeSet.objects.first()
    assert (change.source, change.by_name) == ("page", "企画 花子")


def test_a_head_is_named_for_a_department_and_shown_in_the_list(planning):
    person, office = make_user("viewer", name="田中"), make_department("情報課")
    shown = {"initial-name": "田中", "initial-role": "viewer", "initial-department": "", "initial-email": ""}
    wanted = {"name": "田中", "role": "department", "is_head": "on", "email": "tanaka@example.lg.jp"}
    html = planning.post(page("user_edit", person.pk), shown | wanted).content.decode()
    assert "所属長にするには、部署も選んでください。" in html
    planning.post(page("user_edit", person.pk), shown | wanted | {"department": office.pk})
    person.refresh_from_db()
    assert (person.is_head, person.email) == (True, "tanaka@example.lg.jp")
    assert '<span class="tag">所属長</span>' in planning.get(page("user_list")).content.decode()
    assert [row.is_head for row in person.history.all()] == [True, False]


def test_an_invited_person_may_be_a_head_with_an_address(planning):
    office = make_department("情報課")
    data = {"name": "田中", "username": "tanaka", "role": "department", "department": office.pk}
    planning.post(page("user_create"), data | {"is_head": "on", "email": "tanaka@example.lg.jp"})
    person = User.objects.get(username="tanaka")
    assert (person.is_head, person.email, person.wants_mail) == (True, "tanaka@example.lg.jp", True)


def test_what_is_no_address_is_refused(planning):
    data = {"name": "田中", "username": "tanaka", "role": "viewer", "email": "田中"}
    assert "メールアドレス" in planning.post(page("user_create"), data).content.decode()
    assert not User.objects.filter(username="tanaka").exists()


def test_what_somebody_else_changed_meanwhile_is_shown_to_be_picked(planning):
    person = make_user("viewer", name="田中 一郎")
    shown = {"initial-name": "田中", "initial-role": "viewer", "role": "viewer", "initial-department": ""}
    response = planning.post(page("user_edit", person.pk), shown | {"name": "田中 太郎"})
    html = response.content.decode()
    assert "田中 一郎" in html
    assert 'name="pick-name"' in html


def test_the_last_planning_editor_is_told_why_they_stay(planning):
    planner = make_user("planning")
    shown = {"initial-name": planner.name, "initial-role": "planning", "initial-department": ""}
    html = planning.post(page("user_edit", planner.pk), shown | {"name": planner.name, "role": "viewer"})
    assert "最後の計画主管課の職員" in html.content.decode()


def test_an_account_is_closed_and_opened_with_a_message(planning):
    person = make_user("viewer", name="田中")
    html = planning.post(page("user_deactivate", person.pk), follow=True).content.decode()
    assert "「田中」を停止しました。" in html
    html = planning.post(page("user_reactivate", person.pk), follow=True).content.decode()
    assert "「田中」を再開しました。" in html


@pytest.mark.parametrize("name", ["user_edit", "user_invite", "user_deactivate", "user_reactivate"])
def test_a_person_of_another_city_is_not_found(name, planning):
    other = make_user("viewer", municipality=make_municipality("133035", "隣の市"), username="other")
    method = planning.get if name == "user_edit" else planning.post
    assert method(page(name, other.pk)).status_code == 404
    assert planning.post(page("user_edit", make_user("administrator").pk)).status_code == 404
