"""`manage.py export_plan --municipality CODE`: write a plan document to standard output."""

from django.core.management.base import BaseCommand, CommandError

from exchange.canonical import canonical_bytes
from exchange.dump import plan_document
from plans.models import Plan


def find_plan(municipality: str, code: str | None) -> Plan:
    """Return a plan by codes, the city's one that starts last without `code`. Raise CommandError."""
    plans = Plan.objects.filter(municipality__code=municipality).select_related("municipality")
    if code:
        plans = plans.filter(code=code)
    plan = plans.order_by("-start_fiscal_year", "-code").first()
    if plan is None:
        wanted = f"{municipality} {code}" if code else municipality
        raise CommandError(f"計画が見つかりません（{wanted}）。団体コードと計画コードを確かめてください。")
    return plan


class Command(BaseCommand):
    help = "計画文書（ict-plan/1）を標準出力に書き出します。"

    def add_arguments(self, parser):
        parser.add_argument("--municipality", required=True, metavar="CODE", help="団体コード（6桁）")
        parser.add_argument("--plan", metavar="CODE", help="計画コード。省くと開始が最も新しい計画")
        parser.add_argument("--edition", type=int, metavar="N", help="確定版の番号。省くと今の計画")

    def handle(self, *args, municipality, plan, edition, **options):
        found = find_plan(municipality, plan)
        self.stdout.write(self._document(found, edition), ending="")

    def _document(self, plan: Plan, edition: int | None) -> str:
        if edition is None:
            return canonical_bytes(plan_document(plan)).decode()
        frozen = plan.editions.filter(number=edition).first()
        if frozen is None:
            raise CommandError(f"{plan}に確定版 {edition} はありません。番号を確かめてください。")
        return frozen.document
