"""定足数: the arithmetic, and where there is none to make."""

import json
from pathlib import Path

import pytest

from plans.models import Committee
from plans.quorum import quorum_of, seats_of

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
pytestmark = pytest.mark.once  # no database


def printed(plan: str, name: str) -> Committee:
    """Return a committee as a fixture's document has it."""
    committees = json.loads((FIXTURES / f"{plan}.json").read_text(encoding="utf-8"))["committees"]
    part = next(part for part in committees if part["name"] == name)
    return Committee(name=name, members=part.get("members", []), quorum=part.get("quorum", {}))


def committee(*posts: str, **quorum) -> Committee:
    return Committee(name="委員会", members=[{"post": post} for post in posts], quorum=quorum)


@pytest.mark.parametrize(
    ("rule", "seats", "present", "needed", "is_met", "sentence"),
    [
        ("majority", 15, 9, 8, True, "委員15人の過半数8人以上。出席9人のため成立"),
        ("majority", 15, 7, 8, False, "委員15人の過半数8人以上。出席7人のため不成立（あと1人）"),
        ("majority", 16, 8, 9, False, "委員16人の過半数9人以上。出席8人のため不成立（あと1人）"),
        ("majority", 1, 1, 1, True, "委員1人の過半数1人以上。出席1人のため成立"),
        ("half", 15, 8, 8, True, "委員15人の半数8人以上。出席8人のため成立"),
        ("half", 16, 8, 8, True, "委員16人の半数8人以上。出席8人のため成立"),
        ("two-thirds", 10, 6, 7, False, "委員10人の3分の2（7人）以上。出席6人のため不成立（あと1人）"),
        ("two-thirds", 9, 6, 6, True, "委員9人の3分の2（6人）以上。出席6人のため成立"),
        ("majority", 11, 0, 6, False, "委員11人の過半数6人以上。出席0人のため不成立（あと6人）"),
    ],
)
def test_the_quorum_is_computed_from_rule_and_seats(rule, seats, present, needed, is_met, sentence):
    found = quorum_of(committee(rule=rule), present, seats)
    assert (found.is_known, found.needed, found.is_met) == (True, needed, is_met)
    assert found.sentence == sentence


def test_a_number_needs_no_seats():
    found = quorum_of(committee(rule="number", number=5), 4)
    assert (found.needed, found.is_met) == (5, False)
    assert found.sentence == "委員5人以上。出席4人のため不成立（あと1人）"


@pytest.mark.parametrize(("present", "is_met"), [(6, True), (5, False)])
def test_of_the_eleven_of_musashimurayama_six_are_needed(present, is_met):
    found = quorum_of(printed("132233-ict-2021", "武蔵村山市情報化推進委員会"), present)
    assert (found.needed, found.is_met) == (6, is_met)
    assert found.sentence.startswith("委員11人の過半数6人以上。")


@pytest.mark.parametrize(
    ("plan", "name"),
    [
        ("132233-ict-2021", "専門部会"),
        ("132209-ict-2022", "東大和市情報システム委員会"),
        ("132021-ict-2020", "立川市IT（情報通信技術）推進本部"),
        ("132152-ict-2023", "国立市情報化推進本部"),
        ("132039-ict-2014", "ＩＣＴ戦略会議"),
    ],
)
def test_without_a_rule_nothing_is_computed(plan, name):
    found = quorum_of(printed(plan, name), 9)
    assert (found.is_known, found.needed, found.is_met) == (False, None, None)
    assert found.sentence == "定足数の定めがないため計算できません。"


@pytest.mark.parametrize(
    ("plan", "name"),
    [
        ("132152-ict-2023", "国立市情報化推進本部"),  # 全ての部長級の職員
        ("132039-ict-2014", "ＩＣＴ戦略会議"),  # 部長職
        ("132021-ict-2020", "立川市IT（情報通信技術）推進本部"),  # names its head only
        ("132021-ict-2020", "情報化推進委員会"),
    ],
)
def test_posts_that_stand_for_nobody_knows_how_many_leave_the_seats_unknown(plan, name):
    body = printed(plan, name)
    body.quorum = {"rule": "majority"}
    assert seats_of(body) is None
    assert quorum_of(body, 9).sentence == "委員数が分からないため計算できません。"


@pytest.mark.parametrize(
    ("post", "seats"),
    [
        ("市民部市民課長", 1), ("人事課長", 1), ("安全部長", 1), ("子ども・若者課長", 1), ("高等教育課長", 1),
        ("公募市民2人", 2), ("学識経験者（２名）", 2), ("各部長", None), ("全部長", None),
        ("各課の課長", None),
        ("全ての部長級の職員", None), ("部長職", None), ("学識経験者", None), ("公募市民若干名", None),
        ("総務部長及び企画部長", None), ("公募市民5人以内", None), ("市民課長ほか", None), ("", None),
    ],
)  # fmt: skip
def test_a_post_is_one_seat_unless_it_says_otherwise(post, seats):
    assert seats_of(committee("市長", post)) == (None if seats is None else 1 + seats)


def test_observers_and_the_secretariat_have_no_seat():
    body = committee("市長", "副市長", "情報管理課長")
    body.members[2]["role"] = "事務局"
    assert seats_of(body) == 2


def test_a_rule_only_in_words_is_shown_as_it_is():
    found = quorum_of(committee("市長", "副市長", text="委員長が定める。"), 2)
    assert not found.is_known
    assert "「委員長が定める。」" in found.sentence
