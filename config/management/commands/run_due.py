"""`manage.py run_due`: what has come due, done once a night by cron or a timer."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from workspace.reorganisations import reorganisations_enact
from workspace.services import expired_files_delete


class Command(BaseCommand):
    help = (
        "期限の来たことをします（実施日の来た組織改正と、印刷したファイル・ログイン・処理の記録の片付け）。"
        "毎晩一度、日付が変わった後に動かしてください。"
    )

    def handle(self, **options):
        reorganisations = reorganisations_enact(today=timezone.localdate())
        files = expired_files_delete(now=timezone.now())
        call_command("clearsessions")
        call_command("prune_db_task_results", queue_name="*")
        self.stdout.write(f"組織改正を{reorganisations}件実施しました。")
        self.stdout.write(f"期限の切れたファイルを{files}件削除しました。")
