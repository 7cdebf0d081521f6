"""The answers of a round as Excel tables: the matrix, and each answer the person may read."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from organizations.spreadsheets import ExcelFormat
from portal.rounds.answers import Answer
from portal.rounds.matrix import Matrix
from reviews.models import ReviewRound

TEXTS = ["year_plan", "done", "issues", "effect"]


def round_sheets(matrix: Matrix) -> dict[str, Iterable[Sequence[Any]]]:
    return {"回答の状況": list(_matrix(matrix)), "回答の一覧": list(_answers(matrix))}


def round_file_name(review_round: ReviewRound, day: date) -> str:
    return f"{review_round.name}_回答の状況_{day:%Y%m%d}.{ExcelFormat.extension}"


def _matrix(matrix: Matrix) -> Iterable[Sequence[Any]]:
    states = [count.label for count in matrix.counts]
    yield ["部", "回答課", "対象", *states, "期限超過", "最終の動き"]
    for line in matrix.lines:
        numbers = [count.count for count in line.counts]
        division = line.office.division_name if line.office else ""
        yield [division, line.name, line.total.count, *numbers, line.overdue, line.last_move]
    yield ["計", "", matrix.total, *(count.count for count in matrix.counts), len(matrix.overdue), ""]


def _answers(matrix: Matrix) -> Iterable[Sequence[Any]]:
    fields = ReviewRound.ASKS
    texts = ["今年度の到達目標", fields["done"], fields["issues"], fields["effect"]]
    yield ["対象", "部", "回答課", "状態", "状況", *texts, "提出日", "確認日", "再依頼の日", "備考"]
    for answer in matrix.answers:
        yield _row(answer)


def _row(answer: Answer) -> list[Any]:
    report, office = answer.report, answer.office
    told = bool(answer.url) and report.has_answer
    return [
        str(report.subject),
        office.division_name if office else "",
        office.name if office else "",
        report.get_status_display(),
        report.get_situation_display() if told else "",
        *(getattr(report, name) if told else "" for name in TEXTS),
        report.submitted_on,
        report.confirmed_on,
        "、".join(day.isoformat() for day in answer.reminded_on),
        "、".join(answer.marks),
    ]
