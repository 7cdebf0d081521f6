"""What comes due at night: steps, registered by each floor, run one after another by `manage.py run_due`.

A step that fails is logged and shown, and keeps no other from running.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from django.utils import timezone

from workspace.models import Run

logger = logging.getLogger(__name__)

DueFunction = Callable[[date, datetime], str]  # today, now -> the Japanese sentence that says what was done
FAILED = "途中で失敗しました。サーバーの記録（ログ）を確かめてください。"


class Stage(IntEnum):
    """The order of a night: rows change, people are told, mail goes out, what is old goes."""

    CHANGE = 1
    TELL = 2
    MAIL = 3
    TIDY = 4


@dataclass(frozen=True)
class Step:
    name: str
    label: str
    function: DueFunction
    stage: Stage


_steps: dict[str, Step] = {}


def register_due(name: str, label: str, function: DueFunction, stage: Stage = Stage.TELL) -> None:
    """Have `function(today, now)` run every night. It must bear to run twice a day and not for days."""
    _steps[name] = Step(name, label, function, stage)


def due_steps() -> list[Step]:
    """Return all steps in the order they run: by stage, within one as they were registered."""
    return sorted(_steps.values(), key=lambda step: step.stage)


def due_run(*, today: date, now: datetime) -> list[Run]:
    """Run all steps and return what became of each."""
    return [_run(step, today, now) for step in due_steps()]


def _run(step: Step, today: date, now: datetime) -> Run:
    run = Run.objects.create(name=step.name, label=step.label, started_at=timezone.now())
    try:
        message = step.function(today, now)
    except Exception:
        logger.exception("the nightly step %s failed", step.name)
        run.failed, run.message = True, FAILED
    else:
        run.message = message[: Run._meta.get_field("message").max_length]
    run.finished_at = timezone.now()
    run.save(update_fields=["failed", "message", "finished_at"])
    return run
