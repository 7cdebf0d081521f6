"""工程表: one bar a phase over its years, by policy; targets or results where there is no schedule."""

import pytest
import time_machine
from django.urls import reverse

from measures.models import Indicator, Outcome
from plans.models import Word
from portal.bars import Phase
from portal.measure_table import PlannedTrack
from portal.schedule_grid import lines_of
from tests.factories import make_department, make_measure, make_plan, make_policy, make_track, recorded
from tests.portal.crowd import make_crowd

pytestmark = pytest.mark.django_db
YEARS = [2022, 2023, 2024, 2025, 2026]
CONSIDER, BUILD = Phase("検討", "consider"), Phase("調達・構築", "build")


@pytest.fixture(autouse=True)
def _in_2024():
    with time_machine.travel("2024-10-01T09:00:00+09:00"):
        yield


@recorded
def make(model, **row):
    return model.objects.create(**row)


def ask(client, **params):
    return client.get(reverse("portal:schedule_grid", args=["132209", "ict-2022"]), params)


def drawn(response):
    """Return the titles of the bands with the numbers of the measures under each."""
    grid = response.context["grid"]
    return [(group.title, [row.measure.number for row in group.rows]) for group in grid.groups]


def line(cells, blank="nothing"):
    (found,) = lines_of([PlannedTrack("", cells)], blank, YEARS)
    return [(cell.label, cell.span) for cell in found.cells]


def test_a_phase_is_one_bar_over_its_years():
    cells = {2022: CONSIDER, 2023: CONSIDER, 2024: BUILD, 2025: BUILD, 2026: BUILD}
    assert line(cells) == [("検討", 2), ("調達・構築", 3)]


def test_years_without_a_phase_stand_alone():
    assert line({2024: BUILD}) == [
        ("予定なし", 1), ("予定なし", 1), ("調達・構築", 1), ("予定なし", 1), ("予定なし", 1),
    ]  # fmt: skip


def test_what_cannot_be_read_is_said_once_a_stretch():
    assert line({2022: CONSIDER}, "unreadable") == [("検討", 1), ("原本から読み取れず", 4)]
    assert line({}, "unreadable") == [("原本から読み取れず", 5)]
    assert line({}, "unprinted") == [("工程の記載なし", 5)]


def test_measures_stand_under_their_policies_and_added_ones_join_theirs(client_as):
    first, second = make_policy(code="1", name="市民", order=0), make_policy(code="2", name="行政", order=1)
    below = make_policy(code="2-1", name="庁内", order=2, parent=second)
    make_measure(number="1", policy=second)
    make_measure(number="2", policy=first)
    make_measure(number="3", policy=below)
    make_measure(number="4", policy_candidates=["1", "2"])
    assert drawn(ask(client_as("viewer"))) == [
        ("基本方針がはっきりしないもの（1・2のいずれか）", ["4"]),
        ("1 市民", ["2"]),
        ("2 行政", ["1"]),
        ("2 行政　2-1 庁内", ["3"]),
    ]


def test_another_order_brings_other_bands(client_as):
    make_measure(number="1", name="い", department=make_department("図書館"))
    make_measure(number="2", name="あ")
    client = client_as("viewer")
    assert drawn(ask(client, sort="department")) == [("図書館", ["1"]), ("担当の記載なし", ["2"])]
    assert drawn(ask(client, sort="name")) == [("", ["2", "1"])]


def test_bars_years_and_this_year_are_drawn(client_as):
    make_measure(number="1", phases={2022: "検討", 2023: "検討", 2024: "実施"})
    html = ask(client_as("viewer")).content.decode()
    assert (
        '<td class="schedule-table__cell" colspan="2"><div class="phase bar" data-stage="consider">検討</div>'
        in html
    )
    assert (
        '<th class="schedule-table__head schedule-table__year schedule-table__year--now" scope="col">令和6'
        in html
    )
    assert "今年度" in html


def test_after_the_plan_its_last_year_is_marked_as_such(client_as):
    make_measure(plan=make_plan(start=2020, end=2023), phases={2023: "運用"})
    html = ask(client_as("viewer")).content.decode()
    assert "最終年度" in html
    assert "今年度" not in html


def test_each_track_of_a_measure_has_its_line(client_as):
    measure = make_measure(number="1", name="公金収納")
    make_track(measure=measure, label="決済アプリの導入", phases={2022: "構築"})
    make_track(measure=measure, label="共通納税への対応", phases={2023: "検討"})
    response = ask(client_as("viewer"))
    (row,) = response.context["grid"].groups[0].rows
    assert [line.label for line in row.lines] == ["決済アプリの導入", "共通納税への対応"]
    assert "工程の内訳 2" in response.content.decode()


def test_the_legend_has_the_plans_own_words(client_as):
    plan = make_plan()
    make(Word, plan=plan, kind="phase", label="調達・構築", code="build", order=9)
    make_measure()
    phases = ask(client_as("viewer")).context["grid"].phases
    assert [phase.label for phase in phases] == ["検討", "構築", "実施", "運用", "調達・構築"]


def test_a_note_on_the_schedule_is_marked(client_as):
    note = {"kind": "unclear", "field": "schedule", "text": "矢印が読み取れない。"}
    make_measure(number="7", schedule_state="unreadable", notes=[note])
    html = ask(client_as("viewer")).content.decode()
    assert "/measures/7/#notes" in html
    assert "原本から読み取れず" in html


def test_without_schedules_targets_stand_in_their_years(client_as):
    measure = make_measure(number="1", schedule_state="none")
    make(
        Indicator,
        measure=measure,
        key="a",
        name="交付率",
        kind="numeric",
        target_text="75%",
        due_fiscal_year=2026,
    )
    make(Indicator, measure=measure, key="b", name="実施率", kind="fact")
    make(Indicator, measure=measure, key="c", name="導入", kind="milestone")
    response = ask(client_as("viewer"))
    assert response.context["grid"].kind == "targets"
    (row,) = response.context["grid"].groups[0].rows
    found = {
        column.heading: [target.name for target in column.targets] for column in row.targets if column.targets
    }
    assert found == {"令和8年度": ["交付率"], "年度の記載なし": ["導入"]}
    assert "この計画は年度ごとの工程を記載していません。" in response.content.decode()


def test_an_earlier_plan_shows_how_its_measures_ended(client_as):
    plan = make_plan()
    achieved = make(Word, plan=plan, kind="achievement", label="達成", code="achieved")
    make(Outcome, measure=make_measure(number="1", schedule_state="none"), achievement=achieved)
    make_measure(number="2", schedule_state="none")
    response = ask(client_as("viewer"))
    assert response.context["grid"].kind == "results"
    assert response.context["grid"].result_columns == ["達成状況"]
    html = response.content.decode()
    assert "達成</td>" in html
    assert "記載なし</td>" in html


def test_the_grid_knows_the_filters_of_the_list(client_as):
    make_measure(number="1", is_priority=True)
    make_measure(number="2")
    response = ask(client_as("viewer"), priority="1")
    assert [row.number for row in response.context["selection"].rows] == ["1"]
    url = reverse("portal:measure_list", args=["132209", "ict-2022"])
    assert f'href="{url}?priority=1"' in response.content.decode()


def test_htmx_gets_the_grid_alone(client_as):
    make_measure()
    url = reverse("portal:schedule_grid", args=["132209", "ict-2022"])
    part = client_as("viewer").get(url, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="results">')
    assert "schedule-table" in part


@pytest.mark.parametrize("rows", [5, 500])
def test_the_number_of_queries_does_not_grow(client_as, django_assert_max_num_queries, rows):
    make_crowd(rows)
    client = client_as("viewer")
    with django_assert_max_num_queries(15):
        assert ask(client).context["selection"].total == rows


def test_where_a_schedule_is_unreadable_no_stage_is_said_to_be_empty(client_as):
    plan = make_plan()
    make_measure(plan=plan, schedule_state="unreadable")
    html = client_as("viewer").get(reverse("portal:schedule_grid", args=plan.url_args)).content.decode()
    assert "原本から読み取れず" in html
    assert '<dd class="strip__value">0' not in html
