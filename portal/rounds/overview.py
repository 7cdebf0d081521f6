"""A round that is being prepared: what is still missing before it opens, and what it takes over."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from organizations.fiscal_years import show_day
from reviews.assigning import current, last_situations, undecided
from reviews.models import Condition, ProgressReport, ReviewRound, RoundLetter
from reviews.round_page import warnings_of
from reviews.services import Wanted
from reviews.subjects import key_of

Situation = ProgressReport.Situation
MOST_NAMES = 5


@dataclass(frozen=True)
class Step:
    """One line of the checklist. `obstacle` says why the round cannot open yet, "" where it can."""

    label: str
    text: str
    url: str
    is_done: bool
    obstacle: str = ""


class Preparation:
    """What the page of a prepared round shows (a fixed number of queries)."""

    def __init__(self, *, review_round: ReviewRound, today: date):
        self.round, self.today = review_round, today

    @cached_property
    def wanted(self) -> list[Wanted]:
        return current(self.round)

    @property
    def asked(self) -> list[Wanted]:
        return [one for one in self.wanted if one.is_asked]

    @property
    def undecided(self) -> list[str]:
        return [str(one.subject) for one in undecided(self.wanted)]

    @property
    def left_out(self) -> list[str]:
        return [str(one.subject) for one in self.wanted if not one.is_asked]

    @property
    def departments(self) -> int:
        return len({one.lead.pk for one in self.asked if one.lead})

    @cached_property
    def steps(self) -> list[Step]:
        return [self._deadlines(), self._assignments(), self._letter()]

    def _deadlines(self) -> Step:
        due, url = self.round.answer_due, reverse("reviews:review_round_edit", args=self.round.url_args)
        if due is None:
            text = "提出期限が決まっていません。"
            return Step("期限", text, url, is_done=False, obstacle=text)
        if due < self.today:
            return Step("期限", f"提出期限（{show_day(due)}）が過ぎています。", url, is_done=False)
        warnings = [text for text in warnings_of(self.round).values() if text]
        return Step("期限", " ".join(warnings) or f"提出期限 {show_day(due)}", url, is_done=not warnings)

    def _assignments(self) -> Step:
        url = reverse("reviews:assignment_list", args=self.round.url_args)
        if not self.asked:
            text = "聞くものがありません。"
            return Step("回答課", text, url, is_done=False, obstacle=text)
        if missing := self.undecided:
            more = f"ほか{len(missing) - MOST_NAMES}件" if len(missing) > MOST_NAMES else ""
            names = "、".join(missing[:MOST_NAMES]) + more
            text = f"回答課の決まっていないものが{len(missing)}件あります"
            narrowed = f"{url}?show=undecided"
            return Step("回答課", f"{text}：{names}", narrowed, is_done=False, obstacle=f"{text}。")
        text = f"{self.departments}課に{len(self.asked)}件を聞きます。"
        return Step("回答課", text, url, is_done=True)

    def _letter(self) -> Step:
        url = reverse("reviews:round_letter_create", args=self.round.url_args)
        written = self.round.letters.filter(kind=RoundLetter.Kind.INQUIRY).count()
        text = f"{written}通を作成済" if written else "まだ作成していません（なくても始められます）。"
        return Step("照会文", text, url, is_done=bool(written))

    @property
    def obstacles(self) -> list[Step]:
        """What keeps the round from opening."""
        return [step for step in self.steps if step.obstacle]

    @cached_property
    def asks(self) -> list[str]:
        if self.round.is_of_year_plan:
            return ["今年度の到達目標"]
        return ["状況", *(label for name, label in ReviewRound.ASKS.items() if self.round.asks_for(name))]

    @cached_property
    def last(self) -> dict[str, int]:
        """What was confirmed last time, by 順調, 遅れ and 完了, of what may be asked again."""
        situations = last_situations(self.round.previous)
        keys = {key_of(one.subject) for one in self.wanted}
        found = Counter(value for key, value in situations.items() if key in keys)
        return {Situation(value).label: count for value, count in found.items()}

    @property
    def unfinished(self) -> int:
        return sum(count for label, count in self.last.items() if label != Situation.DONE.label)

    @cached_property
    def same_lead(self) -> int:
        """How many subjects are answered by the department that did last time."""
        if self.round.previous is None:
            return 0
        leads = self.round.previous.assignments.leads()
        before = {row.subject_key: row.department_id for row in leads}
        return sum(
            one.lead is not None and before.get(key_of(one.subject)) == one.lead.pk for one in self.asked
        )

    @cached_property
    def last_texts(self) -> int:
        """How many answers of last time stand beside the new ones."""
        previous = self.round.previous
        return previous.reports.answered().count() if previous else 0

    @cached_property
    def conditions(self) -> Sequence[Condition]:
        """付帯意見 of the plan that are not met yet."""
        unmet = self.round.plan.conditions.unmet()
        return list(unmet.select_related("measure", "policy", "department").order_by("due_on", "pk"))
