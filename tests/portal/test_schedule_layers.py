"""The layers of the grid: 当初, 変更後, 実績, and what moved between the first two."""

import pytest
from django.urls import reverse

from measures.edits import MeasureEdit
from measures.models import ScheduleEntry, ScheduleTrack
from measures.services import measure_edit
from organizations.edits import Edit
from organizations.history import Reason, bulk_write, change_set
from plans.models import Plan
from tests.factories import COMMAND, freeze, make_department, make_measure, make_plan, make_track

pytestmark = pytest.mark.django_db


def ask(client, **params):
    return client.get(reverse("portal:schedule_grid", args=["132209", "ict-2022"]), params)


def move(measure, phases, label=""):
    """Make a track's cells equal to `phases`, as somebody's later save would."""
    track = measure.tracks.get(label=label)
    words = {word.label: word for word in measure.plan.word_set.phases()}
    with change_set(author=COMMAND):
        bulk_write(ScheduleEntry, delete=list(track.entries.all()))
        make_track_cells(track, phases, words)


def make_track_cells(track: ScheduleTrack, phases, words):
    bulk_write(
        ScheduleEntry,
        create=[
            ScheduleEntry(track=track, fiscal_year=year, phase=words[phase]) for year, phase in phases.items()
        ],
    )


@pytest.fixture
def plan() -> Plan:
    """A plan adopted with three measures: afterwards 1 is late by a year, 2 early by one, 4 is added."""
    plan = make_plan()
    first = make_measure(
        plan=plan, number="1", name="い", phases={2022: "検討", 2023: "構築", 2024: "実施", 2025: "実施"}
    )
    second = make_measure(plan=plan, number="2", name="ろ", phases={2024: "実施"})
    make_measure(plan=plan, number="3", name="は", phases={2023: "運用"})
    freeze(plan)
    move(first, {2022: "検討", 2023: "検討", 2024: "構築", 2025: "実施"})
    move(second, {2023: "実施", 2024: "実施"})
    make_measure(plan=plan, number="4", name="に", phases={2026: "実施"}, added_fiscal_year=2024)
    return plan


def rows(response):
    return {row.measure.number: row for group in response.context["grid"].groups for row in group.rows}


def cells(line):
    return [(cell.label, cell.span) for cell in line.cells]


def test_the_grid_shows_the_plan_as_it_stands_unless_asked(client_as, plan):
    found = rows(ask(client_as("viewer")))
    assert cells(found["1"].lines[0]) == [("検討", 2), ("構築", 1), ("実施", 1), ("予定なし", 1)]
    assert found["1"].move is None


def test_the_first_layer_shows_what_was_adopted(client_as, plan):
    found = rows(ask(client_as("viewer"), layer="initial"))
    assert cells(found["1"].lines[0]) == [("検討", 1), ("構築", 1), ("実施", 2), ("予定なし", 1)]
    assert cells(found["4"].lines[0]) == [("当初にはありません（追加）", 5)]


def test_the_difference_counts_the_years_of_each_measure(client_as, plan):
    response = ask(client_as("viewer"), layer="difference")
    found = rows(response)
    assert {number: row.move and row.move.in_words for number, row in found.items()} == {
        "1": "後ろ倒し 1年", "2": "前倒し 1年", "3": None, "4": None,
    }  # fmt: skip
    slips = response.context["grid"].slips
    assert (slips.changed, slips.later, slips.years_later, slips.earlier) == (2, 1, 1, 1)
    html = response.content.decode()
    assert "後ろ倒し 1 施策・のべ 1年" in html
    assert "実施 令和6年度 → 令和7年度（後ろ倒し 1年）" in html


def test_the_difference_draws_both_lines_and_frames_what_changed(client_as, plan):
    line = rows(ask(client_as("viewer"), layer="difference"))["1"].lines[0]
    assert [(cell.label, cell.span) for cell in line.before] == [
        ("検討", 1), ("構築", 1), ("実施", 2), ("予定なし", 1),
    ]  # fmt: skip
    assert [(cell.label, cell.span, cell.is_changed) for cell in line.cells] == [
        ("検討", 1, False), ("検討", 1, True), ("構築", 1, True), ("実施", 1, False), ("予定なし", 1, False),
    ]  # fmt: skip


def test_a_track_that_is_gone_is_shown_as_withdrawn(client_as):
    plan = make_plan()
    measure = make_measure(plan=plan, number="1")
    make_track(measure=measure, label="窓口", phases={2022: "検討"})
    gone = make_track(measure=measure, label="庁内", phases={2023: "実施"})
    freeze(plan)
    with change_set(author=COMMAND):
        bulk_write(ScheduleTrack, delete=[gone])
    lines = rows(ask(client_as("viewer"), layer="difference"))["1"].lines
    assert [(line.label, cells(line)[0][0]) for line in lines] == [("窓口", "検討"), ("庁内", "取下げ")]


@pytest.mark.parametrize(
    ("moved", "numbers"), [("changed", ["1", "2"]), ("later", ["1"]), ("earlier", ["2"])]
)
def test_the_measures_that_moved_can_be_picked_out(client_as, plan, moved, numbers):
    assert list(rows(ask(client_as("viewer"), layer="difference", moved=moved))) == numbers


def test_a_renumbered_measure_is_still_the_same(client_as, plan):
    measure = plan.measures.get(key="1")
    edit = MeasureEdit(fields=[Edit("number", "1", "11")])
    measure_edit(measure=measure, edit=edit, author=COMMAND, reason=Reason("typo"))
    assert rows(ask(client_as("viewer"), layer="difference"))["11"].move.slip == 1


def test_a_plan_that_was_never_adopted_says_how_to_get_a_first_layer(client_as):
    make_measure(plan=make_plan(), phases={2022: "検討"})
    address = reverse("portal:edition_create", args=["132209", "ict-2022"])
    assert f'href="{address}"' in ask(client_as("planning"), layer="difference").content.decode()
    html = ask(client_as("viewer"), layer="initial").content.decode()
    assert "当初の確定版がまだありません" in html
    assert address not in html


def test_the_layer_of_results_waits_for_the_reports(client_as, plan):
    response = ask(client_as("viewer"), layer="actual")
    assert "実績はまだありません。" in response.content.decode()
    assert rows(response) == {}


def test_switching_the_layer_keeps_conditions_order_and_grouping(client_as, plan):
    asked = {"q": "い", "sort": "name", "group": "stage", "layer": "initial"}
    selection = ask(client_as("viewer"), **asked).context["selection"]
    assert [layer.query for layer in selection.layers] == [
        "?q=%E3%81%84&sort=name&group=stage",
        "?q=%E3%81%84&sort=name&group=stage&layer=initial",
        "?q=%E3%81%84&sort=name&group=stage&layer=actual",
        "?q=%E3%81%84&sort=name&group=stage&layer=difference",
    ]
    assert all("layer=initial" in chip.query for chip in selection.chips)


@pytest.mark.parametrize(
    ("group", "bands"),
    [
        ("none", [("", ["1", "2", "3", "4"])]),
        ("department", [("市民課", ["2"]), ("担当の記載なし", ["1", "3", "4"])]),
        ("stage", [("検討", ["1"]), ("構築", ["4"]), ("この年度の工程なし", ["2", "3"])]),
    ],
)
def test_measures_are_put_together_as_asked(client_as, group, bands):
    plan = make_plan()
    make_measure(plan=plan, number="1", phases={2026: "検討"})
    make_measure(plan=plan, number="2", department=make_department("市民課"))
    make_measure(plan=plan, number="3")
    make_measure(plan=plan, number="4", phases={2026: "構築"})
    grid = ask(client_as("viewer"), group=group).context["grid"]
    assert [(one.title, [row.measure.number for row in one.rows]) for one in grid.groups] == bands


@pytest.mark.parametrize("count", [3, 40])
def test_the_difference_costs_the_same_for_many_measures(count, client_as, django_assert_num_queries):
    plan = make_plan()
    measures = [
        make_measure(plan=plan, number=str(n), phases={2022: "検討", 2023: "実施"}) for n in range(count)
    ]
    freeze(plan)
    for measure in measures:
        move(measure, {2022: "検討", 2024: "実施"})
    client = client_as("viewer")
    with django_assert_num_queries(15):
        ask(client, layer="difference")


def test_the_sheet_of_a_measure_says_what_moved(client_as, plan):
    client = client_as("viewer")
    moved, same = (
        client.get(plan.measures.get(key=key).get_absolute_url()).content.decode() for key in ("1", "3")
    )
    assert "当初からの変更（後ろ倒し 1年）" in moved
    assert "当初からの変更" not in same
