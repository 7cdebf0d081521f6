"""新旧対照表 as a table for Excel: a row for each value that differs."""

from collections.abc import Iterator, Mapping, Sequence

from exchange.comparing import Change, Comparison, Decision
from organizations.fiscal_years import show_fiscal_year_by_era
from portal.comparison_entries import decision_in_words, kind_labels
from portal.comparison_reasons import Reasons

HEAD = ("番号", "名称", "担当", "種類", "箇所", "項目", "旧", "新", "変更の要点", "理由", "決定")
Row = Sequence[str]


def comparison_table(comparison: Comparison, *, reasons: Reasons, decision: Decision) -> Iterator[Row]:
    """Yield the head, then a row a value. `decision` is that of the new version."""
    yield HEAD
    labels = kind_labels(comparison)
    for entry in comparison.entries:
        told = reasons.get(entry.key, ())
        why = "\n".join(reason.in_words for reason in told)
        decided = decision_in_words(entry.decision or decision) if entry.key else ""
        for change in entry.changes:
            for row in _rows(change):
                yield (entry.number, entry.name or entry.noun, entry.departments, labels[change.kind],
                       change.label, *row, why, decided)  # fmt: skip


def _rows(change: Change) -> Iterator[Row]:
    for line in change.lines:
        yield line.label, line.old, line.new, change.remark
    for track in change.tracks:
        yield track.label, _years(track.old), _years(track.new), track.sentence or change.remark


def _years(cells: Mapping[int, str]) -> str:
    return "\n".join(f"{show_fiscal_year_by_era(year)}　{cells[year]}" for year in sorted(cells))
