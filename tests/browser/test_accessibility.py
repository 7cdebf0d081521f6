"""Axe finds no violation on any page, wide and narrow, with errors shown, and nothing runs off the side."""

from pathlib import Path

import pytest
from django.urls import reverse

from organizations.models import ChangeSet, Department
from plans.models import Plan
from systems.models import InformationSystem

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
AXE = Path("tests/vendor/axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_A_PLAN = [
    "plan_detail", "previous_results", "measure_list", "schedule_grid", "chapter_list", "data_table_list",
    "glossary_term_list", "online_procedure_list", "plan_book", "edition_compare", "edition_list",
    "change_set_list", "consideration_list", "dashboard", "target_list", "money_list", "paper_list",
]  # fmt: skip
EDITED = [
    "plan_edit", "plan_head_edit", "word_list", "glossary_term_list", "glossary_term_create", "axis_list",
    "committee_list", "making_step_list", "cycle_step_list", "reference_list", "plan_rule_list",
    "plan_cost_list", "carried_over_issue_list", "generation_list", "generation_create",
    "evaluation_body_list", "evaluation_body_create", "criterion_list", "criterion_create",
    "policy_list", "policy_create", "chapter_list", "chapter_create", "data_table_list", "data_table_create",
    "survey_list", "survey_create",
]  # fmt: skip
OF_A_ROW = [
    ("word_edit", "word_set"), ("axis_edit", "axes"), ("category_list", "axes"),
    ("committee_edit", "committees"), ("committee_delete", "committees"), ("glossary_term_edit", "glossary"),
    ("policy_edit", "policies"), ("policy_delete", "policies"), ("chapter_edit", "chapters"),
    ("data_table_edit", "tables"), ("survey_edit", "surveys"),
]  # fmt: skip
OF_ORGANIZATION = [
    "user_list", "user_create", "department_merge", "reorganisation_list", "reorganisation_create",
    "closed_day_list", "city_mark_edit",
]  # fmt: skip
OF_THE_INVENTORY = [
    "information_system_create", "contract_create", "consultation_create", "consultation_rule_edit",
    "calendar_feed_list",
]  # fmt: skip
OF_A_MEASURE = ["edit", "end", "reopen", "split", "merge", "journal_create"]
OF_A_CITY = [
    "municipality_home", "department_list", "information_system_list", "search", "consultation_list",
    "renewal_alert_list", "renewal_timetable", "finding_list", "renewal_calendar", "renewal_trial",
    "budget_list", "standardisation_board", "bcp_board",
]  # fmt: skip


def violations(page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]
    return [f"{page.url} {rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


def runs_off(page) -> list[str]:
    """Say so when the page as a whole scrolls sideways."""
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"{page.url} is {width} px wide"] if width > page.viewport_size["width"] else []


def pages_to_read(plan: Plan) -> list[str]:
    code = plan.municipality.code
    paths = [reverse(f"portal:{name}", args=plan.url_args) for name in OF_A_PLAN]
    paths += [reverse(f"portal:{name}", args=[code]) for name in OF_A_CITY]
    paths.append(reverse("portal:search", args=[code]) + "?q=システム")
    measures = list(plan.measures.all())
    paths += [measures[0].get_absolute_url(), measures[-1].get_absolute_url()]
    paths += [reverse("portal:survey_detail", args=[*plan.url_args, s.pk]) for s in plan.surveys.all()]
    if system := InformationSystem.objects.filter(municipality__code=code).first():
        paths.append(system.get_absolute_url())
    if department := Department.objects.filter(municipality__code=code, measures__isnull=False).first():
        paths += [department.get_absolute_url(), f"{department.get_absolute_url()}handover/"]
    saves = ChangeSet.objects.filter(municipality__code=code, plan_code=plan.code)
    return paths + [reverse("portal:change_set_detail", args=[*plan.url_args, save.pk]) for save in saves[:1]]


def pages_of_measures(plan: Plan) -> list[str]:
    """Return the pages on which a planner edits measures, people and departments."""
    code, measure = plan.municipality.code, plan.measures.first()
    one = [*plan.url_args, measure.key]
    paths = [reverse(f"measures:measure_{verb}", args=one) for verb in OF_A_MEASURE]
    paths += [
        reverse(f"measures:measure_{verb}", args=plan.url_args) for verb in ["create", "order", "renumber"]
    ]
    paths += [
        reverse("measures:decision_due_edit", args=one),
        reverse("portal:schedule_edit", args=plan.url_args),
    ]
    paths += [reverse(f"organizations:{name}", args=[code]) for name in OF_ORGANIZATION]
    saves = ChangeSet.objects.filter(municipality__code=code, plan_code=plan.code)
    paths += [reverse("portal:change_set_undo", args=[*plan.url_args, save.pk]) for save in saves[:1]]
    paths += [reverse("workspace:mail_log", args=[code]), reverse("workspace:saved_view_list")]
    return [*paths, reverse("workspace:notice_list"), reverse("organizations:password_change")]


def pages_of_the_book(plan: Plan) -> list[str]:
    """Return the pages on which a planner edits what the plan's book says."""
    paths = [reverse(f"plans:{name}", args=plan.url_args) for name in EDITED]
    for name, rows in OF_A_ROW:
        first = getattr(plan, rows).all()[:1]
        paths += [reverse(f"plans:{name}", args=[*plan.url_args, row.pk]) for row in first]
    return paths


def pages_of_the_inventory(plan: Plan) -> list[str]:
    """Return the pages on which systems, contracts and renewals are edited."""
    code, system = plan.municipality.code, plan.municipality.systems.first()
    paths = [reverse(f"systems:{name}", args=[code]) for name in OF_THE_INVENTORY]
    paths += [
        reverse(f"systems:information_system_{verb}", args=[code, system.pk])
        for verb in ["edit", "end", "delete", "saved"]
    ]
    renewal = [*plan.url_args, system.pk]
    return [*paths, *(reverse(f"systems:{name}", args=renewal) for name in ["renewal_edit", "renewal_saved"])]


def check(page, live_server, paths: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    found = []
    for path in paths:
        response = page.goto(live_server.url + path)
        assert response.status == 200, path
        found += violations(page) + runs_off(page)
    assert found == []


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize(
    ("code", "plan"),
    [("132209", "ict-2022"), ("132039", "ict-2014"), ("132152", "ict-2023"), ("132021", "ict-2015"),
     ("132233", "ict-2021")],
)  # fmt: skip
def test_no_page_to_read_has_a_violation_or_runs_off(code, plan, width, five_plans, sign_in, live_server):
    found = Plan.objects.select_related("municipality").get(municipality__code=code, code=plan)
    check(sign_in("planning", code), live_server, pages_to_read(found), width)


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("pages", [pages_of_measures, pages_of_the_book, pages_of_the_inventory])
def test_no_page_to_edit_has_a_violation_or_runs_off(pages, width, five_plans, sign_in, live_server):
    plan = Plan.objects.select_related("municipality").get(municipality__code="132039", code="ict-2014")
    check(sign_in("planning", "132039"), live_server, pages(plan), width)


def test_pages_without_a_person_have_no_violation(page, live_server, transactional_db):
    for path in ["/login/", "/nowhere/at/all/"]:
        page.goto(live_server.url + path)
        assert violations(page) == []


def test_shown_errors_have_no_violation(five_plans, sign_in, live_server):
    page = sign_in("planning")
    page.goto(f"{live_server.url}/132209/ict-2022/measures/8/edit/")
    page.locator("[name=name]").fill("")
    page.locator("[name=costs-0-initial]").fill("-1")
    page.get_by_role("button", name="保存する").click()
    assert page.locator("[aria-invalid=true]").count() >= 2
    assert violations(page) == []
