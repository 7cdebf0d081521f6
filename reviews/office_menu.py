"""The departments one chooses from, row after row: hundreds of rows times dozens, too many for a template."""

from collections.abc import Collection, Iterable
from functools import cache

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from reviews.offices import Office

SELECTED, CHECKED = format_html(" {}", "selected"), format_html(" {}", "checked")


class OfficeMenu:
    """Departments in 建制順 under the names of their divisions."""

    def __init__(self, offices: Iterable[Office]):
        self.groups: list[tuple[str, list[Office]]] = []
        for office in offices:
            if not self.groups or self.groups[-1][0] != office.division_name:
                self.groups.append((office.division_name, []))
            self.groups[-1][1].append(office)
        self.options = cache(self._options)
        self._boxes = "".join(self._box_parts())

    def __bool__(self) -> bool:
        return bool(self.groups)

    def _options(self, chosen: int | None) -> SafeString:
        """Return the options of a select, the chosen department (primary key) selected."""
        return format_html_join("", "{}", ((self._group(*group, chosen),) for group in self.groups))

    def _group(self, division: str, offices: Iterable[Office], chosen: int | None) -> SafeString:
        rows = (
            (office.department.pk, SELECTED if office.department.pk == chosen else "", office.name)
            for office in offices
        )
        options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        return format_html('<optgroup label="{}">{}</optgroup>', division, options) if division else options

    def boxes(self, name: str, chosen: Collection[int]) -> SafeString:
        """Return a box to tick for each department, those chosen (primary keys) ticked."""
        ticks = {f"t{pk}": CHECKED if pk in chosen else "" for pk in self._keys}
        return format_html(self._boxes, name=name, **ticks)

    @property
    def _keys(self) -> list[int]:
        return [office.department.pk for _, offices in self.groups for office in offices]

    def _box_parts(self) -> Iterable[str]:
        """Yield the pattern of the boxes: what differs from row to row is left to be filled in."""
        for division, offices in self.groups:
            if division:
                yield f'<p class="assignments__division">{_quoted(division)}</p>'
            for office in offices:
                pk = office.department.pk
                tick = f'<input type="checkbox" name="{{name}}" value="{pk}"{{t{pk}}}>'
                yield f"<label>{tick}{_quoted(office.name)}</label>"


def _quoted(text: str) -> str:
    """Return a text as HTML that stands in a pattern."""
    return escape(text).replace("{", "{{").replace("}", "}}")
