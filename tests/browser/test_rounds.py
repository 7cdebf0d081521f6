"""The planner's pages of a round in a real browser: axe is content, nothing runs off, counts are live."""

from datetime import date

import pytest
from django.urls import reverse

from reviews.services import Wanted, assignments_save, review_round_create, review_round_finalise
from reviews.subjects import subjects_of
from tests.browser.test_accessibility import runs_off, violations
from tests.factories import make_department, make_measure, make_plan, make_policy
from tests.reviews.cast import by, confirmed_round, make_measures, opened_round, planner, report_of, submit

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rounds(transactional_db):
    """Make a round in every state, the open one overdue, the prepared one with an undecided row."""
    measures = make_measures(4)
    final = review_round_finalise(
        review_round=confirmed_round(measures, fiscal_year=2022, name="令和4年度 進捗状況調査"),
        author=by(planner()), today=date(2023, 7, 1),
    )  # fmt: skip
    found = opened_round(measures)
    submit(report_of(found))
    make_measure(number="9", name="だれも持たない施策", policy=make_policy())
    values = {"name": "令和6年度 進捗状況調査", "fiscal_year": 2024, "asks": ["done"], "previous": found}
    prepared = review_round_create(plan=make_plan(), values=values, author=by(planner()))
    wanted = [Wanted(s, make_department("市民課") if s.number != "9" else None)
              for s in subjects_of(make_plan(), 2024)]  # fmt: skip
    assignments_save(review_round=prepared, wanted=wanted, author=by(planner()))
    return final, found, prepared


def pages(final, found, prepared) -> list[str]:
    plan = found.plan.url_args
    return [
        reverse("portal:review_round_list", args=plan),
        reverse("reviews:review_round_create", args=plan),
        *(each.get_absolute_url() for each in (final, found, prepared)),
        f"{found.get_absolute_url()}?status=all",
        reverse("portal:review_round_finalise", args=found.url_args),
        *(
            reverse(f"reviews:{name}", args=each.url_args)
            for name in ("review_round_edit", "assignment_list", "round_letter_create", "value_settle")
            for each in (found, prepared)
        ),
        reverse("reviews:review_round_reopen", args=final.url_args),
        reverse("organizations:department_create", args=[plan[0]]),
    ]


@pytest.mark.parametrize("width", [1440, 360])
def test_no_page_has_a_violation_or_runs_off(width, rounds, sign_in, live_server):
    page = sign_in("planning")
    page.set_viewport_size({"width": width, "height": 900})
    found = []
    for path in pages(*rounds):
        response = page.goto(live_server.url + path)
        assert response.status == 200, path
        found += violations(page) + runs_off(page)
    assert found == []


def test_the_table_counts_what_is_undecided_while_one_chooses(rounds, sign_in, live_server):
    page = sign_in("planning")
    prepared = rounds[2]
    page.goto(live_server.url + reverse("reviews:assignment_list", args=prepared.url_args))
    count = page.locator("[data-undecided]")
    assert count.text_content() == "1"
    row = page.locator("[data-row]", has_text="だれも持たない施策")
    row.locator("[data-lead]").select_option(label="税務課")
    assert count.text_content() == "0"
    row.locator("[data-lead]").select_option(label="未定")
    row.locator("[data-asked]").uncheck()
    assert count.text_content() == "0"
    page.locator("[data-pick-all] input").check()
    assert page.locator("[data-picked-count]").text_content().strip() == "5行"
    row.locator("summary").click()
    row.get_by_label("市民課", exact=True).check()
    assert row.locator("summary").text_content() == "市民課"


def test_the_reminder_says_how_many_departments_are_picked(rounds, sign_in, live_server):
    page = sign_in("planning")
    page.goto(live_server.url + rounds[1].get_absolute_url())
    said = page.locator(".overdue [data-picked]")
    assert said.text_content() == "2課を選択中"
    page.get_by_label("税務課「2 施策その2」を選ぶ").uncheck()
    page.get_by_label("税務課「4 施策その4」を選ぶ").uncheck()
    assert said.text_content() == "1課を選択中"
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="選んだ課に再依頼").click()
    assert "1課に再依頼しました：市民課" in page.locator("[role=status]").first.text_content()


def test_a_round_is_opened_within_three_minutes_of_clicks(sign_in, live_server, transactional_db):
    make_measures(4)
    planner()
    page = sign_in("planning")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(live_server.url + reverse("portal:review_round_list", args=make_plan().url_args))
    page.get_by_role("link", name="新しい調査").click()
    page.get_by_role("button", name="保存する").click()
    page.get_by_role("button", name="開始する").click()
    assert page.locator(".tag", has_text="受付中").count() == 1
    assert make_plan().rounds.get().reports.count() == 4
