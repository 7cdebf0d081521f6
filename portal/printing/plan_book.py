"""The plan book: a pure function of a plan document, the one before it, and the day of printing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from exchange.canonical import ordered
from exchange.disclosing import public_document
from organizations.fiscal_years import fiscal_year_of, show_day
from plans.text import Terms, glossary_terms, render_markdown
from portal.printing import bodies, lists
from portal.printing.chapters import Section, chapter_sections, used_words
from portal.printing.cover import Cover, cover
from portal.printing.data_tables import data_table
from portal.printing.inserts import LISTS, Block, Missing, of_list
from portal.printing.measure_sheets import Sheet, fills_pages, measure_sheets
from portal.printing.schedule_table import ScheduleTable
from portal.printing.surveys import printed_survey
from portal.printing.words import Part, Source, measure_number

CONTENTS_LEVELS = 3


@dataclass(frozen=True)
class ContentsLine:
    level: int
    number: str
    title: str
    href: str


@dataclass(frozen=True)
class PlanBook:
    """Everything on paper. `created` is a W3C date of the document's own, "" where it gives none."""

    title: str
    author: str
    description: str
    created: str
    cover: Cover
    contents: Sequence[ContentsLine]
    index_word: str
    index: Sequence[Sequence[ContentsLine]]
    sections: Sequence[Section]
    sheets_fill_pages: bool
    terms: Terms
    printed_on: str
    printed_from: str


def plan_book(
    document: Part,
    day: date,
    predecessor: Part | None = None,
    *,
    edition: str = "",
    is_internal: bool = False,
) -> PlanBook:
    """Return the book of `document` (ict-plan/1, canonical or not), printed on `day`.

    `predecessor` is the document of the plan before, for its results and names; `edition` names a 確定版.
    What a city keeps within itself is left out for the public, unless the book `is_internal` (内部用).
    """
    source = _source(ordered(dict(document)), day, predecessor, is_internal=is_internal)
    terms = _terms(source)
    sections = [*chapter_sections(source, terms), *_appendix(source)]
    sheets = [block for section in sections for block in section.blocks if isinstance(block, Sheet)]
    plan = source.plan
    return PlanBook(
        title=f"{source.city} {plan['title']}",
        author=plan.get("publisher") or source.city,
        description="、".join(filter(None, [plan.get("subtitle"), plan.get("vision")])),
        created=plan.get("issued_on", ""),
        cover=cover(source),
        contents=list(_contents(sections)),
        index_word=source.word("measure"),
        index=_halves([_index_line(source, measure) for measure in source.parts("measures")]),
        sections=sections,
        sheets_fill_pages=fills_pages(sheets),
        terms=terms,
        printed_on=show_day(day),
        printed_from=(edition or "印刷の時点の計画") + ("（内部用）" if is_internal else ""),
    )


def _source(whole: Part, day: date, predecessor: Part | None, *, is_internal: bool) -> Source:
    before = ordered(dict(predecessor)) if predecessor else {}
    shown, left_out = (whole, 0) if is_internal else public_document(whole)
    return Source(ordered(shown), before, this_year=fiscal_year_of(day), left_out=left_out)


def _terms(source: Source) -> Terms:
    entries = enumerate(source.parts("glossary"), 1)
    return glossary_terms([(place, part["term"], part.get("aliases", [])) for place, part in entries])


def _contents(sections: Sequence[Section]) -> Iterator[ContentsLine]:
    for section in sections:
        if section.level <= CONTENTS_LEVELS and section.kind != "column":
            yield ContentsLine(section.level, section.number, section.title, section.id)


def _index_line(source: Source, measure: Part) -> ContentsLine:
    return ContentsLine(1, measure_number(measure), measure["name"], source.sheet_ids[measure["number"]])


def _halves(lines: list[ContentsLine]) -> list[list[ContentsLine]]:
    middle = -(-len(lines) // 2)
    return [half for half in (lines[:middle], lines[middle:]) if half]


def _appendix(source: Source) -> list[Section]:
    """Return what no chapter inserts, so that nothing of the document is lost, under one chapter 資料."""
    used = used_words(source)
    found = [(title, blocks) for title, blocks in _parts(source, used) if blocks]
    lead = "本文の各章に掲げていない事項を、計画のデータからまとめました。"
    head = Section("a", 1, "", "資料", "appendix", render_markdown(lead), [])
    return [
        head,
        *(
            Section(f"a-{place}", 2, f"資料{place}", title, "appendix", render_markdown(""), blocks)
            for place, (title, blocks) in enumerate(found, 1)
        ),
    ]


def _parts(source: Source, used: set[str]) -> Iterator[tuple[str, list[Block]]]:
    yield "計画の概要", [bodies.plan_facts(source)]
    if "policies" not in used:
        yield LISTS["policies"][0], of_list(source, "policies")
    if "schedule" not in used:
        blocks = of_list(source, "schedule")
        has_bars = any(isinstance(block, ScheduleTable) for block in blocks)
        yield LISTS["schedule"][0] if has_bars else "目標と期限", blocks
    if "measures" not in used:
        yield source.word("measure"), measure_sheets(source, source.parts("measures"), 3)
    for kind in ("systems", "procedures"):
        if kind not in used:
            yield LISTS[kind][0], of_list(source, kind)
    yield (
        "市民調査",
        [printed_survey(s) for s in source.parts("surveys") if f"survey:{s['name']}" not in used],
    )
    yield (
        "図表",
        [data_table(t) for t in source.parts("tables") if f"table:{t.get('number', '')}" not in used],
    )
    for kind in ("committees", "making"):
        if kind not in used:
            yield LISTS[kind][0], of_list(source, kind)
    for title, build in OTHERS:
        block = build(source)
        yield title, [block] if block else []
    for kind in ("results", "glossary"):
        if kind not in used:
            yield LISTS[kind][0], of_list(source, kind)
    yield "該当のない事項", _missing(source, used)


def _missing(source: Source, used: set[str]) -> list[Block]:
    """Return the standard parts that the document has nothing for and no chapter inserts."""
    names = [name for kind, (name, _) in LISTS.items() if kind not in used and not of_list(source, kind)]
    names += [] if source.parts("measures") or "measures" in used else [source.word("measure")]
    names += [] if source.parts("surveys") else ["市民調査"]
    return [Missing(name) for name in names]


OTHERS = [
    ("1年の進め方", lists.cycle),
    ("計画が定める決まり", lists.rules),
    ("評価する会議体", lists.evaluation_bodies),
    ("評価の観点", lists.criteria),
    ("計画全体の事業費", lists.plan_costs),
    ("根拠・関連計画", lists.references),
    ("分類", lists.axes),
    ("この計画の語", lists.plan_words),
    ("部署別の索引", lists.departments),
    ("前計画から引き継いだ課題", lists.carried_over),
    ("これまでの計画", lists.generations),
]
