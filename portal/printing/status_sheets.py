"""実施状況確認シート: one A4 a measure to fill in by hand or as answered, department by department.

A pure function of a plan document, a day and a call (`status_subjects.Call`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from measures.models import track_key
from organizations.exceptions import PortalError
from organizations.fiscal_years import show_fiscal_year
from portal.bars import Phase, bars
from portal.measure_table import Badge
from portal.printing.grouping import badges, group_title
from portal.printing.imprint import Imprint, imprint_of
from portal.printing.measure_sheets import Entry
from portal.printing.numbered import Numbered
from portal.printing.schedule_table import BarCell, YearHead, bar_cells, tracks, year_heads
from portal.printing.sheet_tables import target_text
from portal.printing.status_fields import (
    UNKNOWN,
    UNREPORTED,
    Field,
    Form,
    fields_of,
    form_of,
    has_many_tracks,
)
from portal.printing.status_room import Head, fitting, ruled_lines
from portal.printing.status_subjects import NOBODY, Asking, Call, Office, Subject
from portal.printing.tables import NOTHING, shortened
from portal.printing.words import Part, Source, department_names, numbered
from reviews.letters import era_day, weekday_day

TITLE = "実施状況確認シート"
ROOM_BESIDE = 8  # millimetres of a field that its label takes
LONGEST_SMALL_LABEL = 16  # characters of the label of one of many tracks
SHOWN_FACT, SHOWN_OVER_MANY = 140, 46  # characters of a goal, of a list of departments on a blank sheet
LEAST_BESIDE = 46  # millimetres that last year's text may take in any case
WITHOUT_ROUND = "書ききれないときは裏面を使ってください。"
IN_ROUND = (
    f"記入したシートは計画主管課へ提出してください。画面からの回答、Excelでの提出もできます。{WITHOUT_ROUND}"
)


class NothingToAsk(PortalError):
    """No subject of the document belongs to the departments or measures asked for."""


@dataclass(frozen=True)
class TrackRow:
    """A line of the schedule; `reached` is where it stands, asked and told here where the tracks are many."""

    label: str
    cells: Sequence[BarCell]
    reached: str = ""


@dataclass(frozen=True)
class NumberedField:
    """A field as printed: `ruled` lines to write on, what was said before as much as fits beside."""

    number: int
    field: Field
    ruled: int
    before: str


@dataclass(frozen=True)
class StatusSheet(Numbered):
    id: str
    level: int
    kicker: str
    due: str
    number: str
    name: str
    badges: Sequence[Badge]
    department: str
    facts: Sequence[Entry]
    years: Sequence[YearHead]
    this_year: int
    rows: Sequence[TrackRow]
    fields: Sequence[NumberedField]
    is_blank: bool
    is_small: bool
    has_answer: bool
    submitted: str
    head_length: ClassVar[int] = 20

    @property
    def has_tracks(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True)
class OfficePart:
    """A department: a page that lists its sheets, then the sheets."""

    id: str
    name: str
    sheets: Sequence[StatusSheet]
    has_divider: bool

    @property
    def count(self) -> int:
        return len(self.sheets)


@dataclass(frozen=True)
class StatusBook:
    title: str
    city: str
    plan: str
    round_name: str
    measure_word: str
    due: str
    as_of: str
    foot: str
    remark: str
    is_blank: bool
    offices: Sequence[OfficePart]
    imprint: Imprint

    @property
    def running_head(self) -> str:
        return shortened(f"{self.city}　{self.plan}", 34)


def status_sheets(
    document: Part,
    day: date,
    call: Call,
    *,
    is_blank: bool,
    departments: Sequence[str] = (),
    measures: Sequence[str] = (),
    edition: str = "",
) -> StatusBook:
    """Return the sheets of `document` (ict-plan/1, canonical), as asked by `call`.

    `departments` and `measures` (keys or numbers) narrow them down. Raise NothingToAsk where these leave
    none; without them a book of no sheet says so.
    """
    source = Source(document, this_year=call.fiscal_year)
    asking = Asking(source, call)
    chosen = list(_chosen(asking, set(departments), set(measures)))
    if not chosen and (departments or measures):
        raise NothingToAsk(f"条件に合う{source.word('measure')}がありません。部署と番号を確かめてください。")
    year = show_fiscal_year(call.fiscal_year)
    return StatusBook(
        title=f"{source.plan['title']} {call.name or year} {TITLE}",
        city=source.city,
        plan=source.plan["title"],
        round_name=call.name or f"{year} {TITLE}",
        measure_word=source.word("measure"),
        due=weekday_day(call.due) if call.due else "",
        as_of=era_day(call.as_of) if call.as_of else "",
        foot=IN_ROUND if call.key and is_blank else WITHOUT_ROUND,
        remark=_remark(call, is_blank),
        is_blank=is_blank,
        offices=_offices(asking, chosen, is_blank=is_blank, has_dividers=not measures),
        imprint=imprint_of(document, day, edition=edition),
    )


def _remark(call: Call, is_blank: bool) -> str:
    said = ["この調査はサンプルです。"] if call.is_sample else []
    if call.kept_back and not is_blank:
        said.append(f"工程の変更の希望{call.kept_back}件は、内部用だけに載せています。")
    return "".join(said)


def _chosen(asking: Asking, departments: set[str], measures: set[str]) -> Iterator[Office]:
    for office in asking.offices:
        kept = [
            subject
            for subject in office.subjects
            if (not measures or {subject.name, subject.number, subject.part.get("number")} & measures)
            and (not departments or _belongs(asking, subject, departments))
        ]
        if kept:
            yield replace(office, subjects=kept)


def _belongs(asking: Asking, subject: Subject, departments: set[str]) -> bool:
    """Say whether it is a department's to answer; without a round all printed departments count."""
    if asking.lead(subject) in departments:
        return True
    return not asking.call.leads and bool(departments & set(subject.part.get("departments", [])))


def _offices(
    asking: Asking, chosen: Sequence[Office], *, is_blank: bool, has_dividers: bool
) -> list[OfficePart]:
    parts, place = [], 0
    is_pile = is_blank and len(chosen) > 1  # that somebody parts and hands to the departments
    for number, office in enumerate(chosen, 1):
        sheets, has_divider = [], has_dividers and (is_pile or len(office.subjects) > 1)
        for subject in office.subjects:
            place += 1
            form = form_of(asking, subject, is_blank=is_blank)
            sheets.append(_sheet(form, f"s-{place}", 2 if has_divider else 1))
        parts.append(OfficePart(f"o-{number}", office.name or NOBODY, sheets, has_divider))
    return parts


def _sheet(form: Form, anchor: str, level: int) -> StatusSheet:
    part, call, source = form.subject.part, form.call, form.source
    rows = [] if form.subject.is_policy else _rows(form)
    facts = list(_facts(form, has_tracks=bool(rows)))
    head = Head(
        part["name"],
        [entry.text for entry in facts],
        [line.label for line in rows],
        has_many_tracks(part),
        _kicker(call),
    )
    return StatusSheet(
        id=anchor,
        level=level,
        kicker=_kicker(call),
        due=f"提出期限 {weekday_day(call.due)}" if call.due and form.is_blank else "",
        number=form.subject.number,
        name=part["name"],
        badges=() if form.subject.is_policy else badges(source, part),
        department=form.asking.lead(form.subject),
        facts=facts,
        years=year_heads(source.years),
        this_year=call.fiscal_year,
        rows=rows,
        fields=_numbered(form, head),
        is_blank=form.is_blank,
        is_small=has_many_tracks(part),
        has_answer=form.answer is not None,
        submitted=_submitted(form),
    )


def _kicker(call: Call) -> str:
    name = call.name or f"{show_fiscal_year(call.fiscal_year)} {TITLE}"
    return f"{name}　基準日 {era_day(call.as_of)}" if call.as_of else name


def _facts(form: Form, *, has_tracks: bool) -> Iterator[Entry]:
    """Yield what stands above the fields: policy, printed departments, what is to be reached."""
    part, source = form.subject.part, form.source
    yield from _fact("方針", _shown(form, _policies(form)))
    printed = department_names(part)
    if printed != form.asking.lead(form.subject):
        yield from _fact("計画の担当課", _shown(form, printed))
    word = "目標" if form.subject.is_policy else source.word("goal")
    yield from _fact(word, _shown(form, _aim(part, has_tracks=has_tracks)))


def _policies(form: Form) -> str:
    """Return the policies above the subject."""
    part, known = form.subject.part, form.source.policies
    if form.subject.is_policy:
        return "　".join(numbered(policy) for policy in known[part["code"]][:-1])
    return group_title(form.source, part, known.get(part.get("policy"), ()))


def _fact(label: str, text: str) -> list[Entry]:
    return [Entry(label, text)] if text else []


def _shown(form: Form, text: str) -> str:
    """Return a text for the head: whole on a filled sheet, as much as leaves room to write on a blank one."""
    longest = SHOWN_OVER_MANY if has_many_tracks(form.subject.part) else SHOWN_FACT
    return shortened(" ".join(text.split()), longest) if form.is_blank else text


def _aim(part: Part, *, has_tracks: bool) -> str:
    """Return the goal, else the targets where there is no schedule."""
    if part.get("goal") or has_tracks:
        return part.get("goal", "")
    told = [(one["name"], target_text(one)) for one in part.get("indicators", [])]
    return "、".join(f"{name} {target}" if target != NOTHING else name for name, target in told)


def _rows(form: Form) -> list[TrackRow]:
    """Return the planned line of each track, beneath it what was reported of the years before."""
    part, is_many = form.subject.part, has_many_tracks(form.subject.part)
    actuals = {} if is_many else dict(form.asking.actuals(form.subject))
    rows = []
    for track, (label, drawn) in zip(part.get("schedule", []), tracks(form.source, part), strict=True):
        if not any(bar.phase for bar in drawn):
            continue
        key = track.get("key") or track_key(label)
        shown = shortened(label, LONGEST_SMALL_LABEL) if is_many else label
        rows.append(TrackRow(shown or "計画", bar_cells(drawn), form.told.get("phases", {}).get(key, "")))
        told = {year: phases[key] for year, phases in actuals.items() if key in phases}
        if told:
            rows.append(TrackRow("前回までの実績", _actual(form.source, told)))
    return rows


def _actual(source: Source, told: dict[int, str]) -> Sequence[BarCell]:
    cells: dict[int, Phase] = {
        year: source.phases[word] for year, word in told.items() if word in source.phases
    }
    drawn = bar_cells(bars(cells, source.years))
    return [replace(cell, text="") if cell.kind == "none" else cell for cell in drawn]


def _numbered(form: Form, head: Head) -> list[NumberedField]:
    fields = fields_of(form)
    ruled = ruled_lines(head, fields) if form.is_blank else [0 for _ in fields]
    return [
        NumberedField(number, field, lines, fitting(field.before, _beside(field, lines)))
        for number, (field, lines) in enumerate(zip(fields, ruled, strict=True), 1)
    ]


def _beside(field: Field, lines: int) -> float:
    """Return how high the text of last time may be: as the lines to write on, beneath the label."""
    return 8 * lines - ROOM_BESIDE - (4 if field.hint else 0) if lines else LEAST_BESIDE


def _submitted(form: Form) -> str:
    """Return when a filled sheet was handed in."""
    on = form.told.get("submitted_on")
    if not on:
        return UNREPORTED if form.answer is None else UNKNOWN
    return f"{era_day(date.fromisoformat(on))}{'（期限後）' if form.told.get('late') else ''}"
