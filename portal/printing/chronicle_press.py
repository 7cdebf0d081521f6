"""From the chronicle of a measure to its 答弁資料: exactly one A4, and what it is noted as.

A pure function of documents and a day. What does not fit is cut at a sentence and ends with …; years of which
nothing else is told stand together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string

from exchange.canonical import canonical_bytes
from exchange.freeze import digest_of
from organizations.fiscal_years import fiscal_year_of, show_day, show_fiscal_years
from organizations.models import Municipality, User
from portal.bars import SYMBOLS, Phase
from portal.chronicle.documents import chronicle_of
from portal.chronicle.summary import summary
from portal.chronicle.telling import UNKNOWN, Answered, Chronicle, PlanPart, YearLine
from portal.printing.html import on_paper, style_of
from portal.printing.imprint import Imprint
from portal.printing.one_sheet import MORE, cut, cut_all, height_of, lines_of
from portal.printing.tables import Column, Group, PrintedTable, printed_table, row
from reviews.models import Material, ReviewRound
from reviews.services.materials import material_note

STYLES = ("page", "text", "table", "list", "chronicle", "steps")
COLUMNS = [
    Column("年度", 11, "label"), Column("計画の工程", 13), Column("実績の工程・状況", 14),
    Column("到達目標・実績・課題", 34), Column("評価・付帯意見", 17), Column("経費", 11),
]  # fmt: skip
SHEET = 256.0  # mm of an A4 between its margins, less what rounding may take
WIDTH = 184.0
ACROSS = [(column.width * WIDTH / 100 - 2) / 1.376 for column in COLUMNS]  # half-width characters, 7.8pt
LINE, PADDING = 3.75, 1.8  # mm of a line in the table, and around a row
SUMMARY, SUMMARY_LINE = 106, 5.4  # half-width characters, mm
FOOT, FOOT_LINE = 128, 4.6
SHORTEST = 3
LIMITS = (60, 40, 30, 24, 20, 16, 13, 11, 9, 8, 7, 6, 5, 4, 3, 2, 1)


@dataclass(frozen=True)
class ChroniclePaper:
    """The sheet: sentences, a table with a band a plan, and what has no year of its own. `is_cut` says that
    some text goes on elsewhere.
    """

    city: str
    plan: str
    chronicle: Chronicle
    title: str
    summary: str
    table: PrintedTable
    foots: Sequence[str]
    as_of: str
    created: str
    imprint: Imprint
    is_cut: bool = False


def briefing(
    documents: Sequence[Mapping[str, Any]], code: str, number: str, day: date, *, edition: str = ""
) -> ChroniclePaper:
    """Return the sheet on a measure by its number in the plan of `code`, from the documents (canonical form)
    of that plan and of those before and after it. `edition` names the 確定版 they are of.
    """
    found = chronicle_of(documents, code, number, fiscal_year_of(day))
    own = next(document for document in documents if document["plan"]["code"] == code)
    digest = digest_of(b"".join(canonical_bytes(dict(document)) for document in documents))
    paper = ChroniclePaper(
        city=own["municipality"]["name"],
        plan=own["plan"]["title"],
        chronicle=found,
        title="",
        summary="",
        table=PrintedTable(COLUMNS, []),
        foots=(),
        as_of=show_day(day),
        created=day.isoformat(),
        imprint=Imprint(edition, digest, day),
    )
    return fitted(paper)


def fitted(paper: ChroniclePaper) -> ChroniclePaper:
    """Return the paper with as much of its texts as one sheet holds: rather the plans before in one row each
    than less than `SHORTEST` lines a cell.
    """
    tried = [(limit, False) for limit in LIMITS if limit >= SHORTEST] + [(limit, True) for limit in LIMITS]
    for limit, is_terse in tried:
        made = _filled(paper, limit, is_terse=is_terse)
        if _height(made) <= SHEET:
            return made
    return made


def chronicle_html(paper: ChroniclePaper) -> str:
    return on_paper(render_to_string("print/chronicle.html", {"paper": paper}))


def chronicle_css() -> str:
    return style_of(STYLES)


def chronicle_file_name(city: str, code: str, key: str, day: date) -> str:
    """Return the name under which it is downloaded: 検討の経過_132209-ict-2022_3_20261121."""
    name = "".join(sign for sign in key if sign.isalnum() or sign in "-_")
    return f"検討の経過_{city}-{code}_{name}_{day:%Y%m%d}"


def chronicle_note(found: Chronicle, *, city: Municipality, by: User | None, today: date) -> list[Material]:
    """Note the paper at each round whose answers stand in it, so that an answer says where it was used."""
    told: dict[tuple[str, str], list[str]] = {}
    for part in found.parts:
        for answer in (answer for line in part.years for answer in line.answers):
            told.setdefault((part.code, answer.round), []).append(part.key)
    rounds = ReviewRound.objects.filter(plan__municipality=city).select_related("plan__municipality")
    notes = [
        material_note(
            review_round=one,
            kind=Material.Kind.BRIEFING,
            title=f"検討の経過（{found.number} {found.name}）"[:200],
            subjects=sorted(set(told[one.plan.code, one.key])),
            by=by,
            today=today,
        )
        for one in rounds
        if (one.plan.code, one.key) in told
    ]
    return [note for note in notes if note]


def _filled(paper: ChroniclePaper, limit: int, *, is_terse: bool) -> ChroniclePaper:
    """Return the paper with at most so many lines a cell; `is_terse` with one row for each plan before."""
    found = paper.chronicle
    sentences, foots = "".join(summary(found)), list(_foots(found))
    said = cut(sentences, max(3, min(9, limit)), SUMMARY)
    most = max(2, min(12, limit))
    kept = [cut(foot, max(1, min(6, limit // 2)), FOOT) for foot in foots[:most]]
    kept += [f"ほかに{len(foots) - most}件…"] if len(foots) > most else []
    table = printed_table(COLUMNS, [_group(part, limit, is_terse=is_terse) for part in found.parts])
    texts = "".join(cell.text for group in table.groups for line in group.rows for cell in line.cells)
    return replace(
        paper,
        title=cut(f"{found.number}　{found.name}", 2, 66),
        summary=said,
        table=table,
        foots=kept,
        is_cut="…" in said + texts + "".join(kept),
    )


def _height(paper: ChroniclePaper) -> float:
    """Return how much of the sheet the paper takes, in millimetres."""
    height = 5 + 8 * lines_of(paper.title, 66) + 6 + SUMMARY_LINE * lines_of(paper.summary, SUMMARY)
    height += 9 + FOOT_LINE * (4 + sum(lines_of(foot, FOOT) for foot in paper.foots))
    for group in paper.table.groups:
        height += 2.5 + 4.6 * lines_of(f"{group.band}　{group.remark}", 124)
        for line in group.rows:
            texts = [cell.text for cell in line.cells]
            widths = ACROSS if len(texts) == len(ACROSS) else [ACROSS[0]] + [min(ACROSS)] * (len(texts) - 1)
            height += height_of(zip(texts, widths, strict=True), LINE, PADDING)
    return height


def _group(part: PlanPart, limit: int, *, is_terse: bool) -> Group:
    span = show_fiscal_years(part.start, part.end)
    link = f"つながり：{part.basis}" if part.basis else ""
    remark = "　".join(filter(None, [span, part.departments, link]))
    told = _as_one(part.years, limit) if is_terse and not part.is_this else _rows(part.years, limit)
    lines = 1 if is_terse else 2
    rows = [row(COLUMNS, values) for values in told]
    return Group(rows, cut(f"{part.plan}　{part.name}", lines, 110), cut(remark, lines, 120))


def _as_one(years: Sequence[YearLine], limit: int) -> Iterator[list[str]]:
    """Yield one row for all years: what the last of them tells that tells anything."""
    last = next((line for line in reversed(years) if line.answers or line.planned), years[-1])
    texts = [[f"{last.name}：{cells[0]}", *cells[1:], MORE] for cells in _cells(last)]
    cells = zip(texts, ACROSS[1:], strict=True)
    yield [f"{years[0].name}～\n{years[-1].name}", *(cut_all(one, limit, width) for one, width in cells)]


def _rows(years: Sequence[YearLine], limit: int) -> Iterator[list[str]]:
    """Yield the years; those next to each other of which the same and no more is told stand together."""
    for (_, same), found in groupby(enumerate(years), lambda pair: _likeness(*pair)):
        lines = [line for _, line in found]
        names = [lines[0].name, lines[-1].name] if same and len(lines) > 1 else [lines[0].name]
        now = "\n（今年度）" if lines[0].is_now else ""
        cells = zip(_cells(lines[0]), ACROSS[1:], strict=True)
        yield ["～\n".join(names) + now, *(cut_all(texts, limit, width) for texts, width in cells)]


def _likeness(place: int, line: YearLine) -> tuple[int, tuple]:
    """Return what years that may stand together have in common: a year with more to tell stands alone."""
    is_told = line.answers or line.conditions or line.aim or line.money.lines or line.actual or line.is_now
    if is_told:
        return place + 1, ()
    return 0, (tuple(line.planned), line.blank, line.untold, line.is_future)


def _cells(line: YearLine) -> list[list[str]]:
    planned = [_phase(label, phase) for label, phase in line.planned]
    actual = [_phase(label, phase) for label, phase in line.actual]
    situations = [answer.situation for answer in line.answers if answer.situation]
    money = [f"{name} {amount}" for name, amount in line.money.lines]
    return [
        planned or [line.blank],
        [*actual, *situations] or [line.untold],
        list(_texts(line)) or [line.untold],
        list(_verdicts(line)) or [line.unjudged],
        money or ["" if line.is_future else UNKNOWN],
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
    part = f"{answer.name}　" if answer.name else ""
    if answer.done:
        yield f"【{part}実績】{answer.done}"
    if answer.issues:
        yield f"【{part}課題】{answer.issues}"
    if answer.carry_over_reason:
        yield f"【{part}繰越】{answer.carry_over_reason}"


def _verdicts(line: YearLine) -> Iterator[str]:
    for one in line.evaluations:
        yield f"{one.body}：{one.verdict_label}" + (f"「{one.comment}」" if one.comment else "")
    for condition in line.conditions:
        answer = f"→{condition.answer}" if condition.answer else ""
        yield f"付帯意見（{condition.state_label}）{condition.text}{answer}"


def _foots(found: Chronicle) -> Iterator[str]:
    for part in found.parts:
        if part.ending:
            told = "　".join(f"{name}：{text}" for name, text in part.ending)
            yield f"{part.plan}での結果　{told}"
        for condition in part.conditions:
            yield f"付帯意見（年度の記載なし、{condition.state_label}）{condition.text}"
    for ref, basis in found.unloaded:
        yield f"{ref}（登録されていない計画）　つながり：{basis or UNKNOWN}"
    for one in found.successors:
        yield f"この後は{one.plan}「{one.name}」に続きます（{one.basis or UNKNOWN}）。"
