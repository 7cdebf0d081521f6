"""Trees of a document (policies, chapters) as flat lists: each part says what it stands under."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from exchange.comparing.identity import identities, title_of
from exchange.comparing.matching import match
from exchange.comparing.words import Ref
from exchange.schema.base import Part

Values = Mapping[str, Any]


def flat_trees(
    part: type[Part], old: Sequence[Values], new: Sequence[Values]
) -> tuple[list[Values], list[Values]]:
    """Return the parts of two trees in order, with `parent`; a parent that was renamed is the same one."""
    old_nodes, new_nodes = list(_nodes(old)), list(_nodes(new))
    matching = match([node for node, _ in old_nodes], [node for node, _ in new_nodes], identities(part))
    refs = {}
    for place, pair in enumerate(matching.matches):
        for node in filter(None, (pair.old, pair.new)):
            refs[id(node)] = Ref(place, title_of(part, node))
    return _flat(old_nodes, refs), _flat(new_nodes, refs)


def _nodes(parts: Sequence[Values], parent: Values | None = None) -> Iterator[tuple[Values, Values | None]]:
    for part in parts:
        yield part, parent
        yield from _nodes(part.get("children", []), part)


def _flat(nodes: list[tuple[Values, Values | None]], refs: Mapping[int, Ref]) -> list[Values]:
    return [
        {key: value for key, value in node.items() if key != "children"}
        | ({"parent": refs[id(parent)]} if parent else {})
        for node, parent in nodes
    ]
