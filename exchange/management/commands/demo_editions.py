"""`manage.py demo_editions`: the 当初 of the plans that come with the portal, for a first look."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from exchange.additions import added_measures, without_additions
from exchange.canonical import ordered
from exchange.dump import plan_document
from exchange.freeze import edition_file, edition_freeze, proposed_label
from organizations.history import Author
from organizations.models import ChangeSet
from plans.models import Edition, Plan

AUTHOR = Author(user=None, source=ChangeSet.Source.COMMAND)
RECONSTRUCTED = "当初（復元）"


class Command(BaseCommand):
    help = (
        "付属の今の計画に、当初の確定版を作ります（PORTAL_DEMO=1 のときだけ）。すでにある計画はそのままです。"
    )

    def handle(self, **options):
        if not settings.PORTAL_DEMO:
            raise CommandError("デモの確定版は PORTAL_DEMO=1 のときだけ作れます。")
        for plan in demo_plans():
            if not plan.editions.exists():
                demo_editions_make(plan)
                self.stdout.write(f"{plan.municipality} {plan}：当初の確定版を作りました。")


def demo_plans() -> Iterator[Plan]:
    """Yield the latest plan of each city that came with the portal, where it is loaded."""
    latest: dict[str, tuple[int, str]] = {}
    for path in (settings.BASE_DIR / "fixtures").glob("*.json"):
        document = json.loads(Path(path).read_text(encoding="utf-8"))
        city, plan = document["municipality"]["code"], document["plan"]
        latest[city] = max(latest.get(city, (0, "")), (plan["start_fiscal_year"], plan["code"]))
    for city, (_, code) in sorted(latest.items()):
        yield from Plan.objects.filter(municipality__code=city, code=code).select_related("municipality")


@transaction.atomic
def demo_editions_make(plan: Plan) -> None:
    """Adopt a plan: as it stands, or as it was before its additions, which then are its second edition."""
    document = ordered(plan_document(plan))
    added = added_measures(document)
    if not added:
        edition_freeze(
            plan=plan, author=AUTHOR, kind=Edition.Kind.INITIAL, label="当初", adopted_on=plan.issued_on
        )
        return
    numbers = "、".join(measure["number"] for measure in added)
    edition_file(
        plan=plan,
        document=without_additions(document),
        author=AUTHOR,
        kind=Edition.Kind.INITIAL,
        label=RECONSTRUCTED,
        adopted_on=plan.issued_on,
        reason=f"復元：{plan.words['measure']}{numbers}が加わる前の計画を、今の文書から作り直したもの。"
        "本文と図表は、追加の後に印刷されたまま。",
    )
    labels = dict.fromkeys(measure["added"].get("label", "") for measure in added)
    edition_freeze(
        plan=plan,
        author=AUTHOR,
        kind=Edition.Kind.REVISION,
        label="、".join(filter(None, labels)) or proposed_label(plan, Edition.Kind.REVISION),
        reason=f"{plan.words['measure']}{numbers}の追加。",
    )
