"""The tables of 会議資料: a function a kind of item; nothing where there is nothing to show."""

from collections import Counter
from collections.abc import Callable, Sequence

from organizations.fiscal_years import show_day, show_fiscal_year_by_era
from portal.measure_table import MeasureRow
from portal.meetings.agenda import AgendaLine
from portal.meetings.figures import MeetingFigures
from portal.meetings.sheets import reported_words
from portal.printing.tables import Column, PrintedTable, shortened, table
from reviews.models import Meeting, MeetingItem, ProgressReport
from reviews.reported_values import shown_target
from reviews.subjects import name_of

Kind = MeetingItem.Kind
LONGEST = 110  # letters of an answer in a list
BOX = "□"
SITUATIONS = ProgressReport.Situation

Tables = list[PrintedTable]


def words_of(meeting: Meeting) -> list[str]:
    """Return the words the meeting's body decides with; for others what there is to say."""
    words = meeting.body.verdict_words if meeting.body else ()
    return [word.label for word in words] or ["了承", "意見あり"]


def _round(figures: MeetingFigures, line: AgendaLine) -> Tables:
    """Return the count of situations and one line an answer with boxes to tick."""
    if figures.round is None:
        return []
    counts = Counter(report.situation for report in figures.reports)
    told = {"報告のあったもの": len(figures.reports)}
    told |= {label: counts[code] for code, label in SITUATIONS.choices if counts[code]}
    if open_ones := len(figures.all_reports) - len(figures.reports):
        told["まだ確認していないもの"] = open_ones
    summary = table([Column(label, 20, "label") for label in told], [[f"{n}件" for n in told.values()]])
    return [summary, _answers(figures, reports_on(figures, line))]


def reports_on(figures: MeetingFigures, line: AgendaLine) -> list[ProgressReport]:
    """Return the answers a line is about, all of the round where it names none."""
    names = set(line.subjects)
    return [r for name, r in figures.reports_by_name.items() if not names or name in names]


def _answers(figures: MeetingFigures, reports: Sequence[ProgressReport]) -> PrintedTable:
    columns = [
        Column("番号", 7, "number"), Column(figures.plan.words["measure"], 22, "label"),
        Column("回答課", 11), Column("状況", 8), Column("実績", 34), Column("前の評価", 16),
        Column("評価", 16),
    ]  # fmt: skip
    ticks = "\n".join(f"{BOX} {word}" for word in words_of(figures.meeting))
    rows = [
        (
            number_of(figures, report),
            report.subject.name,
            report.lead_name or "―",
            _situation(figures, report),
            shortened(" ".join((report.done or report.year_plan).split()), LONGEST) or "―",
            _earlier(figures, report),
            ticks if figures.stages and figures.stages.awaits(report) else _own(figures, report),
        )
        for report in reports
    ]
    return table(columns, rows)


def number_of(figures: MeetingFigures, report: ProgressReport) -> str:
    row = figures.measures.get(report.measure_id)
    return row.number if row else (report.subject.printed_code or report.subject.code)


def _situation(figures: MeetingFigures, report: ProgressReport) -> str:
    """Say 順調, 遅れ or 完了; 遅れ too where only the stages tell it."""
    word = report.get_situation_display()
    is_late = figures.lateness[report.pk].is_late
    return f"{word}\n（工程は遅れ）" if is_late and report.situation != SITUATIONS.LATE else word or "―"


def _earlier(figures: MeetingFigures, report: ProgressReport) -> str:
    body = figures.meeting.body_id
    said = [one for one in figures.verdicts.get(report.subject_key, ()) if one.body_id != body]
    return "\n".join(f"{one.body} {one.verdict_label}" for one in said)


def _own(figures: MeetingFigures, report: ProgressReport) -> str:
    said = figures.verdicts.get(report.subject_key, ())
    own = next((one for one in said if one.body_id == figures.meeting.body_id), None)
    return own.verdict_label if own else ""


def _late(figures: MeetingFigures, line: AgendaLine) -> Tables:
    columns = [
        Column("番号", 7, "number"), Column(figures.plan.words["measure"], 25, "label"), Column("回答課", 13),
        Column("予定と実績", 22), Column("理由と対応", 38),
    ]  # fmt: skip
    rows = [
        (
            number_of(figures, report),
            report.subject.name,
            report.lead_name or "―",
            "\n".join(figures.lateness[report.pk].in_words) or "遅れと報告",
            report.issues or "記載なし",
        )
        for report in figures.late
        if not line.subjects or name_of(report.subject) in line.subjects
    ]
    return [table(columns, rows)] if rows else []


def _slips(figures: MeetingFigures, line: AgendaLine) -> Tables:
    columns = [
        Column("番号", 7, "number"), Column(figures.plan.words["measure"], 28, "label"),
        Column(figures.plan.words["departments"], 17), Column("差", 14), Column("変わったこと", 34),
    ]  # fmt: skip
    rows = [
        (row.number, row.name, _department(figures, row), move.in_words, "\n".join(move.sentences))
        for pk, move in figures.slipped.items()
        for row in [figures.measures[pk]]
        if not line.subjects or row.key in line.subjects
    ]
    return [table(columns, rows, foot="当初の確定版と、今の計画を比べています。")] if rows else []


def _long(figures: MeetingFigures, line: AgendaLine) -> Tables:
    columns = [
        Column("番号", 8, "number"), Column(figures.plan.words["measure"], 31, "label"),
        Column(figures.plan.words["departments"], 16), Column("続く年数", 9), Column("期間", 22),
        Column("決定の期限", 14),
    ]  # fmt: skip
    rows = [
        (
            row.number,
            row.name,
            _department(figures, row),
            f"{run.years}年",
            "～".join(show_fiscal_year_by_era(year) for year in (run.first_year, run.last_year)),
            _due(run.measure.decision_due_fiscal_year),
        )
        for run in figures.long
        for row in [figures.measures[run.measure.pk]]
        if not line.subjects or row.key in line.subjects
    ]
    return [table(columns, rows)] if rows else []


def _department(figures: MeetingFigures, row: MeasureRow) -> str:
    """Name the printed departments; where a plan prints none, the one that answered in the round."""
    return row.department_names or figures.leads.get(row.pk) or "記載なし"


def _due(year: int | None) -> str:
    return f"{show_fiscal_year_by_era(year)}まで" if year else "定めなし"


def _targets(figures: MeetingFigures, line: AgendaLine) -> Tables:
    columns = [
        Column("番号", 7, "number"), Column(figures.plan.words["measure"], 21, "label"), Column("指標", 20),
        Column("目標", 10), Column("実績", 12), Column("判定", 8), Column("判定のもと", 30),
    ]  # fmt: skip
    rows = [
        (
            row.number, row.name, aim.indicator.name,
            shown_target(aim.indicator, figures.year) or "記載なし", reported_words(aim),
            aim.judgement.word, aim.judgement.rule,
        )
        for aim in figures.below
        for row in [figures.measures[aim.indicator.measure_id]]
        if not line.subjects or row.key in line.subjects
    ]  # fmt: skip
    return [table(columns, rows)] if rows else []


def _conditions(figures: MeetingFigures, line: AgendaLine) -> Tables:
    columns = [
        Column("対応の期限", 14), Column("対象", 19, "label"), Column("意見", 26), Column("対応する課", 11),
        Column("状態", 10), Column("対応", 28),
    ]  # fmt: skip
    rows = [
        (
            show_day(condition.due_on).partition("（")[0] if condition.due_on else "定めなし",
            str(condition.subject),
            f"{condition.text}\n{condition.body_name}".strip(),
            condition.department.name if condition.department else "記載なし",
            "期限超過" if condition.is_overdue(figures.today) else condition.get_state_display(),
            condition.answer or "まだ報告がありません。",
        )
        for condition in figures.standing
    ]
    return [table(columns, rows)] if rows else []


def _findings(figures: MeetingFigures, line: AgendaLine) -> Tables:
    columns = [
        Column("情報システム", 18, "label"), Column("所管課", 12), Column("確認事項", 14),
        Column("日付と計算", 34), Column("対応の例", 22),
    ]  # fmt: skip
    rows = [
        (
            found.system.name,
            found.department or "記載なし",
            found.rule.label,
            found.found.sentence,
            found.rule.remedy,
        )
        for found in figures.findings
    ]
    foot = f"{show_day(figures.today)}の時点で、日付から計算しています。公開の区分は内部です。"
    return [table(columns, rows, foot=foot)] if rows else []


def _named_measures(figures: MeetingFigures, line: AgendaLine) -> Tables:
    """Return what was reported of the measures a hand-made item names."""
    reports = [figures.reports_by_name[name] for name in line.subjects if name in figures.reports_by_name]
    return [_answers(figures, reports)] if reports else []


MAKERS: dict[Kind, Callable[[MeetingFigures, AgendaLine], Tables]] = {
    Kind.ROUND: _round,
    Kind.LATE: _late,
    Kind.SLIP: _slips,
    Kind.CONSIDERATION: _long,
    Kind.TARGET: _targets,
    Kind.CONDITION: _conditions,
    Kind.FINDING: _findings,
}
WIDE = {Kind.ROUND, Kind.TARGET, Kind.CONDITION, Kind.FINDING}


def tables_of(figures: MeetingFigures, line: AgendaLine) -> Tables:
    """Return the tables of an item's paper, none where it needs no paper."""
    return MAKERS.get(Kind(line.kind), _named_measures)(figures, line)
