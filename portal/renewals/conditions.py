"""What the address of a page on renewals asks for: the day, which systems, in what order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from organizations.exceptions import PortalError
from organizations.fiscal_years import parse_day, parse_fiscal_year, show_day
from portal.measure_groups import Choice, query_of

EARLIEST, LATEST = date(1990, 4, 1), date(2100, 3, 31)  # no inventory tells of other days


@dataclass(frozen=True)
class Conditions:
    """The day a page speaks of, and the conditions that were given and understood by name.

    `refusals` are whole sentences on what was not understood and is left out.
    """

    as_of: date
    today: date
    given: Mapping[str, str] = field(default_factory=dict)
    refusals: Sequence[str] = ()

    @property
    def is_today(self) -> bool:
        return self.as_of == self.today

    @property
    def day_name(self) -> str:
        return "今日" if self.is_today else "基準日"

    @property
    def day_shown(self) -> str:
        return show_day(self.as_of)

    @property
    def day_short(self) -> str:
        return show_day(self.as_of).partition("（")[0]

    def get(self, name: str) -> str:
        return self.given.get(name, "")

    def query(self, **changes: Any) -> str:
        """Return the query string of all this with some conditions changed; "" or None drops one."""
        day = {} if self.is_today else {"as_of": self.as_of.isoformat()}
        return query_of(**(day | dict(self.given) | changes))

    def query_of_day(self, **conditions: Any) -> str:
        """Return the query string of some conditions on the same day, without all others."""
        day = {} if self.is_today else {"as_of": self.as_of.isoformat()}
        return query_of(**(day | conditions))


def read_day(params: Mapping[str, str], today: date) -> tuple[date, list[str]]:
    """Return the day `as_of` names, today without one; and a sentence where it cannot be read."""
    text = params.get("as_of", "")
    if not text:
        return today, []
    try:
        day = parse_day(text)
    except PortalError as refusal:
        return today, [f"基準日の「{text}」は使えないため、今日の時点で示します。{refusal}"]
    if EARLIEST <= day <= LATEST:
        return day, []
    bounds = f"{show_day(EARLIEST)}から{show_day(LATEST)}までの日にしてください。"
    return today, [f"基準日の「{text}」は使えないため、今日の時点で示します。{bounds}"]


def read_conditions(
    params: Mapping[str, str], today: date, offered: Sequence[Choice], years: Sequence[str] = ()
) -> Conditions:
    """Read the day, the `years` (names of fiscal years) and those conditions whose value is offered."""
    day, refusals = read_day(params, today)
    given = {}
    for choice in offered:
        value = params.get(choice.name, "")
        if value in dict(choice.options):
            given |= {choice.name: value} if value else {}
        elif value:
            refusals.append(f"{choice.label}の「{value}」はここにはないため、外して示します。")
    for name in years:
        value = params.get(name, "")
        try:
            given |= {name: str(parse_fiscal_year(value))} if value else {}
        except PortalError as refusal:
            refusals.append(f"年度の「{value}」は使えないため、外して示します。{refusal}")
    return Conditions(day, today, given, refusals)


def with_value(choice: Choice, value: str) -> Choice:
    """Return a choice with what is chosen."""
    return Choice(choice.name, choice.label, value, choice.options)
