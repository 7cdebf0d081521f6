"""The two trees of a plan, policies and chapters: placing, moving and removing a node.

`order` counts a whole tree as printed, parents before children, without gaps: as a document counts it.
"""

import re
from collections.abc import Iterator

from django.db import models, transaction

from organizations.history import Author, Reason, bulk_write, change_set
from plans.exceptions import CannotMove, DoesNotFit
from plans.models import BasicPolicy, Chapter, Plan

DEEPEST_LEVEL = 6
NUMBERED = re.compile(r"(.*?)(\d+)(\D*)")

Node = BasicPolicy | Chapter


class Tree:
    """The nodes of one tree in the order they are printed (one query)."""

    def __init__(self, plan: Plan, model: type[models.Model]):
        self.model = model
        self.nodes: dict[int, Node] = {node.pk: node for node in model.objects.filter(plan=plan)}
        self._below: dict[int | None, list[Node]] = {}
        for node in self.nodes.values():
            self._below.setdefault(node.parent_id, []).append(node)

    def below(self, pk: int | None) -> list[Node]:
        """Return the nodes right below one (None: those of the first level)."""
        return self._below.setdefault(pk, [])

    def in_order(self, pk: int | None = None) -> Iterator[Node]:
        """Yield what stands below a node, as printed."""
        for node in self.below(pk):
            yield node
            if node.pk is not None:
                yield from self.in_order(node.pk)

    def level(self, pk: int | None) -> int:
        """Return 1 for a node of the first level, 0 for None."""
        level = 0
        while pk is not None:
            level, pk = level + 1, self.nodes[pk].parent_id
        return level

    def height(self, pk: int) -> int:
        """Return how many levels a node and what stands below it take."""
        return 1 + max((self.height(child.pk) for child in self.below(pk)), default=0)

    def fits(self, node: Node, parent: int | None) -> bool:
        """Say whether a node may stand below `parent`: not below itself, and not below the sixth level."""
        if node.pk is None:
            return self.level(parent) < DEEPEST_LEVEL
        return not self._is_within(parent, node.pk) and (
            self.level(parent) + self.height(node.pk) <= DEEPEST_LEVEL
        )

    def _is_within(self, pk: int | None, above: int) -> bool:
        while pk is not None and pk != above:
            pk = self.nodes[pk].parent_id
        return pk is not None

    def put(self, node: Node, parent: int | None, place: int | None = None) -> None:
        """Put a node, with what stands below it, at a place among the children of `parent` (None: last)."""
        if not self.fits(node, parent):
            raise DoesNotFit(node, DEEPEST_LEVEL)
        if node.pk in self.nodes:
            self.take(self.nodes[node.pk])
        siblings = self.below(parent)
        siblings.insert(len(siblings) if place is None else place, node)
        node.parent = self.nodes[parent] if parent is not None else None

    def take(self, node: Node) -> None:
        """Take a node out of its place."""
        for siblings in self._below.values():
            siblings[:] = [other for other in siblings if other.pk != node.pk]

    def renumber(self) -> list[Node]:
        """Number every node as printed; return those whose number changed."""
        moved = []
        for order, node in enumerate(self.in_order()):
            if node.order != order:
                node.order = order
                moved.append(node)
        return moved


def locked(plan: Plan) -> Plan:
    """Return the plan's row, locked until the transaction ends: one save of a plan at a time."""
    return Plan.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=plan.pk)


@transaction.atomic
def node_move(*, plan: Plan, node: Node, step: str, author: Author, reason: Reason | None = None) -> None:
    """Move a node one step: `up` or `down` among its siblings, `out` behind its parent, `in` below the
    sibling before it. Raise CannotMove where there is no such place, DoesNotFit below the sixth level.
    """
    plan = locked(plan)
    tree = Tree(plan, type(node))
    node = tree.nodes[node.pk]
    parent, place = _target(tree, node, step)
    _move(plan, tree, node, parent, place, author, reason)


@transaction.atomic
def node_place(
    *,
    plan: Plan,
    node: Node,
    parent: int | None,
    before: int | None,
    author: Author,
    reason: Reason | None = None,
) -> None:
    """Put a node below `parent` (None: the first level), before a node there or last.

    Raise CannotMove where they are not of this tree, DoesNotFit below itself or the sixth level.
    """
    plan = locked(plan)
    tree = Tree(plan, type(node))
    node = tree.nodes[node.pk]
    siblings = [other.pk for other in tree.below(parent) if other.pk != node.pk]
    if not {parent} <= {None, *tree.nodes} or not {before} <= {None, *siblings}:
        raise CannotMove(node, "そこ")
    place = siblings.index(before) if before is not None else None
    _move(plan, tree, node, parent, place, author, reason)


def _move(plan, tree: Tree, node: Node, parent: int | None, place: int | None, author, reason) -> None:
    was = node.parent_id
    tree.put(node, parent, place)
    moved = tree.renumber()
    if was != parent and node not in moved:
        moved.append(node)
    if moved:
        with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
            bulk_write(tree.model, update=moved, fields=["order", "parent"])


def _target(tree: Tree, node: Node, step: str) -> tuple[int | None, int]:
    """Return the parent and the place among its other children that a step leads to."""
    siblings = [other.pk for other in tree.below(node.parent_id)]
    at = siblings.index(node.pk)
    match step:
        case "up" if at > 0:
            return node.parent_id, at - 1
        case "down" if at < len(siblings) - 1:
            return node.parent_id, at + 1
        case "in" if at > 0:
            return siblings[at - 1], len(tree.below(siblings[at - 1]))
        case "out" if node.parent_id is not None:
            above = tree.nodes[node.parent_id]
            return above.parent_id, tree.below(above.parent_id).index(above) + 1
    raise CannotMove(node, STEPS.get(step, "そこ"))


STEPS = {"up": "これより上", "down": "これより下", "in": "これより下の段", "out": "これより上の段"}


def new_place(plan: Plan, model: type[Node], parent: str) -> dict[str, object]:
    """Propose where a new node stands and which number it bears: `1-3` after `1-1`, `1-2`.

    `parent` is the key of the node above, "" or anything else for the first level.
    """
    tree = Tree(plan, model)
    above = tree.nodes.get(int(parent)) if parent.isdecimal() else None
    name = "code" if model is BasicPolicy else "number"
    numbers = [getattr(node, name) for node in tree.below(above.pk if above else None)]
    return {"parent": above, name: _next_number(numbers, getattr(above, name) if above else "")}


def _next_number(numbers: list[str], above: str) -> str:
    """Return the number after the largest of those of one pattern; the first below `above`; "" if unclear."""
    found = [NUMBERED.fullmatch(number) for number in numbers]
    if not numbers:
        return f"{above}-1" if above else ""
    last = [match for match in found if match]
    if not last or len({match[1] + match[3] for match in last}) > 1:
        return ""
    return f"{last[-1][1]}{max(int(match[2]) for match in last) + 1}{last[-1][3]}"
