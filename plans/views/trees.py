"""What the pages of both trees answer: the tree itself, and a move in it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from organizations.exceptions import PortalError
from organizations.history import Author
from plans import services
from plans.models import Plan
from plans.services.tree import Node
from plans.tree_page import TreeKind, branches, place_in_words


def tree_page(request, plan: Plan, kind: TreeKind, read_name: str):
    """Answer the page of a tree; `read_name` is the URL name of the page that shows it to readers."""
    context = {
        "plan": plan,
        "kind": kind,
        "branches": branches(plan, kind),
        "create_url": reverse(f"plans:{kind.noun}_create", args=plan.url_args),
        "read_url": reverse(read_name, args=plan.url_args),
    }
    return render(request, "plans/tree.html", context)


def tree_move(request, plan: Plan, node: Node, kind: TreeKind):
    """Move a node as the page asked; answer the tree alone for htmx, else go back to the node."""
    try:
        _move(request.POST, plan, node, Author.of(request))
    except PortalError as refusal:
        say, said = messages.error, str(refusal)
    else:
        say, said = messages.success, place_in_words(plan, node)
    if request.htmx:
        context = {"branches": branches(plan, kind), "kind": kind, "said": said, "moved": node.pk}
        return render(request, "plans/_tree.html", context)
    say(request, said)
    return redirect(reverse(f"plans:{kind.noun}_list", args=plan.url_args) + f"#node-{node.pk}")


def _move(data, plan: Plan, node: Node, author: Author) -> None:
    if data.get("to") == "place":
        parent, before = (
            int(text) if (text := data.get(name, "")).isdecimal() else None for name in ("parent", "before")
        )
        services.node_place(plan=plan, node=node, parent=parent, before=before, author=author)
    else:
        services.node_move(plan=plan, node=node, step=data.get("to", ""), author=author)
