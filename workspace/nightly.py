"""The nightly steps of this floor, each with a sentence that says what it did."""

from datetime import date, datetime

from django.core.management import call_command

from workspace.digests import digests_send
from workspace.due import Stage, register_due
from workspace.models import MailLog, Run
from workspace.reorganisations import reorganisations_enact
from workspace.services import expired_files_delete


def reorganisations(today: date, now: datetime) -> str:
    return f"組織改正を{reorganisations_enact(today=today)}件実施しました。"


def digests(today: date, now: datetime) -> str:
    return str(digests_send(now=now))


def files(today: date, now: datetime) -> str:
    return f"期限の切れたファイルを{expired_files_delete(now=now)}件削除しました。"


def sessions(today: date, now: datetime) -> str:
    call_command("clearsessions")
    return "期限の切れたログインを片付けました。"


def job_results(today: date, now: datetime) -> str:
    call_command("prune_db_task_results", queue_name="*")
    return "終わった処理の記録を片付けました。"


def logs(today: date, now: datetime) -> str:
    mails, runs = MailLog.objects.expired(today).delete()[0], Run.objects.expired(now).delete()[0]
    return f"90日を過ぎた記録を削除しました（メール{mails}件、夜間の処理{runs}件）。"


def register() -> None:
    register_due("reorganisations", "組織改正の実施", reorganisations, Stage.CHANGE)
    register_due("digests", "お知らせのメール", digests, Stage.MAIL)
    register_due("files", "期限の切れたファイルの削除", files, Stage.TIDY)
    register_due("sessions", "切れたログインの片付け", sessions, Stage.TIDY)
    register_due("job-results", "終わった処理の片付け", job_results, Stage.TIDY)
    register_due("logs", "古い記録の削除", logs, Stage.TIDY)
