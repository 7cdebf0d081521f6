"""A plan document as its book reads it: the plan's own words, and what refers to what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from organizations.fiscal_years import show_month_by_letter
from plans.models.plan import DEFAULT_LABELS
from portal.bars import Phase
from portal.measure_table import bare

Part = Mapping[str, Any]
MOST_DEPARTMENTS = 6  # that are named in a table of all measures


@dataclass(frozen=True)
class Source:
    """One plan's document in canonical form, and that of the plan before it where it is known.

    `sheet_urls` are the addresses of the measures' sheets by number, where they are pages of their own;
    `has_sheets` is off in a book without them, so that nothing leads there.
    `this_year` is the western fiscal year of printing, None where nothing is printed. `left_out` counts the
    facts of systems that stay within the city, where the document is for the public.
    """

    document: Part
    predecessor: Part = field(default_factory=dict)
    sheet_urls: Mapping[str, str] = field(default_factory=dict)
    has_sheets: bool = True
    this_year: int | None = None
    left_out: int = 0

    def parts(self, key: str) -> list[Part]:
        return self.document.get(key, [])

    @property
    def plan(self) -> Part:
        return self.document["plan"]

    @property
    def city(self) -> str:
        return self.document["municipality"]["name"]

    @property
    def years(self) -> range:
        """The western fiscal years of the plan's span."""
        return range(self.plan["start_fiscal_year"], self.plan["end_fiscal_year"] + 1)

    def word(self, key: str) -> str:
        """Return the plan's own word: measure, departments, issues, approach, content, goal, schedule."""
        return self.plan.get("labels", {}).get(key) or DEFAULT_LABELS[key]

    def mark(self, key: str) -> str:
        """Return the plan's own mark without its brackets: is_new, is_priority."""
        return bare(self.word(key))

    @cached_property
    def phases(self) -> dict[str, Phase]:
        """The schedule words in the plan's order, by label."""
        return {part["label"]: Phase(part["label"], part["stage"]) for part in self.plan.get("phases", [])}

    @cached_property
    def policies(self) -> dict[str, tuple[Part, ...]]:
        """Each policy by its code, as the path that leads to it from the top; in the document's order."""
        return {path[-1]["code"]: path for path in _paths(self.parts("policies"), ())}

    @cached_property
    def sheet_ids(self) -> dict[str, str]:
        """The anchor of each measure's sheet by its number: m-3 for the third measure."""
        return {part["number"]: f"m-{place}" for place, part in enumerate(self.parts("measures"), 1)}

    def sheet_href(self, number: str) -> str:
        """Return where a measure's sheet is: its page, else its place in the book, "" where it has none."""
        return self.sheet_urls.get(number) or (f"#{self.sheet_ids[number]}" if self.has_sheets else "")


def _paths(parts: list[Part], above: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    for part in parts:
        path = (*above, part)
        yield path
        yield from _paths(part.get("children", []), path)


def numbered(part: Part) -> str:
    """Return a policy's or chapter's number and name: ① 市民の視点."""
    number = part.get("printed_code") or part.get("number") or part.get("code") or ""
    return f"{number} {part.get('name') or part['title']}".strip()


def measure_number(measure: Part) -> str:
    return measure.get("printed_number") or measure["number"]


def department_names(part: Part) -> str:
    """Return the departments of a measure as printed: 情報管理課、関係各課."""
    names = [*part.get("departments", []), *filter(None, [part.get("departments_text")])]
    return "、".join(names)


def leading_departments(part: Part) -> str:
    """Return the departments where there is little room: of many the first two and how many more."""
    names = [*part.get("departments", []), *filter(None, [part.get("departments_text")])]
    if len(names) <= MOST_DEPARTMENTS:
        return "、".join(names)
    return f"{'、'.join(names[:2])}ほか{len(names) - 2}課"


def short_month(text: str | None) -> str:
    """Return H28.8 for 2016-08, H28.8.10 for 2016-08-10, a year as it is, "" for nothing."""
    match (text or "").split("-"):
        case [year, month]:
            return show_month_by_letter(date(int(year), int(month), 1))
        case [year, month, day]:
            return f"{show_month_by_letter(date(int(year), int(month), int(day)))}.{int(day)}"
        case _:
            return text or ""
