"""実績: what was reported, in the layers of the grid and on the sheet of a measure."""

import pytest
from django.urls import reverse

from measures.models import Continuation
from portal.actuals import actuals_of
from tests.factories import make_department, make_measure, make_plan, make_track, make_user, recorded
from tests.reviews.cast import (
    answerer,
    by,
    confirm,
    confirmed_round,
    make_measures,
    opened_round,
    planner,
    report_of,
    submit,
)

pytestmark = pytest.mark.django_db


def words():
    return {word.label: word for word in make_plan().word_set.phases()}


def grid(client, **params):
    return client.get(
        reverse("portal:schedule_grid", args=["132209", "ict-2022"]), params | {"layer": "actual"}
    )


def rows(response):
    return {row.measure.number: row for group in response.context["grid"].groups for row in group.rows}


def cells(line):
    return [(cell.label, cell.span, cell.is_changed) for cell in line]


def late_round():
    """Report 施策1 in 2023 as 検討 where 構築 was planned, 施策2 as planned."""
    measures = make_measures(2)
    found = opened_round(measures)
    phases = {measures[0].tracks.get(): words()["検討"]}
    submit(report_of(found), situation="late", issues="部品が届かない。", phases=phases)
    submit(report_of(found, "2"), phases={measures[1].tracks.get(): words()["構築"]})
    confirm(report_of(found), report_of(found, "2"))
    return found


def test_the_grid_shows_reported_years_and_frames_the_late_ones(client_as):
    late_round()
    response = grid(client_as("viewer"))
    found = rows(response)
    assert cells(found["1"].lines[0].cells) == [
        ("未報告", 1, False),
        ("検討・遅れ", 1, True),
        ("未報告", 3, False),
    ]
    assert cells(found["2"].lines[0].cells) == [
        ("未報告", 1, False),
        ("構築", 1, False),
        ("未報告", 3, False),
    ]
    assert "確認済・確定の実績です。" in response.content.decode()


def test_what_nobody_confirmed_is_not_there_yet(client_as):
    submit(report_of(opened_round()))
    assert "実績はまだありません。" in grid(client_as("viewer")).content.decode()


def test_of_two_rounds_of_a_year_the_later_counts():
    measures = make_measures(1)
    track = measures[0].tracks.get()
    for part, phase in ((1, "検討"), (2, "構築")):
        found = opened_round(measures, part=part)
        confirm(submit(report_of(found), phases={track: words()[phase]}))
    reported = actuals_of(make_plan()).of(measures[0].pk)[2023]
    assert {key: phase.label for key, phase in reported.phases.items()} == {"-": "構築"}


@pytest.mark.parametrize("count", [3, 40])
def test_the_layer_costs_the_same_for_many_measures(count, client_as, django_assert_num_queries):
    confirmed_round(make_measures(count))
    client = client_as("viewer")
    with django_assert_num_queries(15):
        grid(client)


def test_the_sheet_shows_what_was_reported_under_what_is_planned(client_as):
    late_round()
    response = client_as("viewer").get(make_plan().measures.get(number="1").get_absolute_url())
    ((line, _),) = response.context["sheet"].schedule.lines
    assert cells(line.actual) == [("未報告", 1, False), ("検討・遅れ", 1, True), ("未報告", 3, False)]
    assert response.context["sheet"].schedule.late == ["令和5年度（予定 構築、実績 検討）"]


def test_a_track_without_a_phase_that_year_is_not_late(client_as):
    (measure,) = make_measures(1)
    make_track(measure=measure, label="国保", phases={2024: "実施"})
    confirmed_round([measure])
    response = client_as("viewer").get(measure.get_absolute_url())
    assert response.context["sheet"].schedule.late == []


def test_the_sheet_tells_the_years_newest_first_through_the_previous_plan(client_as):
    old_plan = make_plan(code="ict-2017", start=2017, end=2021, title="前の計画")
    old = make_measure(plan=old_plan, number="18", department=make_department("市民課"))
    (measure,) = make_measures(1)
    recorded(Continuation.objects.create)(measure=measure, ref="ict-2017/18")
    for year in (2022, 2023):
        confirmed_round([measure], fiscal_year=year, name=f"{year}年度の調査")
    _report_of_old(old)
    response = client_as("viewer").get(measure.get_absolute_url())
    assert [(one.year, one.plan) for one in response.context["reports"].years] == [
        ("令和5年度（2023年度）", ""), ("令和4年度（2022年度）", ""), ("令和2年度（2020年度）", "前の計画"),
    ]  # fmt: skip
    assert response.content.decode().count('<details class="reports__year" open>') == 1


def _report_of_old(old):
    from reviews.services import Wanted, assignments_save, review_round_create, review_round_open
    from tests.reviews.cast import DUE, TODAY

    found = review_round_create(
        plan=old.plan, values={"name": "前の調査", "fiscal_year": 2020, "asks": ["done"], "answer_due": DUE},
        author=by(planner()),
    )  # fmt: skip
    assignments_save(
        review_round=found, wanted=[Wanted(old, make_department("市民課"))], author=by(planner())
    )
    found = review_round_open(review_round=found, author=by(planner()), today=TODAY)
    confirm(submit(found.reports.select_related("round__plan__municipality").get()))


def test_the_sheet_tells_only_what_one_may_read(client):
    found = opened_round()
    submit(report_of(found), done="まだ確認されていない。")
    address = make_plan().measures.get(number="1").get_absolute_url()
    for user, reads in ((answerer(), True), (planner(), True), (make_user("viewer"), False)):
        client.force_login(user, backend="organizations.backends.PortalBackend")
        assert ("まだ確認されていない。" in client.get(address).content.decode()) is reads


@pytest.mark.parametrize("years", [1, 4])
def test_the_sheet_costs_the_same_for_many_years(years, client_as, django_assert_max_num_queries):
    (measure,) = make_measures(1)
    for year in range(2022, 2022 + years):
        confirmed_round([measure], fiscal_year=year)
    client = client_as("viewer")
    with django_assert_max_num_queries(60):
        client.get(measure.get_absolute_url())
