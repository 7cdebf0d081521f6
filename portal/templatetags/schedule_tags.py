"""The cells of the schedule grid's form. Five hundred measures have some thousands: no template per cell."""

from collections.abc import Sequence

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from portal.bars import Phase
from portal.schedule_editing import Line

register = template.Library()


class Choices:
    """The options of a cell's select: written once for each phase that is chosen."""

    def __init__(self, phases: Sequence[Phase]):
        self.labels = [phase.label for phase in phases]
        self._written: dict[str, SafeString] = {}

    def options(self, chosen: str) -> SafeString:
        if chosen not in self._written:
            labels = self.labels if chosen in ["", *self.labels] else [*self.labels, chosen]
            context = {"labels": labels, "chosen": chosen}
            self._written[chosen] = render_to_string("portal/_phase_options.html", context)
        return self._written[chosen]


@register.filter
def choices(phases: Sequence[Phase]) -> Choices:
    return Choices(phases)


@register.simple_tag
def edited_cells(line: Line, choices: Choices, named_by: str) -> SafeString:
    """Return a select and what it was shown for each cell; `named_by` are the ids of the line's names."""
    return format_html_join(
        "",
        '<td class="edit-grid__cell"><select name="{0}" aria-labelledby="{1} y{2}">{3}</select>'
        '<input type="hidden" name="initial-{0}" value="{4}"></td>',
        (
            (cell.name, named_by, year, choices.options(cell.value), cell.shown)
            for cell, year in zip(line.cells, line.years, strict=True)
        ),
    )
