"""概要版: the plan for citizens on two or four A4 pages, each filled to what it holds. Lengths in mm."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from exchange.canonical import ordered
from exchange.disclosing import public_document
from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_era
from portal.printing import summary_facts as facts
from portal.printing.cover import title_lines
from portal.printing.imprint import Imprint, imprint_of
from portal.printing.summary_sections import (
    GAP,
    Section,
    aim,
    bands,
    contact,
    figures,
    outcome,
    plan_lead,
    policy_tiles,
    progress,
    timetable,
    untold,
    works,
)
from portal.printing.summary_words import words
from portal.printing.tables import shortened
from portal.printing.type_width import line_count
from portal.printing.words import Part, Source

PAGE = 262.0  # from the top of the text to the foot
HERO, TITLE_ROOM = 60.0, 38.0
TITLES = ((34, 1.3), (27, 1.3), (21, 1.3), (16, 1.35), (12, 1.35), (10, 1.35))  # pt, leading
TITLE_WIDTH = 172.0
MANY, WORTH_FOUR = 20, 2  # measures, and parts beside them, from which on four pages are the usual
LARGEST_GAP = 13.0
LONGEST_FOOT = 36  # characters of the plan's title
THRIFTY = 16  # how far policies are cut back before figures and scope give way to them
LEAST_ROOM = 24.0  # below it a part that can shrink is left out


@dataclass(frozen=True)
class Page:
    """`gap` stands between the sections, so that they reach the foot."""

    sections: Sequence[Section]
    gap: float


@dataclass(frozen=True)
class Summary:
    """`terms` are the words explained: marked with ※ where they stand first."""

    city: str
    title: str
    foot: str
    title_lines: Sequence[str]
    title_size: int
    eras: str
    westerns: str
    pages: Sequence[Page]
    terms: Sequence[str]
    created: str
    imprint: Imprint
    mark: str


def summary(
    document: Part,
    day: date,
    predecessor: Part | None = None,
    *,
    pages: int = 0,
    edition: str = "",
    mark: str = "",
) -> Summary:
    """Return the 概要版 of `document` (ict-plan/1, canonical or not) on `day`, as the public may read it.

    `predecessor` tells what came of the plan before; `pages` is 2 or 4, else what there is to tell decides.
    """
    source = Source(
        ordered(public_document(ordered(dict(document))).document),
        ordered(dict(predecessor)) if predecessor else {},
        this_year=fiscal_year_of(day),
    )
    many = pages if pages in {2, 4} else _usual(source)
    made = [_spread(page) for page in (_four(source) if many == 4 else _two(source))]
    lines, size = _title(source.plan["title"])
    first, last = source.years[0], source.years[-1]
    return Summary(
        city=source.city,
        title=f"{source.city} {source.plan['title']} 概要版",
        foot=f"{source.city}　{shortened(source.plan['title'], LONGEST_FOOT)}　概要版",
        title_lines=lines,
        title_size=size,
        eras=f"{show_fiscal_year_by_era(first)}～{show_fiscal_year_by_era(last)}",
        westerns=f"{first}年度～{last}年度",
        pages=made,
        terms=[term for page in made for section in page.sections for term in section.terms],
        created=source.plan.get("issued_on", ""),
        imprint=imprint_of(document, day, edition=edition),
        mark=mark,
    )


def _usual(source: Source) -> int:
    beside = [
        facts.year_result(source) or facts.earlier_result(source),
        source.parts("cycle"),
        source.parts("glossary"),
    ]
    return 4 if len(source.parts("measures")) >= MANY and sum(map(bool, beside)) >= WORTH_FOUR else 2


def _title(title: str) -> tuple[list[str], int]:
    """Return the title's lines and the largest type (pt) in which they stay in their room."""
    lines = title_lines(title)
    for size, leading in TITLES:
        width = TITLE_WIDTH / (size * 0.3528)
        taken = sum(line_count(line, width, is_bold=True) for line in lines)
        if taken * size * leading * 0.3528 <= TITLE_ROOM:
            return lines, size
    return lines, TITLES[-1][0]


def _two(source: Source) -> list[Page]:
    """The plan and its policies; its timetable, what came of it, how it is checked, words, whom to ask."""
    opening, tiles = _opening(source)
    ending = contact(source)
    told = _there([_outcome(source, 62), progress(source, 78)])
    chart = timetable(source, max(LEAST_ROOM, (PAGE - _taken([*told, ending])) * 0.62))
    told = _there([chart, *told])
    explained = words(source, [opening, tiles, told], PAGE - _taken([*told, ending]) - GAP)
    ending = _there([explained, ending])
    filled = works(source, PAGE - _taken([*told, *ending]) - GAP)
    return [Page(_there([*opening, tiles]), HERO), Page(_there([filled, *told, *ending]), 0)]


def _opening(source: Source) -> tuple[list[Section], Section | None]:
    """Return the first page's lead and its policies: figures and scope give way to them."""
    vision, counted = aim(source, 3), figures(source)
    for opening in (
        [vision, plan_lead(source, 3), counted],
        [vision, plan_lead(source, 3)],
        [vision, plan_lead(source, 0)],
    ):
        shown = _there(opening)
        tiles = policy_tiles(source, PAGE - HERO - _taken(shown) - GAP)
        if tiles and tiles.part.thrift <= THRIFTY:
            break
    return shown, tiles


def _four(source: Source) -> list[Page]:
    """A page for the plan and what came before, for its policies, for its timetable, for the rest."""
    opening = _there([aim(source, 4), plan_lead(source, 8), figures(source)])
    earlier = facts.earlier_result(source) if facts.year_result(source) else None
    before = outcome(earlier, PAGE - HERO - _taken(opening) - GAP) if earlier else None
    first = _there([*opening, before])
    first += _there([bands(source, PAGE - HERO - _taken(first) - 2 * GAP)])
    chart = timetable(source, PAGE)
    third = _there([chart, works(source, PAGE - (chart.height + GAP if chart else 0))])
    second = _there([policy_tiles(source, PAGE)])
    pages = [first, second or [untold(source)], third or [untold(source)]]
    ending = contact(source)
    told = _there([_outcome(source, 100), progress(source, 92)])
    explained = words(source, [*pages, told], PAGE - _taken([*told, ending]) - GAP)
    return [
        Page(first, HERO),
        *(Page(sections, 0) for sections in pages[1:]),
        Page(_there([*told, explained, ending]), 0),
    ]


def _outcome(source: Source, room: float) -> Section | None:
    found = facts.year_result(source) or facts.earlier_result(source)
    return outcome(found, room) if found else None


def _there(sections: Sequence[Section | None]) -> list[Section]:
    return [section for section in sections if section]


def _taken(sections: Sequence[Section]) -> float:
    return sum(section.height + GAP for section in sections)


def _spread(page: Page) -> Page:
    """Set the gap so that the sections reach the foot; `page.gap` is what stands above them."""
    free = PAGE - page.gap - sum(section.height for section in page.sections)
    between = max(1, len(page.sections) - 1)
    return replace(page, gap=max(0.0, min(LARGEST_GAP, free / between)))
