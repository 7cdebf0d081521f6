"""What a chapter may insert, by the word the document uses for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from portal.printing import bodies, lists
from portal.printing.data_tables import data_table
from portal.printing.procedure_table import procedure_table
from portal.printing.results import results
from portal.printing.schedule_table import schedule_table
from portal.printing.structure import structure
from portal.printing.surveys import printed_survey
from portal.printing.system_facts import contract_table, system_facts
from portal.printing.system_table import system_table
from portal.printing.tables import PrintedTable
from portal.printing.target_table import target_table
from portal.printing.words import Source

Block = Any  # a dataclass with the name of its template


@dataclass(frozen=True)
class Missing:
    """A part that the document does not have."""

    name: str
    template: ClassVar[str] = "print/_missing.html"


def _systems(source: Source) -> list[Block | None]:
    return [system_table(source), system_facts(source), contract_table(source)]


LISTS: dict[str, tuple[str, Callable[[Source], Sequence[Block | None]]]] = {
    "policies": ("施策体系", lambda source: [structure(source), bodies.policy_texts(source)]),
    "schedule": ("工程表", lambda source: [schedule_table(source) or target_table(source)]),
    "systems": ("情報システム", _systems),
    "procedures": ("オンライン手続", lambda source: [procedure_table(source)]),
    "results": ("前計画の結果", lambda source: [results(source)]),
    "committees": ("会議体", lambda source: [bodies.bodies(source)]),
    "making": ("策定経過", lambda source: [lists.making(source)]),
    "glossary": ("用語集", lambda source: [bodies.glossary(source)]),
}


def inserted(source: Source, words: Sequence[str]) -> list[Block]:
    """Return what the lines of a chapter's `insert` stand for, but for `measures`: sections share those."""
    tables = [found for word in words if (found := _named_table(source, word))]
    has_scatter = any(part.get("kind") == "scatter" for part in tables)
    blocks: list[Block] = []
    for word in words:
        kind, _, name = word.partition(":")
        match kind:
            case "table":
                found = _named_table(source, word)
                blocks.append(data_table(found) if found else Missing(name))
            case "survey":
                surveys = [part for part in source.parts("surveys") if part["name"] == name]
                blocks += [printed_survey(part, with_chart=not has_scatter) for part in surveys] or [
                    Missing(name)
                ]
            case _ if kind in LISTS:
                found = of_list(source, kind) or [Missing(LISTS[kind][0])]
                blocks += found if len(words) == 1 else [named(block, LISTS[kind][0]) for block in found]
    return blocks


def named(block: Block, name: str) -> Block:
    """Return a table with a name, which it needs where other things stand beside it."""
    return replace(block, name=name) if isinstance(block, PrintedTable) and not block.name else block


def of_list(source: Source, kind: str) -> list[Block]:
    """Return the blocks of one list, none where the document has nothing for it."""
    return [block for block in LISTS[kind][1](source) if block]


def _named_table(source: Source, word: str):
    kind, _, name = word.partition(":")
    tables = [part for part in source.parts("tables") if kind == "table" and part.get("number") == name]
    return tables[0] if tables else None
