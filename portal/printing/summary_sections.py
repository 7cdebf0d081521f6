"""The sections of the 概要版, cut at whole sentences to the room each is given. mm; type in pt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from organizations.fiscal_years import show_fiscal_year_by_letter, show_fiscal_year_short
from portal.printing import summary_facts as facts
from portal.printing.cover import BLUES, HEIGHT, cover
from portal.printing.poster_entries import Stretch, plain, tracks_of
from portal.printing.sheet_tables import target_text
from portal.printing.tables import NOTHING, in_percent
from portal.printing.type_width import POINT, ems, line_count, within
from portal.printing.words import Part, Source, measure_number

WIDTH, TEXT, LINE = 176.0, 11.0, 6.3  # of the text, of its type, of its line
HEADING, GAP = 12.5, 6.0
EM = TEXT * POINT
TILE_SIDES, TILE_ENDS = 13.0, 5.5  # left and right, above and below the words of a tile
NAME_LINE = 7.2  # a line of a tile's name in 13pt
NAME_EM = 13 * POINT
LEVELS = (  # lines of a policy's text, measures named: from generous to bare
    (7, 8), (6, 6), (5, 6), (5, 5), (4, 12), (4, 10), (4, 8), (4, 7), (4, 6), (4, 5), (4, 4), (3, 4),
    (3, 3), (3, 2), (2, 3), (3, 1), (2, 2), (3, 0), (2, 1), (2, 0), (0, 3), (0, 2), (0, 1), (0, 0),
)  # fmt: skip
LONGEST_NAME = 2  # lines of a measure's name that a tile or a timetable shows
ROW = 7.6  # a line of the timetable with one line of name; a further line
MOST_STEPS, LEAST_WORKS, MANY_YEARS = 6, 2, 6
LEAST_BANDS, LONGEST_BANDS = 28.0, 96.0


@dataclass(frozen=True)
class Section:
    """`template` draws `part` in `height`; `terms` are the glossary's words that it explains."""

    template: str
    height: float
    part: Any
    terms: Sequence[str] = ()


@dataclass(frozen=True)
class Named:
    name: str
    text: str = ""


@dataclass(frozen=True)
class Tile:
    """A policy: `more` is how many measures it has beside those named."""

    names: Sequence[str]
    text: str
    measures: Sequence[Named]
    more: str


@dataclass(frozen=True)
class Tiles:
    """`thrift` counts how far what is told was cut back, 0 for not at all."""

    heading: str
    tiles: Sequence[Tile]
    rest: str
    thrift: int


def aim(source: Source, lines: int) -> Section | None:
    """The vision, where the plan has one that fits whole sentences into `lines` of 16pt."""
    width = (WIDTH - 20) / (16 * POINT)
    text = within(plain(source.plan.get("vision", "")), lines, width)
    if not text:
        return None
    return Section("print/_summary_aim.html", 17 + 8.8 * line_count(text, width), text)


def plan_lead(source: Source, lines: int) -> Section:
    """What this plan is, then as much of its scope as `lines` hold."""
    opening = "".join(facts.lead(source))
    scope = within(plain(source.plan.get("scope", "")), lines, WIDTH / EM)
    taken = _lines(opening, WIDTH) + _lines(scope, WIDTH)
    return Section("print/_summary_lead.html", HEADING + LINE * taken + 1, [opening, *filter(None, [scope])])


def figures(source: Source) -> Section | None:
    """The counts in boxes side by side; a long label takes further lines."""
    found = facts.numbers(source)
    if not found:
        return None
    width = (WIDTH - 3 * (len(found) - 1)) / len(found) / EM - 1
    lines = max(line_count(label, width) for label, *_ in found)
    return Section("print/_summary_figures.html", 23 + LINE * (lines - 1), found)


def bands(source: Source, room: float) -> Section | None:
    """The cover's bands, the plan's own schedule as a picture, in what is left of a page."""
    drawn = cover(source)
    height = min(LONGEST_BANDS, room - LINE)
    if not drawn.bands or height < LEAST_BANDS:
        return None
    return Section("print/_summary_bands.html", height + LINE, (drawn, round(height, 1), HEIGHT))


def policy_tiles(source: Source, room: float) -> Section | None:
    """The policies, each with what is to change and its headline measures, as generous as the room allows."""
    found = facts.policies(source)
    if not found:
        return None
    heading = (
        (source.plan.get("policy_levels") or ["方針"])[0]
        if source.parts("policies")
        else source.word("measure")
    )
    for shown in range(len(found), 0, -1):
        for thrift, (lines, names) in enumerate(LEVELS):
            tiles = [_tile(policy, lines, names) for policy in found[:shown]]
            rest = f"ほかに{len(found) - shown}あります。" if shown < len(found) else ""
            height = HEADING + sum(_tile_height(tile) + 3 for tile in tiles) + (LINE if rest else 0)
            if height <= room:
                return Section(
                    "print/_summary_policies.html",
                    height,
                    Tiles(heading, tiles, rest, thrift + len(LEVELS) * (len(found) - shown)),
                )
    return None


def _tile(policy: facts.PolicyFacts, lines: int, names: int) -> Tile:
    width = (WIDTH - TILE_SIDES) / EM
    found = [Named(measure["name"]) for measure in facts.headlines(policy.measures)]
    found = found or [Named(name) for name in policy.fields]
    shown = [name for name in found if line_count(f"・{name.name}", width) <= LONGEST_NAME][:names]
    if lines > 4 and names > 4:
        by_name = {measure["name"]: measure for measure in policy.measures}
        shown = [Named(name.name, _goal(by_name.get(name.name), width)) for name in shown]
    left = len(found) - len(shown)
    more = (
        f"ほか{left}件"
        if shown and left and policy.measures
        else (f"全{left}件" if left and policy.measures else "")
    )
    text = within(policy.text, lines, width)
    return Tile([_short(name, 3) for name in policy.names], text, shown, more)


def _goal(measure: Part | None, width: float) -> str:
    """Return what a measure is for where one line beneath its name holds it."""
    return within(facts.first_sentence(measure), 2, width - 1) if measure else ""


def _short(name: str, lines: int) -> str:
    """Return a policy's name, cut where it is longer than `lines`: it is no sentence."""
    width = (WIDTH - TILE_SIDES) / NAME_EM
    while line_count(name, width, is_bold=True) > lines:
        name = f"{name[: len(name) * 3 // 4]}…"
    return name


def _tile_height(tile: Tile) -> float:
    width = (WIDTH - TILE_SIDES) / EM
    names = sum(line_count(name, (WIDTH - TILE_SIDES) / NAME_EM, is_bold=True) for name in tile.names)
    lines = line_count(tile.text, width) + bool(tile.more)
    lines += sum(line_count(f"・{m.name}", width) + line_count(m.text, width - 1) for m in tile.measures)
    return max(17.0, TILE_ENDS + NAME_LINE * names + LINE * lines)


def works(source: Source, room: float) -> Section | None:
    """The headline measures in a sentence each, as many as the room holds."""
    shown, height = [], HEADING
    for measure in facts.headlines(source.parts("measures")):
        text = within(facts.first_sentence(measure), 3, WIDTH / EM - 1)
        tall = LINE * (_lines(f"・{measure['name']}", WIDTH) + _lines(text, WIDTH - EM)) + 1.2
        if text and _lines(f"・{measure['name']}", WIDTH) <= LONGEST_NAME and height + tall <= room:
            shown.append(Named(measure["name"], text))
            height += tall
    heading = f"{source.word('measure')}の内容（主なもの）"
    return (
        Section("print/_summary_works.html", height, (heading, shown)) if len(shown) >= LEAST_WORKS else None
    )


def untold(source: Source) -> Section:
    """A page that nothing fits: the plan tells nothing of it, or in more words than it holds."""
    where = "計画書をご覧ください。" if source.parts("measures") else "記載なし"
    return Section("print/_summary_untold.html", HEADING + LINE, (source.word("measure"), where))


@dataclass(frozen=True)
class Line:
    """A measure's lane in the timetable, or a target; `place` is the measure's in the plan."""

    place: int
    number: str
    name: str
    label: str
    stretches: Sequence[Stretch]


@dataclass(frozen=True)
class Timetable:
    heading: str
    name_word: str
    label_word: str
    years: Sequence[tuple[str, int, bool]]
    lines: Sequence[Line]
    legend: Sequence[tuple[str, str]]
    remark: str
    name_width: float


def timetable(source: Source, room: float) -> Section | None:
    """The headline measures' years, as many as the room holds; the targets where no schedule is printed."""
    found, heading, label = list(_schedule_lines(source)), source.word("schedule"), ""
    if not found:
        found, heading, label = list(_target_lines(source)), "目標", "目標"
    shown, height = [], HEADING + 13 + LINE + (0 if label else 9)
    for line in found:
        tall = ROW + (LINE - 0.8) * (_line_lines(source, line) - 1)
        if height + tall > room:
            break
        shown.append(line)
        height += tall
    if not shown:
        return None
    left = len(found) - len(shown)
    is_all = not left and len({line.number for line in shown}) == len(source.parts("measures"))
    shown.sort(key=lambda line: line.place)
    years = [] if label else [(_year(source, year), year, year == source.this_year) for year in source.years]
    used = {stretch.phase.label for line in shown for stretch in line.stretches if stretch.phase}
    legend = [
        (f"{phase.symbol} {name}", phase.stage) for name, phase in source.phases.items() if name in used
    ]
    remark = f"ほかの{left}件は、計画書をご覧ください。" if left else ""
    table = Timetable(
        heading if is_all else f"{heading}（主なもの）",
        source.word("measure"),
        label,
        years,
        shown,
        legend[:6],
        remark,
        _name_width(source),
    )
    return Section("print/_summary_timetable.html", height, table)


def _year(source: Source, year: int) -> str:
    """Return 令和4, R4 in the head of many years."""
    return (
        show_fiscal_year_short(year)
        if len(source.years) < MANY_YEARS
        else show_fiscal_year_by_letter(year)[:-2]
    )


def _schedule_lines(source: Source) -> Iterator[Line]:
    for number, measure in _headlines(source):
        for place, lane in enumerate(tracks_of(source, measure)):
            if any(stretch.phase for stretch in lane.stretches):
                name = measure["name"] if not lane.label else f"{measure['name']}（{lane.label}）"
                if place == 0 and line_count(name, _name_width(source) / EM) <= LONGEST_NAME:
                    yield Line(number, measure_number(measure), name, "", lane.stretches)


def _headlines(source: Source) -> Iterator[tuple[int, Part]]:
    """Yield the measures that come first, each with its place in the plan."""
    measures = source.parts("measures")
    places = {id(measure): place for place, measure in enumerate(measures)}
    yield from ((places[id(measure)], measure) for measure in facts.headlines(measures))


def _target_lines(source: Source) -> Iterator[Line]:
    for number, measure in _headlines(source):
        for part in measure.get("indicators", []):
            aim, due = target_text(part).replace("\n", "　").removeprefix(NOTHING), part.get("due_text", "")
            aimed = "　".join(filter(None, [aim, due if due not in aim else ""]))
            line = Line(number, measure_number(measure), part["name"], aimed, [])
            if aimed and _line_lines(source, line) <= LONGEST_NAME + 1:
                yield line


def _name_width(source: Source) -> float:
    return 74.0 if len(source.years) > 3 else 86.0


def _line_lines(source: Source, line: Line) -> int:
    if line.label:
        return max(line_count(line.name, 84 / EM), line_count(line.label, 66 / EM))
    return line_count(line.name, _name_width(source) / EM)


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    share: int
    place: int


@dataclass(frozen=True)
class OutcomePart:
    heading: str
    lead: str
    bars: Sequence[Bar]
    told: Sequence[Named]


def outcome(found: facts.Outcome, room: float) -> Section | None:
    """What came of a year or of the plan before: a bar of counts, whole sentences on what was reached."""
    shares = in_percent([count for _, count in found.counts])
    bars = [
        Bar(label, count, share, place % len(BLUES) + 1)
        for place, ((label, count), share) in enumerate(zip(found.counts, shares, strict=True))
    ]
    legend = -(-int(sum(ems(f"{bar.label} {bar.count}") + 4 for bar in bars) * EM) // int(WIDTH))
    height = HEADING + LINE * _lines(found.lead, WIDTH) + 11 + LINE * legend
    if height > room:
        return None
    told = []
    for name, text in found.told:
        sentence = within(text, 2, WIDTH / EM - 1)
        tall = LINE * (_lines(f"・{name}", WIDTH) + _lines(sentence, WIDTH - EM)) + 1
        if sentence and len(told) < 4 and _lines(f"・{name}", WIDTH) == 1 and height + tall <= room:
            told.append(Named(name, sentence))
            height += tall
    return Section("print/_summary_outcome.html", height, OutcomePart(found.title, found.lead, bars, told))


def progress(source: Source, room: float) -> Section:
    """How progress is checked: the steps of a year, the bodies, else what the plan says of its revision."""
    steps, height = [], HEADING
    for step, by in facts.steps(source)[:MOST_STEPS]:
        tall = max(8.4, LINE * (_lines(step, WIDTH - 14) + _lines(by, WIDTH - 14)) + 2)
        if height + tall > room - 2 * LINE:
            break
        steps.append(Named(step, by))
        height += tall
    left = len(facts.steps(source)) - len(steps)
    bodies = "、".join(body["name"] for body in source.plan.get("evaluation_bodies", []))
    texts = [f"会議体：{bodies}"] if bodies and _lines(f"会議体：{bodies}", WIDTH) <= 2 else []
    room_left = int((room - height) / LINE) - sum(_lines(text, WIDTH) for text in texts) - bool(left)
    rule = within(plain(source.plan.get("revision_rule", "")), min(4, room_left), WIDTH / EM)
    texts += [rule] if rule else []
    texts = [*([f"ほかに{left}の段階があります。"] if left else []), *texts]
    texts = texts if steps or texts else ["記載なし"]
    height += LINE * sum(_lines(text, WIDTH) for text in texts) + 1
    return Section("print/_summary_progress.html", height, (steps, texts))


def contact(source: Source) -> Section:
    """Whom to ask: the department that edits the plan, as the document names it."""
    editor = facts.editor_of(source)
    return Section("print/_summary_contact.html", 15 + LINE * _lines(editor, WIDTH - 20), editor)


def _lines(text: str, width: float) -> int:
    return line_count(text, width / EM)
