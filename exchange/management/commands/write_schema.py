from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from exchange.schema.published import published_schema


class Command(BaseCommand):
    help = "計画文書（ict-plan/1）の JSON Schema を docs/ict-plan.schema.json に書き出します。"

    def handle(self, *args, **options):
        target = Path(settings.BASE_DIR) / "docs" / "ict-plan.schema.json"
        target.write_text(published_schema(), encoding="utf-8")
        self.stdout.write(f"{target} を書き出しました。")
