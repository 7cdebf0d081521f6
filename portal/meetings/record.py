"""会議録: who came by post, whether that was enough, what was said and decided item by item."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import show_day
from portal.meetings.agenda import AgendaLine, agenda_lines
from portal.meetings.facts import MeetingHead, meeting_head
from reviews.conditions import standing_conditions
from reviews.models import Condition, Evaluation, Meeting

Verdict = Evaluation.Verdict


@dataclass(frozen=True)
class MeetingRecord:
    """What was recorded of a meeting. `judged` are the verdicts given in it, in the document's order."""

    meeting: Meeting
    head: MeetingHead
    lines: Sequence[AgendaLine]
    judged: Sequence[Evaluation]
    given: Sequence[Condition]
    standing: Sequence[Condition]
    written_on: str

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The verdicts by word, the body's first words first: 了承 24, 意見付き了承 2."""
        counts = Counter(evaluation.verdict_label for evaluation in self.judged)
        words = [word.label for word in self.meeting.body.verdict_words] if self.meeting.body else []
        order = [*words, *(label for label in counts if label not in words)]
        return [(label, counts[label]) for label in order if counts[label]]

    @property
    def objected(self) -> list[Evaluation]:
        """The verdicts that say more than that all is well."""
        return [one for one in self.judged if one.verdict != Verdict.APPROVED or one.comment]

    @property
    def closed(self) -> list[Condition]:
        """The conditions that were found met, or withdrawn, in this meeting."""
        return [condition for condition in self.standing if condition.closed_in_id == self.meeting.pk]


def meeting_record(meeting: Meeting, *, day: date, with_names: bool = False) -> MeetingRecord:
    """Read what was recorded of a meeting, in a number of queries that does not grow."""
    standing = standing_conditions(meeting)
    rows = meeting.evaluations.select_related("measure", "policy", "body", "direction")
    given = meeting.conditions.select_related("measure", "policy", "department").order_by("due_on", "pk")
    return MeetingRecord(
        meeting=meeting,
        head=meeting_head(meeting, with_names=with_names),
        lines=agenda_lines(meeting, list(meeting.items.all()), standing),
        judged=sorted(rows, key=_place),
        given=list(given),
        standing=standing,
        written_on=show_day(day),
    )


def _place(evaluation: Evaluation) -> tuple:
    """Return where a verdict's subject stands in the document: policies, then measures."""
    return evaluation.measure_id is not None, evaluation.subject.order, evaluation.pk
