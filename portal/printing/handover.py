"""引継書 on paper: the figures as tables and schedules."""

from collections.abc import Sequence
from dataclasses import dataclass

from organizations.fiscal_years import show_day, show_month, show_partial_date
from plans.models import Edition
from portal.bars import SYMBOLS, bars
from portal.handover.figures import Handover
from portal.handover.systems import HeldSystem
from portal.handover.works import HeldMeasure, HeldWork, blank_in_words, due_in_words
from portal.printing.schedule_table import (
    BarCell,
    ScheduleGroup,
    ScheduleRow,
    ScheduleTable,
    bar_cells,
    year_heads,
)
from portal.printing.tables import Column, PrintedTable, table

UNKNOWN = "記載なし"


@dataclass(frozen=True)
class PrintedMeasure:
    """What is to be said of a measure beside its schedule: labels and texts, and its targets."""

    name: str
    remark: str
    entries: Sequence[tuple[str, str]]
    aims: PrintedTable | None


@dataclass(frozen=True)
class PrintedWork:
    """What the department has in one plan."""

    title: str
    edition: str
    schedule: ScheduleTable | None
    measures: Sequence[PrintedMeasure]
    policies: Sequence[str]
    references: PrintedTable | None


@dataclass(frozen=True)
class HandoverPaper:
    """The paper. Tables are None where there is nothing to put into them."""

    title: str
    city: str
    department: str
    above: str
    as_of: str
    created: str
    counts: Sequence[tuple[str, int, str]]
    people: PrintedTable | None
    deadlines: PrintedTable | None
    pending: PrintedTable
    works: Sequence[PrintedWork]
    systems: PrintedTable | None
    changes: PrintedTable | None
    handover: Handover


def handover_paper(handover: Handover) -> HandoverPaper:
    city, department = handover.place.municipality.name, handover.department
    return HandoverPaper(
        title=f"{city} {department.name} 引継書",
        city=city,
        department=department.name,
        above="　".join(other.name for other in handover.above),
        as_of=show_day(handover.day),
        created=handover.day.isoformat(),
        counts=handover.counts,
        people=_people(handover),
        deadlines=_deadlines(handover),
        pending=_pending(handover),
        works=[_work(work) for work in handover.works],
        systems=_systems(handover.systems),
        changes=_changes(handover),
        handover=handover,
    )


def _people(handover: Handover) -> PrintedTable | None:
    columns = [Column("氏名", 40, "label"), Column("役割", 35), Column("状態", 25)]
    rows = [(str(person), person.get_role_display(), person.state) for person in handover.people]
    return table(columns, rows) if rows else None


def _deadlines(handover: Handover) -> PrintedTable | None:
    columns = [Column("期日", 32, "label"), Column("何の期日", 20), Column("対象", 48)]
    rows = [(deadline.shown, deadline.what, deadline.subject) for deadline in handover.deadlines]
    return table(columns, rows) if rows else None


def _pending(handover: Handover) -> PrintedTable:
    columns = [Column("事項", 40, "label"), Column("内容", 60)]
    return table(
        columns, [(pending.name, "\n".join(pending.items) or pending.remark) for pending in handover.pending]
    )


def _work(work: HeldWork) -> PrintedWork:
    columns = [Column("題名", 52, "label"), Column("種類", 14), Column("条項・関係", 34)]
    references = [
        (row.title, row.get_kind_display(), "\n".join(filter(None, [row.article, row.relation])))
        for row in work.references
    ]
    return PrintedWork(
        title=work.plan.title,
        edition=edition_in_words(work.edition),
        schedule=_schedule(work) if work.measures else None,
        measures=[_measure(measure, work) for measure in work.own],
        policies=[str(policy) for policy in work.policies],
        references=table(columns, references, name="根拠・関連計画") if references else None,
    )


def edition_in_words(edition: Edition | None) -> str:
    """Name the edition in force with its decision: 当初　令和4年3月（2022年3月）　情報化推進本部."""
    if edition is None:
        return "記録なし"
    decision = [edition.label, show_partial_date(edition.adopted_on) or "決定日は不明", edition.body]
    return "　".join(filter(None, [*decision, edition.document_number]))


def _schedule(work: HeldWork) -> ScheduleTable:
    rows = {label: [row for m in members for row in _rows(m, work)] for label, members in work.roles}
    phases = {p for m in work.measures for track in m.row.tracks for p in track.cells.values()}
    words = work.plan.words
    return ScheduleTable(
        name=words["schedule"],
        measure_word=words["measure"],
        department_word=words["departments"],
        years=year_heads(work.plan.fiscal_years),
        legend=sorted(phases, key=lambda phase: (list(SYMBOLS).index(phase.stage), phase.label)),
        groups=[ScheduleGroup(label, len(members), rows[label]) for label, members in work.roles],
        counts=[],
        remark="",
        names_departments=False,
    )


def _rows(measure: HeldMeasure, work: HeldWork) -> list[ScheduleRow]:
    """Return a row a track; only the first names the measure."""
    years = work.plan.fiscal_years
    tracks = [(track.label, bars(track.cells, years)) for track in measure.row.tracks] or [("", [])]
    rows = []
    for place, (label, drawn) in enumerate(tracks):
        name = measure.row.name if place == 0 else ""
        statement = [BarCell(blank_in_words(measure), "none", len(years))]
        rows.append(
            ScheduleRow(
                number=measure.row.number if place == 0 else "",
                name="　".join(filter(None, [name, label])),
                departments="",
                badges=measure.row.badges if place == 0 else (),
                href="",
                cells=bar_cells(drawn) if any(bar.phase for bar in drawn) else statement,
            )
        )
    return rows


def _measure(measure: HeldMeasure, work: HeldWork) -> PrintedMeasure:
    """Say what stands beside the schedule of a measure."""
    entries = [
        (work.plan.words["goal"], measure.goal),
        ("決定の期限", due_in_words(measure.decision_due) if measure.decision_due else ""),
        ("確かめること", "\n".join(measure.open_notes)),
    ]
    return PrintedMeasure(
        name=f"{measure.row.number} {measure.row.name}",
        remark=measure.role_label,
        entries=[(work.year_plan_label, measure.year_plan or UNKNOWN), *(e for e in entries if e[1])],
        aims=_aims(measure),
    )


def _aims(measure: HeldMeasure) -> PrintedTable | None:
    columns = [Column("指標", 40), Column("目標", 22), Column("期限", 18), Column("最新の値", 20)]
    rows = [(aim.name, aim.target, aim.due, aim.latest) for aim in measure.aims]
    return table(columns, rows) if rows else None


def _systems(systems: Sequence[HeldSystem]) -> PrintedTable | None:
    columns = [
        Column("情報システム", 26, "label"),
        Column("現行の終了", 17),
        Column("検討の開始", 17),
        Column("次期の開始", 17),
        Column("次の期日", 23),
    ]
    rows = [
        (
            held.row.system.name,
            *(_month(held, field) for field in ("current_end", "review_start", "next_start")),
            "\n".join([held.next_date.replace("　", "\n"), *held.open_notes]),
        )
        for held in systems
    ]
    return table(columns, rows) if rows else None


def _month(held: HeldSystem, field: str) -> str:
    month = getattr(held.row.renewal, field, None)
    return in_two_lines(show_month(month)) if month else UNKNOWN


def in_two_lines(shown: str) -> str:
    """Break a date between its era and its western form, where a column is narrow."""
    return shown.replace("（", "\n（")


def _changes(handover: Handover) -> PrintedTable | None:
    columns = [Column("日付・職員", 22), Column("変わったこと", 48), Column("理由", 30)]
    rows = [
        (
            "\n".join([in_two_lines(line.on), line.by, *line.marks]),
            "\n".join(line.changes),
            line.reason or "理由の記載なし",
        )
        for line in handover.changes.lines
    ]
    more = handover.changes.more
    foot = f"このほかに{more}件あります。ポータルの変更の記録で読めます。" if more else ""
    return table(columns, rows, foot=foot) if rows else None
