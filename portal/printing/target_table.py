"""目標の期限: where a plan prints no schedule, its targets by the year they are due."""

from organizations.fiscal_years import show_fiscal_year_short
from portal.printing.grouping import measure_groups
from portal.printing.sheet_tables import target_text
from portal.printing.tables import Cell, Column, Group, PrintedTable, Row
from portal.printing.words import Part, Source, measure_number

DUE = "●"


def target_table(source: Source) -> PrintedTable | None:
    """Return a line a target with a mark in its due year, None where no target has one."""
    years = list(source.years)
    if not any(
        part.get("due_fiscal_year") for m in source.parts("measures") for part in m.get("indicators", [])
    ):
        return None
    wide = max(5, 35 // len(years))
    left = 100 - wide * len(years)
    columns = [Column("番号", 6, "number"), Column(source.word("measure"), (left - 6) * 2 // 7)]
    columns += [
        Column("指標", (left - 6) * 3 // 7),
        Column("目標", left - 6 - (left - 6) * 2 // 7 - (left - 6) * 3 // 7),
    ]
    columns += [Column(show_fiscal_year_short(year), wide, "mark") for year in years]
    groups = []
    for group in measure_groups(source):
        rows = [row for measure in group.measures for row in _rows(source, measure, columns)]
        groups += [Group(rows, group.title)] if rows else []
    foot = "●は達成の期限の年度。期限の記載がない指標には●がない。この計画に工程表の記載はない。"
    return PrintedTable(columns, groups, foot=foot)


def _rows(source: Source, measure: Part, columns: list[Column]) -> list[Row]:
    rows = []
    for place, part in enumerate(measure.get("indicators", [])):
        texts = [measure_number(measure), measure["name"]] if place == 0 else ["", ""]
        texts += [part["name"], target_text(part)]
        texts += [DUE if part.get("due_fiscal_year") == year else "" for year in source.years]
        rows.append(Row([Cell(text, column.kind) for text, column in zip(texts, columns, strict=True)]))
    return rows
