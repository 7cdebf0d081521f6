"""What a dashboard costs does not grow with the plan: the same number of queries for 2 measures and 40."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import Plan
from tests.factories import freeze, make_department, make_user
from tests.portal.crowd import make_crowd
from tests.portal.dashboard.years import report_year

pytestmark = pytest.mark.django_db
PAGES = [
    ("dashboard", "?view=committee"), ("dashboard", "?view=committee&by=department"),
    ("dashboard", "?view=planner"), ("dashboard", "?view=department"),
    ("dashboard_export", "?view=committee"), ("result_list", ""), ("result_list", "?situation=late"),
]  # fmt: skip


def crowded_plan(rows: int) -> Plan:
    """Make a plan with two reported years, the later one still open, and a first edition."""
    plan = make_crowd(rows)
    departments = [make_department(f"第{n}課") for n in range(min(rows, 40))]
    report_year(plan, 2022, departments=departments)
    report_year(plan, 2023, is_final=False, departments=departments)
    freeze(plan)
    return plan


def cost(client, page: str, query: str, rows: int) -> int:
    """Return how many queries a page costs with so many measures; nothing of these is left behind."""
    point = transaction.savepoint()
    plan = crowded_plan(rows)
    user = make_user("planning", department=make_department("第0課"))
    client.force_login(user, backend="organizations.backends.PortalBackend")
    args = [*plan.url_args, "2023-1"] if page == "result_list" else plan.url_args
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(f"portal:{page}", args=args) + query).status_code == 200
    transaction.savepoint_rollback(point)
    return len(queries)


@pytest.mark.parametrize(("page", "query"), PAGES)
def test_a_page_costs_as_many_queries_however_many_measures(page, query, client):
    few, many = (cost(client, page, query, rows) for rows in (2, 40))
    assert few == many < 50
