"""What the plan book is made of: its parts by code, which of them are wanted, and in which order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from organizations.exceptions import PortalError
from plans.text import Terms, render_markdown
from portal.printing import bodies, lists
from portal.printing.chapters import Section, chapter_sections, used_words
from portal.printing.data_tables import data_table
from portal.printing.inserts import LISTS, Block, Missing, of_list
from portal.printing.measure_sheets import measure_sheets
from portal.printing.schedule_table import ScheduleTable
from portal.printing.surveys import printed_survey
from portal.printing.words import Source

PARTS = {
    "cover": "表紙",
    "contents": "目次と索引",
    "figures": "図表一覧",
    "chapters": "本文の章",
    "facts": "計画の概要",
    "policies": "施策体系",
    "schedule": "工程表",
    "measures": "施策ごとのシート",
    "systems": "情報システムと更新計画",
    "procedures": "オンライン手続",
    "surveys": "市民調査",
    "tables": "本文にない図表",
    "committees": "会議体",
    "making": "策定経過",
    "others": "決まり・費用・分類・部署別の索引など",
    "results": "前計画の結果",
    "glossary": "用語集",
}
FRONT = ("cover", "contents", "figures")
LEAD = "本文の各章に掲げていない事項を、計画のデータからまとめました。"
NO_TEXT = render_markdown("")

Titled = tuple[str, list[Block]]


class UnknownPart(PortalError):
    """A book was asked for a part that there is not."""

    def __init__(self, code: str):
        super().__init__(f"計画書に「{code}」という部分はありません。{'、'.join(PARTS)} から選んでください。")


@dataclass(frozen=True)
class Chosen:
    """The codes of the parts a book has, in their order."""

    codes: tuple[str, ...]

    def shows(self, word: str) -> bool:
        """Say whether the book has what a chapter inserts by a word. Figures belong to their chapter."""
        kind = word.partition(":")[0]
        return kind == "table" or {"survey": "surveys"}.get(kind, kind) in self.codes

    @property
    def has_chapters(self) -> bool:
        return "chapters" in self.codes


def chosen_parts(codes: Sequence[str]) -> Chosen:
    """Return the parts wanted, all of them in the usual order for none. Raise UnknownPart."""
    for code in codes:
        if code not in PARTS:
            raise UnknownPart(code)
    return Chosen(tuple(dict.fromkeys(codes)) or tuple(PARTS))


def book_sections(source: Source, terms: Terms, chosen: Chosen) -> dict[str, list[Section]]:
    """Return the sections by the part they begin with, in the order of the book; FRONT has none.

    What a chapter inserts stands there. Of the rest, parts before the chapters, and all of them in a book
    without chapters, are chapters of their own; parts after the chapters stand together under 資料.
    """
    used = used_words(source) if chosen.has_chapters else set()
    sections: dict[str, list[Section]] = {}
    after: list[str] | None = None
    for code in chosen.codes:
        if code in FRONT:
            sections[code] = []
        elif code == "chapters":
            sections[code] = chapter_sections(source, terms, chosen.shows)
            after = []
        elif after is None:
            sections[code] = _alone(source, code, used)
        else:
            after += [code]
            sections.setdefault("appendix", [])
    if after:
        sections["appendix"] = _appendix(source, after, used)
    return sections


def _alone(source: Source, code: str, used: set[str]) -> list[Section]:
    """Return a part as a chapter of its own, nothing where a chapter inserts it."""
    if code in used:
        return []
    found = _titled(source, code, used, 2)
    if len(found) <= 1:
        title, blocks = found[0] if found else (PARTS[code], [Missing(PARTS[code])])
        return [Section(f"p-{code}", 1, "", title, "appendix", NO_TEXT, blocks)]
    head = Section(f"p-{code}", 1, "", PARTS[code], "appendix", NO_TEXT, [])
    return [head, *_numbered(found, f"p-{code}", "")]


def _appendix(source: Source, codes: Sequence[str], used: set[str]) -> list[Section]:
    """Return what no chapter inserts, so that nothing of the document is lost, under one chapter 資料."""
    found = [titled for code in codes for titled in _titled(source, code, used, 3)]
    if missing := _missing(source, codes, used):
        found.append(("該当のない事項", missing))
    if not found:
        return []
    head = Section("a", 1, "", "資料", "appendix", render_markdown(LEAD), [])
    return [head, *_numbered(found, "a", "資料")]


def _numbered(found: Sequence[Titled], prefix: str, word: str) -> Iterator[Section]:
    for place, (title, blocks) in enumerate(found, 1):
        number = f"{word}{place}" if word else ""
        yield Section(f"{prefix}-{place}", 2, number, title, "appendix", NO_TEXT, blocks)


def _titled(source: Source, code: str, used: set[str], level: int) -> list[Titled]:
    """Return what a part has beside the chapters, each thing with its title; nothing that is empty.

    `level` is that of the headings of its sheets.
    """
    if code in used:
        return []
    match code:
        case "facts":
            found = [("計画の概要", [bodies.plan_facts(source)])]
        case "measures":
            found = [(source.word("measure"), measure_sheets(source, source.parts("measures"), level))]
        case "surveys":
            left = [part for part in source.parts("surveys") if f"survey:{part['name']}" not in used]
            found = [("市民調査", [printed_survey(part) for part in left])]
        case "tables":
            left = [part for part in source.parts("tables") if f"table:{part.get('number', '')}" not in used]
            found = [("図表", [data_table(part) for part in left])]
        case "others":
            found = [(title, [block] if (block := build(source)) else []) for title, build in OTHERS]
        case _:
            found = [_of_list(source, code)]
    return [(title, blocks) for title, blocks in found if blocks]


def _of_list(source: Source, code: str) -> Titled:
    title, blocks = LISTS[code][0], of_list(source, code)
    if code == "schedule" and not any(isinstance(block, ScheduleTable) for block in blocks):
        title = "目標と期限"
    return title, blocks


def _missing(source: Source, codes: Sequence[str], used: set[str]) -> list[Block]:
    """Return the standard parts wanted that the document has nothing for and no chapter inserts."""
    names = [
        name
        for kind, (name, _) in LISTS.items()
        if kind in codes and kind not in used and not of_list(source, kind)
    ]
    if "measures" in codes and "measures" not in used and not source.parts("measures"):
        names.append(source.word("measure"))
    if "surveys" in codes and not source.parts("surveys"):
        names.append("市民調査")
    return [Missing(name) for name in names]


OTHERS: list[tuple[str, Callable[[Source], Block | None]]] = [
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
