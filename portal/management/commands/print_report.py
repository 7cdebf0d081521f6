"""`manage.py print_report plan-book | comparison | handover --municipality CODE --output FILE.pdf`."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from exchange.management.choosing import add_plan_options, find_edition, find_plan
from organizations.models import Department, Municipality
from plans.models import Plan
from portal.comparison import chosen, versions_of
from portal.handover.figures import handover_of
from portal.place import place_of
from portal.printing.comparison_press import form_css, form_html, form_of
from portal.printing.comparison_task import COMPARISON
from portal.printing.handover_press import handover_css, handover_html
from portal.printing.html import book_css, book_html, stand_alone
from portal.printing.pdf import pdf_bytes
from portal.printing.press import book_of
from portal.printing.tasks import PLAN_BOOK

Paper = tuple[str, str]  # a page and its style


def print_plan_book(plan: Plan, day: date, *, edition: int | None, **options) -> Paper:
    return book_html(book_of(plan, day=day, edition=find_edition(plan, edition))), book_css()


def print_comparison(plan: Plan, day: date, *, old: str, new: str, **options) -> Paper:
    pair = chosen(versions_of(plan, day), old, new)
    if pair is None:
        raise CommandError(f"{plan}に、比べる確定版がありません。--old と --new の番号を確かめてください。")
    return form_html(form_of(plan, *pair, day=day)), form_css()


def print_handover(plan: Plan, day: date, *, department: str, **options) -> Paper:
    place = place_of(plan.municipality, today=day)
    found = find_department(plan.municipality, department, day)
    return handover_html(handover_of(place, found, day)), handover_css()


def find_department(municipality: Municipality, name: str, day: date) -> Department:
    """Return the department of that name: one that stands before those that ended. Raise CommandError."""
    named = municipality.departments.filter(name=name)
    found = list(named.standing_on(day)) or list(named)
    if len(found) != 1:
        why = f"{len(found)}つあります" if found else "見つかりません"
        raise CommandError(
            f"{municipality}に部署「{name}」が{why}。--department の部署名を確かめてください。"
        )
    return found[0]


HANDOVER = "handover"
KINDS: dict[str, Callable[..., Paper]] = {
    PLAN_BOOK: print_plan_book,
    COMPARISON: print_comparison,
    HANDOVER: print_handover,
}


class Command(BaseCommand):
    help = "計画書・新旧対照表・引継書をPDF（--html のときは1つのHTML）に印刷します。"

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
