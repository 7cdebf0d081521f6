"""`manage.py print_report KIND --municipality CODE --output FILE`; the kinds are in `papers.registry`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from exchange.management.choosing import find_plan
from organizations.exceptions import PortalError
from portal.papers.command_line import add_options, orders_typed, refused, typed_options
from portal.papers.kind import Asked
from portal.papers.pack import pack_bytes
from portal.papers.registry import KINDS
from portal.papers.rendering import composed, file_of
from portal.place import place_of
from portal.printing.html import stand_alone
from workspace.models import PACK


class Command(BaseCommand):
    help = "計画書・新旧対照表・引継書・年次報告などを、PDF・Word・HTML・ZIPに印刷します。"

    def add_arguments(self, parser):
        kinds = "・".join(KINDS)
        parser.add_argument("kind", metavar="KIND", help=f"印刷するもの（{kinds}、まとめてZIPなら {PACK}）")
        parser.add_argument("--municipality", default="", metavar="CODE", help="団体コード（6桁）")
        parser.add_argument("--plan", metavar="CODE", help="計画コード。省くと開始が最も新しい計画")
        add_options(parser)
        parser.add_argument("--template", default="", metavar="NAME", help="市のひな形の名前")
        parser.add_argument(
            "--kinds", default="", metavar="A,B", help=f"{PACK} でまとめる種類を , で区切って"
        )
        parser.add_argument("--output", type=Path, metavar="FILE", help="書き出すファイル")
        parser.add_argument("--html", action="store_true", help="PDFの代わりに1つのHTMLを書き出します。")
        parser.add_argument("--no-cache", action="store_true", help="作り置きを使わず、新しく印刷します。")

    def handle(self, *args, kind, municipality, plan, output: Path | None, **given):
        if not municipality:
            raise CommandError("--municipality：団体コード（6桁）を指定してください。")
        if output is None:
            raise CommandError("--output：書き出すファイルを指定してください。")
        if not output.parent.is_dir():
            raise CommandError(f"--output：{output}: フォルダーがありません。先に作ってください。")
        found, typed = find_plan(municipality, plan), typed_options(given)
        orders = orders_typed(kind, found, typed, kinds=given["kinds"], template=given["template"])
        place, day = (
            place_of(found.municipality, found.code, today=timezone.localdate()),
            timezone.localdate(),
        )
        steps = [(order.kind, Asked(place, None, day, order.options)) for order in orders]
        if given["html"] and len(steps) > 1:
            raise CommandError("--html：1つの印刷物だけに使えます。外すか、種類を1つにしてください。")
        try:
            content = self._content(steps, is_html=given["html"], is_fresh=given["no_cache"])
        except PortalError as refusal:
            raise refused(refusal) from refusal
        _write(output, content)
        self.stdout.write(f"{found}：{output} に書き出しました。")

    def _content(self, steps, *, is_html: bool, is_fresh: bool) -> bytes:
        papers = [(composed(kind, asked), asked) for kind, asked in steps]
        if is_html:
            paper, _ = papers[0]
            content = stand_alone(paper.html, paper.css).encode()
        else:
            files = [file_of(paper, asked, is_fresh=is_fresh) for paper, asked in papers]
            content = files[0][1] if len(files) == 1 else pack_bytes(files)
        for (kind, asked), (paper, _) in zip(steps, papers, strict=True):
            kind.printed(asked, paper)
        return content


def _write(output: Path, content: bytes) -> None:
    """Write the whole file or nothing."""
    unfinished = output.with_name(f".{output.name}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(output)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise CommandError(f"--output：{output}: 書き出せません（{error.strerror}）。") from error
