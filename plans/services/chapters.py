"""Saving and deleting one chapter, and what chapters call for by name: tables and surveys."""

from collections.abc import Iterable

from django.db import transaction

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.history import Author, Reason, bulk_write, change_set
from plans.exceptions import StillNeeded
from plans.models import Chapter, Plan
from plans.services.policies import in_words, node_delete, node_save
from plans.services.tree import Tree, locked


@transaction.atomic
def chapter_save(
    *,
    plan: Plan,
    chapter: Chapter,
    edits: Iterable[Edit],
    author: Author,
    reason: Reason | None = None,
) -> Chapter:
    """Write what a person changed in a chapter; a new one stands last below its parent.

    Raise EditConflict, DoesNotFit, ValidationError.
    """
    plan = locked(plan)
    tree = Tree(plan, Chapter)
    chapter = tree.nodes[chapter.pk] if chapter.pk else Chapter(plan=plan)
    parent = chapter.parent_id
    conflicts = Conflicts()
    conflicts.merge(chapter, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        node_save(tree, chapter, parent)
    return chapter


@transaction.atomic
def chapter_delete(*, plan: Plan, chapter: Chapter, author: Author, reason: Reason | None = None) -> None:
    """Delete a chapter. Raise StillNeeded that names the chapters below it."""
    plan = locked(plan)
    if users := in_words("下の章", plan.chapters.filter(parent=chapter)):
        raise StillNeeded(chapter, users, "先に別の章へ移すか、削除してください。")
    node_delete(plan=plan, node=chapter, author=author, reason=reason)


def chapters_with(plan: Plan, insert: str) -> list[Chapter]:
    """Return the chapters in which something stands: `table:表1`, `survey:市民アンケート`."""
    return [chapter for chapter in plan.chapters.all() if insert in chapter.inserts]


def insert_rename(plan: Plan, was: str, now: str) -> None:
    """Let chapters follow a table's number or a survey's name. Joins the save under way."""
    chapters = chapters_with(plan, was)
    for chapter in chapters:
        chapter.insert = "\n".join(now if line == was else line for line in chapter.inserts)
    bulk_write(Chapter, update=chapters, fields=["insert"])


def refuse_if_inserted(plan: Plan, row, insert: str) -> None:
    """Raise StillNeeded that names the chapters in which a table or survey stands."""
    chapters = chapters_with(plan, insert)
    if chapters:
        names = "".join(f"「{chapter}」" for chapter in chapters)
        raise StillNeeded(row, [f"これを差し込む章{names}"], "先に章の「差し込むもの」から外してください。")
