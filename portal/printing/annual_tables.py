"""The tables of the 年次報告. Each returns None where there is nothing to put into it."""

from collections.abc import Sequence
from datetime import date

from measures.judging import show_figure
from organizations.fiscal_years import show_day, show_fiscal_year_by_era, show_month
from portal.annual_report.reading import AnnualReport
from portal.dashboard.figures import Figures
from portal.dashboard.targets import Targets
from portal.money import MoneyLine
from portal.printing.tables import Column, PrintedTable, table
from portal.targets import TargetRow
from reviews.models import Condition, Evaluation

UNKNOWN = "記載なし"
MOST_SLIPS, MOST_RENEWALS = 12, 20


def counts_table(report: AnnualReport) -> PrintedTable | None:
    """Return the year beside the years before it: how many stood how."""
    found = report.figures.achievement
    if found is None or not found.is_compared:
        return None
    columns = [Column("年度", 24, "label"), *(Column(count.label, 15, "figure") for count in found.key)]
    rows = [(year.label, *(count.count for count in year.counts)) for year in found.whole.bars]
    return table(columns, rows, name="前の年度との比較", remark=found.unit)


def policy_table(figures: Figures) -> PrintedTable | None:
    """Return the counts of the year by policy."""
    found = figures.achievement
    if found is None or not found.lines:
        return None
    columns = [
        Column(figures.table.policy_word, 40, "label"), Column("計", 10, "figure"),
        *(Column(count.label, 12, "figure") for count in found.key),
    ]  # fmt: skip
    rows = [(line.label, line.count, *(count.count for count in line.bars[0].counts)) for line in found.lines]
    name = f"{figures.table.policy_word}ごとの状況" if found.by == "policy" else "回答課ごとの状況"
    return table(columns, rows, name=name, remark=found.unit)


def stage_table(figures: Figures) -> PrintedTable | None:
    """Return how many measures stand at which stage, year by year."""
    if figures.stages is None or not figures.stages.tables:
        return None
    found = figures.stages.tables[0]
    columns = [Column(found.head[0], 30, "label"), *(Column(name, 14, "figure") for name in found.head[1:])]
    rows = [[cell.shown for cell in row] for row in found.rows]
    return table(columns, rows, name=found.title, remark=figures.unit)


def slip_table(figures: Figures) -> PrintedTable | None:
    """Return what moved since 当初, the largest slip first."""
    if figures.slips is None or not figures.slips.lines:
        return None
    columns = [
        Column("番号", 8, "number"), Column(figures.unit, 42, "label"), Column("段階", 14),
        Column("当初", 12), Column("今の計画", 12), Column("差", 12),
    ]  # fmt: skip
    lines = figures.slips.lines[:MOST_SLIPS]
    rows = [
        (
            line.measure.number,
            line.measure.name,
            line.stage,
            show_fiscal_year_by_era(line.was),
            show_fiscal_year_by_era(line.now),
            line.in_words,
        )
        for line in lines
    ]
    more = len(figures.slips.lines) - len(lines)
    return table(columns, rows, name="当初計画からの後ろ倒し・前倒し", foot=f"ほか{more}件" if more else "")


def target_summary(figures: Figures) -> PrintedTable | None:
    """Return how many indicators stand how in the year."""
    found: Targets | None = figures.targets
    if found is None:
        return None
    columns = [Column(count.word, 14, "figure") for count in found.told]
    return table(columns, [[count.count for count in found.told]], name="目標の判定", remark="指標の数")


def money_table_of(figures: Figures) -> PrintedTable | None:
    """Return the money of each year as the dashboard shows it, in thousand yen."""
    if figures.money is None:
        return None
    columns = [Column("年度", 30, "label"), Column("金額", 30, "figure"), Column("額の種類", 40)]
    rows = [
        (
            show_fiscal_year_by_era(year.fiscal_year),
            UNKNOWN if year.amount is None else f"{year.amount:,}",
            year.name if year.amount is not None else "",
        )
        for year in figures.money.years
    ]
    return table(columns, rows, name="経費", remark="千円", foot=figures.money.remark)


def target_table(targets: Sequence[TargetRow]) -> PrintedTable | None:
    """Return the indicators of one measure with the year's aim, value and judgement."""
    if not targets:
        return None
    columns = [
        Column("指標", 26, "label"), Column("年度の目標", 14), Column("実績", 16), Column("最終目標", 16),
        Column("判定", 9), Column("判定のもと", 34),
    ]  # fmt: skip
    rows = [
        (
            row.indicator.name,
            UNKNOWN if row.judgement.target is None
            else show_figure(row.judgement.target, row.indicator.unit),
            f"{row.value}（{row.judgement.state}）" if row.judgement.state else row.value,
            f"{row.last_aim}（{row.due}）",
            row.judgement.word,
            row.judgement.rule,
        )
        for row in targets
    ]  # fmt: skip
    return table(columns, rows, name="目標")


def money_of_subject(lines: Sequence[MoneyLine]) -> PrintedTable | None:
    """Return the year's money of one measure, in thousand yen."""
    if not lines:
        return None
    columns = [
        Column("予算事業", 34, "label"), Column("見積", 12, "figure"), Column("当初", 12, "figure"),
        Column("補正", 12, "figure"), Column("繰越", 12, "figure"), Column("決算", 12, "figure"),
        Column("確かさ", 10),
    ]  # fmt: skip
    names = ("estimate", "initial", "supplementary", "carried_in", "settled")
    rows = [
        (
            f"{line.name}　{line.account}".strip("　"),
            *(line.amount(name) for name in names),
            line.settled_state,
        )
        for line in lines
    ]
    return table(columns, rows, name="経費", remark="千円")


def verdict_table(evaluations: Sequence[Evaluation], conditions: Sequence[Condition]) -> PrintedTable | None:
    """Return what the bodies decided on one measure, then what they asked for and what became of it."""
    rows = [
        (
            evaluation.body.name,
            show_day(evaluation.decided_on).partition("（")[0] if evaluation.decided_on else UNKNOWN,
            evaluation.verdict_label,
            "\n".join(filter(None, [evaluation.comment, _ratings(evaluation)])),
        )
        for evaluation in evaluations
    ]
    rows += [
        (
            f"付帯意見　{condition.body_name}",
            f"{show_day(condition.due_on).partition('（')[0]}まで" if condition.due_on else "期限の定めなし",
            condition.get_state_display(),
            "\n".join(filter(None, [condition.text, condition.answer and f"対応　{condition.answer}"])),
        )
        for condition in conditions
    ]
    columns = [Column("会議体", 24, "label"), Column("日付", 18), Column("評価", 14), Column("意見", 44)]
    return table(columns, rows, name="評価と付帯意見") if rows else None


def _ratings(evaluation: Evaluation) -> str:
    told = [f"{name} {label}" for name, label in evaluation.ratings.items()]
    told += [str(evaluation.direction)] if evaluation.direction else []
    told += filter(None, [evaluation.get_goal_change_display(), evaluation.get_resources_display()])
    return "、".join(told)


def condition_table(conditions: Sequence[Condition], day: date) -> PrintedTable | None:
    """Return every condition with its state, as of `day`."""
    if not conditions:
        return None
    columns = [
        Column("対象", 22, "label"), Column("意見", 30), Column("期限", 14), Column("状態", 11),
        Column("対応", 30),
    ]  # fmt: skip
    rows = [
        (
            str(condition.subject),
            f"{condition.text}\n{condition.body_name}".strip(),
            show_day(condition.due_on).partition("（")[0] if condition.due_on else "定めなし",
            "期限超過" if condition.is_overdue(day) else condition.get_state_display(),
            condition.answer,
        )
        for condition in conditions
    ]
    return table(columns, rows)


def renewal_table(figures: Figures) -> PrintedTable | None:
    """Return the systems whose next one starts soon."""
    if figures.renewals is None or not figures.renewals.lines:
        return None
    columns = [
        Column("情報システム", 34, "label"), Column("所管課", 22), Column("次期の稼働", 18),
        Column("手順", 36),
    ]  # fmt: skip
    rows = [
        (
            line.renewal.system.name,
            line.departments,
            show_month(line.renewal.next_start) if line.renewal.next_start else UNKNOWN,
            line.steps,
        )
        for line in figures.renewals.lines[:MOST_RENEWALS]
    ]
    return table(columns, rows)
