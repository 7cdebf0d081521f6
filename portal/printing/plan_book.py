"""The plan book: a pure function of a plan document, the one before it, the day and the choices."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from exchange.canonical import ordered
from exchange.disclosing import public_document
from organizations.fiscal_years import fiscal_year_of, show_day
from plans.text import NO_TERMS, Terms, glossary_terms
from portal.printing.book_parts import Chosen, book_sections, chosen_parts
from portal.printing.chapters import Section
from portal.printing.cover import Cover, cover
from portal.printing.figure_list import FigureList, with_figures
from portal.printing.imprint import Imprint, imprint_of
from portal.printing.measure_sheets import Sheet, fills_pages
from portal.printing.words import Part, Source, measure_number

CONTENTS_LEVELS = 3
SCHEDULE_SHEETS = {  # of 工程表, by size and orientation; as a class of the page
    ("A4", "landscape"): "",
    ("A4", "portrait"): "schedule-a4-portrait",
    ("A3", "landscape"): "schedule-a3-landscape",
    ("A3", "portrait"): "schedule-a3-portrait",
}


@dataclass(frozen=True)
class Choices:
    """How a book is wanted: its parts by code (none: all, in the usual order), the sheet of its 工程表, the
    city's mark as a data: address ("" for none).
    """

    parts: Sequence[str] = ()
    size: str = ""
    orientation: str = ""
    mark: str = ""

    @property
    def schedule_sheet(self) -> str:
        return SCHEDULE_SHEETS.get((self.size or "A4", self.orientation or "landscape"), "")


@dataclass(frozen=True)
class ContentsLine:
    level: int
    number: str
    title: str
    href: str


@dataclass(frozen=True)
class Contents:
    """目次, and the index of the measures in two columns."""

    lines: Sequence[ContentsLine]
    index_word: str
    index: Sequence[Sequence[ContentsLine]]
    template: ClassVar[str] = "print/_contents.html"


@dataclass(frozen=True)
class PlanBook:
    """Everything on paper: `pieces` are cover, contents, list of figures and sections in their order.

    `created` is a W3C date of the document's own, "" where it gives none.
    """

    title: str
    author: str
    description: str
    created: str
    pieces: Sequence[Any]
    schedule_sheet: str
    sheets_fill_pages: bool
    terms: Terms
    printed_on: str
    printed_from: str
    imprint: Imprint

    @property
    def sections(self) -> list[Section]:
        return [piece for piece in self.pieces if isinstance(piece, Section)]

    @property
    def contents(self) -> Sequence[ContentsLine]:
        return next((piece.lines for piece in self.pieces if isinstance(piece, Contents)), ())


def plan_book(
    document: Part,
    day: date,
    predecessor: Part | None = None,
    *,
    edition: str = "",
    is_internal: bool = False,
    choices: Choices | None = None,
) -> PlanBook:
    """Return the book of `document` (ict-plan/1, canonical or not), printed on `day`.

    `predecessor` is the document of the plan before, for its results and names; `edition` names a 確定版.
    What a city keeps within itself is left out for the public, unless the book `is_internal` (内部用). Raise
    UnknownPart.
    """
    choices = choices or Choices()
    chosen = chosen_parts(choices.parts)
    source = _source(ordered(dict(document)), day, predecessor, chosen, is_internal=is_internal)
    terms = _terms(source, chosen)
    parts = book_sections(source, terms, chosen)
    front = cover(source, edition=edition, is_internal=is_internal, mark=choices.mark)
    pieces = _pieces(source, parts, front)
    sheets = [block for found in parts.values() for section in found for block in section.blocks]
    plan = source.plan
    return PlanBook(
        title=f"{source.city} {plan['title']}",
        author=plan.get("publisher") or source.city,
        description="、".join(filter(None, [plan.get("subtitle"), plan.get("vision")])),
        created=plan.get("issued_on", ""),
        pieces=pieces,
        schedule_sheet=choices.schedule_sheet,
        sheets_fill_pages=fills_pages([block for block in sheets if isinstance(block, Sheet)]),
        terms=terms,
        printed_on=show_day(day),
        printed_from=(edition or "印刷の時点の計画") + ("（内部用）" if is_internal else ""),
        imprint=imprint_of(document, day, edition=edition),
    )


def _source(whole: Part, day: date, predecessor: Part | None, chosen: Chosen, *, is_internal: bool) -> Source:
    before = ordered(dict(predecessor)) if predecessor else {}
    shown, left_out = (whole, 0) if is_internal else public_document(whole)
    return Source(
        ordered(shown),
        before,
        this_year=fiscal_year_of(day),
        left_out=left_out,
        has_sheets="measures" in chosen.codes,
    )


def _terms(source: Source, chosen: Chosen) -> Terms:
    if "glossary" not in chosen.codes:
        return NO_TERMS
    entries = enumerate(source.parts("glossary"), 1)
    return glossary_terms([(place, part["term"], part.get("aliases", [])) for place, part in entries])


def _pieces(source: Source, parts: dict[str, list[Section]], front: Cover) -> list[Any]:
    """Put cover, contents and list of figures between the sections, and into the contents what they name."""
    figures = None
    if "figures" in parts:
        parts, figures = with_figures(parts)
    pieces: list[Any] = []
    for code, sections in parts.items():
        match code:
            case "cover":
                pieces.append(front)
            case "contents":
                pieces.append(Contents([], source.word("measure"), _index(source)))
            case "figures":
                pieces += [figures] if figures and figures.lines else []
            case _:
                pieces += sections
    place = next((n for n, piece in enumerate(pieces) if isinstance(piece, Contents)), None)
    if place is not None:
        pieces[place] = replace(pieces[place], lines=list(_contents(pieces)))
    return pieces


def _contents(pieces: Iterable[Any]) -> Iterator[ContentsLine]:
    for piece in pieces:
        match piece:
            case FigureList():
                yield ContentsLine(1, "", piece.title, piece.id)
            case Section() if piece.level <= CONTENTS_LEVELS and piece.kind != "column":
                yield ContentsLine(piece.level, piece.number, piece.title, piece.id)


def _index(source: Source) -> list[list[ContentsLine]]:
    if not source.has_sheets:
        return []
    lines = [
        ContentsLine(1, measure_number(measure), measure["name"], source.sheet_ids[measure["number"]])
        for measure in source.parts("measures")
    ]
    middle = -(-len(lines) // 2)
    return [half for half in (lines[:middle], lines[middle:]) if half]
