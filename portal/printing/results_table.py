"""結果一覧: the next plan's chapter on what became of this one, measure by measure: aim, result, direction.

A pure function of plan documents and a day; the same value becomes a PDF and a .docx.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import show_fiscal_year, show_fiscal_years, show_partial_date
from portal.printing.grouping import measure_groups
from portal.printing.imprint import Imprint, imprint_of
from portal.printing.result_rows import (
    UNKNOWN,
    Share,
    aim_of,
    last_answer,
    measures_told,
    policy_results,
    result_text,
    shares_of,
    with_results,
)
from portal.printing.tables import Column, Group, PrintedTable, in_percent, row, shares
from portal.printing.words import Part, Source, department_names, measure_number, numbered

TITLE = "計画の結果"
LINE, WIDE_LINE = 110, 172  # half-width characters across an upright sheet, and across one that lies
KINDS = {"number": "number", "name": "label", "departments": "soft"}


@dataclass(frozen=True)
class PlanResults:
    """The chapter on one plan: counts on top, then every measure. `lead` says where the results come from."""

    id: str
    title: str
    lead: str
    achievements: Sequence[Share]
    directions: Sequence[Share]
    counts: PrintedTable | None
    policies: PrintedTable | None
    table: PrintedTable | None


@dataclass(frozen=True)
class ResultsTable:
    title: str
    city: str
    created: str
    is_wide: bool
    chapters: Sequence[PlanResults]
    imprint: Imprint


def results_table(
    documents: Sequence[Part], day: date, *, is_wide: bool = True, edition: str = ""
) -> ResultsTable:
    """Return the results told by `documents` (ict-plan/1, canonical), a chapter each; the first names it."""
    first = Source(documents[0])
    return ResultsTable(
        title=f"{first.city} {first.plan['title']} {TITLE}",
        city=first.city,
        created=day.isoformat(),
        is_wide=is_wide,
        chapters=[_chapter(document, place, is_wide) for place, document in enumerate(documents, 1)],
        imprint=imprint_of(documents[0], day, edition=edition),
    )


def _chapter(document: Part, place: int, is_wide: bool) -> PlanResults:
    source = Source(with_results(document))
    measures = source.parts("measures")
    told = measures_told(source)
    return PlanResults(
        id=f"p-{place}",
        title=f"{source.plan['title']}の結果",
        lead=_lead(source, measures, told) + _origin(document),
        achievements=shares_of(source, measures, "achievement", "achievements") if told else [],
        directions=shares_of(source, measures, "direction", "directions") if told else [],
        counts=_counts(source, "achievement", "achievements", "達成状況") if told else None,
        policies=policy_results(source),
        table=_table(source, told, is_wide) if measures else None,
    )


def _lead(source: Source, measures: Sequence[Part], told: Sequence[Part]) -> str:
    """Say how many results there are, out of how many, and of what day."""
    word = source.word("measure")
    span = show_fiscal_years(source.plan["start_fiscal_year"], source.plan["end_fiscal_year"])
    if not measures:
        return f"計画期間は{span}。{word}の記載はありません（該当なし）。"
    if not told:
        return f"計画期間は{span}。{word}は{len(measures)}件で、結果の記載はありません（記載なし）。"
    left = len(measures) - len(told)
    missing = f"（うち{left}件は結果の記載なし）" if left else ""
    return f"計画期間は{span}。{word}は{len(measures)}件{missing}。{_as_of(told)}"


def _origin(document: Part) -> str:
    """Say which rounds stand for the results of a plan that tells none."""
    rounds = {part["key"]: part for part in document.get("rounds", [])}
    subjects = [measure for measure in document.get("measures", []) if not measure.get("outcome")]
    found = [answer for answer in (last_answer(measure, rounds) for measure in subjects) if answer]
    names = dict.fromkeys(review_round["name"] for review_round, _ in found)
    return f"{'、'.join(names)}の報告を結果としています。" if names else ""


def _as_of(told: Sequence[Part]) -> str:
    days = {part["outcome"].get("as_of") for part in told} - {None}
    if len(days) == 1:
        return f"{show_partial_date(days.pop())}の時点の結果です。"
    years = {part["outcome"].get("reported_fiscal_year") for part in told} - {None}
    return f"{show_fiscal_year(years.pop())}の報告による結果です。" if len(years) == 1 else ""


def _counts(source: Source, key: str, words: str, name: str) -> PrintedTable | None:
    """Return how many measures of each policy ended how, None where there is one policy."""
    groups = [(_policy(group.path, group.title), group.measures) for group in measure_groups(source)]
    whole = shares_of(source, source.parts("measures"), key, words)
    if len(groups) < 2 or not whole:
        return None
    labels = [share.label for share in whole]
    widths = in_percent([36, *([64 / (len(labels) + 1)] * (len(labels) + 1))])
    columns = [Column("方針", widths[0], "label")]
    columns += [Column(label, widths[1], "figure") for label in [*labels, "計"]]
    columns[-1] = Column("計", 100 - widths[0] - widths[1] * len(labels), "figure")
    rows = []
    for title, measures in groups:
        found = {share.label: share.count for share in shares_of(source, measures, key, words)}
        found = found or {UNKNOWN: len(measures)}
        rows.append(
            row(columns, (title or UNKNOWN, *(found.get(label, 0) for label in labels), len(measures)))
        )
    return PrintedTable(columns, [Group(rows)], f"方針ごとの{name}", f"{source.word('measure')}の数")


def _policy(path: Sequence[Part], title: str) -> str:
    return numbered(path[-1]) if path else title


def _table(source: Source, told: Sequence[Part], is_wide: bool) -> PrintedTable:
    labels = _labels(source, told)
    cells = {measure["number"]: _cells(measure, labels) for measure in source.parts("measures")}
    texts = [[label, *(found[key] for found in cells.values())] for key, label in labels.items()]
    widths = shares(texts, WIDE_LINE if is_wide else LINE)
    columns = [
        Column(label, width, KINDS.get(key, ""))
        for (key, label), width in zip(labels.items(), widths, strict=True)
    ]
    groups = [
        Group(
            [row(columns, cells[part["number"]].values()) for part in group.measures],
            group.title,
            f"{len(group.measures)}件",
        )
        for group in measure_groups(source)
    ]
    return PrintedTable(columns, groups, f"{source.word('measure')}ごとの結果")


def _labels(source: Source, told: Sequence[Part]) -> dict[str, str]:
    """Return the heads of the columns by what stands in them, without those the plan has no word for."""
    measures = source.parts("measures")
    outcomes = [part["outcome"] for part in told]
    has = {
        "departments": any(map(department_names, measures)),
        "aim": any(map(aim_of, measures)),
        "achievement": not told or any(outcome.get("achievement") for outcome in outcomes),
        "text": not told or any(map(result_text, outcomes)),
        "direction": not told or any(outcome.get("direction") for outcome in outcomes),
    }
    labels = {
        "number": "番号", "name": source.word("measure"), "departments": source.word("departments"),
        "aim": "目標", "achievement": "達成状況", "text": "取組の結果", "direction": "今後の方向性",
    }  # fmt: skip
    return {key: label for key, label in labels.items() if has.get(key, True)}


def _cells(measure: Part, labels: Mapping[str, str]) -> dict[str, str]:
    outcome = measure.get("outcome", {})
    found = {
        "number": measure_number(measure),
        "name": measure["name"],
        "departments": department_names(measure),
        "aim": aim_of(measure),
        "achievement": outcome.get("achievement"),
        "text": result_text(outcome),
        "direction": outcome.get("direction"),
    }
    return {key: found[key] or UNKNOWN for key in labels}
