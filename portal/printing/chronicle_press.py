"""From the chronicle of a measure to its 答弁資料 (A4, one sheet if it fits), and what it is noted as."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from organizations.fiscal_years import show_day, show_fiscal_years
from organizations.models import User
from portal.bars import SYMBOLS, Phase
from portal.chronicle.reading import UNKNOWN, Answered, Chronicle, PlanPart, YearLine
from portal.chronicle.summary import summary
from portal.place import Place
from portal.printing.html import on_paper, style_of
from portal.printing.pdf import pdf_bytes
from portal.printing.tables import Column, Group, PrintedTable, printed_table, row
from reviews.models import Material
from reviews.services.materials import material_note

STYLES = ("page", "text", "table", "list", "chronicle", "steps")
COLUMNS = [
    Column("年度", 11, "label"), Column("計画の工程", 13), Column("実績の工程・状況", 14),
    Column("到達目標・実績・課題", 34), Column("評価・付帯意見", 17), Column("経費", 11),
]  # fmt: skip


@dataclass(frozen=True)
class ChroniclePaper:
    """The sheet: sentences, a table with a band a plan, and what has no year of its own."""

    place: Place
    chronicle: Chronicle
    summary: Sequence[str]
    table: PrintedTable
    foots: Sequence[str]
    as_of: str
    created: str


def chronicle_html(place: Place, found: Chronicle, today: date) -> str:
    paper = ChroniclePaper(
        place=place,
        chronicle=found,
        summary=summary(found),
        table=printed_table(COLUMNS, [_group(part) for part in found.parts]),
        foots=list(_foots(found)),
        as_of=show_day(today),
        created=today.isoformat(),
    )
    return on_paper(render_to_string("print/chronicle.html", {"paper": paper}))


def chronicle_css() -> str:
    return style_of(STYLES)


def chronicle_pdf(place: Place, found: Chronicle, today: date) -> bytes:
    return pdf_bytes(chronicle_html(place, found, today), chronicle_css())


def chronicle_file_name(place: Place, found: Chronicle, today: date) -> str:
    """Return the name under which it is downloaded: 検討の経過_132209-ict-2022_3_20261121.pdf."""
    name = "".join(sign for sign in found.measure.key if sign.isalnum() or sign in "-_")
    return f"検討の経過_{place.municipality.code}-{place.plan.code}_{name}_{today:%Y%m%d}.pdf"


def chronicle_note(found: Chronicle, *, by: User | None, today: date) -> list[Material]:
    """Note the paper at each round whose answers stand in it, so that an answer says where it was used."""
    told = {report.round_id: report for report in found.reports}
    keys = {part.measure.pk: part.measure.key for part in found.parts}
    notes = [
        material_note(
            review_round=report.round,
            kind=Material.Kind.BRIEFING,
            title=f"検討の経過（{found.measure}）"[:200],
            subjects=sorted({keys[one.measure_id] for one in found.reports if one.round_id == pk}),
            by=by,
            today=today,
        )
        for pk, report in told.items()
    ]
    return [note for note in notes if note]


def _group(part: PlanPart) -> Group:
    plan = part.measure.plan
    span = show_fiscal_years(plan.start_fiscal_year, plan.end_fiscal_year)
    link = f"つながり：{part.basis}" if part.basis else ""
    remark = "　".join(filter(None, [span, part.departments, link]))
    rows = [row(COLUMNS, _cells(line)) for line in part.years]
    return Group(rows, f"{plan}　{part.measure}", remark)


def _cells(line: YearLine) -> list[str]:
    planned = [_phase(label, phase) for label, phase in line.planned]
    actual = [_phase(label, phase) for label, phase in line.actual]
    situations = [answer.situation for answer in line.answers if answer.situation]
    return [
        f"{line.name}（今年度）" if line.is_now else line.name,
        "\n".join(planned) or line.blank,
        "\n".join([*actual, *situations]) or line.untold,
        "\n".join(_texts(line)) or line.untold,
        "\n".join(_verdicts(line)) or line.unjudged,
        "\n".join(f"{name} {amount}" for name, amount in line.money.lines)
        or ("" if line.is_future else UNKNOWN),
    ]


def _phase(label: str, phase: Phase) -> str:
    drawn = f"{SYMBOLS[phase.stage]}{phase.label}"
    return f"{label}：{drawn}" if label else drawn


def _texts(line: YearLine) -> Iterator[str]:
    if line.aim:
        yield f"【目標】{line.aim}"
    for answer in line.answers:
        yield from _answer(answer)


def _answer(answer: Answered) -> Iterator[str]:
    report, part = answer.report, f"{answer.name}　" if answer.name else ""
    if report.done:
        yield f"【{part}実績】{report.done}"
    if report.issues:
        yield f"【{part}課題】{report.issues}"
    if report.carry_over_reason:
        yield f"【{part}繰越】{report.carry_over_reason}"


def _verdicts(line: YearLine) -> Iterator[str]:
    for one in line.evaluations:
        yield f"{one.body.name}：{one.verdict_label}" + (f"「{one.comment}」" if one.comment else "")
    for condition in line.conditions:
        answer = f"→{condition.answer}" if condition.answer else ""
        yield f"付帯意見（{condition.get_state_display()}）{condition.text}{answer}"


def _foots(found: Chronicle) -> Iterator[str]:
    for part in found.parts:
        if part.ending:
            told = "　".join(f"{name}：{text}" for name, text in part.ending)
            yield f"{part.measure.plan}での結果　{told}"
        for condition in part.conditions:
            yield f"付帯意見（年度の記載なし、{condition.get_state_display()}）{condition.text}"
    for ref, basis in found.unloaded:
        yield f"{ref}（登録されていない計画）　つながり：{basis or UNKNOWN}"
    for one in found.successors:
        yield f"この後は{one.plan}「{one.name}」に続きます（{one.basis or UNKNOWN}）。"
