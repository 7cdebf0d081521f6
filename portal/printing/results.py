"""前計画の結果: what became of each measure of the plan before, from that plan's own document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from portal.printing.grouping import measure_groups
from portal.printing.result_rows import (
    Share,
    measures_told,
    policy_results,
    result_text,
    shares_of,
    with_results,
)
from portal.printing.sheet_tables import value_table
from portal.printing.tables import Cell, Column, Group, PrintedTable, Row, printed_table
from portal.printing.words import Part, Source, department_names, measure_number


@dataclass(frozen=True)
class Results:
    title: str
    count: int
    achievements: Sequence[Share]
    directions: Sequence[Share]
    policies: PrintedTable | None
    table: PrintedTable
    values: PrintedTable | None
    template: ClassVar[str] = "print/_results.html"


def results(source: Source) -> Results | None:
    """Return the results, None where the plan before is not known or tells of none."""
    before = Source(with_results(source.predecessor)) if source.predecessor else None
    measures = measures_told(before) if before else []
    if not before or not measures:
        return None
    return Results(
        title=before.plan["title"],
        count=len(measures),
        achievements=shares_of(before, measures, "achievement", "achievements"),
        directions=shares_of(before, measures, "direction", "directions"),
        policies=policy_results(before),
        table=_table(before, measures),
        values=value_table([part for measure in measures for part in measure.get("indicators", [])]),
    )


def _table(source: Source, measures: Sequence[Part]) -> PrintedTable:
    keys = {key for part in measures for key in part["outcome"]}
    optional = [
        ("achievement", "達成状況", 10),
        ("target_phase", "目標", 8),
        ("direction", "今後の方向性", 12),
    ]
    chosen = [(key, label, width) for key, label, width in optional if key in keys]
    has_departments = any(department_names(part) for part in measures)
    has_text = bool(keys & {"summary", "items"})
    taken = 6 + sum(width for _, _, width in chosen) + (16 if has_departments else 0)
    name = (100 - taken) // 3 if has_text else 100 - taken
    columns = [Column("番号", 6, "number"), Column(source.word("measure"), name)]
    columns += [Column(source.word("departments"), 16, "soft")] if has_departments else []
    columns += [Column(label, width) for _, label, width in chosen]
    columns += [Column("取組の結果", 100 - taken - name)] if has_text else []
    groups = []
    for group in measure_groups(source, measures):
        rows = [
            _row(part, columns, [key for key, _, _ in chosen], has_departments, has_text)
            for part in group.measures
        ]
        groups.append(Group(rows, group.title, f"{len(rows)}件"))
    return printed_table(columns, groups, f"{source.plan['title']}の結果")


def _row(
    part: Part, columns: Sequence[Column], keys: Sequence[str], has_departments: bool, has_text: bool
) -> Row:
    outcome = part["outcome"]
    cells = [measure_number(part), part["name"]]
    cells += [department_names(part)] if has_departments else []
    cells += [outcome.get(key, "") for key in keys]
    cells += [result_text(outcome)] if has_text else []
    return Row([Cell(text or "―", column.kind) for text, column in zip(cells, columns, strict=True)])
