"""The nightly steps: in their order, each for itself, shown afterwards."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_user
from workspace import due, nightly
from workspace.models import MailLog, Run

pytestmark = pytest.mark.django_db
TODAY, NOW = date(2026, 11, 21), datetime(2026, 11, 20, 17, 30, tzinfo=UTC)


@pytest.fixture
def steps(monkeypatch):
    """Start with no step registered."""
    monkeypatch.setattr(due, "_steps", {})


def refuse(today, now):
    raise RuntimeError("a secret detail")


def page(client) -> str:
    return client.get(reverse("workspace:mail_log", args=["132209"])).content.decode()


def test_steps_run_by_stage_with_day_and_time_and_say_what_they_did(steps):
    told = []

    def step(sentence):
        return lambda today, now: told.append((sentence, today, now)) or sentence

    due.register_due("mail", "メール", step("送りました。"), due.Stage.MAIL)
    due.register_due("tell", "催促", step("知らせました。"))
    due.register_due("move", "改正", step("移しました。"), due.Stage.CHANGE)
    runs = due.due_run(today=TODAY, now=NOW)
    assert told == [(text, TODAY, NOW) for text in ("移しました。", "知らせました。", "送りました。")]
    assert [(run.label, run.message, run.state) for run in runs] == [
        ("改正", "移しました。", "完了"),
        ("催促", "知らせました。", "完了"),
        ("メール", "送りました。", "完了"),
    ]


def test_the_steps_of_this_floor_send_mail_after_all_who_tell_and_tidy_last():
    names = [step.name for step in due.due_steps()]
    assert names[0] == "reorganisations"
    tidied = ["printed-files", "files", "sessions", "job-results", "logs"]
    assert names[names.index("digests") :] == ["digests", *tidied]


def test_one_that_fails_is_logged_and_shown_and_stops_no_other(steps, client_as, caplog, capsys):
    client = client_as("planning")
    due.register_due("first", "壊れた処理", refuse)
    due.register_due("second", "次の処理", lambda today, now: "済みました。")
    with pytest.raises(CommandError, match="失敗した処理があります：壊れた処理。"):
        call_command("run_due")
    assert "次の処理：済みました。" in capsys.readouterr().out
    assert "a secret detail" in caplog.text
    html = page(client)
    assert "途中で失敗しました。" in html
    assert "終わらなかったものがあります。" in html
    assert "a secret detail" not in html


def test_the_page_shows_the_last_run_of_each_step(steps, client_as):
    client = client_as("planning")
    assert "まだ一度も動いていません。" in page(client)
    sentences = iter(["一回目", "二回目"])
    due.register_due("only", "処理", lambda today, now: next(sentences))
    for _ in range(2):
        due.due_run(today=TODAY, now=NOW)
    html = page(client)
    assert "二回目" in html
    assert "一回目" not in html
    assert "動いていません" not in html


def test_the_page_warns_where_a_night_was_left_out(client_as):
    client = client_as("planning")
    Run.objects.create(name="only", label="処理", started_at=timezone.now() - timedelta(hours=37))
    html = page(client)
    assert "1日半より長く動いていません" in html
    assert "中断" in html


def test_what_is_older_than_ninety_days_goes():
    person = make_user("planning")
    for days in (89, 91):
        now = NOW - timedelta(days=days)
        Run.objects.create(name="only", label="処理", started_at=now)
        MailLog.objects.create(
            owner=person, address="a@example.lg.jp", day=TODAY - timedelta(days=days), sent_at=now
        )
    assert nightly.logs(TODAY, NOW) == "90日を過ぎた記録を削除しました（メール1件、夜間の処理1件）。"
    assert Run.objects.count() == MailLog.objects.count() == 1
