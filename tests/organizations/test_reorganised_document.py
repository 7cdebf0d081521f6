"""A whole plan is exported and read back after its departments changed."""

import json
from datetime import date
from types import SimpleNamespace

import pytest

from exchange.canonical import canonical_bytes
from exchange.checks import validate
from exchange.dump import plan_document
from organizations.reorganising.rows import DepartmentRow, LineRow, Rows
from tests.organizations.reorganised import enacted

pytestmark = pytest.mark.django_db


def test_a_whole_plan_is_exported_validly_after_its_departments_changed(a_city):
    plan = a_city.plan
    rows = Rows(
        departments=[
            DepartmentRow("DX推進課", "課", "政策経営部", "", 1),
            DepartmentRow("庶務係", "係", "政策経営部", "", 2),
        ],
        lines=[LineRow("情報管理課", "DX推進課", 1), LineRow("総務課　庶務係", "総務課", 2)],
    )
    city = SimpleNamespace(city=plan.municipality)
    enacted(city, rows, day=date(plan.end_fiscal_year, 4, 1))
    for each in plan.municipality.plans.all():
        document = json.loads(canonical_bytes(plan_document(each)))
        assert validate(document, known_plans={"ict-2019"}).errors == []
