"""保存した表示 on the pages with conditions: those of the page, and a way to keep what is shown."""

import pytest
from django.urls import reverse

from tests.factories import make_measure, make_plan, make_user
from tests.portal.test_coverage import make_axis
from tests.reviews.cast import make_budget_line, make_indicator, opened_round
from workspace.models import SavedView

pytestmark = pytest.mark.django_db

PAGES = {
    "measure_list": "q=DX", "schedule_grid": "sort=name", "target_list": "year=2023",
    "money_list": "by=policy", "coverage": "axis=law", "dashboard": "view=committee",
}  # fmt: skip


def keep(path, query):
    user = make_user("viewer")
    return SavedView.objects.create(
        owner=user, municipality=user.municipality, name="私の見方", path=path, query=query
    )


def opened(client, view, **extra):
    return client.get(view.get_absolute_url(), **extra).content.decode()


@pytest.mark.parametrize(("name", "query"), PAGES.items())
def test_a_page_shows_its_saved_views_and_keeps_its_conditions(name, query, client_as):
    plan = make_plan()
    measure = make_measure(plan=plan, name="窓口のDX", phases={2022: "検討"})
    make_axis(plan)
    make_indicator(measure)
    make_budget_line(measure)
    path = reverse(f"portal:{name}", args=plan.url_args)
    view = keep(path, query)
    html = opened(client_as("viewer"), view)
    assert f'<a class="chip" href="{view.get_absolute_url()}" aria-current="page">私の見方</a>' in html
    assert f'name="path" value="{path}"' in html
    assert f'name="query" value="{query}"' in html
    assert "私の見方" not in client_as("planning").get(path).content.decode()


def test_the_results_of_a_round_have_them_too(client_as):
    review_round = opened_round()
    path = reverse("portal:result_list", args=review_round.url_args)
    html = opened(client_as("viewer"), keep(path, "situation=late"))
    assert 'name="query" value="situation=late"' in html


def test_what_htmx_renews_keeps_the_new_conditions(client_as):
    make_measure(name="窓口のDX")
    path = reverse("portal:measure_list", args=["132209", "ict-2022"])
    html = opened(client_as("viewer"), keep(path, "q=DX"), headers={"HX-Request": "true"})
    assert 'name="query" value="q=DX"' in html
