"""The page on which a 次第 is made: its items in order, and what is proposed from what waits."""

from functools import partial

from django.http import QueryDict

from plans.rows_page import RowsTable
from portal.meetings.agenda import AgendaLine, Proposal, agenda_lines, proposals
from portal.meetings.figures import MeetingFigures
from reviews.forms.meetings import MeetingItemForm, numbers_of
from reviews.meeting_page import MeetingRowsPage
from reviews.models import Meeting, MeetingItem


class AgendaTable(RowsTable):
    """The items of a meeting."""


class AgendaPage(MeetingRowsPage):
    """A meeting without a single item opens with all proposals chosen."""

    def __init__(self, *, meeting: Meeting, figures: MeetingFigures, data: QueryDict | None):
        self.figures = figures
        self.items = list(meeting.items.all())
        make = partial(
            AgendaTable, plan=meeting.plan, prefix="items", title="議題", rows=self.items,
            form=partial(MeetingItemForm, numbers=numbers_of(meeting.plan)),
            blank=MeetingItem(meeting=meeting),
        )  # fmt: skip
        super().__init__(meeting=meeting, title="次第", tables=[make], data=data)
        self.proposals = proposals(figures, self.items)

    @property
    def offers(self) -> list[tuple[Proposal, bool]]:
        """Each proposal, and whether it is ticked."""
        if self.data is None:
            return [(proposal, not self.items) for proposal in self.proposals]
        ticked = set(self.data.getlist("proposal"))
        return [(proposal, proposal.kind in ticked) for proposal in self.proposals]

    @property
    def chosen(self) -> list[MeetingItem]:
        return [proposal.item() for proposal, is_ticked in self.offers if is_ticked]

    @property
    def changes(self) -> dict:
        """What is to be saved, as the service takes it."""
        table = self.table
        wishes = table.wishes()
        return {"wishes": wishes, "is_reordered": table.is_reordered, "proposed": self.chosen}

    @property
    def lines(self) -> list[AgendaLine]:
        return agenda_lines(self.meeting, self.items, self.figures.standing)
