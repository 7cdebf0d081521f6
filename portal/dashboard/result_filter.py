"""The conditions by which the results of a round are narrowed. All of them stand in the URL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.dashboard.groups import departments_under
from portal.dashboard.results import STANDINGS, Result
from portal.measure_filters import UNCLEAR
from portal.measure_groups import NONE
from portal.measure_table import MeasureTable
from reviews.models import Evaluation, ProgressReport, ReviewRound
from reviews.offices import Office
from reviews.subjects import SubjectKey

Choices = list[tuple[str, str]]
Fits = Callable[[Result, str], bool]
LABELS = {
    "situation": "状況",
    "status": "回答の状態",
    "policy": "基本方針",
    "department": "回答課",
    "verdict": "評価",
    "late": "遅れ",
    "overdue": "期限超過",
    "carried": "繰越",
    "wish": "工程変更の希望",
}
MARKS = ("late", "overdue", "carried")
UNJUDGED = "評価の記録なし"
OUTSTANDING = "outstanding"  # status=outstanding: the department still has to hand it in


@dataclass(frozen=True)
class ResultFilter:
    """What may be asked of the results of a round, and which results fit."""

    table: MeasureTable
    round: ReviewRound
    offices: Mapping[int, Office]
    verdicts: Mapping[SubjectKey, Evaluation]
    today: date

    def choices(self, rows: list[Result]) -> dict[str, Choices]:
        """Return what each condition may be, of what occurs in the round."""
        yes = [("1", "あり")]
        verdicts = [*Evaluation.Verdict.choices, (NONE, UNJUDGED)]
        return {
            "situation": list(STANDINGS.items()),
            "status": [*ProgressReport.Status.choices, (OUTSTANDING, "未提出")],
            "policy": self._policies(rows),
            "department": self._departments(rows),
            "verdict": verdicts,
            **dict.fromkeys(MARKS, yes),
            "wish": list(ProgressReport.Wish.choices),
        }

    def _policies(self, rows: list[Result]) -> Choices:
        found = [
            (policy.code, f"{'　' * (len(self.table.policy_path(policy.pk)) - 1)}{policy}")
            for policy in self.table.policies.values()
        ]
        is_unclear = any(row.subject.policy_id is None for row in rows)
        return [*found, (UNCLEAR, "はっきりしないもの")] if found and is_unclear else found

    def _departments(self, rows: list[Result]) -> Choices:
        """Offer who answers, each under its division, and the divisions themselves."""
        leads = {row.lead_id for row in rows}
        found: dict[int, str] = {}
        for pk in sorted((pk for pk in leads if pk in self.offices), key=lambda pk: self.offices[pk].place):
            division = self.offices[pk].division
            if division is not None:
                found.setdefault(division.pk, division.name)
            found[pk] = f"{'　' if division else ''}{self.offices[pk].name}"
        choices = [(str(pk), name) for pk, name in found.items()]
        return [*choices, (NONE, "回答課の記載なし")] if None in leads else choices

    def fits(self, row: Result, given: Mapping[str, str]) -> bool:
        return all(getattr(self, f"_{name}")(row, value) for name, value in given.items())

    def _situation(self, row: Result, value: str) -> bool:
        return row.standing == value

    def _status(self, row: Result, value: str) -> bool:
        return row.status in (ProgressReport.OUTSTANDING if value == OUTSTANDING else [value])

    def _policy(self, row: Result, value: str) -> bool:
        if value == UNCLEAR:
            return row.subject.policy_id is None
        chosen = next(policy for policy in self.table.policies.values() if policy.code == value)
        return row.subject.policy_id in self.table.policies_under(chosen.pk)

    def _department(self, row: Result, value: str) -> bool:
        if value == NONE:
            return row.lead_id is None
        return row.lead_id in departments_under(self.offices, int(value))

    def _verdict(self, row: Result, value: str) -> bool:
        verdict = self.verdicts.get(row.subject.key)
        return value == (verdict.verdict if verdict else NONE)

    def _late(self, row: Result, value: str) -> bool:
        return row.is_late

    def _overdue(self, row: Result, value: str) -> bool:
        return self.round.is_overdue(self.today) and row.status in ProgressReport.OUTSTANDING

    def _carried(self, row: Result, value: str) -> bool:
        return row.carries_over and row.is_settled

    def _wish(self, row: Result, value: str) -> bool:
        return row.wish == value
