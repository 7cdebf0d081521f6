"""`manage.py run_due`: what has come due, done once a night by cron or a timer."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workspace.due import due_run


class Command(BaseCommand):
    help = (
        "期限の来たことをします（実施日の来た組織改正、お知らせとそのメール、期限の過ぎたものの片付け）。"
        "毎晩一度、日付が変わった後に動かしてください。"
    )

    def handle(self, **options):
        runs = due_run(today=timezone.localdate(), now=timezone.now())
        for run in runs:
            self.stdout.write(f"{run.label}：{run.message}")
        if failed := [run.label for run in runs if run.failed]:
            raise CommandError(f"失敗した処理があります：{'、'.join(failed)}。ほかの処理は終わりました。")
