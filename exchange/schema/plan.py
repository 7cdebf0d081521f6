"""The plan itself: its span, its words, its references and its policies."""

from typing import Literal

from pydantic import Field, field_validator

from exchange.schema.base import (
    FiscalYear,
    ItemPart,
    Line,
    Month,
    MonthOrDay,
    MunicipalityCode,
    NotePart,
    Part,
    PlanCode,
    Text,
    refusal,
)
from exchange.schema.rounds import ReportPart
from plans.models.evaluation import scale_problem, verdict_problem

MunicipalityKind = Literal["市", "区", "町", "村", "都道府県", "広域"]
DepartmentKind = Literal["局", "部", "課", "室", "係", "施設", "行政委員会", "外部"]
Stage = Literal["consider", "build", "implement", "operate"]
AchievementCode = Literal[
    "achieved", "partly", "ongoing", "preparing", "considering", "late", "not-done", "not-assessable"
]
DirectionCode = Literal["continue", "completed", "change", "end", "dropped"]
Resources = Literal["more", "less", "same", "none"]
VerdictCode = Literal["approved", "commented", "rejected"]
ReferenceKind = Literal["law", "national", "prefecture", "own-plan", "predecessor"]


class MunicipalityPart(Part):
    code: MunicipalityCode
    name: Line
    kind: MunicipalityKind | None = None
    notes: list[NotePart] | None = None


class DepartmentPart(Part):
    key: Line | None = None
    name: Line
    parent: Line | None = None
    kind: DepartmentKind | None = None
    from_: MonthOrDay | None = Field(None, alias="from")
    until: MonthOrDay | None = None
    successors: list[Line] | None = None
    notes: list[NotePart] | None = None


class ExtensionPart(Part):
    on: MonthOrDay
    until: MonthOrDay | None = None
    text: Text | None = None
    notes: list[NotePart] | None = None


class LabelsPart(Part):
    """The city's own words for what the portal shows."""

    measure: Line | None = None
    departments: Line | None = None
    issues: Line | None = None
    approach: Line | None = None
    content: Line | None = None
    goal: Line | None = None
    schedule: Line | None = None
    is_new: Line | None = None
    is_priority: Line | None = None
    notes: list[NotePart] | None = None


class PhasePart(Part):
    label: Line
    stage: Stage
    notes: list[NotePart] | None = None


class AchievementPart(Part):
    label: Line
    code: AchievementCode
    meaning: Text | None = None
    notes: list[NotePart] | None = None


class DirectionPart(Part):
    label: Line
    code: DirectionCode
    resources: Resources | None = None
    meaning: Text | None = None
    notes: list[NotePart] | None = None


class RulePart(Part):
    code: Line | None = None
    text: Text
    notes: list[NotePart] | None = None


class VerdictPart(Part):
    label: Line
    code: VerdictCode
    notes: list[NotePart] | None = None


class EvaluationBodyPart(Part):
    """A body that evaluates each year; the order of the list is the order of the stages."""

    name: Line
    verdicts: list[VerdictPart] | None = None
    rates_direction: bool | None = None
    notes: list[NotePart] | None = None

    @field_validator("verdicts")
    @classmethod
    def _can_be_decided_with(cls, verdicts: list[VerdictPart] | None) -> list[VerdictPart] | None:
        if problem := verdict_problem([verdict.model_dump() for verdict in verdicts or []]):
            raise refusal(problem)
        return verdicts


class CriterionPart(Part):
    """What is rated, on a scale of the city's own labels."""

    name: Line
    labels: list[Line]
    good_end: Literal["first", "last"]
    meaning: Text | None = None
    notes: list[NotePart] | None = None

    @field_validator("labels")
    @classmethod
    def _are_a_scale(cls, labels: list[str]) -> list[str]:
        if problem := scale_problem(labels):
            raise refusal(problem)
        return labels


class PlanPart(Part):
    code: PlanCode
    title: Line
    subtitle: Text | None = None
    start_fiscal_year: FiscalYear
    end_fiscal_year: FiscalYear
    start_on: Month | None = None
    end_on: Month | None = None
    extended: list[ExtensionPart] | None = None
    issued_on: MonthOrDay | None = None
    publisher: Text | None = None
    editor: Text | None = None
    vision: Text | None = None
    scope: Text | None = None
    revision_rule: Text | None = None
    predecessor: PlanCode | None = None
    policy_levels: list[Line] | None = None
    renewal_lead_months: int | None = Field(None, ge=0, le=120)
    labels: LabelsPart | None = None
    phases: list[PhasePart] | None = None
    achievements: list[AchievementPart] | None = None
    directions: list[DirectionPart] | None = None
    rules: list[RulePart] | None = None
    evaluation_bodies: list[EvaluationBodyPart] | None = None
    criteria: list[CriterionPart] | None = None
    notes: list[NotePart] | None = None


class ReferencePart(Part):
    kind: ReferenceKind
    title: Line
    relation: Text | None = None
    parent: Line | None = None
    article: Text | None = None
    issued_on: MonthOrDay | None = None
    revised_on: MonthOrDay | None = None
    start_fiscal_year: FiscalYear | None = None
    end_fiscal_year: FiscalYear | None = None
    notes: list[NotePart] | None = None


class PolicyPart(Part):
    key: Line | None = None
    code: Line
    printed_code: Line | None = None
    name: Line
    description: Text | None = None
    issues: Text | None = None
    goal: Text | None = None
    departments: list[Line] | None = None
    reportable: bool | None = None
    outcome: Text | None = None
    items: list[ItemPart] | None = None
    reports: list[ReportPart] | None = None
    children: list["PolicyPart"] | None = None
    notes: list[NotePart] | None = None
