"""The lists of the book: references, tables, terms, committees, surveys and what came before."""

from exchange import shapes
from exchange.loading.context import Loading
from exchange.sync import Wanted
from plans.models import CarriedOverIssue, Category, PlanCost, SurveyItem


def load_references(loading: Loading) -> None:
    loading.sync_list(shapes.RULE, "rules", "text")
    loading.sync_list(shapes.EVALUATION_BODY, "evaluation_bodies", "name")
    loading.sync_list(shapes.CRITERION, "criteria", "name")
    references = loading.sync_list(shapes.REFERENCE, "references", "title").rows
    for reference in references:
        loading.references.setdefault(reference.title, reference)


def load_axes(loading: Loading) -> None:
    axes = loading.sync_list(shapes.AXIS, "axes", "code").rows
    wanted = [
        Wanted((axis.pk, part["code"]), shapes.CATEGORY.read(part) | {"axis": axis, "order": order})
        for axis, axis_part in zip(axes, loading.parts("axes"), strict=True)
        for order, part in enumerate(axis_part.get("categories") or [])
    ]
    categories = loading.sync(
        Category,
        Category.objects.filter(axis__plan=loading.plan).select_related("axis"),
        wanted,
        lambda row: (row.axis_id, row.code),
    ).rows
    loading.categories = {(category.axis.code, category.code): category for category in categories}


def load_lists(loading: Loading) -> None:
    """Load every flat list of the book that nothing else refers to."""
    loading.sync_list(shapes.TABLE, "tables", "title")
    loading.sync_list(shapes.COMMITTEE, "committees", "name")
    loading.sync_list(shapes.MAKING, "making", "subject")
    loading.sync_list(shapes.CYCLE, "cycle", "step")
    loading.sync_list(shapes.GENERATION, "generations", "title")
    loading.sync_list(shapes.TERM, "glossary", "term")
    _load_plan_costs(loading)
    _load_carried_over(loading)
    _load_surveys(loading)


def _load_plan_costs(loading: Loading) -> None:
    wanted = [
        Wanted(
            (part["fiscal_year"], part.get("basis") or ""),
            shapes.PLAN_COST.read(part) | {"plan": loading.plan, "order": order},
        )
        for order, part in enumerate(loading.parts("plan_costs"))
    ]
    loading.sync(
        PlanCost,
        PlanCost.objects.filter(plan=loading.plan).order_by("order", "pk"),
        wanted,
        lambda row: (row.fiscal_year, row.basis),
    )


def _load_carried_over(loading: Loading) -> None:
    wanted = [
        Wanted(
            part["title"],
            shapes.CARRIED_OVER.read(part)
            | {"plan": loading.plan, "order": order, "policy": loading.policies.get(part.get("policy"))},
        )
        for order, part in enumerate(loading.parts("carried_over"))
    ]
    loading.sync(
        CarriedOverIssue,
        CarriedOverIssue.objects.filter(plan=loading.plan).order_by("order", "pk"),
        wanted,
        lambda row: row.title,
    )


def _load_surveys(loading: Loading) -> None:
    surveys = loading.sync_list(shapes.SURVEY, "surveys", "name").rows
    wanted = [
        Wanted((survey.pk, part["name"]), shapes.SURVEY_ITEM.read(part) | {"survey": survey, "order": order})
        for survey, survey_part in zip(surveys, loading.parts("surveys"), strict=True)
        for order, part in enumerate(survey_part.get("items") or [])
    ]
    loading.sync(
        SurveyItem,
        SurveyItem.objects.filter(survey__plan=loading.plan).order_by("order", "pk"),
        wanted,
        lambda row: (row.survey_id, row.name),
    )
