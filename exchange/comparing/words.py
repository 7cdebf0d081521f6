"""What members of a plan document are called and how their values read, in Japanese."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Field

from exchange import shapes
from exchange.codec import Shape
from exchange.schema.base import ItemPart, NotePart, Part
from exchange.schema.book import (
    AxisPart,
    CarriedOverPart,
    CategoryPart,
    ChapterPart,
    ColumnPart,
    CommitteePart,
    CyclePart,
    GenerationPart,
    MakingPart,
    MeansPart,
    MemberPart,
    PlanCostPart,
    QuorumPart,
    RowPart,
    SurveyItemPart,
    SurveyPart,
    TablePart,
    TermPart,
)
from exchange.schema.document import Document
from exchange.schema.measures import (
    AddedPart,
    BudgetLinePart,
    ContinuesPart,
    CostPart,
    EndedPart,
    FundingPart,
    IndicatorPart,
    IndicatorValuePart,
    MeasurePart,
    OutcomePart,
    RelatedMeasurePart,
    TrackPart,
)
from exchange.schema.plan import (
    AchievementPart,
    CriterionPart,
    DepartmentPart,
    DirectionPart,
    EvaluationBodyPart,
    ExtensionPart,
    LabelsPart,
    PhasePart,
    PlanPart,
    PolicyPart,
    ReferencePart,
    RulePart,
    VerdictPart,
)
from exchange.schema.rounds import (
    AdditionPart,
    AttendancePart,
    ConditionPart,
    EvaluationPart,
    MeetingItemPart,
    MeetingPart,
    ReportPart,
    RoundPart,
)
from exchange.schema.systems import (
    ContractAmountPart,
    ContractPart,
    MigrationPart,
    ProcedurePart,
    ProcedureUsePart,
    RenewalCostPart,
    RenewalPart,
    SupportEndPart,
    SystemPart,
)
from measures.models import Measure
from measures.models.budget import SOURCES
from organizations.fiscal_years import show_fiscal_year_by_era, show_partial_date
from plans.models import EvaluationBody, Word
from reviews.models import ReviewRound

SHAPES: dict[type[Part], Shape] = {
    PlanPart: shapes.PLAN, DepartmentPart: shapes.DEPARTMENT, PhasePart: shapes.PHASE,
    AchievementPart: shapes.ACHIEVEMENT, DirectionPart: shapes.DIRECTION, RulePart: shapes.RULE,
    EvaluationBodyPart: shapes.EVALUATION_BODY, CriterionPart: shapes.CRITERION,
    ReferencePart: shapes.REFERENCE, PolicyPart: shapes.POLICY, ChapterPart: shapes.CHAPTER,
    TablePart: shapes.TABLE, AxisPart: shapes.AXIS, CategoryPart: shapes.CATEGORY,
    CommitteePart: shapes.COMMITTEE, MakingPart: shapes.MAKING, CyclePart: shapes.CYCLE,
    PlanCostPart: shapes.PLAN_COST, CarriedOverPart: shapes.CARRIED_OVER, GenerationPart: shapes.GENERATION,
    SurveyPart: shapes.SURVEY, SurveyItemPart: shapes.SURVEY_ITEM, TermPart: shapes.TERM,
    ProcedurePart: shapes.PROCEDURE, ProcedureUsePart: shapes.PROCEDURE_USE, SystemPart: shapes.SYSTEM,
    MigrationPart: shapes.MIGRATION, SupportEndPart: shapes.SUPPORT_END, RenewalPart: shapes.RENEWAL,
    RenewalCostPart: shapes.RENEWAL_COST, ContractPart: shapes.CONTRACT,
    ContractAmountPart: shapes.CONTRACT_AMOUNT,
    MeasurePart: shapes.MEASURE, AddedPart: shapes.ADDED, EndedPart: shapes.ENDED,
    ContinuesPart: shapes.CONTINUES, RelatedMeasurePart: shapes.RELATED, TrackPart: shapes.TRACK,
    IndicatorPart: shapes.INDICATOR, IndicatorValuePart: shapes.INDICATOR_VALUE, CostPart: shapes.COST,
    BudgetLinePart: shapes.BUDGET_LINE, OutcomePart: shapes.OUTCOME, RoundPart: shapes.ROUND,
    ReportPart: shapes.REPORT, EvaluationPart: shapes.EVALUATION, ConditionPart: shapes.CONDITION,
    AdditionPart: shapes.ADDITION, MeetingPart: shapes.MEETING, MeetingItemPart: shapes.MEETING_ITEM,
    AttendancePart: shapes.ATTENDANCE,
}  # fmt: skip

# Members that no model field names: those of JSON, and those that are rows or links of their own.
LABELS: dict[type[Part], dict[str, str]] = {
    Document: {
        "format": "文書の形式", "municipality": "団体", "departments": "部署", "plan": "計画",
        "references": "根拠・関連計画", "policies": "方針", "chapters": "章", "tables": "図表",
        "axes": "分類軸", "committees": "会議体", "making": "策定経過", "cycle": "進行管理の手順",
        "measures": "施策", "plan_costs": "計画の経費", "carried_over": "引き継いだ課題",
        "generations": "過去の計画", "systems": "情報システム", "procedures": "オンライン手続",
        "surveys": "市民調査", "glossary": "用語", "notes": "文書の注", "rounds": "進捗状況調査",
        "meetings": "会議", "contracts": "契約",
    },
    PlanPart: {
        "phases": "工程区分", "achievements": "達成状況", "directions": "今後の方向性",
        "rules": "計画のきまり", "evaluation_bodies": "評価する会議体", "criteria": "評価の観点",
    },
    DepartmentPart: {"name": "部署名", "parent": "上位の部署"},
    PolicyPart: {"departments": "担当", "parent": "上位の方針", "reports": "実施状況報告"},
    ChapterPart: {"parent": "上位の章"},
    AxisPart: {"categories": "分類"},
    CarriedOverPart: {"policy": "方針"},
    SurveyPart: {"items": "調査項目"},
    SystemPart: {
        "group": "区分", "departments": "主管課", "successor": "次のシステム", "renewal": "更新計画",
        "migrations": "標準化の移行", "support_ends": "サポート終了", "contracts": "契約",
        "disclosure": "公開区分",
    },
    RenewalPart: {"costs": "更新の経費"},
    ContractPart: {"amounts": "契約金額"},
    ProcedurePart: {"department": "所管課", "system": "情報システム", "uses": "利用の実績"},
    MeasurePart: {
        "added": "追加", "ended": "終了", "policy": "方針", "departments": "担当課",
        "related_departments": "関係課", "categories": "分類", "continues": "前計画からのつながり",
        "related_measures": "関連する施策", "grounds": "根拠", "systems": "情報システム",
        "schedule_state": "工程の記載", "schedule": "工程", "year_plans": "年度計画", "indicators": "指標",
        "costs": "経費", "budget_lines": "予算・決算", "outcome": "前計画の結果", "reports": "実施状況報告",
    },
    RoundPart: {"previous": "前回の調査"},
    ReportPart: {
        "round": "調査", "achievement": "達成状況", "carry_over_reason": "繰越の理由", "phases": "実際の工程",
        "departments": "回答課", "submitted_on": "提出日", "late": "提出の遅れ", "evaluations": "評価",
        "conditions": "付帯意見", "additions": "関係課の補足",
    },
    EvaluationPart: {"body": "会議体", "label": "評価の言葉", "direction": "今後の方向性"},
    ConditionPart: {"department": "対応する課"},
    AdditionPart: {"department": "補足した課"},
    MeetingPart: {"body": "会議体", "round": "調査", "items": "議題", "attendance": "出席"},
    EndedPart: {"into": "統合先"},
    RelatedMeasurePart: {"number": "施策"},
    TrackPart: {"years": "年度"},
    IndicatorPart: {"values": "値"},
    OutcomePart: {"achievement": "達成状況", "direction": "今後の方向性", "target_phase": "取組目標"},
    ExtensionPart: {"on": "決定", "until": "延長後の終わり", "text": "内容"},
    FundingPart: {"source": "財源", "budget": "予算", "settled": "決算"},
    ItemPart: {"number": "番号", "name": "名称", "text": "内容", "mark": "印", "on": "日付"},
    NotePart: {"kind": "種類", "field": "項目", "printed": "印刷", "text": "内容"},
    ColumnPart: {"label": "名称", "unit": "単位"},
    RowPart: {
        "label": "名称", "group": "まとまり", "level": "段", "code": "コード", "formula": "計算式",
        "values": "値",
    },
    MemberPart: {"post": "職", "role": "役割"},
    VerdictPart: {"label": "言葉", "code": "区分"},
    QuorumPart: {"text": "表記", "rule": "決め方", "number": "人数"},
    MeansPart: {"satisfaction": "満足度", "importance": "重要度"},
    LabelsPart: {
        "measure": "施策の言い方", "departments": "担当課の言い方", "issues": "現状と課題の言い方",
        "approach": "取組の方向性の言い方", "content": "内容の言い方", "goal": "達成目標の言い方",
        "schedule": "工程表の言い方", "is_new": "新規の印", "is_priority": "重点の印",
    },
}  # fmt: skip
COMMON = {"notes": "注", "key": "識別名", "code": "団体コード", "name": "団体名", "kind": "種別"}

VALUES: dict[tuple[type[Part], str], Mapping[str, str]] = {
    (MeasurePart, "schedule_state"): dict(Measure.ScheduleState.choices),
    (PhasePart, "stage"): dict(Word.Stage.choices),
    (AchievementPart, "code"): Word.ACHIEVEMENTS,
    (DirectionPart, "code"): Word.DIRECTIONS,
    (DirectionPart, "resources"): {"more": "増やす", "less": "減らす", "same": "変えない", "none": "なし"},
    (VerdictPart, "code"): dict(EvaluationBody.Code.choices),
    (RoundPart, "asks"): ReviewRound.ASKS,
    (QuorumPart, "rule"): {
        "majority": "過半数", "half": "半数", "two-thirds": "3分の2", "number": "人数",
    },
    (NotePart, "kind"): {
        "reading": "読み取り", "conflict": "食い違い", "unclear": "不明", "footnote": "脚注",
        "editor": "編集者の注",
    },
}  # fmt: skip

MONEY = {(CostPart, key) for key in ("initial", "running", "specific_funding", "total", "budget", "settled")}
MONEY |= {
    (BudgetLinePart, key)
    for key in ("initial", "supplementary", "carried_in", "obligation", "settled", *SOURCES)
}
MONEY |= {(FundingPart, "budget"), (FundingPart, "settled"), (PlanCostPart, "amount")}
DATES = {"on", "until", "from", "as_of", "baseline_on", "current_end", "review_start", "next_start"}
DATES |= {"start_on", "end_on", "issued_on", "revised_on", "started_on", "answer_due", "opened_on"}
DATES |= {"final_on", "submitted_on", "decided_on", "given_on", "due_on", "closed_on", "held_on"}
DATES |= {"specification_start", "contract_on", "build_start", "parallel_start", "first_start", "first_end"}
DATES |= {"terminated_on", "ended_on", "due"}
DATE = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True)
class Ref:
    """What refers to another part of the document: the same thing is meant, whatever it is called now."""

    key: Any
    shown: str = field(compare=False)

    def __str__(self) -> str:
        return self.shown


@cache
def label_of(part: type[Part], key: str) -> str:
    """Return what a member is called."""
    if label := LABELS.get(part, {}).get(key):
        return label
    model_field = _model_field(part, key)
    return str(model_field.verbose_name) if model_field else COMMON.get(key, key)


@cache
def member_label(name: str) -> str:
    """Return what a member is called, whichever part it is of: notes say what they are about by its name."""
    found = (label_of(part, name) for part in (MeasurePart, *SHAPES))
    return next((label for label in found if label != name), name)


def shown(part: type[Part], key: str, value: Any) -> str:
    """Return the value of a member as a person reads it, "" for none."""
    match value:
        case None | "" | []:
            return ""
        case bool():
            return "はい" if value else "いいえ"
        case list():
            words = VALUES.get((part, key), {})
            return "、".join(words.get(entry) or _entry(entry) for entry in value)
        case str():
            return _text(part, key, value)
        case int() if key.endswith("fiscal_year"):
            return show_fiscal_year_by_era(value)
        case int() | float():
            return f"{value:,}{'千円' if (part, key) in MONEY else ''}"
        case _:
            return str(value)


def _text(part: type[Part], key: str, value: str) -> str:
    if key in DATES and DATE.fullmatch(value):
        return show_partial_date(value)
    if (part, key) in VALUES:
        return VALUES[part, key].get(value, value)
    model_field = _model_field(part, key)
    words = dict(model_field.flatchoices) if model_field and model_field.choices else {}
    return str(words.get(value, value))


def _entry(value: Any) -> str:
    return "―" if value is None else f"{value:,}" if isinstance(value, int | float) else str(value)


@cache
def _model_field(part: type[Part], key: str) -> Field | None:
    shape = SHAPES.get(part)
    attribute = shape.attributes.get(key) if shape else None
    return shape.model._meta.get_field(attribute) if attribute else None
