"""The chapters of a document as sections of the book, each with what stands at its place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.safestring import SafeString

from organizations.text import normalise_for_search
from plans.text import Terms, render_markdown
from portal.printing.inserts import Block, inserted
from portal.printing.measure_sheets import measure_sheets
from portal.printing.schedule_table import ScheduleTable
from portal.printing.tables import shortened
from portal.printing.words import Part, Source, numbered

DEEPEST = 6  # headings of HTML


@dataclass(frozen=True)
class Section:
    """A heading, its text, and the blocks under it. `level` 1 begins a page.

    `anchors` has the id of each block that the list of figures leads to, "" for the others, or nothing.
    """

    id: str
    level: int
    number: str
    title: str
    kind: str
    body: SafeString
    blocks: Sequence[Block]
    anchors: Sequence[str] = ()
    template: ClassVar[str] = "print/_section.html"

    @property
    def placed(self) -> list[tuple[str, Block]]:
        """Return the blocks with their anchors."""
        return list(zip(self.anchors or [""] * len(self.blocks), self.blocks, strict=True))

    @property
    def is_wide(self) -> bool:
        """Say whether the section is a landscape page as a whole: nothing but a schedule stands in it."""
        return bool(self.blocks) and all(isinstance(block, ScheduleTable) for block in self.blocks)

    @property
    def is_bare(self) -> bool:
        return not self.body and not self.blocks

    @property
    def has_sheets(self) -> bool:
        return any(block.template == "print/_sheet.html" for block in self.blocks)

    @property
    def full_name(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def running_head(self) -> str:
        return shortened(self.full_name)


def shows_all(word: str) -> bool:
    """Say that a book leaves out nothing a chapter inserts."""
    return True


def chapter_sections(source: Source, terms: Terms, shows: Callable[[str], bool] = shows_all) -> list[Section]:
    """Return the chapters in print order, flat; sheets stand where a section speaks of their policy.

    `shows` says of a word of `insert` whether the book has it; a section that was there for what it has not
    is left out.
    """
    nodes = list(_nodes(source.parts("chapters"), "s", 1))
    places = _places_of_measures(source, nodes)
    gone = _emptied(nodes, places, shows)
    if not shows("measures"):
        places = {}
    kept = [node for node in nodes if node.id not in gone]
    return [_section(source, node, terms, places.get(node.id, []), shows) for node in kept]


def _emptied(
    nodes: Sequence["_Node"], places: Mapping[str, Sequence[Part]], shows: Callable[[str], bool]
) -> set[str]:
    """Return the sections of which nothing is left, the innermost first."""
    gone: set[str] = set()
    for node in reversed(nodes):
        below = [inner for inner in nodes if inner.id.startswith(f"{node.id}-")]
        words = node.inserts + (["measures"] if node.id in places else [])
        rest = node.part.get("body") or any(map(shows, words)) or any(n.id not in gone for n in below)
        if (words or below) and not rest:
            gone.add(node.id)
    return gone


@dataclass(frozen=True)
class _Node:
    id: str
    level: int
    part: Part

    @property
    def inserts(self) -> list[str]:
        return self.part.get("insert", "").split("\n") if self.part.get("insert") else []


def _nodes(parts: Sequence[Part], prefix: str, level: int) -> Iterator[_Node]:
    for place, part in enumerate(parts, 1):
        node = _Node(f"{prefix}-{place}", level, part)
        yield node
        yield from _nodes(part.get("children", []), node.id, level + 1)


def _section(
    source: Source, node: _Node, terms: Terms, measures: Sequence[Part], shows: Callable[[str], bool]
) -> Section:
    part = node.part
    level = min(node.level, DEEPEST)
    sheets = measure_sheets(source, measures, min(level + 1, DEEPEST))
    before, after = _around_measures([word for word in node.inserts if word == "measures" or shows(word)])
    return Section(
        id=node.id,
        level=level,
        number=part.get("number", ""),
        title=part["title"],
        kind=part.get("kind", "text"),
        body=render_markdown(part.get("body", ""), terms),
        blocks=[*inserted(source, before), *sheets, *inserted(source, after)],
    )


def _around_measures(inserts: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    if "measures" not in inserts:
        return inserts, []
    place = inserts.index("measures")
    return inserts[:place], inserts[place + 1 :]


def _places_of_measures(source: Source, nodes: Sequence[_Node]) -> dict[str, list[Part]]:
    """Return the measures by section: where they are inserted, or beside or below it under their own title.

    A section is a measure's own when its title bears the policy's name or the label it was added under.
    """
    home = next((node for node in nodes if "measures" in node.inserts), None)
    if home is None:
        return {}
    parent = home.id.rpartition("-")[0]
    near = [node for node in nodes[nodes.index(home) :] if node.id.startswith(f"{parent}-")]
    places: dict[str, list[Part]] = {}
    for measure in source.parts("measures"):
        found = next(
            (node.id for name in _names(source, measure) for node in near if _bears(node, name)), home.id
        )
        places.setdefault(found, []).append(measure)
    return places


def _names(source: Source, measure: Part) -> Iterator[str]:
    if measure.get("added", {}).get("label"):
        yield measure["added"]["label"]
    for policy in reversed(source.policies.get(measure.get("policy"), ())):
        yield policy["name"]


def _bears(node: _Node, name: str) -> bool:
    return normalise_for_search(name) in normalise_for_search(numbered(node.part))


def used_words(source: Source) -> set[str]:
    """Return everything that some chapter inserts."""
    return {word for node in _nodes(source.parts("chapters"), "s", 1) for word in node.inserts}
