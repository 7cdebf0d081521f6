"""Information systems with their renewals, and online procedures."""

from typing import Literal

from exchange.schema.base import FiscalYear, Line, Month, NotePart, Part, Text


class RenewalPart(Part):
    current_end: Month | None = None
    review_start: Month | None = None
    procurement_fiscal_year: FiscalYear | None = None
    next_start: Month | None = None
    notes: list[NotePart] | None = None


class SystemPart(Part):
    key: Line | None = None
    name: Line
    group: Line | None = None
    departments: list[Line] | None = None
    outline: Text | None = None
    started_on: Month | None = None
    started_kind: Literal["start", "renewal"] | None = None
    is_priority: bool | None = None
    migrates_to_next: bool | None = None
    standard_businesses: list[Line] | None = None
    shared_with: list[Line] | None = None
    successor: Line | None = None
    renewal: RenewalPart | None = None
    notes: list[NotePart] | None = None


class ProcedurePart(Part):
    name: Line
    channel: Text | None = None
    notes: list[NotePart] | None = None
