"""確定 of a round: what is ready, what is not, which figures are not certain, and what it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from exchange.finalising import edition_label
from portal.rounds.answers import Answer, Status
from portal.rounds.matrix import Matrix
from reviews.models import ReportedCost, ReportedValue


@dataclass(frozen=True)
class Uncertain:
    """A figure that is not certain: whose, which, in what state."""

    subject: str
    name: str
    shown: str
    state: str


class Finalising:
    """What the page before 確定 shows (three queries besides the matrix)."""

    def __init__(self, matrix: Matrix):
        self.matrix, self.round = matrix, matrix.round

    @cached_property
    def confirmed(self) -> list[Answer]:
        return [answer for answer in self.matrix.answers if answer.status == Status.CONFIRMED]

    @cached_property
    def submitted(self) -> list[Answer]:
        """Answers handed in that nobody has looked at: they keep the round from being final."""
        return [answer for answer in self.matrix.answers if answer.status == Status.SUBMITTED]

    @cached_property
    def outstanding(self) -> list[Answer]:
        return [answer for answer in self.matrix.answers if answer.report.is_outstanding]

    @property
    def may_leave(self) -> bool:
        """Say whether it can be final if what was not answered stays so."""
        return bool(self.outstanding) and not self.submitted

    @property
    def is_ready(self) -> bool:
        return not self.outstanding and not self.submitted

    @property
    def edition_label(self) -> str:
        return edition_label(self.round)

    @cached_property
    def _values(self) -> list[ReportedValue]:
        rows = ReportedValue.objects.filter(report__in=[a.report.pk for a in self.confirmed])
        return list(rows.select_related("indicator", "report__measure", "report__policy"))

    @cached_property
    def _costs(self) -> list[ReportedCost]:
        rows = ReportedCost.objects.filter(report__in=[a.report.pk for a in self.confirmed])
        return list(rows.select_related("line", "report__measure", "report__policy"))

    @property
    def value_count(self) -> int:
        return len(self._values)

    @property
    def cost_count(self) -> int:
        return len(self._costs)

    @cached_property
    def uncertain(self) -> Sequence[Uncertain]:
        """The figures still 見込み, 速報 or 集計中."""
        values = [
            Uncertain(
                str(row.report.subject),
                row.indicator.name,
                row.text or (f"{row.value:g}{row.indicator.unit}" if row.value is not None else "―"),
                row.state,
            )
            for row in self._values
            if row.state != "確定"
        ]
        costs = [
            Uncertain(str(row.report.subject), str(row.line), f"{row.settled:,}千円", row.state)
            for row in self._costs
            if row.state != "確定"
        ]
        return [*values, *costs]
