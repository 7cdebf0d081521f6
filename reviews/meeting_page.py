"""The pages on which the secretariat makes a meeting and writes down who came and what was said."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from django.http import HttpResponse, QueryDict
from django.urls import reverse

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_era
from plans.edit_page import RowPage
from plans.models import Plan
from plans.rows_page import RowsPage, RowsTable
from reviews.attending import committee_of, expected
from reviews.forms.meetings import AttendanceForm, MeetingForm, MinutesForm, SummaryForm
from reviews.models import Attendance, Meeting, MeetingItem

PROPOSE = "propose"
Answer = Callable[..., HttpResponse]


class MeetingPage(RowPage):
    """A meeting's own form. No reason is asked for: a meeting is no part of the adopted plan."""

    template = "reviews/meeting_form.html"
    is_adopted = False

    def __init__(self, *, plan: Plan, row: Meeting, data: QueryDict | None):
        back = row.get_absolute_url() if row.pk else reverse("portal:meeting_list", args=plan.url_args)
        super().__init__(
            plan=plan, row=row, form=MeetingForm, list_url=back, list_name=str(row) if row.pk else "会議",
            data=data,
        )  # fmt: skip

    @property
    def attendances(self) -> list[Attendance]:
        """Who is expected at a new meeting."""
        return expected(committee_of(self.wanted)) if self.is_new else []

    @property
    def wanted(self) -> Meeting:
        given = self.form.cleaned_data
        return Meeting(plan=self.plan, body=given["body"], body_name=given["body_name"])


def proposed_meeting(plan: Plan, params: QueryDict, today: date) -> Meeting:
    """Return a new meeting: the body and the round of the address, else the plan's first and last ones."""
    bodies = list(plan.evaluation_bodies.order_by("order", "pk"))
    rounds = list(plan.rounds.exclude(state="preparing"))
    body = next((one for one in bodies if str(one.pk) == params.get("body")), next(iter(bodies), None))
    found = next((one for one in rounds if one.key == params.get("round")), next(iter(rounds), None))
    return Meeting(plan=plan, body=body, round=found, title=_title(plan, body, today), held_on=None)


def _title(plan: Plan, body, today: date) -> str:
    """Count the body's meetings of the fiscal year: 令和6年度 第2回情報システム委員会."""
    if body is None:
        return ""
    year = fiscal_year_of(today)
    held = plan.meetings.filter(body=body, held_on__gte=date(year, 4, 1), held_on__lt=date(year + 1, 4, 1))
    return f"{show_fiscal_year_by_era(year)} 第{held.count() + 1}回{body}"


class AttendanceTable(RowsTable):
    """Who comes or came, by post."""


class MinutesTable(RowsTable):
    """What was said and decided, item by item; items themselves are the agenda's."""

    takes_new = False


class MeetingRowsPage(RowsPage):
    """A list that belongs to a meeting, saved at once."""

    is_adopted = False

    def __init__(
        self, *, meeting: Meeting, title: str, tables: Sequence[Callable[..., RowsTable]],
        data: QueryDict | None,
    ):  # fmt: skip
        self.meeting = meeting
        super().__init__(
            plan=meeting.plan, title=title, lead=str(meeting), tables=tables, data=data,
            list_url=meeting.get_absolute_url(), list_name=str(meeting),
        )  # fmt: skip

    @property
    def table(self) -> RowsTable:
        return self.tables[0]


class AttendancePage(MeetingRowsPage):
    def __init__(self, *, meeting: Meeting, data: QueryDict | None):
        make = partial(
            AttendanceTable, plan=meeting.plan, prefix="attendance", title="出席", form=AttendanceForm,
            rows=_of_meeting(meeting.attendances.all(), meeting), blank=Attendance(meeting=meeting),
        )  # fmt: skip
        super().__init__(meeting=meeting, title="出席", tables=[make], data=data)

    @property
    def proposes(self) -> bool:
        """Say whether nobody is listed although the committee's posts are known."""
        return not self.table.rows and bool(expected(committee_of(self.meeting)))

    @property
    def has_names(self) -> bool:
        return any(row.name for row in self.table.rows.values())


class MinutesPage(MeetingRowsPage):
    def __init__(self, *, meeting: Meeting, data: QueryDict | None):
        make = partial(
            MinutesTable, plan=meeting.plan, prefix="minutes", title="議事", form=MinutesForm,
            rows=_of_meeting(meeting.items.all(), meeting), blank=MeetingItem(meeting=meeting),
        )  # fmt: skip
        super().__init__(meeting=meeting, title="議事", tables=[make], data=data)

    def _read(self, data: QueryDict | None) -> None:
        super()._read(data)
        self.summary_form = SummaryForm(data, instance=self.meeting, plan=self.meeting.plan)

    @property
    def forms(self):
        return [*super().forms, self.summary_form]

    def is_valid(self) -> bool:
        answers = [super().is_valid(), self.summary_form.is_valid()]
        return all(answers)


def _of_meeting(rows, meeting: Meeting) -> list:
    """Hand each row its meeting, which its form and its plan ask for."""
    found = list(rows)
    for row in found:
        row.meeting = meeting
    return found
