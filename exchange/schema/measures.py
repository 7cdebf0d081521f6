"""Measures with their tracks, indicators, costs and outcomes."""

from typing import Literal, Self

from pydantic import model_validator

from exchange.schema.base import (
    Address,
    FiscalYear,
    ItemPart,
    Line,
    MeasureRef,
    Money,
    MonthOrDay,
    NotePart,
    Number,
    Part,
    PhaseByYear,
    SignedMoney,
    Text,
    TextByYear,
    refusal,
)
from exchange.schema.rounds import ReportPart
from measures.models.budget import NO_SETTLED_STATE
from measures.models.figures import NO_JUDGEMENT_REASON


class AddedPart(Part):
    fiscal_year: FiscalYear | None = None
    label: Line | None = None
    on: MonthOrDay | None = None
    body: Line | None = None
    document_number: Line | None = None
    notes: list[NotePart] | None = None


class EndedPart(Part):
    fiscal_year: FiscalYear | None = None
    kind: Line | None = None
    into: Line | None = None
    reason: Text | None = None
    on: MonthOrDay | None = None
    body: Line | None = None
    document_number: Line | None = None
    notes: list[NotePart] | None = None


class ContinuesPart(Part):
    ref: MeasureRef
    basis: Literal["printed", "same-name", "editor"] | None = None
    notes: list[NotePart] | None = None


class RelatedMeasurePart(Part):
    number: Line
    text: Text | None = None
    notes: list[NotePart] | None = None


class TrackPart(Part):
    key: Line | None = None
    label: Line | None = None
    years: PhaseByYear | None = None
    notes: list[NotePart] | None = None


class IndicatorValuePart(Part):
    fiscal_year: FiscalYear
    target: Number | None = None
    value: Number | None = None
    text: Text | None = None
    achievement: Line | None = None
    as_of: MonthOrDay | None = None
    state: Literal["見込み", "速報", "確定", "集計中"] | None = None
    source: Text | None = None
    judgement: Literal["achieved", "on-track", "behind", "missed", "not-judged"] | None = None
    judgement_reason: Text | None = None
    notes: list[NotePart] | None = None

    @model_validator(mode="after")
    def _a_judgement_has_a_reason(self) -> Self:
        if self.judgement and not self.judgement_reason:
            raise refusal(NO_JUDGEMENT_REASON)
        return self


class IndicatorPart(Part):
    key: Line | None = None
    name: Line
    kind: Literal["numeric", "milestone", "recurring", "fact"]
    unit: Line | None = None
    direction: Literal["up", "down", "range", "keep"] | None = None
    basis: Literal["cumulative", "yearly", "level"] | None = None
    bound: Literal["at-least", "at-most", "exact"] | None = None
    target: Number | None = None
    target_text: Text | None = None
    due_fiscal_year: FiscalYear | None = None
    due_text: Text | None = None
    from_fiscal_year: FiscalYear | None = None
    group: Line | None = None
    numerator: Text | None = None
    denominator: Text | None = None
    baseline: Number | None = None
    baseline_on: MonthOrDay | None = None
    values: list[IndicatorValuePart] | None = None
    notes: list[NotePart] | None = None


class FundingPart(Part):
    source: Literal["国", "都道府県", "市債", "使用料", "その他", "一般財源"]
    budget: Money | None = None
    settled: Money | None = None
    notes: list[NotePart] | None = None


class CostPart(Part):
    fiscal_year: FiscalYear
    initial: Money | None = None
    running: Money | None = None
    specific_funding: Money | None = None
    total: Money | None = None
    budget: Money | None = None
    settled: Money | None = None
    funding: list[FundingPart] | None = None
    notes: list[NotePart] | None = None


class BudgetLinePart(Part):
    fiscal_year: FiscalYear
    name: Line | None = None
    account: Line | None = None
    initial: Money | None = None
    supplementary: SignedMoney | None = None
    carried_in: Money | None = None
    obligation: Money | None = None
    settled: Money | None = None
    settled_state: Literal["見込", "確定"] | None = None
    national: Money | None = None
    prefectural: Money | None = None
    other: Money | None = None
    general: Money | None = None
    notes: list[NotePart] | None = None

    @model_validator(mode="after")
    def _a_settled_state_has_its_amount(self) -> Self:
        if self.settled_state and self.settled is None:
            raise refusal(NO_SETTLED_STATE)
        return self


class OutcomePart(Part):
    """A previous plan's final result."""

    achievement: Line | None = None
    direction: Line | None = None
    summary: Text | None = None
    items: list[ItemPart] | None = None
    target_phase: Line | None = None
    as_of: MonthOrDay | None = None
    reported_fiscal_year: FiscalYear | None = None
    notes: list[NotePart] | None = None


class MeasurePart(Part):
    key: Address | None = None
    number: Address
    printed_number: Line | None = None
    name: Line
    is_new: bool | None = None
    is_priority: bool | None = None
    added: AddedPart | None = None
    ended: EndedPart | None = None
    policy: Line | None = None
    policy_candidates: list[Line] | None = None
    departments: list[Line] | None = None
    related_departments: list[Line] | None = None
    departments_text: Text | None = None
    issues: Text | None = None
    approach: Text | None = None
    content: Text | None = None
    goal: Text | None = None
    items: list[ItemPart] | None = None
    parent_plan_ref: Text | None = None
    categories: dict[Line, list[Line]] | None = None
    categories_unclear: list[Line] | None = None
    continues: list[ContinuesPart] | None = None
    related_measures: list[RelatedMeasurePart] | None = None
    grounds: list[Line] | None = None
    systems: list[Line] | None = None
    schedule_state: Literal["given", "partly", "unreadable", "none"] | None = None
    decision_due_fiscal_year: FiscalYear | None = None
    schedule: list[TrackPart] | None = None
    year_plans: TextByYear | None = None
    indicators: list[IndicatorPart] | None = None
    costs: list[CostPart] | None = None
    budget_lines: list[BudgetLinePart] | None = None
    outcome: OutcomePart | None = None
    reports: list[ReportPart] | None = None
    notes: list[NotePart] | None = None
