"""The pages of an edition pass axe and keep to the screen, wide and narrow."""

import pytest
from django.urls import reverse

from plans.models import Plan
from tests.browser.test_accessibility import runs_off, violations
from tests.factories import freeze

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
OF_AN_EDITION = [
    "edition_detail", "edition_schedule", "edition_measure_list", "edition_system_list", "edition_glossary",
    "edition_clear",
]  # fmt: skip


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize(("code", "code_of_plan"), [("132039", "ict-2014"), ("132021", "ict-2020")])
def test_no_page_of_an_edition_has_a_violation_or_runs_off(
    code, code_of_plan, width, five_plans, sign_in, live_server
):
    plan = Plan.objects.get(municipality__code=code, code=code_of_plan)
    edition = freeze(plan)
    args = [*plan.url_args, edition.number]
    key = plan.measures.first().key
    paths = [
        *(reverse(f"portal:{name}", args=args) for name in OF_AN_EDITION),
        reverse("portal:edition_measure_detail", args=[*args, key]),
        reverse("portal:edition_list", args=plan.url_args),
        reverse("portal:edition_create", args=plan.url_args),
    ]
    page = sign_in("planning", code)
    page.set_viewport_size({"width": width, "height": 900})
    found = []
    for path in paths:
        assert page.goto(live_server.url + path).status == 200, path
        found += violations(page) + runs_off(page)
    assert found == []
