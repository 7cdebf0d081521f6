"""The page on which the secretariat writes down what a body decided, row by row in the document's order."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict

from plans.models import EvaluationBody, Word, criteria_of
from reviews.conditions import unmet_conditions
from reviews.evaluating import BLOCKED, FILTERS, WAITING, EvaluationRow, evaluation_rows
from reviews.exceptions import EvaluationChanged, EvaluationsRefused
from reviews.forms.evaluations import EvaluationForm, SittingForm
from reviews.models import Meeting, ReviewRound
from reviews.verdicts import EvaluationWish

SAVE, APPROVE = "save", "approve-rest"


@dataclass(frozen=True)
class Chip:
    """One narrowing of the rows, with how many it leaves."""

    label: str
    query: str
    count: int
    is_current: bool


class EvaluationPage:
    """`params` are the conditions of the address (show, meeting), `data` what was posted, None for a GET."""

    def __init__(
        self, *, review_round: ReviewRound, body: EvaluationBody, params: QueryDict, data: QueryDict | None
    ):
        self.round, self.body, self.data = review_round, body, data
        self.plan = review_round.plan
        self.bodies = list(self.plan.evaluation_bodies.order_by("order", "pk"))
        self.show = params.get("show", "") if params.get("show") in FILTERS else ""
        self.meeting = next((one for one in self.meetings if str(one.pk) == params.get("meeting")), None)
        self.all_rows = evaluation_rows(review_round, body, unmet_conditions(self.plan))
        self.sitting = SittingForm(data, meetings=self.meetings, initial=self._sitting())
        self.forms = [self._form(row) for row in self.rows]

    @cached_property
    def meetings(self) -> list[Meeting]:
        """The meetings of this body, or of none in particular, the latest first."""
        of_body = Q(body=self.body) | Q(body=None, body_name="")
        return list(self.plan.meetings.filter(of_body).order_by("-held_on", "-pk"))

    def _sitting(self) -> dict:
        """Propose the meeting of the address, else the last one of this round that has begun."""
        held = (one for one in self.meetings if one.round_id == self.round.pk and one.is_held)
        meeting = self.meeting or next(held, None)
        given = self.round.conditions.filter(evaluation__body=self.body).order_by("-pk")
        due_on = given.values_list("due_on", flat=True).first()
        return {"meeting": str(meeting.pk) if meeting else "", "due_on": due_on}

    @cached_property
    def rows(self) -> list[EvaluationRow]:
        """The rows on the page: those of the chosen narrowing; once posted those that were shown."""
        if self.data is None:
            return [row for row in self.all_rows if row.is_of(self.show)]
        posted = set(self.data.getlist("row"))
        return [row for row in self.all_rows if str(row.report.pk) in posted]

    def _form(self, row: EvaluationRow) -> EvaluationForm:
        return EvaluationForm(
            self.data, row=row, body=self.body, criteria=self._criteria, directions=self._directions
        )

    @cached_property
    def _criteria(self):
        return criteria_of(self.plan)

    @cached_property
    def _directions(self) -> list[Word]:
        return list(self.plan.word_set.filter(kind=Word.Kind.DIRECTION).order_by("order", "pk"))

    @property
    def chips(self) -> list[Chip]:
        """The narrowings that leave something; 前の会議体 only where there is one."""
        counts = {name: sum(row.is_of(name) for row in self.all_rows) for name in FILTERS}
        chips = [Chip("すべて", self.query(show=""), len(self.all_rows), not self.show)]
        return chips + [
            Chip(label, self.query(show=name), counts[name], name == self.show)
            for name, label in FILTERS.items()
            if counts[name] or name == self.show or (name == WAITING)
        ]

    @property
    def rest(self) -> int:
        """How many 一括了承 would approve: what can be judged and has no verdict yet."""
        return sum(row.awaits and row.own is None for row in self.all_rows)

    @property
    def offers_rest(self) -> bool:
        """Say whether the page shows all that 一括了承 would approve."""
        return bool(self.rest) and self.show in ("", WAITING)

    @property
    def approval(self) -> str:
        """The body's word for 了承."""
        return self.body.label_of(EvaluationBody.Code.APPROVED)

    @property
    def waiting_query(self) -> str:
        return self.query(show=WAITING)

    @property
    def waits_for_others(self) -> int:
        return sum(row.is_of(BLOCKED) for row in self.all_rows)

    def query(self, **changes: str) -> str:
        found = {"show": self.show, "meeting": str(self.meeting.pk) if self.meeting else ""} | changes
        return "?" + urlencode({name: value for name, value in found.items() if value})

    @property
    def all_forms(self) -> list:
        """The forms whose errors are listed at the top."""
        return [self.sitting, *self.forms]

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.all_forms]
        return self.data is not None and all(answers)

    @property
    def changes(self) -> dict:
        """What is to be recorded, as the service takes it."""
        given = self.sitting.cleaned_data
        return {
            "meeting": self.sitting.chosen,
            "decided_on": given["decided_on"],
            "wishes": self._wishes(given["due_on"]),
            "approves_rest": self.data.get("action") == APPROVE,
        }

    def _wishes(self, due_on: date | None) -> list[EvaluationWish]:
        return [form.wish(due_on) for form in self.forms if form.is_changed]

    def explain(self, refused: EvaluationsRefused) -> None:
        """Put each reason at its row."""
        for form in self.forms:
            problem = refused.problems.get(form.row.report.subject_key)
            if isinstance(problem, EvaluationChanged):
                form.shows_what_is_stored()
                form.add_error(None, str(problem))
            elif isinstance(problem, ValidationError):
                for name, texts in problem.message_dict.items():
                    form.add_error(name if name in form.fields else None, texts)
            elif problem is not None:
                form.add_error(None, str(problem))
