"""ICT-BCP: which systems come first, where they stand, what is out of support, where there are holes."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.portal.boards.rows import bcp, end_support, place
from tests.portal.renewals.rows import CODE, NOON, make_renewed, month

pytestmark = pytest.mark.django_db


def make_first(name: str, priority: str = "A", **fields):
    system = {"bcp_priority": priority} | {
        key: fields.pop(key) for key in ("hosting", "location", "started_on", "is_priority") if key in fields
    }
    return make_renewed(name, "市民課", system=system, **fields)


def rows(found) -> dict:
    return {row.entry.name: row for row in found.rows}


def test_systems_with_a_priority_are_shown_by_it_and_the_others_are_told_of():
    make_first("住基", "B")
    make_first("防災", "A")
    make_first("財務", "", is_priority=True)
    make_renewed("図書館システム", "図書館")
    make_renewed("公園台帳", "公園課", system={"is_priority": False})
    found = bcp()
    assert [(row.entry.name, row.priority) for row in found.rows] == [
        ("防災", "A"), ("住基", "B"), ("財務", "重点システム"),
    ]  # fmt: skip
    assert (found.total, found.systems, found.untold) == (3, 5, 1)


@pytest.mark.parametrize(
    ("ends_on", "next_start", "code"),
    [
        (date(2027, 6, 2), month(2028, 4), "ended"),
        (date(2027, 6, 3), month(2028, 4), "before-next"),
        (date(2028, 3, 31), month(2028, 4), "before-next"),
        (date(2028, 4, 1), month(2028, 4), "fine"),
        (date(2028, 3, 31), None, "unjudged"),
    ],
)
def test_the_end_of_support_is_held_against_the_day_and_the_next_start(ends_on, next_start, code):
    system = make_first("防災", **({"next_start": next_start} if next_start else {}))
    end_support(system, ends_on)
    assert [one.code for one in rows(bcp())["防災"].supports] == [code]


def test_what_ended_before_the_system_began_is_not_its_support():
    end_support(make_first("防災", started_on=month(2025, 4)), date(2024, 1, 31))
    assert rows(bcp())["防災"].supports == []


@pytest.mark.parametrize(
    ("dates", "shown", "counts"),
    [
        ({"current_end": month(2028, 3), "next_start": month(2028, 10)}, "6か月", 1),
        ({"current_end": month(2028, 3), "next_start": month(2028, 4)}, "なし", 0),
        ({"current_end": month(2026, 3), "next_start": month(2026, 10)}, "6か月（済んだ更新）", 0),
        ({"next_start": month(2028, 4)}, "判定できません", 0),
    ],
)
def test_a_hole_ahead_counts_and_a_past_one_is_told(dates, shown, counts):
    make_first("防災", **dates)
    found = bcp()
    assert rows(found)["防災"].gap_shown == shown
    assert {chip.label: chip.count for chip in found.chips}["空白あり"] == counts


@time_machine.travel(NOON, tick=False)
def test_every_number_leads_to_as_many_systems(client_as):
    end_support(make_first("防災", hosting="cloud", next_start=month(2028, 4)), date(2027, 1, 31))
    end_support(make_first("住基", hosting="cloud", next_start=month(2028, 4)), date(2028, 1, 31))
    make_first("財務", current_end=month(2028, 3), next_start=month(2028, 10))
    client, url = client_as("viewer"), reverse("portal:bcp_board", args=[CODE])
    found = client.get(url).context["board"]
    assert [(one.label, one.count) for one in found.places] == [("クラウド", 2), ("設置形態の記載なし", 1)]
    assert [one.count for one in found.chips] == [3, 1, 1, 1, 1]
    for chip in [*found.chips, *found.places]:
        assert len(client.get(url + chip.query).context["board"].rows) == chip.count


@time_machine.travel(NOON, tick=False)
def test_where_no_priority_is_written_the_page_says_so_and_not_that_all_is_well(client_as):
    make_renewed("図書館システム", "図書館")
    shown = client_as().get(reverse("portal:bcp_board", args=[CODE])).content.decode()
    assert "優先するシステムの記載がありません。" in shown
    assert "1システムは優先かどうかの記載がありません。優先でないという意味ではありません。" in shown


@pytest.mark.parametrize("count", [1, 20])
@time_machine.travel(NOON, tick=False)
def test_the_board_costs_as_many_queries_however_many_systems(count, client_as, django_assert_num_queries):
    place()
    for n in range(count):
        end_support(make_first(f"第{n}システム"), date(2028, 1, 31))
    client = client_as()
    with django_assert_num_queries(19):
        client.get(reverse("portal:bcp_board", args=[CODE]))
