"""`manage.py import_edition 132039/ict-2014 FILE.json --label 当初`: file an edition from a plan document."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from exchange.checks import validate
from exchange.exceptions import DocumentRefused
from exchange.freeze import edition_file
from exchange.management.choosing import find_named_plan
from exchange.management.documents import document_bytes, refuse_documents, show_warnings
from organizations.exceptions import PortalError
from organizations.history import Author
from organizations.models import ChangeSet
from plans.models import Edition, Plan

KINDS = [Edition.Kind.INITIAL, Edition.Kind.REVISION, Edition.Kind.SNAPSHOT]


class Command(BaseCommand):
    help = "計画文書（ict-plan/1）を、計画の確定版として収めます。今の計画は変わりません。"

    def add_arguments(self, parser):
        parser.add_argument("plan", metavar="PLAN", help="132039/ict-2014 のような団体コードと計画コード")
        parser.add_argument("file", metavar="FILE.json", type=Path)
        parser.add_argument("--municipality", metavar="CODE", help="団体コード（PLAN に書かないとき）")
        parser.add_argument("--label", required=True, help="確定版の名称（当初、第1回改定など）")
        parser.add_argument(
            "--kind", choices=[*map(str, KINDS)], help="種別。省くと、当初がなければ当初、あれば改定"
        )
        parser.add_argument(
            "--adopted-on", default="", metavar="DATE", help="決定日（2022-03-25、2022-03、2022）"
        )
        parser.add_argument("--body", default="", help="決定した会議体")
        parser.add_argument("--document-number", default="", help="文書番号")
        parser.add_argument("--reason", default="", help="理由")

    def handle(self, *args, plan, municipality, file: Path, kind, **options):
        found = find_named_plan(plan, municipality)
        names = ("label", "adopted_on", "body", "document_number", "reason")
        decision = {name: options[name] for name in names} | {"kind": kind or _next_kind(found)}
        document = self._validated(file, found)
        try:
            edition = edition_file(
                plan=found,
                document=document,
                author=Author(user=None, source=ChangeSet.Source.COMMAND),
                **decision,
            )
        except DocumentRefused as refusal:
            refuse_documents(self, {file: refusal.problems})
        except (PortalError, ValidationError) as refusal:
            raise CommandError(_sentences(refusal)) from refusal
        self.stdout.write(
            f"{found}：確定版 {edition.number}「{edition}」を収めました（SHA-256 {edition.digest}）。"
        )

    def _validated(self, file: Path, plan: Plan) -> dict:
        codes = Plan.objects.filter(municipality=plan.municipality).values_list("code", flat=True)
        result = validate(document_bytes(file), known_plans=set(codes))
        show_warnings(self, file, result.warnings)
        if result.errors:
            refuse_documents(self, {file: result.errors})
        return result.document


def _next_kind(plan: Plan) -> str:
    return Edition.Kind.REVISION if plan.is_adopted() else Edition.Kind.INITIAL


def _sentences(refusal: Exception) -> str:
    """Return a refusal's sentences, each with the option it is about."""
    if not isinstance(refusal, ValidationError):
        return str(refusal)
    return "\n".join(
        f"--{name.replace('_', '-')}: {sentence}" if name != "__all__" else sentence
        for name, sentences in refusal.message_dict.items()
        for sentence in sentences
    )
