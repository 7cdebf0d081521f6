"""標準化: where each of the 20 businesses stands, in which system, and what is overdue."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.portal.boards.rows import board, migrate, place
from tests.portal.renewals.rows import CODE, NOON, make_renewed

pytestmark = pytest.mark.django_db


def make_served():
    """Make one business migrated, one on its way, one with more time, one nobody tells of."""
    migrate(make_renewed("住基システム", "市民課"), "住民基本台帳", "migrated")
    migrate(make_renewed("税システム", "課税課"), "個人住民税", "migrating")
    migrate(
        make_renewed("健康システム", "健康課"), "健康管理", "special",
        due_on=date(2028, 3, 31), reason="事業者の開発が遅れるため。",
    )  # fmt: skip
    make_renewed("国保システム", "保険課", system={"standard_businesses": ["国民健康保険"]})


def counts(found) -> dict[str, int]:
    return {chip.label: chip.count for chip in found.chips}


def test_every_business_has_one_state_and_the_states_add_up():
    make_served()
    found = counts(board())
    assert found == {
        "すべて": 20, "移行済": 1, "移行中": 1, "特定移行支援": 1, "状況の記載なし": 1,
        "システムの記載なし": 16, "期限超過": 2,
    }  # fmt: skip
    assert "対応するシステムの記載があるものは4業務です。" in board().sentence


@pytest.mark.parametrize("state", ["migrated", "migrating", "special", "unknown", "unserved", "overdue"])
def test_each_count_leads_to_as_many_businesses(state):
    make_served()
    chip = next(one for one in board().chips if f"state={state}" in one.query)
    assert len(board(state=state).rows) == chip.count


@pytest.mark.parametrize(
    ("state", "due_on", "reason", "is_overdue"),
    [("migrating", None, "", True), ("migrating", date(2027, 6, 3), "改修の遅れ", False),
     ("migrating", date(2027, 6, 3), "", True), ("migrating", date(2027, 6, 2), "改修の遅れ", True),
     ("migrated", date(2026, 3, 31), "", False), ("special", None, "", True), ("", None, "", True)],
)  # fmt: skip
def test_a_business_is_overdue_after_its_own_deadline_or_the_laws(state, due_on, reason, is_overdue):
    migrate(make_renewed("戸籍システム", "市民課"), "戸籍", state, due_on=due_on, reason=reason)
    (row,) = [row for row in board().rows if row.name == "戸籍"]
    assert row.is_overdue is is_overdue


def test_of_two_systems_the_one_that_is_least_far_counts():
    migrate(make_renewed("介護システム", "介護課"), "介護保険", "migrated")
    migrate(make_renewed("介護認定システム", "介護課"), "介護保険", "migrating")
    (row,) = [row for row in board().rows if row.name == "介護保険"]
    assert (row.code, len(row.servings)) == ("migrating", 2)


def test_a_business_that_is_none_of_the_20_stands_apart():
    make_renewed("図書館システム", "図書館", system={"standard_businesses": ["図書館業務"]})
    found = board()
    assert [(name, [entry.name for entry in entries]) for name, entries in found.others] == [
        ("図書館業務", ["図書館システム"])
    ]
    assert counts(found)["システムの記載なし"] == 20


@time_machine.travel(NOON, tick=False)
def test_the_page_names_reason_and_new_date_or_says_that_they_are_missing(client_as):
    make_served()
    migrate(make_renewed("就学システム", "学務課"), "就学", "special")
    shown = client_as("committee").get(reverse("portal:standardisation_board", args=[CODE])).content.decode()
    for words in (
        "事業者の開発が遅れるため。",
        "期限 令和10年3月31日",
        "新しい期限は記載なし",
        "理由は記載なし",
    ):
        assert words in shown


@pytest.mark.parametrize("count", [1, 20])
@time_machine.travel(NOON, tick=False)
def test_the_board_costs_as_many_queries_however_many_systems(count, client_as, django_assert_num_queries):
    place()
    for n in range(count):
        migrate(make_renewed(f"第{n}システム", f"第{n}課"), "戸籍")
    client = client_as()
    with django_assert_num_queries(18):
        client.get(reverse("portal:standardisation_board", args=[CODE]))
