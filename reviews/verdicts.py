"""What a body decides, as its form hands it to the services."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from organizations.history import Author
from plans.models import EvaluationBody, Word
from reviews.models import Evaluation, Meeting, ReviewRound
from reviews.subjects import Subject, SubjectKey, key_of

Verdict = Evaluation.Verdict


@dataclass(frozen=True)
class EvaluationWish:
    """What a body decided on one subject, as the secretariat wrote it down.

    An opinion becomes homework of the answering department until `due_on`, unless `is_homework` says no.
    `returns` sends the answer of a rejected one back. `shown` is what the page had shown (`said_by`).
    """

    subject: Subject
    verdict: str
    verdict_label: str
    comment: str = ""
    ratings: Mapping[str, str] = field(default_factory=dict)
    direction: Word | None = None
    goal_change: str = ""
    resources: str = ""
    due_on: date | None = None
    is_homework: bool = True
    returns: bool = False
    shown: Mapping[str, str] | None = None

    @property
    def gives_homework(self) -> bool:
        return self.verdict == Verdict.COMMENTED and self.is_homework

    @property
    def key(self) -> SubjectKey:
        return key_of(self.subject)


@dataclass(frozen=True)
class Recorded:
    """How many verdicts were written down, how many of them by 一括了承, how many still cannot be given."""

    written: int
    approved: int
    left: int

    @property
    def in_words(self) -> str:
        if not self.written:
            return "変わった評価はありません。"
        rest = f"（うち一括了承{self.approved}件）" if self.approved else ""
        left = f"まだ評価できないものが{self.left}件残っています。" if self.left and self.approved else ""
        return f"評価を{self.written}件記録しました{rest}。{left}"


@dataclass(frozen=True)
class Sitting:
    """Where and when the verdicts of one save are given, and by whom they are written down."""

    review_round: ReviewRound
    body: EvaluationBody
    meeting: Meeting | None
    day: date | None
    author: Author

    @property
    def recorder(self) -> str:
        return str(self.author.user or "")
