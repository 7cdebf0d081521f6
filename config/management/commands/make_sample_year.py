"""`manage.py make_sample_year`: a made-up year of rounds in two cities; `--remove` takes it out."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.sample_year import sample_plans, sample_year_make
from config.sample_year_removal import sample_year_remove
from organizations.exceptions import PortalError


class Command(BaseCommand):
    help = (
        "東大和市と武蔵野市の計画に、サンプルと印した2年分の調査・回答・評価と、受付中の調査を作ります"
        "（PORTAL_DEMO=1 のときだけ）。--remove で、サンプルだけを取り除きます。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="サンプルの調査を、記録ごと取り除く")

    def handle(self, *, remove, **options):
        if not (remove or settings.PORTAL_DEMO):
            raise CommandError("サンプルの調査は PORTAL_DEMO=1 のときだけ作れます。")
        try:
            if remove:
                count = sample_year_remove()
                said = f"サンプルの調査を、{count}件の変更の記録ごと取り除きました。"
            else:
                count = sample_year_make(now=timezone.now())
                said = f"サンプルの調査を、{count}件の変更として保存しました。"
        except PortalError as refusal:
            raise CommandError(str(refusal)) from refusal
        plans = "、".join(f"{plan.municipality} {plan}" for plan in sample_plans())
        self.stdout.write(f"{plans}：{said}")
