"""A dashboard is read once and kept until somebody saves something, for each who sees the same."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.models import ScheduleEntry
from organizations.history import save_changed
from portal.dashboard.choice import dashboard_page
from portal.place import find_place
from reviews.models import Meeting
from reviews.services import progress_report_return
from tests.factories import freeze, make_measure, make_plan, make_user, recorded
from tests.portal.dashboard.years import report_year
from tests.reviews.cast import by, make_measures, planner

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 10)


def found(user=None, today=TODAY, **params):
    user = user or make_user("committee")
    place = find_place(user, *make_plan().url_args, today=today)
    with CaptureQueriesContext(connection) as queries:
        page = dashboard_page(place, user, {"view": "committee"} | params, today)
    return page.found, len(queries)


def reported(dashboard) -> str:
    return dashboard.lead[2]


def test_asked_again_it_is_not_read_again():
    make_measures()
    report_year(make_plan(), 2023)
    (first, cost), (second, cost_of_second) = found(), found()
    assert second is first
    assert cost_of_second == 2 < cost


def test_a_save_lets_it_be_read_again():
    make_measures()
    review_round = report_year(make_plan(), 2023)
    before = found()[0]
    recorded(lambda: make_measure(number="30"))()
    assert found()[0] is not before
    assert reported(found()[0]) == "2施策のうち2施策が報告済"
    reports = review_round.reports.select_related("round__plan__municipality")
    recorded(lambda: save_changed(_with(review_round, state="open")))()
    recorded(lambda: save_changed(_with(reports.first(), status="confirmed")))()
    progress_report_return(
        report=reports.first(), remarks={"": "確かめてください。"}, author=by(planner()), today=TODAY
    )
    assert reported(found()[0]) == "2施策のうち1施策が報告済"


def _with(row, **columns):
    for name, value in columns.items():
        setattr(row, name, value)
    return row


def test_an_edition_and_another_day_let_it_be_read_again():
    make_measures()
    before = found()[0]
    freeze(make_plan())
    after = found()[0]
    assert after is not before
    assert found(today=date(2024, 6, 11))[0] is not after


def test_those_who_may_see_more_get_their_own():
    make_measures()
    plan = make_plan()
    recorded(Meeting.objects.create)(plan=plan, title="次", held_on=date(2099, 1, 1))
    recorded(Meeting.objects.create)(plan=plan, title="前", held_on=date(2024, 1, 1), state="held")
    upcoming = [
        next(panel for panel in found(user)[0].panels if panel.code == "changes").figures.upcoming
        for user in (make_user("committee"), make_user("viewer"))
    ]
    assert [meeting and meeting.title for meeting in upcoming] == ["次", None]


def test_a_changed_schedule_is_seen_at_once():
    plan = make_plan()
    measure = make_measure(plan=plan, phases={2023: "検討", 2024: "実施"})
    freeze(plan)
    assert "slips" not in {panel.code for panel in found()[0].panels}
    cell = ScheduleEntry.objects.get(track__measure=measure, fiscal_year=2024)
    cell.phase = plan.word_set.phases().get(label="検討")
    recorded(lambda: save_changed(cell))()
    later = ScheduleEntry(track=cell.track, fiscal_year=2025, phase=plan.word_set.phases().get(label="実施"))
    recorded(later.save)()
    assert "slips" in {panel.code for panel in found()[0].panels}
