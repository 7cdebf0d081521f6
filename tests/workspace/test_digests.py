"""お知らせ by mail: one a day at most, headlines alone, nothing where there is nothing."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from tests.factories import make_municipality, make_user
from workspace.digests import digests_send
from workspace.models import MailLog, Notice
from workspace.services import notices_read, notify

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)  # 2:30 on the 21st in Tokyo
TOMORROW = NOW + timedelta(days=1)
TEXT = "組織改正「春の組織改正」は実施できませんでした。旧課→新課 2行目：田中さんの部署がありません。"


class BrokenServer(EmailBackend):
    def open(self):
        raise ConnectionRefusedError("the mail server says nothing")


class BrokenAddress(EmailBackend):
    def send_messages(self, messages):
        if "tanaka" in messages[0].to[0]:
            raise SMTPServerDisconnected
        return super().send_messages(messages)


@pytest.fixture
def planner():
    return make_user("planning", email="planning@example.lg.jp")


def tell(*people, text=TEXT):
    notify(people=people, text=text, url="/")


def test_a_digest_tells_headlines_once_with_one_link_to_the_portal(planner, settings):
    settings.PORTAL_URL = "https://plan.city.example.lg.jp/"
    tell(planner)
    tell(planner)
    tell(planner, text="「計画書」ができました。")
    assert str(digests_send(now=NOW)) == "メールを1通送りました。"
    message = mail.outbox[0]
    assert message.to == ["planning@example.lg.jp"]
    assert message.body.count("・組織改正「春の組織改正」は実施できませんでした。\n") == 1
    assert "・「計画書」ができました。" in message.body
    assert "田中" not in message.body
    assert message.body.count("https://") == 1
    assert "https://plan.city.example.lg.jp/notices/\n" in message.body


def test_there_is_one_mail_a_day_and_nothing_twice(planner):
    tell(planner)
    digests_send(now=NOW)
    tell(planner, text="「控え」ができました。")
    assert digests_send(now=NOW).sent == 0
    assert digests_send(now=TOMORROW).sent == 1
    assert digests_send(now=TOMORROW + timedelta(days=1)).sent == 0
    assert [("春の" in message.body, "控え" in message.body) for message in mail.outbox] == [
        (True, False),
        (False, True),
    ]
    assert [log.notices for log in MailLog.objects.all()] == [1, 1]


def test_what_was_read_is_not_mailed_and_nothing_is_mailed_where_nothing_is_new(planner):
    tell(planner)
    notices_read(user=planner, now=NOW)
    assert str(digests_send(now=NOW)) == "メールを0通送りました。"
    assert mail.outbox == []
    assert not MailLog.objects.exists()


@pytest.mark.parametrize("fields", [{"email": ""}, {"wants_mail": False}, {"is_active": False}])
def test_who_has_no_address_wants_none_or_has_left_gets_none(fields):
    person = make_user("viewer", **{"email": "viewer@example.lg.jp"} | fields)
    Notice.objects.create(owner=person, text="知らせ。")
    assert digests_send(now=NOW).sent == 0
    assert mail.outbox == []


def test_without_a_server_nothing_is_sent_and_nothing_is_logged(planner, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    tell(planner)
    assert "設定がないため" in str(digests_send(now=NOW))
    assert not MailLog.objects.exists()


def test_a_server_that_does_not_answer_is_asked_once_and_again_the_next_day(planner, settings):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.BrokenServer"
    tell(planner, make_user("viewer", email="viewer@example.lg.jp"))
    assert str(digests_send(now=NOW)) == "メールを0通送りました。2通は送れませんでした。"
    log = MailLog.objects.get(owner=planner)
    assert (log.state, log.message) == ("failed", "送れませんでした（ConnectionRefusedError）。")
    settings.EMAIL_BACKEND = working
    assert digests_send(now=NOW).sent == 0
    assert digests_send(now=TOMORROW).sent == 2


def test_one_address_that_fails_does_not_keep_the_others_from_their_mail(planner, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenAddress"
    tell(make_user("viewer", email="tanaka@example.lg.jp"), planner)
    outcome = digests_send(now=NOW)
    assert (outcome.sent, outcome.failed) == (1, 1)
    assert Notice.objects.get(owner=planner).mailed_at == NOW
    assert Notice.objects.exclude(owner=planner).get().mailed_at is None


def test_a_long_list_ends_with_a_sentence(planner):
    for number in range(30):
        tell(planner, text=f"「計画書{number}」ができました。")
    digests_send(now=NOW)
    assert mail.outbox[0].body.count("ができました。") == 20
    assert "・ほかにもお知らせがあります。" in mail.outbox[0].body


@pytest.mark.parametrize("people", [2, 20])
def test_reading_what_is_due_costs_the_same_however_many_people(people, django_assert_num_queries, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"
    each = 4  # a savepoint around the log, the log before and after the mail
    for number in range(people):
        tell(make_user("viewer", username=f"user{number}", email=f"user{number}@example.lg.jp"))
    with django_assert_num_queries(1 + each * people):
        digests_send(now=NOW)


# --- The page -----------------------------------------------------------------------------------


def page(client) -> str:
    return client.get(reverse("workspace:mail_log", args=["132209"])).content.decode()


def test_the_page_tells_who_was_mailed_in_the_own_city_alone(client_as, planner):
    client = client_as("planning")
    stranger = make_user(
        "planning", municipality=make_municipality("133035", "隣の市"), email="neighbour@example.lg.jp"
    )
    tell(planner, stranger)
    digests_send(now=datetime.now(UTC))
    html = page(client)
    assert "planning@example.lg.jp" in html
    assert "送信済" in html
    assert "neighbour@example.lg.jp" not in html


def test_the_page_says_whether_mail_is_set_up(client_as, settings):
    client = client_as("planning")
    assert "メールサーバーが設定されています。" in page(client)
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    html = page(client)
    assert "メールサーバーが設定されていません。" in html
    assert "テスト送信</button>" not in html


def test_a_test_mail_goes_to_oneself_is_logged_and_leaves_the_digest_of_the_day(client_as, planner):
    client = client_as("planning")
    test = reverse("workspace:mail_test", args=["132209"])
    html = client.post(test, follow=True).content.decode()
    assert "planning@example.lg.jp にテストのメールを送りました。" in html
    assert mail.outbox[0].subject == "【ICT計画ポータル】テスト送信"
    assert MailLog.objects.get().kind == "test"
    tell(planner)
    assert digests_send(now=datetime.now(UTC)).sent == 1


def test_a_test_mail_without_an_address_or_a_server_is_explained(client_as, settings):
    client = client_as("planning")
    test = reverse("workspace:mail_test", args=["132209"])
    assert "あなたのメールアドレスが登録されていません。" in client.post(test, follow=True).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "メールサーバーが設定されていないため" in client.post(test, follow=True).content.decode()


def test_a_test_mail_that_fails_is_explained(client_as, planner, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"
    client = client_as("planning")
    html = client.post(reverse("workspace:mail_test", args=["132209"]), follow=True).content.decode()
    assert "送れませんでした（ConnectionRefusedError）" in html
