"""`manage.py sample_history`: a made-up history in 東大和市, for a first look; `--remove` takes it out."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.sample_history import AUTHOR, sample_history_make, sample_plan
from organizations.exceptions import PortalError
from organizations.services.samples import sample_remove


class Command(BaseCommand):
    help = (
        "東大和市の計画に、サンプルと印した短い変更の記録を作ります（PORTAL_DEMO=1 のときだけ）。"
        "--remove で、サンプルだけを取り除きます。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="サンプルの変更を、記録ごと取り除く")

    def handle(self, *, remove, **options):
        if not (remove or settings.PORTAL_DEMO):
            raise CommandError("サンプルの変更は PORTAL_DEMO=1 のときだけ作れます。")
        try:
            plan = sample_plan()
            if remove:
                count = sample_remove(municipality=plan.municipality, author=AUTHOR)
                said = f"サンプルの変更{count}件を、記録ごと取り除きました。"
            else:
                count = sample_history_make(now=timezone.now())
                said = f"サンプルの変更{count}件を保存しました。"
        except PortalError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{plan.municipality} {plan}：{said}")
