"""Saving and deleting one survey with its items."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from organizations.edits import Conflicts, Edit
from organizations.history import Author, Reason, bulk_write, change_set, save_changed
from plans.models import Plan, Survey, SurveyItem
from plans.services.chapters import insert_rename, refuse_if_inserted
from plans.services.rows import row_delete
from plans.services.saving import sheet_conflict
from plans.services.tree import locked
from plans.sheets import SURVEY_ITEMS, Grid, Merge, Sheet
from plans.sheets.grid import with_member

MEANS = {"satisfaction": "満足度の平均", "importance": "重要度の平均"}
FIELDS = [member.name for member in SURVEY_ITEMS.members]


@transaction.atomic
def survey_save(
    *,
    plan: Plan,
    survey: Survey,
    edits: Iterable[Edit],
    means: Iterable[Edit] = (),
    sheet: Sheet,
    author: Author,
    reason: Reason | None = None,
) -> Survey:
    """Write what a person changed in a survey and its items; a new one stands last.

    Chapters follow its name. Raise SheetConflict with a clash for each field and cell, ValidationError.
    """
    plan = locked(plan)
    survey = plan.surveys.get(pk=survey.pk) if survey.pk else Survey(plan=plan, order=plan.surveys.count())
    was, conflicts = survey.name, Conflicts()
    conflicts.merge(survey, edits)
    _merge_means(survey, means, conflicts)
    items = list(survey.items.all()) if survey.pk else []
    merge = Merge(sheet, survey_grid(items))
    if clashes := conflicts.found + merge.clashes:
        raise sheet_conflict(survey, clashes)
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        save_changed(survey)
        _save_items(survey, items, merge.grid)
        if was and survey.name != was:
            insert_rename(plan, f"survey:{was}", f"survey:{survey.name}")
    return survey


def _merge_means(survey: Survey, edits: Iterable[Edit], conflicts: Conflicts) -> None:
    """Write the two means (`satisfaction`, `importance`); the notes beside them stay."""
    for edit in edits:
        if conflicts.may_write(MEANS[edit.field], survey.means.get(edit.field), edit):
            survey.means = with_member(survey.means, edit.field, edit.mine)


def survey_grid(items: Iterable[SurveyItem]) -> Grid:
    """Return a survey's items as the rows of a sheet."""
    return Grid(
        rows=[
            {"pk": item.pk} | {name: v for name in FIELDS if (v := getattr(item, name)) not in (None, "")}
            for item in items
        ]
    )


def _save_items(survey: Survey, items: list[SurveyItem], grid: Grid) -> None:
    """Make the items equal to the rows: those that stay keep their notes."""
    stored = {item.pk: item for item in items}
    create, update = [], []
    for order, row in enumerate(grid.rows):
        item = stored.pop(row.get("pk"), None)
        wanted = {name: row.get(name, SurveyItem._meta.get_field(name).get_default()) for name in FIELDS}
        wanted["order"] = order
        if item is None:
            create.append(SurveyItem(survey=survey, **wanted))
        elif any(getattr(item, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(item, name, value)
            update.append(item)
    bulk_write(SurveyItem, create=create, update=update, fields=[*FIELDS, "order"], delete=stored.values())


@transaction.atomic
def survey_delete(
    *, plan: Plan, row: Survey, among: QuerySet, author: Author, reason: Reason | None = None
) -> None:
    """Delete a survey that stands in no chapter. Raise StillNeeded that names the chapters."""
    plan = locked(plan)
    refuse_if_inserted(plan, row, f"survey:{row.name}")
    row_delete(plan=plan, row=row, among=among, author=author, reason=reason)
