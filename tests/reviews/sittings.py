"""A round before its bodies: 委員会, then 本部会議, and a meeting of the first."""

from datetime import date

from organizations.edits import Edit
from plans.models import EvaluationBody
from reviews.models import Condition, Evaluation, Meeting
from reviews.services.evaluations import evaluation_save
from reviews.services.meetings import meeting_hold, meeting_save
from tests.factories import make_plan
from tests.reviews.cast import by, make_body, planner

SITTING = date(2024, 7, 4)
AFTER = date(2024, 7, 8)
DUE = date(2024, 9, 30)
WORDS = {"approved": "了承", "commented": "意見付き了承", "rejected": "再検討"}


def two_bodies() -> tuple[EvaluationBody, EvaluationBody]:
    return make_body("情報システム委員会"), make_body("本部会議")


def make_meeting(body=None, **fields) -> Meeting:
    """Plan a meeting of a body on the day of the sitting."""
    values = {"title": "第1回情報システム委員会", "held_on": SITTING, "place": "第2会議室"} | fields
    meeting = Meeting(plan=make_plan(), body=body)
    edits = [Edit(name, getattr(meeting, name), value) for name, value in values.items()]
    return meeting_save(meeting=meeting, edits=edits, author=by(planner()), today=AFTER)


def hold(meeting) -> Meeting:
    return meeting_hold(meeting=meeting, author=by(planner()), today=AFTER)


def judge(report, body, verdict="approved", *, today=AFTER, **said) -> Evaluation:
    """Record what a body decided on a report; an opinion comes with its text and the day it is due."""
    defaults = {"approved": {}, "commented": {"comment": "工程を示すこと。", "due_on": DUE},
                "rejected": {"comment": "目標を見直すこと。"}}  # fmt: skip
    said = {"decided_on": SITTING, "verdict_label": WORDS[verdict]} | defaults[verdict] | said
    return evaluation_save(
        review_round=report.round, subject=report.subject, body=body, verdict=verdict,
        author=by(planner()), today=today, **said,
    )  # fmt: skip


def condition_of(report) -> Condition:
    return Condition.objects.get(measure=report.measure_id)
