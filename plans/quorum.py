"""定足数: whether enough of a committee's seats are taken for a meeting, with the arithmetic in words."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from plans.models import Committee

NO_RULE = "定足数の定めがないため計算できません。"
NO_COUNT = "定足数の定め「{text}」の数え方が登録されていないため計算できません。"
NO_SEATS = "委員数が分からないため計算できません。"
COUNTED = re.compile(r"(\d+)[名人](以内|以下|程度)?\W*\Z")
SEVERAL = re.compile(
    r"各(?!務)|全て|すべて|全員|(?<![安健])全[部課]長|及び|並びに|ほか|その他|、|等(\Z|の|から)|[数一二三四五六七八九十]+[名人]|若干"
)
GROUP = re.compile(r"([部課局]長[職級]|管理職|職員|[係課]員|学識経験者|有識者|市民|議員|委員|代表者?)\W*\Z")
NO_SEAT = re.compile(r"オブザーバー|事務局|顧問|アドバイザー|傍聴")
LEAST_POSTS = 2  # a list of one post names the head only
WORDS = {
    "majority": "{seats}人の過半数{needed}人以上",
    "half": "{seats}人の半数{needed}人以上",
    "two-thirds": "{seats}人の3分の2（{needed}人）以上",
    "number": "{needed}人以上",
}


@dataclass(frozen=True)
class Quorum:
    """Whether the quorum can be computed, how many are `needed` and whether they came (None where not)."""

    is_known: bool
    needed: int | None
    is_met: bool | None
    sentence: str


def seats_of(committee: Committee) -> int | None:
    """Return how many seats a committee's posts make, None where a post stands for nobody knows how many."""
    members = [member for member in committee.members if not NO_SEAT.search(member.get("role", ""))]
    seats = [_seats_of_post(member.get("post", "")) for member in members]
    if len(seats) < LEAST_POSTS and not any(seat and seat > 1 for seat in seats):
        return None
    return None if None in seats else sum(seats)


def _seats_of_post(post: str) -> int | None:
    """Return 1 for 市民課長, 2 for 公募市民2人, None for 各部長 and 学識経験者."""
    post = unicodedata.normalize("NFKC", post).strip()
    counted = COUNTED.search(post)
    if counted:
        return None if counted[2] else int(counted[1])
    return None if not post or SEVERAL.search(post) or GROUP.search(post) else 1


def quorum_of(committee: Committee, present: int, seats: int | None = None) -> Quorum:
    """Say whether `present` members make a meeting; without `seats` those of the committee's posts count."""
    rule, number = committee.quorum.get("rule"), committee.quorum.get("number")
    if rule not in WORDS or (rule == "number" and not number):
        text = committee.quorum.get("text", "")
        return _unknown(NO_COUNT.format(text=text) if text else NO_RULE)
    seats = seats_of(committee) if seats is None else seats
    if rule != "number" and not seats:
        return _unknown(NO_SEATS)
    needed = _needed(committee.quorum, seats)
    is_met = present >= needed
    asked = WORDS[rule].format(seats=seats, needed=needed)
    answer = "成立" if is_met else f"不成立（あと{needed - present}人）"
    return Quorum(True, needed, is_met, f"委員{asked}。出席{present}人のため{answer}")


def _unknown(sentence: str) -> Quorum:
    return Quorum(False, None, None, sentence)


def _needed(quorum: dict[str, Any], seats: int | None) -> int:
    match quorum["rule"]:
        case "majority":
            return seats // 2 + 1
        case "half":
            return -(-seats // 2)
        case "two-thirds":
            return -(-seats * 2 // 3)
        case _:
            return quorum["number"]
