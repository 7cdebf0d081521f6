import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command

from organizations.history import Author, change_set
from organizations.models import Municipality, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.PORTAL_DEMO = True
    settings.DEMO_PASSWORD = "demo-password-1"
    with change_set(author=Author(user=None, source="command")):
        return Municipality.objects.create(code="132209", name="東大和市", kind="市")


def test_a_city_gets_a_sign_in_for_each_role_and_all_share_an_administrator(demo, capsys, client):
    call_command("demo_users")
    assert set(User.objects.values_list("username", "role", "municipality__code")) == {
        ("admin", "administrator", None),
        ("132209-planning", "planning", "132209"),
        ("132209-department", "department", "132209"),
        ("132209-committee", "committee", "132209"),
        ("132209-viewer", "viewer", "132209"),
    }
    assert not User.objects.filter(must_change_password=True).exists()
    printed = capsys.readouterr().out
    assert "132209-committee" in printed
    assert "demo-password-1" in printed
    answer = client.post("/login/", {"username": "132209-viewer", "password": "demo-password-1"})
    assert answer.status_code == 302


def test_a_second_run_changes_nothing_but_what_was_changed_by_hand(demo, settings):
    call_command("demo_users")
    before = {user.username: (user.pk, user.password) for user in User.objects.all()}
    User.objects.filter(username="132209-viewer").update(is_active=False)
    call_command("demo_users")
    assert {user.username: (user.pk, user.password) for user in User.objects.all()} == before
    assert not User.objects.filter(is_active=False).exists()
    settings.DEMO_PASSWORD = "demo-password-2"
    call_command("demo_users")
    assert all(user.check_password("demo-password-2") for user in User.objects.all())


def test_demo_people_are_not_made_outside_of_demo_mode(demo, settings):
    settings.PORTAL_DEMO = False
    with pytest.raises(CommandError, match="PORTAL_DEMO=1"):
        call_command("demo_users")
    assert not User.objects.exists()


def test_demo_people_do_not_sign_in_without_demo_mode(demo, settings, client):
    call_command("demo_users")
    settings.PORTAL_DEMO = False
    client.post("/login/", {"username": "132209-viewer", "password": "demo-password-1"})
    assert configured.SESSION_COOKIE_NAME not in client.cookies


def test_a_real_person_is_never_turned_into_a_demo_one(demo):
    User.objects.create_superuser("admin", password="a-real-person-1")
    with pytest.raises(CommandError, match="「admin」"):
        call_command("demo_users")
    assert User.objects.get().check_password("a-real-person-1")
