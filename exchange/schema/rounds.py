"""What happened: final rounds, the reports of each measure and policy in them, meetings that were held."""

from typing import Literal, Self

from pydantic import Field, model_validator

from exchange.schema.base import (
    Address,
    Day,
    FiscalYear,
    Line,
    NotePart,
    Part,
    Text,
    refusal,
)

Ask = Literal["done", "issues", "achievement", "targets", "costs", "next_schedule", "effect", "files"]
Verdict = Literal["approved", "commented", "rejected"]
NO_COMMENT = "了承（approved）でないときは、comment に意見を書いてください。"


class RoundPart(Part):
    """A final round. What it asks beyond 状況 stands in `asks`."""

    key: Address
    name: Line
    kind: Literal["progress", "year-plan"] | None = None
    fiscal_year: FiscalYear
    part: int | None = Field(None, ge=1, le=999)
    part_label: Line | None = None
    as_of: Day | None = None
    asks: list[Ask] | None = None
    answer_due: Day | None = None
    opened_on: Day | None = None
    final_on: Day | None = None
    previous: Line | None = None
    notes: list[NotePart] | None = None


class EvaluationPart(Part):
    """The verdict of one body; `label` where it is not the body's first word for it."""

    body: Line
    verdict: Verdict
    label: Line | None = None
    ratings: dict[Line, Line] | None = None
    comment: Text | None = None
    direction: Line | None = None
    goal: Literal["same", "changed"] | None = None
    resources: Literal["more", "same", "less"] | None = None
    decided_on: Day | None = None
    notes: list[NotePart] | None = None

    @model_validator(mode="after")
    def _an_opinion_is_said(self) -> Self:
        if self.verdict != "approved" and not self.comment:
            raise refusal(NO_COMMENT)
        return self


class ConditionPart(Part):
    """付帯意見: what a body asks for with its verdict."""

    text: Text
    body: Line | None = None
    department: Line | None = None
    given_on: Day | None = None
    due_on: Day | None = None
    state: Literal["open", "answered", "met", "withdrawn"] | None = None
    answer: Text | None = None
    closed_on: Day | None = None
    notes: list[NotePart] | None = None


class AdditionPart(Part):
    """What a related department adds to the answer."""

    department: Line
    text: Text
    notes: list[NotePart] | None = None


class ReportPart(Part):
    """What was reported of one measure or policy in a final round; without an answer it was 未報告."""

    round: Line
    situation: Literal["on-track", "late", "done"] | None = None
    achievement: Line | None = None
    done: Text | None = None
    issues: Text | None = None
    effect: Text | None = None
    year_plan: Text | None = None
    carry_over_reason: Text | None = None
    phases: dict[Line, Line] | None = None
    departments: list[Line] | None = None
    submitted_on: Day | None = None
    late: bool | None = None
    proxy_source: Literal["paper", "mail", "phone", "other"] | None = None
    evaluations: list[EvaluationPart] | None = None
    conditions: list[ConditionPart] | None = None
    additions: list[AdditionPart] | None = None
    notes: list[NotePart] | None = None


class AttendancePart(Part):
    """A post at a meeting; people's names stay out."""

    post: Line
    role: Line | None = None
    state: Literal["present", "proxy", "absent", "observer"] | None = None
    proxy_post: Line | None = None
    opinion: Text | None = None
    notes: list[NotePart] | None = None


class MeetingItemPart(Part):
    kind: (
        Literal["round", "late", "slip", "consideration", "target", "condition", "finding", "other"] | None
    ) = None
    title: Line
    minutes: Text | None = None
    outcome: Text | None = None
    notes: list[NotePart] | None = None


class MeetingPart(Part):
    """A meeting that was held, in a room or by document."""

    body: Line | None = None
    title: Line
    held_on: Day
    by_document: bool | None = None
    round: Line | None = None
    items: list[MeetingItemPart] | None = None
    attendance: list[AttendancePart] | None = None
    notes: list[NotePart] | None = None


# What an absent member says: the canonical form leaves these values out.
DEFAULTS: dict[type[Part], dict[str, object]] = {
    RoundPart: {"kind": "progress", "part": 1},
    ReportPart: {"late": False},
    ConditionPart: {"state": "open"},
    MeetingPart: {"by_document": False},
    MeetingItemPart: {"kind": "other"},
    AttendancePart: {"state": "present"},
}
