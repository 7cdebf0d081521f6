"""The life line of a system: what is drawn, where, and the same in words and in a table."""

from datetime import date

import pytest

from organizations.fiscal_years import fiscal_year_of
from portal.inventory.contracts import contract_lines
from portal.life_line import LifeLine, life_line
from portal.systems import system_rows, visible_systems
from tests.factories import make_plan, make_system, make_user
from tests.portal.systems.parts import end_support, make_contract, make_renewal, page_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 10)


@pytest.fixture
def plan():
    return make_plan()


def drawn(plan, today=TODAY) -> LifeLine | None:
    (row,) = system_rows(visible_systems(make_user("viewer"), plan, fiscal_year_of(today)), plan.municipality)
    return life_line(row, contract_lines(row, today, ()), lead=24, today=today)


def bars(line: LifeLine) -> dict[str, tuple[float, float]]:
    """Return by kind where a bar begins and ends."""
    return {bar.span.kind: (bar.x, round(bar.x + bar.width, 1)) for bar in line.bars}


def test_a_system_without_any_date_has_no_drawing(plan, client_as):
    system = make_system(plan=plan)
    assert drawn(plan) is None
    html = page_of(client_as("viewer"), system).content.decode()
    assert "更新の時期の記載はありません" in html
    assert 'class="life-line"' not in html


def test_steps_of_the_plan_and_computed_ones_follow_each_other(plan):
    make_renewal(
        make_system(plan=plan), plan, current_end=date(2028, 3, 1), review_start=date(2026, 4, 1),
        procurement_fiscal_year=2027, next_start=date(2028, 4, 1),
    )  # fmt: skip
    line = drawn(plan)
    assert [bar.span.kind for bar in line.bars] == [
        "current", "review", "specification", "procurement", "build", "parallel", "next",
    ]  # fmt: skip
    computed = {bar.span.kind for bar in line.bars if bar.span.is_computed}
    assert computed == {"specification", "build", "parallel"}
    places = bars(line)
    assert places["review"][1] == pytest.approx(places["specification"][0], abs=0.1)
    assert places["current"][1] == pytest.approx(places["next"][0], abs=0.1)


def test_bars_that_would_cover_each_other_stand_on_lines_of_their_own(plan):
    make_renewal(
        make_system(plan=plan), plan, review_start=date(2027, 7, 1), procurement_fiscal_year=2027,
        next_start=date(2028, 4, 1),
    )  # fmt: skip
    seen = []
    for bar in drawn(plan).bars:
        for other in seen:
            is_clear = bar.x >= other.x + other.width - 0.1 or other.x >= bar.x + bar.width - 0.1
            assert bar.y != other.y or is_clear, (bar.span.kind, other.span.kind)
        seen.append(bar)


@pytest.mark.parametrize(
    ("next_start", "name"),
    [(date(2028, 4, 1), None), (date(2028, 5, 1), "空白 1か月"), (date(2033, 4, 1), "空白 60か月")],
)
def test_a_hole_between_old_and_new_is_drawn_and_named(next_start, name, plan):
    make_renewal(make_system(plan=plan), plan, current_end=date(2028, 3, 1), next_start=next_start)
    line = drawn(plan)
    holes = [bar.span.name for bar in line.bars if bar.span.kind == "hole"]
    assert holes == ([name] if name else [])
    if name:
        places = bars(line)
        assert places["current"][1] == pytest.approx(places["hole"][0], abs=0.1)
        assert places["hole"][1] == pytest.approx(places["next"][0], abs=0.1)


def test_a_hole_too_small_for_its_words_says_them_beside_the_line(plan):
    make_renewal(make_system(plan=plan), plan, current_end=date(2028, 3, 1), next_start=date(2028, 5, 1))
    assert drawn(plan).lanes[0].holes == [("！空白 1か月", "all")]


def test_an_end_that_is_not_known_is_open_from_today_on(plan):
    make_system(plan=plan, started_on=date(2020, 4, 1))
    line = drawn(plan)
    places = bars(line)
    assert list(places) == ["current", "open"]
    assert places["open"][0] == pytest.approx(line.today_x, abs=0.1)
    assert ("現行", "終わりの記載なし") in [(title, span.name) for title, span in line.rows]


def test_support_and_contracts_have_lines_and_marks(plan):
    system = make_system(plan=plan)
    end_support(system, date(2027, 10, 12), name="Windows Server")
    make_contract(
        system, name="賃貸借", first_start=date(2024, 4, 1), first_end=date(2027, 3, 31), notice_days=90
    )
    line = drawn(plan)
    assert [lane.title for lane in line.lanes] == ["現行", "サポート　OS Windows Server", "契約　賃貸借"]
    assert [(mark.sign, mark.words) for mark in line.marks] == [
        ("▼", "令和9年10月12日（2027年10月12日）にサポート終了"),
        ("◆", "令和8年12月28日（2026年12月28日）までに解約を申し出る"),
    ]


@pytest.mark.parametrize(("today", "is_drawn"), [(date(2027, 4, 1), True), (date(2045, 4, 1), False)])
def test_today_is_drawn_where_it_is_near(today, is_drawn, plan):
    make_renewal(make_system(plan=plan), plan, current_end=date(2028, 3, 1), next_start=date(2028, 4, 1))
    assert (drawn(plan, today).today_x is not None) is is_drawn


def test_nothing_is_drawn_outside(plan):
    system = make_system(plan=plan, started_on=date(1980, 4, 1))
    make_renewal(system, plan, current_end=date(2028, 3, 1), next_start=date(2029, 4, 1))
    end_support(system, date(2020, 1, 1))
    for bar in drawn(plan).bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= 100.1


def test_every_kind_has_a_sign_of_its_own_and_the_key_names_it(plan):
    make_renewal(make_system(plan=plan), plan, current_end=date(2028, 3, 1), next_start=date(2029, 4, 1))
    kinds = drawn(plan).kinds
    assert len({sign for _, sign, _ in kinds}) == len(kinds)


def test_the_page_tells_the_drawing_to_a_screen_reader_and_in_a_table(plan, client_as):
    system = make_system(plan=plan)
    make_renewal(system, plan, current_end=date(2024, 3, 1), next_start=date(2024, 6, 1))
    html = page_of(client_as("viewer"), system).content.decode()
    for words in ("空白 2か月は令和6年4月（2024年4月）から", "次期の稼働は令和6年6月（2024年6月）から"):
        assert words in html
    assert '<title id="life-line-title">' in html
    assert "表で見る" in html
    assert '<td class="table__cell">令和6年6月（2024年6月）</td>' in html
