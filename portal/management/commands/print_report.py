"""`manage.py print_report plan-book --municipality CODE --output FILE.pdf`: print without a browser."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from exchange.management.choosing import add_plan_options, find_edition, find_plan
from portal.printing.html import book_css, book_html, stand_alone
from portal.printing.pdf import pdf_bytes
from portal.printing.press import book_of
from portal.printing.tasks import PLAN_BOOK


class Command(BaseCommand):
    help = "計画書をPDF（--html のときは1つのHTML）に印刷します。"

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=[PLAN_BOOK], help="印刷するもの")
        add_plan_options(parser)
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="書き出すファイル")
        parser.add_argument("--html", action="store_true", help="PDFの代わりに1つのHTMLを書き出します。")

    def handle(self, *args, kind, municipality, plan, edition, output: Path, html: bool, **options):
        found = find_plan(municipality, plan)
        if not output.parent.is_dir():
            raise CommandError(f"{output}: フォルダーがありません。先に作ってください。")
        book = book_of(found, day=timezone.localdate(), edition=find_edition(found, edition))
        content = stand_alone(book).encode() if html else pdf_bytes(book_html(book), book_css())
        _write(output, content)
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
