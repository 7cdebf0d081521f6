"""The compact sheet of one measure before a body: plan and actual, what was reported, values, verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from measures.judging import show_figure
from portal.actuals import actuals_of
from portal.bars import Bar, Phase, bars
from portal.measure_table import Badge, MeasureRow, blank_of
from portal.meetings.figures import Aim, MeetingFigures
from portal.printing.schedule_table import STATEMENTS, BarCell, YearHead, bar_cells, year_heads
from portal.printing.tables import Column, PrintedTable, table
from reviews.models import Evaluation, ProgressReport, ReportedValue
from reviews.reported_values import shown_target
from reviews.states import show_weekday
from reviews.subjects import SubjectKey

Actual = Mapping[tuple[int, str], Mapping[int, Phase]]  # by measure and track key: the phase of each year
VALUES = [
    Column("指標", 34, "label"), Column("目標", 18), Column("実績", 20), Column("判定", 10),
    Column("判定のもと", 40),
]  # fmt: skip


@dataclass(frozen=True)
class SheetLine:
    """One line of the schedule: 計画 or 実績 of a track."""

    label: str
    cells: Sequence[BarCell]


@dataclass(frozen=True)
class Said:
    """What an earlier body decided."""

    body: str
    verdict: str
    comment: str
    ratings: str


@dataclass(frozen=True)
class Sheet:
    number: str
    name: str
    department: str
    badges: Sequence[Badge]
    situation: str
    situation_label: str
    status: str
    late: Sequence[str]
    years: Sequence[YearHead]
    lines: Sequence[SheetLine]
    texts: Sequence[tuple[str, str]]
    values: PrintedTable | None
    said: Sequence[Said]
    conditions: Sequence[str]


def sheets_of(figures: MeetingFigures, reports: Sequence[ProgressReport]) -> list[Sheet]:
    """Return the sheets of these reports, in the given order."""
    actual = _actual(figures)
    conditions: dict[SubjectKey, list[str]] = {}
    for condition in figures.standing:
        due = f"（{show_weekday(condition.due_on)}まで）" if condition.due_on else ""
        told = f"{condition.text}{due}　{condition.get_state_display()}"
        conditions.setdefault(condition.subject_key, []).append(told)
    return [_sheet(figures, report, actual, conditions) for report in reports]


def _actual(figures: MeetingFigures) -> Actual:
    """Return what was reported of the plan so far. The last answer of a year counts as a whole, as it does
    for 遅れ and in the document: a track it leaves out has no actual (two queries).
    """
    found: dict[tuple[int, str], dict[int, Phase]] = {}
    for measure, years in actuals_of(figures.plan).years.items():
        for year, reported in sorted(years.items()):
            for track, phase in reported.phases.items():
                found.setdefault((measure, track), {})[year] = phase
    return found


def _sheet(
    figures: MeetingFigures,
    report: ProgressReport,
    actual: Actual,
    conditions: Mapping[SubjectKey, Sequence[str]],
) -> Sheet:
    row = figures.measures.get(report.measure_id)
    lateness = figures.lateness.get(report.pk)
    subject = report.subject
    return Sheet(
        number=row.number if row else (subject.printed_code or subject.code),
        name=subject.name,
        department=report.lead_name or "",
        badges=row.badges if row else (),
        situation=report.situation,
        situation_label=report.get_situation_display(),
        status=report.get_status_display(),
        late=lateness.in_words if lateness else (),
        years=year_heads(figures.plan.fiscal_years),
        lines=_lines(row, figures, actual) if row else (),
        texts=[text for text in _texts(report) if text[1]],
        values=_values(figures, report),
        said=[_said(one) for one in figures.verdicts.get(report.subject_key, ())],
        conditions=conditions.get(report.subject_key, ()),
    )


def _lines(row: MeasureRow, figures: MeetingFigures, actual: Actual) -> list[SheetLine]:
    """Return 計画 and 実績 of each track; nothing where the plan prints no schedule."""
    years, lines = figures.plan.fiscal_years, []
    if row.blank == "unprinted":
        return lines
    for track in row.tracks:
        name = f"　{track.label}" if track.label else ""
        lines.append(SheetLine(f"計画{name}", _cells(bars(track.cells, years), row, years)))
        if told := actual.get((row.pk, track.key)):
            lines.append(SheetLine(f"実績{name}", bar_cells(bars(told, years))))
    return lines or [SheetLine("計画", _cells([], row, years))]


def _cells(drawn: Sequence[Bar], row: MeasureRow, years: range) -> Sequence[BarCell]:
    if any(bar.phase for bar in drawn):
        return bar_cells(drawn)
    blank = STATEMENTS.get(row.schedule_state, "記載なし")
    return [BarCell(blank, f"none {blank_of(row.schedule_state)}", len(years))]


def _texts(report: ProgressReport) -> list[tuple[str, str]]:
    carried = f"あり：{report.carry_over_reason}" if report.carries_over else ""
    achievement = report.achievement.label if report.achievement else ""
    return [
        ("達成状況", achievement),
        ("到達目標", report.year_plan),
        ("実績", report.done),
        ("課題・対応", report.issues),
        ("効果", report.effect),
        ("繰越", carried),
    ]


def _values(figures: MeetingFigures, report: ProgressReport) -> PrintedTable | None:
    aims = figures.aims.get(report.measure_id, ()) if figures.round and report.measure_id else ()
    rows = [
        (
            aim.indicator.name,
            shown_target(aim.indicator, figures.year) or "記載なし",
            reported_words(aim),
            aim.judgement.word,
            aim.judgement.rule,
        )
        for aim in aims
    ]
    return table(VALUES, rows) if rows else None


def reported_words(aim: Aim) -> str:
    """Say what was reached: 41.2％（速報）, 集計中, 未報告."""
    value = aim.reported
    if value is None:
        known = aim.judgement.value
        return show_figure(known, aim.indicator.unit) if known is not None else "未報告"
    return _value_words(value, aim.indicator.unit)


def _value_words(value: ReportedValue, unit: str) -> str:
    if value.value is None and not value.text:
        return value.state
    figure = show_figure(value.value, unit) if value.value is not None else value.text
    return figure if value.state == "確定" else f"{figure}（{value.state}）"


def _said(evaluation: Evaluation) -> Said:
    ratings = "、".join(f"{name} {label}" for name, label in evaluation.ratings.items())
    axes = [
        str(evaluation.direction or ""),
        evaluation.get_goal_change_display(),
        evaluation.get_resources_display(),
    ]
    return Said(
        evaluation.body.name,
        evaluation.verdict_label,
        evaluation.comment,
        "　".join(filter(None, [ratings, *axes])),
    )
