"""What the letters of a round say before anybody edits them: pure functions of the round and its reader.

`text` holds all of it: paragraphs, then the line 記 and what is listed under it. 以上 is the layout's.
"""

from datetime import date

from organizations.fiscal_years import show_day
from organizations.models import Department, User
from reviews.models import ReviewRound, RoundLetter

Kind = RoundLetter.Kind
MARK = "記"
HEADED = ("課", "室", "部", "局", "係", "所", "館", "園", "センター", "支所", "出張所", "署", "校")
EVERYBODY = "各課長　様"


def letter_of(
    review_round: ReviewRound, kind: str, department: Department | None, by: User | None
) -> dict[str, str]:
    """Return the columns of a proposed letter."""
    subject, paragraphs = _WORDS[kind](review_round)
    return {
        "sender": sender_of(by),
        "addressee": addressee_of(department),
        "subject": subject,
        "text": "\n".join([*paragraphs, "", MARK, "", *_listed(review_round, kind)]),
    }


def reminder_letter(review_round: ReviewRound, department: Department, by: User | None) -> dict[str, str]:
    return letter_of(review_round, Kind.REMINDER, department, by)


def sender_of(user: User | None) -> str:
    """Return who writes: the head of the planning section's department, "" where it is not known."""
    return headed(user.department.name) if user and user.department else ""


def addressee_of(department: Department | None) -> str:
    if department is None:
        return EVERYBODY
    name = headed(department.name)
    return f"{name}　様" if name != department.name else f"{name}　御中"


def headed(name: str) -> str:
    """Return the post at a department's head: 市民課長. A name without a usual end stays as it is."""
    return f"{name}長" if name.endswith(HEADED) else name


def _inquiry(review_round: ReviewRound) -> tuple[str, list[str]]:
    asked = "今年度の到達目標" if review_round.is_of_year_plan else "実施状況"
    as_of = f"{era_day(review_round.as_of)}現在の" if review_round.as_of else ""
    return f"{review_round.name}について（照会）", [
        f"　{review_round.plan.title}の進行管理のため、{as_of}{asked}を調査します。"
        "つきましては、お手数ですが、下記により回答くださるようお願いします。"
    ]


def _reminder(review_round: ReviewRound) -> tuple[str, list[str]]:
    return f"{review_round.name}について（再依頼）", [
        f"　先に照会しました{review_round.name}について、貴課の回答がまだ確認できておりません。"
        "お忙しいところ恐縮ですが、下記により、至急提出くださるようお願いします。"
        "なお、行き違いですでに提出いただいている場合は、御容赦ください。"
    ]


def _result(review_round: ReviewRound) -> tuple[str, list[str]]:
    return f"{review_round.name}の結果について（通知）", [
        f"　先に実施しました{review_round.name}の結果を取りまとめましたので、下記のとおり通知します。"
        "御協力ありがとうございました。"
    ]


_WORDS = {Kind.INQUIRY: _inquiry, Kind.REMINDER: _reminder, Kind.RESULT: _result}


def _listed(review_round: ReviewRound, kind: str) -> list[str]:
    """Return the numbered lines under 記."""
    lines = [f"対象　　　{review_round.plan.title}"]
    if kind == Kind.RESULT:
        lines.append("結果　　　ICT計画ポータルの「進捗状況調査」で御覧ください。")
    else:
        due = review_round.last_day if kind == Kind.REMINDER else review_round.answer_due
        lines.append(f"提出期限　{weekday_day(due) if due else '別途お知らせします'}")
        lines.append("提出方法　ICT計画ポータルで回答（別紙の様式でも受け付けます）")
    if review_round.contact:
        lines.append(f"問合せ先　{'　'.join(review_round.contact.split())}")
    return [f"{number}　{line}" for number, line in enumerate(lines, start=1)]


def era_day(day: date) -> str:
    """Return 令和9年5月28日, as letters write it."""
    return show_day(day).partition("（")[0]


def weekday_day(day: date) -> str:
    """Return 令和9年5月28日（金）."""
    return f"{era_day(day)}（{'月火水木金土日'[day.weekday()]}）"
