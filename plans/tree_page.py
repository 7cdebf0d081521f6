"""The page of a tree: policies or chapters as an indented list in which every node can be moved."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from plans.models import BasicPolicy, Chapter, Plan
from plans.services.tree import DEEPEST_LEVEL, Tree


@dataclass(frozen=True)
class TreeKind:
    """What the page of one tree says; `noun` begins its URL names."""

    noun: str
    model: type[models.Model]
    title: str
    lead: str
    none: str
    add: str
    marks: Callable[[models.Model], list[str]]


@dataclass(frozen=True)
class Step:
    """A button that moves a node one step."""

    name: str
    sign: str
    label: str
    is_possible: bool


@dataclass(frozen=True)
class Branch:
    """A node as the page shows it."""

    node: models.Model
    level_name: str
    marks: list[str]
    steps: list[Step]
    urls: dict[str, str]
    children: list["Branch"]
    takes_children: bool


def _policy_marks(policy: BasicPolicy) -> list[str]:
    return ["直接報告"] if policy.reportable else []


def _chapter_marks(chapter: Chapter) -> list[str]:
    kind = [chapter.get_kind_display()] if chapter.kind in ("column", "appendix") else []
    inserts = [f"差し込み {len(chapter.inserts)}"] if chapter.insert else []
    return [*kind, *([] if chapter.body else ["本文なし"]), *inserts]


POLICIES = TreeKind(
    "policy", BasicPolicy, "施策体系", "方針の並びと段を変え、書き直します。施策は方針についていきます。",
    "方針はまだありません。", "方針を加える", _policy_marks,
)  # fmt: skip
CHAPTERS = TreeKind(
    "chapter", Chapter, "計画書の章", "章の並びと段を変え、本文と差し込むものを書き直します。",
    "章はまだありません。", "章を加える", _chapter_marks,
)  # fmt: skip


def branches(plan: Plan, kind: TreeKind) -> list[Branch]:
    """Return the whole tree of a plan (one query)."""
    return _below(Tree(plan, kind.model), None, plan, kind)


def _below(tree: Tree, parent: int | None, plan: Plan, kind: TreeKind) -> list[Branch]:
    nodes = tree.below(parent)
    return [_branch(tree, nodes, at, plan, kind) for at in range(len(nodes))]


def _branch(tree: Tree, siblings: list, at: int, plan: Plan, kind: TreeKind) -> Branch:
    node, level = siblings[at], tree.level(siblings[at].pk)
    names = plan.policy_levels if kind is POLICIES else []
    return Branch(
        node,
        level_name=names[level - 1] if level <= len(names) else "",
        marks=kind.marks(node),
        steps=[
            Step("up", "↑", "上へ", at > 0),
            Step("down", "↓", "下へ", at < len(siblings) - 1),
            Step("out", "←", "段を上げる", node.parent_id is not None),
            Step("in", "→", "段を下げる", at > 0 and tree.fits(node, siblings[at - 1].pk)),
        ],
        urls=_urls(node, plan, kind),
        children=_below(tree, node.pk, plan, kind),
        takes_children=level < DEEPEST_LEVEL,
    )


def _urls(node: models.Model, plan: Plan, kind: TreeKind) -> dict[str, str]:
    own = [*plan.url_args, node.pk]
    create = reverse(f"plans:{kind.noun}_create", args=plan.url_args)
    urls = {verb: reverse(f"plans:{kind.noun}_{verb}", args=own) for verb in ("edit", "move", "delete")}
    return urls | {"child": f"{create}?parent={node.pk}"}


def place_in_words(plan: Plan, node: models.Model) -> str:
    """Say where a node stands now (one query)."""
    tree = Tree(plan, type(node))
    node = tree.nodes[node.pk]
    siblings = [other.pk for other in tree.below(node.parent_id)]
    above = f"「{tree.nodes[node.parent_id]}」の下" if node.parent_id else "一番上の段"
    return f"「{node}」は{above}の{siblings.index(node.pk) + 1}番目です（{len(siblings)}件中）。"
