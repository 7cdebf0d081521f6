"""The rest of the book: chapters, tables, axes, committees, making, cycle, results, surveys, glossary."""

from typing import Literal

from pydantic import Field

from exchange.schema.base import (
    Cell,
    Count,
    FiscalYear,
    ItemPart,
    Line,
    Money,
    MonthOrDay,
    NotePart,
    Number,
    Part,
    Share,
    Text,
)


class ChapterPart(Part):
    number: Line | None = None
    title: Line
    kind: Literal["text", "column", "appendix"] | None = None
    body: Text | None = None
    insert: Text | None = None
    children: list["ChapterPart"] | None = None
    notes: list[NotePart] | None = None


class ColumnPart(Part):
    label: Line
    unit: Line | None = None
    notes: list[NotePart] | None = None


class RowPart(Part):
    label: Line
    group: Line | None = None
    level: int | None = Field(None, ge=0, le=20)
    code: Line | None = None
    formula: Line | None = None
    values: list[Cell] | None = None
    notes: list[NotePart] | None = None


class TablePart(Part):
    number: Line | None = None
    title: Line
    kind: Literal["table", "bar", "line", "pie", "scatter", "figure"] | None = None
    unit: Line | None = None
    source: Text | None = None
    year_kind: Literal["fiscal", "calendar"] | None = None
    columns: list[ColumnPart] | None = None
    rows: list[RowPart] | None = None
    notes: list[NotePart] | None = None


class CategoryPart(Part):
    code: Line
    label: Line
    description: Text | None = None
    notes: list[NotePart] | None = None


class AxisPart(Part):
    code: Line
    name: Line
    description: Text | None = None
    categories: list[CategoryPart] | None = None
    notes: list[NotePart] | None = None


class MemberPart(Part):
    post: Line
    role: Line | None = None
    notes: list[NotePart] | None = None


class QuorumPart(Part):
    text: Text | None = None
    rule: Literal["majority", "half", "two-thirds", "number"] | None = None
    number: Count | None = None
    notes: list[NotePart] | None = None


class CommitteePart(Part):
    name: Line
    kind: Literal["本部", "委員会", "部会", "庁議", "役職"] | None = None
    parent: Line | None = None
    basis: Text | None = None
    role: Text | None = None
    duties: list[Text] | None = None
    members: list[MemberPart] | None = None
    secretariat: Text | None = None
    quorum: QuorumPart | None = None
    notes: list[NotePart] | None = None


class MakingPart(Part):
    on: MonthOrDay
    until: MonthOrDay | None = None
    kind: Literal["meeting", "survey", "consultation", "public-comment", "approval"] | None = None
    body: Text | None = None
    subject: Text
    notes: list[NotePart] | None = None


class CyclePart(Part):
    actor: Text | None = None
    step: Text
    months: Text | None = None
    notes: list[NotePart] | None = None


class PlanCostPart(Part):
    fiscal_year: FiscalYear
    amount: Money
    approximate: bool | None = None
    basis: Line | None = None
    notes: list[NotePart] | None = None


class CarriedOverPart(Part):
    """An open issue which the last plan left."""

    number: Line | None = None
    title: Line
    policy: Line | None = None
    result: Text | None = None
    direction: Text | None = None
    notes: list[NotePart] | None = None


class GenerationPart(Part):
    """An older plan known only in outline."""

    ordinal: int | None = Field(None, ge=1, le=100)
    title: Line
    issued_on: MonthOrDay | None = None
    start_fiscal_year: FiscalYear | None = None
    end_fiscal_year: FiscalYear | None = None
    themes: list[Text] | None = None
    rate_text: Text | None = None
    rate: Share | None = None
    includes_partly: bool | None = None
    items: list[ItemPart] | None = None
    lesson: Text | None = None
    notes: list[NotePart] | None = None


class MeansPart(Part):
    satisfaction: Number | None = None
    importance: Number | None = None
    notes: list[NotePart] | None = None


class SurveyItemPart(Part):
    number: Line | None = None
    field: Line | None = None
    name: Line
    satisfaction: Number | None = None
    importance: Number | None = None
    quadrant: Literal["A", "B", "C", "D"] | None = None
    notes: list[NotePart] | None = None


class SurveyPart(Part):
    name: Line
    from_: MonthOrDay | None = Field(None, alias="from")
    until: MonthOrDay | None = None
    population: Text | None = None
    method: Text | None = None
    sample: Count | None = None
    returned: Count | None = None
    valid: Count | None = None
    rate: Share | None = None
    means: MeansPart | None = None
    items: list[SurveyItemPart] | None = None
    notes: list[NotePart] | None = None


class TermPart(Part):
    term: Line
    reading: Line | None = None
    full_name: Text | None = None
    aliases: list[Line] | None = None
    group: Line | None = None
    explanation: Text | None = None
    notes: list[NotePart] | None = None
