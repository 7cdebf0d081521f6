"""遅れ: one rule, on stages and on what was reported."""

import pytest

from reviews.lateness import is_late, lateness_of
from reviews.models import ReportedPhase
from tests.factories import make_plan, make_track, recorded
from tests.reviews.cast import confirmed_round, make_measures, opened_round, report_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("planned", "actual", "situation", "late"),
    [
        ({"a": "implement"}, {"a": "build"}, "on-track", True),
        ({"a": "implement"}, {"a": "implement"}, "on-track", False),
        ({"a": "build"}, {"a": "operate"}, "on-track", False),
        ({"a": "build", "b": "operate"}, {"a": "build", "b": "consider"}, "done", True),
        ({"a": "build"}, {}, "on-track", False),
        ({"a": ""}, {"a": "consider"}, "on-track", False),
        ({}, {"a": "consider"}, "on-track", False),
        ({"a": "build"}, {"a": "build"}, "late", True),
        ({}, {}, "late", True),
    ],
)
def test_a_year_is_late_when_a_stage_is_below_or_the_department_says_so(planned, actual, situation, late):
    assert is_late(planned, actual, situation=situation) is late


def test_a_report_says_which_track_stays_behind():
    (measure,) = make_measures(1)
    track = make_track(measure=measure, label="国保", phases={2023: "実施"})
    report = report_of(confirmed_round([measure]))
    words = {word.label: word for word in make_plan().word_set.phases()}
    recorded(ReportedPhase.objects.create)(report=report, track=track, phase=words["検討"])
    found = lateness_of([report])[report.pk]
    assert found.is_late
    assert found.in_words == ["国保：予定 実施、実績 検討"]


def test_money_that_is_carried_over_is_not_late_by_itself():
    (measure,) = make_measures(1)
    report = report_of(confirmed_round([measure]))
    report.carries_over, report.carry_over_reason = True, "納入が6月のため"
    assert not lateness_of([report])[report.pk].is_late


def test_what_was_never_handed_in_is_not_reported_rather_than_in_time():
    report = report_of(opened_round())
    assert lateness_of([report]) == {}


@pytest.mark.parametrize("count", [2, 40])
def test_lateness_costs_two_queries_however_many_reports(count, django_assert_num_queries):
    found = confirmed_round(make_measures(count))
    reports = list(found.reports.select_related("round"))
    with django_assert_num_queries(2):
        assert len(lateness_of(reports)) == count
