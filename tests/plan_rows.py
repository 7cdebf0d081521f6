"""What people type on the edit pages of a plan's rows, and a row of each noun."""

from typing import Any

from plans.models import Plan

TYPED = {
    "glossary_term": {"term": "生成AI", "aliases": "生成ＡＩ\n\nGenAI"},
    "axis": {"code": "view", "name": "視点"},
    "committee": {
        "name": "作業部会", "parent": "", "members-0-post": "情報管理課長", "members-0-role": "部会長",
        "quorum-0-rule": "number", "quorum-0-number": "３",
    },
    "evaluation_body": {
        "name": "庁議", "rates_direction": "true", "verdicts-0-label": "承認", "verdicts-0-code": "approved",
    },
    "criterion": {"name": "効率性", "labels": "高い\n\n低い", "good_end": "first"},
    "making_step": {"on": "令和4年6月1日", "until": "R4.6", "subject": "意見公募"},
    "cycle_step": {"step": "評価", "months": "8月"},
    "reference": {
        "kind": "law", "title": "条例", "issued_on": "平成31年7月", "start_fiscal_year": "R4",
        "end_fiscal_year": "２０２６年度",
    },
    "plan_rule": {"code": "R2", "text": "毎年度見直す。"},
    "plan_cost": {"fiscal_year": "令和4", "amount": "1500", "approximate": "false"},
    "carried_over_issue": {"title": "人材の不足"},
    "generation": {
        "title": "第零次計画", "themes": "基盤\n人材", "items-0-name": "窓口", "items-0-on": "平成10年3月",
    },
    "data_table": {
        "number": "表9", "title": "職員の数", "sheet-c0-label": "令和4年度", "sheet-0-label": "一般職",
        "sheet-0-v0": "１，２３４", "sheet-0-level": "1",
    },
    "survey": {
        "name": "職員アンケート", "since": "R4.5", "rate": "45.5", "mean_importance": "60",
        "items-0-name": "窓口", "items-0-satisfaction": "２０．５", "items-0-quadrant": "ｂ",
    },
}  # fmt: skip
TREES = {
    "policy": {
        "code": "9", "name": "新しい方針", "reportable": "true", "items-0-name": "窓口", "items-0-on": "R4.7",
    },
    "chapter": {"number": "9", "title": "新しい章", "body": "本文。", "insert": ["glossary", "table:表1"]},
}  # fmt: skip


def plan_rows(plan: Plan) -> dict[str, Any]:
    """Return a row of each noun; those of committees and references are not in use."""
    axis = plan.axes.first()
    return {
        "axis": axis,
        "category": axis.categories.first(),
        "word": plan.word_set.first(),
        "glossary_term": plan.glossary.first(),
        "committee": plan.committees.last(),
        "evaluation_body": plan.evaluation_bodies.last(),
        "criterion": plan.criteria.first(),
        "making_step": plan.making.first(),
        "cycle_step": plan.cycle.first(),
        "reference": plan.references.last(),
        "plan_rule": plan.rules.first(),
        "plan_cost": plan.costs.first(),
        "carried_over_issue": plan.carried_over.first(),
        "generation": plan.generations.first(),
        "policy": plan.policies.last(),
        "chapter": plan.chapters.last(),
        "data_table": plan.tables.first(),
        "survey": plan.surveys.first(),
    }


def plan_forms(rows: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return by URL name what is typed into the forms of a plan's edit pages."""
    forms = {"plans:plan_head_edit": {"title": "別の計画"}, "plans:word_list": {}, "plans:category_list": {}}
    forms |= {f"plans:{noun}_create": typed for noun, typed in (TYPED | TREES).items()}
    forms |= {f"plans:{noun}_edit": {} for noun in [*TYPED, *TREES, "word", "category"]}
    forms |= {f"plans:{noun}_delete": {} for noun in TYPED | TREES}
    forms |= {f"plans:{noun}_move": {"to": "up"} for noun in TREES}
    return forms | {f"plans:{noun}_list": {"move": f"up:{rows[noun].pk}"} for noun in TYPED}
