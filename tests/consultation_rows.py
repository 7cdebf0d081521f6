"""A consultation being written, a decided one with a check, a procedure in use; what is typed into forms."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from plans.models import Plan
from systems.models import (
    Consultation,
    ConsultationCost,
    ConsultationRule,
    EffectCheck,
    InformationSystem,
    ProcedureUse,
)

TYPED: dict[str, dict[str, Any]] = {
    "systems:consultation_edit": {"purpose": "待ち時間を減らす。"},
    "systems:consultation_return": {"text": "経費の根拠を足すこと。"},
    "systems:consultation_advise": {"text": "妥当と考える。"},
    "systems:consultation_decide": {"assessed": "1,000"},
    "systems:consultation_rule_edit": {"threshold": "20,000"},
    "systems:online_procedure_create": {"name": "転出届", "reason_category": "typo"},
    "systems:online_procedure_edit": {"channel": "ぴったりサービス", "reason_category": "typo"},
    "systems:online_procedure_delete": {"reason_category": "typo"},
    "systems:effect_check_edit": {"verdict": "met", "text": "窓口の待ち時間が減った。"},
}


def consultation_forms(rows: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return by URL name what is typed into the forms of consultations."""
    new = {"name": "新しいシステム", "department": rows["consultation"].department_id}
    figures = {f"use-{rows['online_procedure'].pk}-online": "120"}
    return TYPED | {"systems:consultation_create": new, "systems:procedure_use_edit": figures}


def consultation_rows(plan: Plan, system: InformationSystem, mark: str) -> dict[str, Any]:
    """Return both, filed by the department that leads the plan's first measure."""
    city = plan.municipality
    department = plan.measures.first().measure_departments.get(role="lead").department
    shared = {
        "municipality": city, "department": department, "system": system, "fiscal_year": 2027,
        "purpose": f"保守が終わる{mark}。", "procurement": f"入札{mark}", "starts_on": date(2028, 1, 1),
        "expected_effect": f"待ち時間を減らす{mark}。",
    }  # fmt: skip
    ConsultationRule.objects.create(municipality=city, name=f"利用計画書{mark}", threshold=1000)
    draft = Consultation.objects.create(name=f"窓口支援の更新{mark}", kind="renewal", **shared)
    decided = Consultation.objects.create(
        name=f"文書管理の導入{mark}", kind="new", state="decided", opinion=f"妥当{mark}。", requested=3000,
        assessed=2000, result=f"減額{mark}。", **shared,
    )  # fmt: skip
    for row in (draft, decided):
        ConsultationCost.objects.create(consultation=row, fiscal_year=2027, initial=3000)
    check = EffectCheck.objects.create(consultation=decided, after_years=1, due_fiscal_year=2028)
    return {
        "consultation": draft, "consultation_list": SimpleNamespace(), "effect_check": check,
        "consultation_rule": SimpleNamespace(),
    }  # fmt: skip


def procedure_rows(plan: Plan) -> dict[str, Any]:
    """Give the plan's procedure to the department that leads its first measure, and a year's figures."""
    procedure = plan.procedures.first()
    procedure.department = plan.measures.first().measure_departments.get(role="lead").department
    procedure.save()
    use = ProcedureUse.objects.create(procedure=procedure, fiscal_year=2024, applications=200, online=90)
    return {"online_procedure": procedure, "procedure_use": use}
