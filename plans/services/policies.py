"""Saving and deleting one node of the policy tree.

Rows of the floors above may name a policy by its code instead of pointing to it: they listen to
`policy_recoded`, sent inside the save, and answer `policy_asked_for` with what they call themselves.
"""

from collections.abc import Iterable

from django.db import models, transaction
from django.dispatch import Signal

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.history import Author, Reason, bulk_write, change_set, save_changed
from organizations.models import Department
from plans.exceptions import StillNeeded
from plans.models import BasicPolicy, Plan, PolicyDepartment
from plans.services.tree import Tree, locked

policy_recoded = Signal()  # policy, was (the former code)
policy_asked_for = Signal()  # policy; each receiver returns a list of words for the rows that name it

SHOWN = 3


@transaction.atomic
def policy_save(
    *,
    plan: Plan,
    policy: BasicPolicy,
    edits: Iterable[Edit],
    departments: Edit | None = None,
    author: Author,
    reason: Reason | None = None,
) -> BasicPolicy:
    """Write what a person changed in a policy; a new one stands last below its parent.

    Its key stays when its code changes. Raise EditConflict, DoesNotFit, ValidationError.
    """
    plan = locked(plan)
    tree = Tree(plan, BasicPolicy)
    policy = tree.nodes[policy.pk] if policy.pk else BasicPolicy(plan=plan)
    parent, code = policy.parent_id, policy.code
    conflicts = Conflicts()
    conflicts.merge(policy, edits)
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        node_save(tree, policy, parent)
        if departments:
            _save_departments(policy, departments, conflicts)
        if conflicts.found:
            raise EditConflict(conflicts.found)
        if code and code != policy.code:
            policy_recoded.send(BasicPolicy, policy=policy, was=code)
    return policy


def node_save(tree: Tree, node: models.Model, was_below: int | None) -> None:
    """Save a node at its place: where it stood, or last below another parent. Joins the save under way."""
    if node.pk is None or node.parent_id != was_below:
        wanted, node.parent_id = node.parent_id, was_below
        tree.put(node, wanted)
    moved = [other for other in tree.renumber() if other is not node]
    if isinstance(node, BasicPolicy) and not node.key:
        node.key = _new_key(node)
    save_changed(node)
    bulk_write(tree.model, update=moved, fields=["order"])


@transaction.atomic
def policy_delete(*, plan: Plan, policy: BasicPolicy, author: Author, reason: Reason | None = None) -> None:
    """Delete a policy on which nothing hangs. Raise StillNeeded that names what does."""
    plan = locked(plan)
    if users := policy_users(policy):
        raise StillNeeded(policy, users, "先に別の方針へ移すか、削除してください。")
    node_delete(plan=plan, node=policy, author=author, reason=reason)


def node_delete(*, plan: Plan, node: models.Model, author: Author, reason: Reason | None) -> None:
    tree = Tree(plan, type(node))
    tree.take(node)
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        bulk_write(tree.model, update=tree.renumber(), fields=["order"], delete=[node])


def policy_users(policy: BasicPolicy) -> list[str]:
    """Return in words what hangs on a policy: policies below it, and rows of every floor that point to it."""
    users = []
    for relation in policy._meta.get_fields(include_hidden=True):
        model = relation.related_model if relation.auto_created and not relation.concrete else None
        if model and model is not PolicyDepartment and hasattr(model, "history") and relation.one_to_many:
            rows = model._base_manager.filter(**{relation.field.name: policy})
            users += in_words(model._meta.verbose_name, rows)
    for _, words in policy_asked_for.send(BasicPolicy, policy=policy):
        users += words
    return users


def in_words(noun: str, rows: Iterable[models.Model]) -> list[str]:
    """Return 施策「1 …」「2 …」ほか11件 for many rows, nothing for none."""
    rows = list(rows)
    names = "".join(f"「{row}」" for row in rows[:SHOWN])
    more = f"ほか{len(rows) - SHOWN}件" if len(rows) > SHOWN else ""
    return [f"{noun}{names}{more}"] if rows else []


def _new_key(policy: BasicPolicy) -> str:
    """Return a key for life: the code, unless a policy has or, in an adopted plan, ever had that key."""
    taken = set(policy.plan.policies.values_list("key", flat=True))
    if policy.plan.editions.exists():
        taken |= set(BasicPolicy.history.filter(plan_id=policy.plan_id).values_list("key", flat=True))
    key, n = policy.code, 1
    while key in taken:
        n += 1
        key = f"{policy.code}-{n}"
    return key


def _save_departments(policy: BasicPolicy, edit: Edit, conflicts: Conflicts) -> None:
    """Make the departments equal to the wanted ones; those that stay keep their order."""
    links = list(policy.policy_departments.select_related("department"))
    stored: list[Department] = [link.department for link in links]
    wanted = Edit(edit.field, set(edit.was), set(edit.mine), edit.name)
    if not conflicts.may_write("担当課", set(stored), wanted):
        return
    kept = [department for department in stored if department in wanted.mine]
    new = [department for department in edit.mine if department not in stored]
    places = {department.pk: order for order, department in enumerate([*kept, *new])}
    moved = [link for link in links if link.department in kept and link.order != places[link.department_id]]
    for link in moved:
        link.order = places[link.department_id]
    bulk_write(
        PolicyDepartment,
        delete=[link for link in links if link.department not in kept],
        update=moved,
        fields=["order"],
        create=[
            PolicyDepartment(policy=policy, department=department, order=places[department.pk])
            for department in new
        ],
    )
