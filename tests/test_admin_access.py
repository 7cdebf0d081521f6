"""Every address below /admin/ is the administrator's alone, and every page there opens."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import get_resolver, reverse

from organizations.models import User
from plans.models import Plan
from tests.cities import CAST
from tests.test_access import answer

pytestmark = pytest.mark.django_db

PAGES = get_resolver(None).namespace_dict["admin"][1].reverse_dict
NAMES = sorted(name for name in PAGES if isinstance(name, str))
READ_ONLY = [
    "organizations_changeset", "organizations_reorganisation", "plans_edition", "workspace_job",
    "workspace_storedfile", "workspace_maillog", "workspace_run",
    "workspace_printedfile", "workspace_printtemplate", "workspace_scheduledprint",
    "reviews_assignment", "reviews_condition", "reviews_evaluation",
    "reviews_meeting", "reviews_progressreport", "reviews_reviewround", "reviews_roundletter",
]  # fmt: skip
ANSWERS = {  # else 200
    "login": "302",
    "logout": "405",
    "password_change": "302",
    "view_on_site": "302",
    "autocomplete": "403",  # without the field it is asked for
    "measures_measure_process_import": "405",
    "systems_contract_process_import": "405",
    "systems_informationsystem_process_import": "405",
    **{f"{table}_{verb}": "403" for table in READ_ONLY for verb in ("add", "delete")},
}


def address(name: str) -> str:
    """Return the address of a page of the site, with a real row where it needs one."""
    models = {f"{model._meta.label_lower.replace('.', '_')}_": model for model in admin.site._registry}
    model = next((model for prefix, model in models.items() if name.startswith(prefix)), Plan)
    row = model._default_manager.first()
    places = {
        "object_id": row.pk,
        "id": User.objects.first().pk,  # whose password is set
        "content_type_id": ContentType.objects.get_for_model(model).pk,
        "app_label": "plans",
    }
    return reverse(f"admin:{name}", kwargs={key: places[key] for key in PAGES[name][0][0][1]})


@pytest.mark.parametrize("who", [who for who in CAST if who != "administrator"])
def test_nobody_else_enters(who, a_city):
    client = a_city.client(who)
    nameless = ["/admin/no/such/page/", f"/admin/plans/plan/{a_city.plan.pk}/"]
    for place in [*map(address, NAMES), *nameless]:
        answers = {answer(client.get(place)), answer(client.post(place))}
        assert (place, answers) == (place, {"login" if who == "anonymous" else "403"})


@pytest.mark.parametrize("name", NAMES)
def test_the_administrator_opens_every_page(name, a_city):
    assert answer(a_city.client("administrator").get(address(name))) == ANSWERS.get(name, "200")
