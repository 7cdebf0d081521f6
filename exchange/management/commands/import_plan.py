"""`manage.py import_plan FILE.json ...`: make plans equal to plan documents."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from exchange.checks import Validation, validate
from exchange.exceptions import DocumentRefused
from exchange.load import Imported, plan_import
from exchange.management.documents import document_bytes, refuse_documents, show_warnings
from organizations.exceptions import PortalError
from organizations.fiscal_years import fiscal_year_of
from organizations.history import Author, Reason
from organizations.models import ChangeSet
from plans.models import Plan

COMMAND = Author(user=None, source=ChangeSet.Source.COMMAND)


class Command(BaseCommand):
    help = "計画文書（ict-plan/1）を取り込みます。計画はファイルと等しくなります。"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE.json", type=Path)
        parser.add_argument(
            "--reason-category",
            default="",
            choices=ChangeSet.ReasonCategory.values,
            help="確定した計画を変えるときの理由の区分",
        )
        parser.add_argument("--reason", default="", metavar="TEXT", help="確定した計画を変えるときの理由")
        parser.add_argument(
            "--end-missing",
            action="store_true",
            help="ファイルになく確定版にある施策を、削除せず「終了」とします。",
        )

    def handle(self, *args, files: list[Path], reason_category, reason, end_missing, **options):
        validations = self._validate({path: document_bytes(path) for path in files})
        by_start = sorted(
            validations, key=lambda path: validations[path].document["plan"]["start_fiscal_year"]
        )
        for path in by_start:
            try:
                imported = plan_import(
                    document=validations[path].document,
                    author=COMMAND,
                    fiscal_year=fiscal_year_of(timezone.localdate()),
                    reason=Reason(reason_category, reason),
                    end_missing=end_missing,
                )
            except DocumentRefused as refusal:
                refuse_documents(self, {path: refusal.problems})
            except PortalError as refusal:
                raise CommandError(f"{path.name}: {refusal}") from refusal
            show_warnings(self, path, imported.remarks)
            self.stdout.write(f"{path.name}: {_outcome(imported)}")

    def _validate(self, sources: dict[Path, bytes]) -> dict[Path, Validation]:
        first = {path: validate(source) for path, source in sources.items()}
        if errors := {path: result.errors for path, result in first.items() if result.errors}:
            refuse_documents(self, errors)
        documents = [result.document for result in first.values()]
        checked = {}
        for path, result in first.items():
            city = result.document["municipality"]["code"]
            checked[path] = validate(result.document, known_plans=_known_plans(city, documents))
            show_warnings(self, path, checked[path].warnings)
        return checked


def _known_plans(city: str, documents: list[dict[str, Any]]) -> set[str]:
    stored = Plan.objects.filter(municipality__code=city).values_list("code", flat=True)
    imported = (doc["plan"]["code"] for doc in documents if doc["municipality"]["code"] == city)
    return {*stored, *imported}


def _outcome(imported: Imported) -> str:
    if not imported.has_changes:
        return f"{imported.plan}：変更はありません。"
    return f"{imported.plan}：{'新しく取り込みました' if imported.is_new else '更新しました'}。"
