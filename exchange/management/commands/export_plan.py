"""`manage.py export_plan --municipality CODE`: write a plan document to standard output."""

import json

from django.core.management.base import BaseCommand

from exchange.canonical import canonical_bytes, ordered
from exchange.disclosing import public_document
from exchange.dump import plan_document
from exchange.management.choosing import add_plan_options, find_edition, find_plan


class Command(BaseCommand):
    help = "計画文書（ict-plan/1）を標準出力に書き出します。"

    def add_arguments(self, parser):
        add_plan_options(parser)
        parser.add_argument(
            "--public",
            action="store_true",
            help="公表用：公開区分が内部の項目を省き、省いた数を標準エラーに書きます。",
        )

    def handle(self, *args, municipality, plan, edition, public, **options):
        found = find_plan(municipality, plan)
        frozen = find_edition(found, edition)
        document = json.loads(frozen.document) if frozen else plan_document(found)
        if public:
            document, left_out = public_document(ordered(document))
            self.stderr.write(f"公表用：内部の項目{left_out}件を省きました。")
        content = frozen.document if frozen and not public else canonical_bytes(document).decode()
        self.stdout.write(content, ending="")
