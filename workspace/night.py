"""What the nightly command last did, for the page that watches over it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from workspace.models import Run

LATE_AFTER = timedelta(hours=36)  # a night left out


@dataclass(frozen=True)
class Night:
    """The last run of each step; `is_late` where nothing ran for a day and a half."""

    runs: list[Run]
    is_late: bool

    @property
    def last_at(self) -> datetime | None:
        return max((run.started_at for run in self.runs), default=None)

    @property
    def has_failed(self) -> bool:
        return any(run.state != "完了" for run in self.runs)


def last_night(now: datetime) -> Night:
    """Read the last run of each step (one query)."""
    runs = list(Run.objects.latest_of_each())
    newest = max((run.started_at for run in runs), default=None)
    return Night(runs, is_late=newest is None or now - newest > LATE_AFTER)
