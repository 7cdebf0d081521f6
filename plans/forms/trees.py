"""What the forms of policies and chapters share: the choice of the node above."""

from typing import Any

from django import forms

from plans.models import Plan
from plans.services.tree import Node, Tree

INDENT = "　"


class NodeChoiceField(forms.ModelChoiceField):
    """One node of a tree, its choices indented by level; a node is not offered what stands below it."""

    def __init__(self, *args, **kwargs):
        super().__init__(None, *args, required=False, empty_label="（一番上の段）", **kwargs)
        self.levels: dict[int, int] = {}

    def offer(self, plan: Plan, node: Node) -> None:
        tree = Tree(plan, type(node))
        own = {node.pk, *(below.pk for below in tree.in_order(node.pk))} if node.pk else set()
        self.levels = {pk: tree.level(pk) for pk in tree.nodes if pk not in own}
        self.queryset = type(node).objects.filter(plan=plan).exclude(pk__in=own)

    def label_from_instance(self, node: Any) -> str:
        return INDENT * (self.levels.get(node.pk, 1) - 1) + str(node)
