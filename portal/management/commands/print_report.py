"""`manage.py print_report KIND --municipality CODE --output FILE.pdf`; the kinds are in `papers`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from exchange.management.choosing import add_plan_options, find_plan
from portal.management.papers import KINDS
from portal.printing.html import stand_alone
from portal.printing.pdf import pdf_bytes


class Command(BaseCommand):
    help = "計画書・新旧対照表・引継書・年次報告などをPDF（--html のときは1つのHTML）に印刷します。"

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=list(KINDS), help="印刷するもの")
        add_plan_options(parser)
        parser.add_argument(
            "--old", default="", metavar="N", help="新旧対照表の旧：確定版の番号か now（今の計画）"
        )
        parser.add_argument(
            "--new", default="", metavar="N", help="新旧対照表の新：確定版の番号か now（今の計画）"
        )
        parser.add_argument("--department", default="", metavar="NAME", help="引継書の部署名")
        parser.add_argument(
            "--round", dest="round_key", default="", metavar="KEY",
            help="年次報告の調査（2023-1 など。省くと最新）",
        )  # fmt: skip
        parser.add_argument(
            "--meeting", default=0, type=int, metavar="N", help="会議資料・会議録の会議（アドレスにある番号）"
        )
        parser.add_argument("--axis", default="", metavar="CODE", help="分類の対応の分類軸（省くと最初の軸）")
        parser.add_argument("--measure", default="", metavar="KEY", help="検討の経過の施策の識別名")
        parser.add_argument(
            "--internal", action="store_true", help="計画書の内部用：公開区分が内部の項目も印刷します。"
        )
        parser.add_argument(
            "--as-of", default="", metavar="DATE", help="情報システム台帳の基準日（省くと今日）"
        )
        parser.add_argument("--public", action="store_true", help="情報システム台帳を公表用にします。")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="書き出すファイル")
        parser.add_argument("--html", action="store_true", help="PDFの代わりに1つのHTMLを書き出します。")

    def handle(self, *args, kind, municipality, plan, output: Path, html: bool, **options):
        found = find_plan(municipality, plan)
        if not output.parent.is_dir():
            raise CommandError(f"{output}: フォルダーがありません。先に作ってください。")
        page, css = KINDS[kind](found, timezone.localdate(), **options)
        _write(output, stand_alone(page, css).encode() if html else pdf_bytes(page, css))
        self.stdout.write(f"{found}：{output} に書き出しました。")


def _write(output: Path, content: bytes) -> None:
    """Write the whole file or nothing."""
    unfinished = output.with_name(f".{output.name}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(output)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise CommandError(f"{output}: 書き出せません（{error.strerror}）。") from error
