"""お知らせ: who is told what, once, and how many are unread."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_municipality, make_plan, make_user
from workspace.models import Notice
from workspace.services import notices_settle, notify

pytestmark = pytest.mark.django_db
TEXT = "「令和5年度 進捗状況調査」の提出期限は12月1日です。"
KEY = "round-3:due"


def tell(*people, key=KEY, text=TEXT):
    return notify(people=people, text=text, url="/", kind="due", key=key)


def test_everybody_is_told_once_under_a_key():
    first, second = make_user("planning"), make_user("viewer")
    assert tell(first) == 1
    assert tell(first, second) == 1
    assert tell(first, second) == 0
    assert tell(first, second, key="round-3:overdue") == 2
    assert first.notices.count() == second.notices.count() == 2


def test_without_a_key_it_is_said_each_time():
    person = make_user("planning")
    assert [tell(person, key=""), tell(person, key="")] == [1, 1]


def test_one_person_named_twice_is_told_once_and_a_closed_account_not_at_all():
    person = make_user("planning")
    assert tell(person, person, make_user("viewer", is_active=False)) == 1


def test_a_long_text_is_cut():
    person = make_user("planning")
    tell(person, text="あ" * 300)
    assert person.notices.get().text == "あ" * 254 + "…"


def test_what_was_handed_in_is_settled_and_not_told_again():
    first, second = make_user("planning"), make_user("viewer")
    tell(first, second, key="round-3:due")
    tell(first, key="round-31:due")
    now = timezone.now()
    assert notices_settle(key_prefix="round-3:", now=now, people=[first]) == 1
    assert [notice.key for notice in first.notices.unread()] == ["round-31:due"]
    assert second.notices.unread().count() == 1
    assert tell(first, key="round-3:due") == 0
    assert notices_settle(key_prefix="round-3:", now=now) == 1


@pytest.mark.parametrize(("count", "shown"), [(1, "1"), (99, "99"), (130, "99+")])
def test_the_head_of_a_page_says_how_many_are_unread(count, shown, client_as):
    client = client_as("viewer")
    person = make_user("viewer")
    other = make_user("planning")
    Notice.objects.bulk_create(Notice(owner=person, text="知らせ") for _ in range(count))
    Notice.objects.create(owner=other, text="ほかの人へ")
    html = client.get(reverse("organizations:password_change")).content.decode()
    assert f'（未読 </span>{shown}<span class="visually-hidden"> 件）' in html


def test_where_nothing_is_unread_the_head_says_nothing(client_as):
    client = client_as("viewer")
    Notice.objects.create(owner=make_user("viewer"), text="知らせ", read_at=timezone.now())
    assert 'class="unread"' not in client.get(reverse("organizations:password_change")).content.decode()


def test_a_piece_of_a_page_does_not_count_them(client_as):
    url = reverse("portal:measure_list", args=make_plan().url_args)
    client = client_as("viewer")
    with CaptureQueriesContext(connection) as whole:
        client.get(url)
    with CaptureQueriesContext(connection) as piece:
        client.get(url, headers={"HX-Request": "true"})
    assert any("workspace_notice" in query["sql"] for query in whole)
    assert not any("workspace_notice" in query["sql"] for query in piece)


def test_a_person_stops_the_mail_and_takes_it_up_again(client_as):
    client = client_as("viewer", email="suzuki@example.lg.jp")
    page = reverse("workspace:notice_list")
    assert "suzuki@example.lg.jp" in client.get(page).content.decode()
    for wanted in ("0", "1"):
        client.post(reverse("workspace:wants_mail_edit"), {"wants_mail": wanted})
        assert make_user("viewer").wants_mail is (wanted == "1")
    assert make_user("viewer").history.count() == 1  # a switch of one's own is no change of the city's


def test_without_an_address_or_a_server_the_page_says_so(client_as, settings):
    client = client_as("viewer", municipality=make_municipality())
    page = reverse("workspace:notice_list")
    assert "メールアドレスが登録されていない" in client.get(page).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "メール" not in client.get(page).content.decode()
