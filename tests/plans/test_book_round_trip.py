"""Whatever is edited of policies, chapters, tables and surveys, the document stays one the import accepts."""

import pytest
from django.urls import reverse

from exchange.canonical import canonical_bytes
from exchange.checks import validate
from exchange.dump import plan_document
from exchange.load import plan_import
from organizations.models import ChangeSet
from plans.models import Plan
from tests.factories import COMMAND
from tests.plan_rows import TREES, TYPED
from tests.posted import posted_fields

pytestmark = pytest.mark.django_db
CREATED = {noun: (TYPED | TREES)[noun] for noun in ("policy", "chapter", "data_table", "survey")}
EDITED = {
    "policy": {"code": "7", "goal": "目標。\r\n二行目。"},
    "chapter": {"title": "改めた章", "body": "本文。\r\n\r\n- 一\r\n- 二"},
    "data_table": {"number": "図1", "sheet-0-v0": "'123", "sheet-1-v1": "△5", "sheet-0-level": "0"},
    "survey": {"name": "市民意識調査", "until": "R4.6.30", "items-0-satisfaction": "", "mean_importance": ""},
}


def save(city, page, *key, **typed):
    address = reverse(f"plans:{page}", args=[*city.plan.url_args, *key])
    client = city.client()
    response = client.post(address, posted_fields(client.get(address)) | typed)
    assert response.status_code == 302, page


def test_edits_of_the_book_are_exported_and_imported_without_a_change(a_city):
    rows = {noun: a_city.rows[noun] for noun in EDITED}
    for noun, typed in CREATED.items():
        save(a_city, f"{noun}_create", **typed)
    for noun, typed in EDITED.items():
        save(a_city, f"{noun}_edit", rows[noun].pk, **typed)
    for noun, step in [("policy", "up"), ("chapter", "up"), ("policy", "in")]:
        address = reverse(f"plans:{noun}_move", args=[*a_city.plan.url_args, rows[noun].pk])
        a_city.client().post(address, {"to": step})
    plan = Plan.objects.get(pk=a_city.plan.pk)
    exported = canonical_bytes(plan_document(plan))
    for told in ("新しい方針", "改めた章", '"123"', "survey:市民意識調査", "table:図1"):
        assert told in exported.decode()
    checked = validate(exported, known_plans={"ict-2019"})
    assert checked.errors == []
    saves = ChangeSet.objects.count()
    plan_import(document=checked.document, author=COMMAND, fiscal_year=2026)
    assert ChangeSet.objects.count() == saves
    assert canonical_bytes(plan_document(Plan.objects.get(pk=plan.pk))) == exported
