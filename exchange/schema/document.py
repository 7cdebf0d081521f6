"""The whole document, and its keys in canonical order."""

from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from exchange.schema.base import NotePart, Part
from exchange.schema.book import (
    AxisPart,
    CarriedOverPart,
    ChapterPart,
    CommitteePart,
    CyclePart,
    GenerationPart,
    MakingPart,
    PlanCostPart,
    SurveyPart,
    TablePart,
    TermPart,
)
from exchange.schema.measures import MeasurePart
from exchange.schema.plan import DepartmentPart, MunicipalityPart, PlanPart, PolicyPart, ReferencePart
from exchange.schema.rounds import MeetingPart, RoundPart
from exchange.schema.systems import ContractPart, ProcedurePart, SystemPart

FORMAT = "ict-plan/1"


class Document(Part):
    """One plan of one municipality (`ict-plan/1`)."""

    format: Literal["ict-plan/1"]
    municipality: MunicipalityPart
    departments: list[DepartmentPart] | None = None
    plan: PlanPart
    references: list[ReferencePart] | None = None
    policies: list[PolicyPart] | None = None
    chapters: list[ChapterPart] | None = None
    tables: list[TablePart] | None = None
    axes: list[AxisPart] | None = None
    committees: list[CommitteePart] | None = None
    making: list[MakingPart] | None = None
    cycle: list[CyclePart] | None = None
    rounds: list[RoundPart] | None = None
    meetings: list[MeetingPart] | None = None
    measures: list[MeasurePart] | None = None
    plan_costs: list[PlanCostPart] | None = None
    carried_over: list[CarriedOverPart] | None = None
    generations: list[GenerationPart] | None = None
    systems: list[SystemPart] | None = None
    contracts: list[ContractPart] | None = None
    procedures: list[ProcedurePart] | None = None
    surveys: list[SurveyPart] | None = None
    glossary: list[TermPart] | None = None
    notes: list[NotePart] | None = None


def part_of(annotation: Any) -> type[Part] | None:
    """Return the class of the objects a field holds, alone or in a list; None for texts, numbers and maps."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    if get_origin(annotation) in (Union, UnionType, list):
        return next((part for part in map(part_of, get_args(annotation)) if part), None)
    return None


@cache
def parts_of(part: type[Part]) -> dict[str, type[Part]]:
    """Return, by key, the class of every member of a part that holds objects."""
    found = {field.alias or name: part_of(field.annotation) for name, field in part.model_fields.items()}
    return {key: child for key, child in found.items() if child}
