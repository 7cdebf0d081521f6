"""`manage.py run_due`: what has come due, done once a night by cron or a timer."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from workspace.services import expired_files_delete


class Command(BaseCommand):
    help = "期限の来た片付けをします（印刷したファイル、ログイン、処理の記録）。毎晩一度動かしてください。"

    def handle(self, **options):
        files = expired_files_delete(now=timezone.now())
        call_command("clearsessions")
        call_command("prune_db_task_results", queue_name="*")
        self.stdout.write(f"期限の切れたファイルを{files}件削除しました。")
