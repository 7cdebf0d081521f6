"""情報システムの更新: whose next system was to start in a year, and whose starts soon, by the document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from exchange import shapes
from organizations.months import months_after
from portal.annual_report.told import Told
from portal.dashboard.renewals import RenewalLine
from portal.systems import RENEWAL_WINDOW, is_within
from systems.models import InformationSystem, RenewalPlan

YEAR = 12  # months


@dataclass(frozen=True)
class Renewed:
    """`done` were to start in the year, `due` within `months` after it. `told` counts the systems of which
    the document says when their next one starts.
    """

    told: int
    done: Sequence[RenewalLine]
    due: Sequence[RenewalLine]
    since: date
    months: int = RENEWAL_WINDOW


def renewed_in(told: Told, fiscal_year: int, *, is_over: bool) -> Renewed:
    """Return the renewals of a western fiscal year; of one that is not over all of them are still due."""
    lines = [line for line in map(_line, told.parts("systems")) if line.renewal.next_start]
    lines.sort(key=lambda line: line.renewal.next_start)
    begin = date(fiscal_year, 4, 1)
    since = months_after(begin, YEAR) if is_over else begin
    return Renewed(
        told=len(lines),
        done=[line for line in lines if is_over and is_within(line.renewal.next_start, begin, YEAR)],
        due=[line for line in lines if is_within(line.renewal.next_start, since, RENEWAL_WINDOW)],
        since=since,
    )


def _line(part: dict) -> RenewalLine:
    system = InformationSystem(name=part["name"])
    renewal = RenewalPlan(system=system, **shapes.RENEWAL.read(part.get("renewal", {})))
    return RenewalLine(renewal, "", "・".join(part.get("departments", ())))
