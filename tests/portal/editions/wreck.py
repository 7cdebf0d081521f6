"""A city with every part of a document, and the end of everything in it but its editions."""

from contextlib import suppress

from django.db import transaction
from django.db.models import ProtectedError

from organizations.history import change_set
from organizations.models import Municipality, User
from organizations.trail import tracked_models
from plans.models import EditionClearance, Plan
from tests.cities import load_plan, make_previous_plan
from tests.factories import COMMAND, freeze


def load_city() -> Plan:
    """Load the document that has every part and a plan before it; its third edition knows both."""
    plan = load_plan("132209", "東大和市", "")
    make_previous_plan(plan, "")
    freeze(plan, kind="revision", label="第1回改定")
    return plan


def wreck(plan: Plan) -> None:
    """Rename the plan and its city; delete every other row: measures, words, departments, people."""
    with change_set(author=COMMAND):
        plan.refresh_from_db()
        plan.title, plan.labels, plan.vision, plan.predecessor = "改めた計画名", {}, "", ""
        plan.save()
        plan.municipality.name = "改めた市"
        plan.municipality.save()
        _delete_all({*tracked_models()} - {Plan, Municipality, EditionClearance})
        Plan.objects.exclude(pk=plan.pk).delete()
    assert not plan.measures.exists()
    assert not plan.municipality.departments.exists()
    assert not User.objects.exists()


def _delete_all(models: set) -> None:
    """Delete the rows of all models, those last that others need."""
    for model in models:
        own = [f.name for f in model._meta.concrete_fields if f.related_model is model]
        model._base_manager.update(**dict.fromkeys(own))
    for model in [*models] * len(models):  # as often as the longest chain could ask for
        with suppress(ProtectedError), transaction.atomic():
            model._base_manager.all().delete()
