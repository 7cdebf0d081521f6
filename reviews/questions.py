"""The questions of a round by name: what forms ask, what a 差戻し points at, what pages head."""

from reviews.models import ReviewRound

QUESTIONS = {"situation": "状況", "year_plan": "今年度の到達目標", "carry_over": "繰越"} | ReviewRound.ASKS
ALWAYS = ("situation",)
ORDER = [
    "situation", "achievement", "year_plan", "done", "issues", "effect", "targets", "costs", "next_schedule",
    "carry_over", "files",
]  # fmt: skip


def questions_of(review_round: ReviewRound) -> dict[str, str]:
    """Return what a round asks, in the order of its form: names and headings."""
    of_progress = {*ALWAYS, *review_round.asks, "carry_over"}
    asked = {"year_plan"} if review_round.is_of_year_plan else of_progress
    return {name: QUESTIONS[name] for name in ORDER if name in asked}
