"""`manage.py list_findings`: the findings on information systems, of one city or of all."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from organizations.fiscal_years import show_day
from organizations.models import Municipality
from systems.findings.inventory import Row, finding_rows


class Command(BaseCommand):
    help = "情報システムの確認事項を並べます（検討の遅れ、空白、終わりの過ぎたもの、記載のないものなど）。"

    def add_arguments(self, parser):
        parser.add_argument("--municipality", metavar="CODE", help="団体コード（6桁）。省くとすべての団体")
        parser.add_argument("--as-of", metavar="DATE", help="基準日（2026-04-01 の形）。省くと今日")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="出力の形")

    def handle(self, *, municipality, as_of, format, **options):
        day = _day(as_of) if as_of else timezone.localdate()
        cities = Municipality.objects.order_by("code")
        if municipality:
            cities = cities.filter(code=municipality)
            if not cities:
                raise CommandError(f"団体コード {municipality} の団体はありません。6桁を確かめてください。")
        rows = finding_rows(cities, as_of=day)
        if format == "json":
            self.stdout.write(json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=2))
        else:
            self._write_text(rows, day)

    def _write_text(self, rows: list[Row], day: date) -> None:
        self.stdout.write(f"基準日 {show_day(day)}　{len(rows)}件")
        for row in rows:
            accepted = "（了承済）" if row.accepted else ""
            where = "　".join(filter(None, [row.municipality, row.system, row.department]))
            self.stdout.write(f"[{row.severity}] {where}：{row.label}{accepted}\n    {row.sentence}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"「{text}」は日付ではありません。2026-04-01 の形で書いてください。") from error
