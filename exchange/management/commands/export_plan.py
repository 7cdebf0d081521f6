"""`manage.py export_plan --municipality CODE`: write a plan document to standard output."""

from django.core.management.base import BaseCommand

from exchange.canonical import canonical_bytes
from exchange.dump import plan_document
from exchange.management.choosing import add_plan_options, find_edition, find_plan


class Command(BaseCommand):
    help = "計画文書（ict-plan/1）を標準出力に書き出します。"

    def add_arguments(self, parser):
        add_plan_options(parser)

    def handle(self, *args, municipality, plan, edition, **options):
        found = find_plan(municipality, plan)
        frozen = find_edition(found, edition)
        document = frozen.document if frozen else canonical_bytes(plan_document(found)).decode()
        self.stdout.write(document, ending="")
