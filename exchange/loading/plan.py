"""The plan itself: its head, departments, words, references, policies and chapters."""

from collections.abc import Callable, Hashable, Iterator

from django.db import models

from exchange import shapes
from exchange.codec import Shape
from exchange.loading.context import Loading, Part
from exchange.sync import Wanted, sync_rows
from organizations.history import bulk_write, save_changed
from organizations.models import Department, DepartmentSuccession, Municipality
from plans.models import DepartmentListing, PolicyDepartment, Word


def load_municipality(part: Part) -> Municipality:
    """Return the municipality of a document, made or renamed as the document says."""
    city = Municipality.objects.filter(code=part["code"]).first() or Municipality(code=part["code"])
    city.name = part["name"]
    city.kind = part.get("kind") or city.kind
    save_changed(city)
    return city


def load_departments(loading: Loading) -> None:
    """Find or make the city's departments, and list them as this plan prints them."""
    parts, city = loading.parts("departments"), loading.plan.municipality
    names = [part["name"] for part in parts]
    stored = {department.key: department for department in city.departments.all()}
    new = []
    for order, part in enumerate(parts):
        name, long_name = part["name"], f"{part.get('parent', '')} {part['name']}".strip()
        is_twin = names.count(name) > 1
        key = part.get("key") or (long_name if is_twin or long_name in stored else name)
        if key not in stored:
            stored[key] = Department(municipality=city, key=key, order=order, **_first_seen(part))
            new.append(stored[key])
        loading.departments[long_name] = stored[key]
        if not is_twin:
            loading.departments[name] = stored[key]
    bulk_write(Department, create=new)
    _place_new_departments(loading, parts, {department.pk for department in new})
    _list_departments(loading, parts)


def _first_seen(part: Part) -> dict:
    return {
        "name": part["name"],
        "kind": part.get("kind", ""),
        "since": part.get("from", ""),
        "until": part.get("until", ""),
    }


def _department_of(loading: Loading, part: Part) -> Department:
    long_name = f"{part.get('parent', '')} {part['name']}".strip()
    return loading.departments[long_name]


def _place_new_departments(loading: Loading, parts: list[Part], new: set[int]) -> None:
    """Give departments seen for the first time parent and successors; known ones stay where they are."""
    moved, successions = [], []
    for part in parts:
        department = _department_of(loading, part)
        if department.pk not in new:
            continue
        if part.get("parent"):
            department.parent = loading.departments[part["parent"]]
            moved.append(department)
        successions += [
            DepartmentSuccession(former=department, successor=loading.departments[name], order=order)
            for order, name in enumerate(part.get("successors") or [])
        ]
    bulk_write(Department, update=moved, fields=["parent"])
    bulk_write(DepartmentSuccession, create=successions)


def _list_departments(loading: Loading, parts: list[Part]) -> None:
    wanted = []
    for order, part in enumerate(parts):
        department = _department_of(loading, part)
        place = {
            "plan": loading.plan,
            "department": department,
            "parent": loading.departments[part["parent"]] if part.get("parent") else None,
            "order": order,
        }
        wanted.append(Wanted(department.pk, shapes.DEPARTMENT.read(part) | place))
    loading.sync(
        DepartmentListing,
        DepartmentListing.objects.filter(plan=loading.plan),
        wanted,
        lambda row: row.department_id,
    )


def load_words(loading: Loading) -> None:
    """Load the plan's phases, achievements and directions."""
    lists = [
        (Word.Kind.PHASE, shapes.PHASE, "phases"),
        (Word.Kind.ACHIEVEMENT, shapes.ACHIEVEMENT, "achievements"),
        (Word.Kind.DIRECTION, shapes.DIRECTION, "directions"),
    ]
    wanted = [
        Wanted(
            (kind.value, part["label"]),
            shape.read(part) | {"plan": loading.plan, "kind": kind.value, "order": order},
        )
        for kind, shape, key in lists
        for order, part in enumerate(loading.document["plan"].get(key) or [])
    ]
    existing = Word.objects.filter(plan=loading.plan).order_by("kind", "order", "pk")
    words = loading.sync(Word, existing, wanted, lambda row: (row.kind, row.label)).rows
    loading.words = {(word.kind, word.label): word for word in words}


def walk(parts: list[Part], parent: int | None = None) -> Iterator[tuple[int | None, Part]]:
    """Yield the objects of a tree as printed, parents first, each with the position of its parent."""
    position = -1 if parent is None else parent
    for part in parts:
        position += 1
        yield parent, part
        below = list(walk(part.get("children") or [], position))
        yield from below
        position += len(below)


def _sync_tree(
    loading: Loading, shape: Shape, key: str, identify: Callable[[models.Model], Hashable], **options: str
) -> list[models.Model]:
    """Sync a tree level by level, so that a parent is stored before its children; return rows as printed."""
    nodes = list(walk(loading.parts(key)))
    existing = {row.pk: row for row in shape.model.objects.filter(plan=loading.plan).order_by("order", "pk")}
    rows: dict[int | None, models.Model | None] = {None: None}
    while level := [
        position for position, (parent, _) in enumerate(nodes) if position not in rows and parent in rows
    ]:
        wanted = []
        for position in level:
            parent, part = nodes[position]
            attributes = shape.read(part) | {"plan": loading.plan, "order": position, "parent": rows[parent]}
            if shape is shapes.POLICY:
                attributes["key"] = part.get("key") or part["code"]
            wanted.append(Wanted(identify(shape.model(**attributes)), attributes))
        synced = sync_rows(shape.model, existing.values(), wanted, identify, **options)
        rows |= dict(zip(level, synced.rows, strict=True))
        existing = {row.pk: row for row in synced.missing}
    loading.forget(shape.model, list(existing.values()))
    return [rows[position] for position in range(len(nodes))]


def load_policies(loading: Loading) -> None:
    """Load the tree of policies with their departments."""
    policies = _sync_tree(loading, shapes.POLICY, "policies", lambda row: row.key, park="code")
    loading.policies = {policy.code: policy for policy in policies}
    parts = [part for _, part in walk(loading.parts("policies"))]
    wanted = [
        Wanted((policy.pk, department.pk), {"policy": policy, "department": department, "order": order})
        for policy, part in zip(policies, parts, strict=True)
        for order, department in enumerate(
            loading.departments[name] for name in part.get("departments") or []
        )
    ]
    loading.sync(
        PolicyDepartment,
        PolicyDepartment.objects.filter(policy__plan=loading.plan),
        wanted,
        lambda row: (row.policy_id, row.department_id),
    )


def load_chapters(loading: Loading) -> None:
    """Load the tree of chapters. A chapter is known by its number and title under its parent."""
    _sync_tree(loading, shapes.CHAPTER, "chapters", lambda row: (row.parent_id, row.number, row.title))
