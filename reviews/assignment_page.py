"""回答課: one table of who answers for what, as it stands, as it was posted, and what is to be written.

A control is named after its row: `lead-m3` for the measure 3, `related-p2` for the policy 2. `was-m3` keeps
what was shown, so that only the rows a person changed are written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import QueryDict

from plans.models import BasicPolicy
from reviews.assigning import current, last_situations, undecided
from reviews.exceptions import AssignmentsChanged
from reviews.models import ProgressReport, ReviewRound
from reviews.office_menu import OfficeMenu
from reviews.offices import Office, offices_of
from reviews.services import AssignmentEdit, Wanted
from reviews.services.preparing import said
from reviews.subjects import Subject, key_of, subjects_of

UNDECIDED = "undecided"
BULK = {"lead", "ask", "skip"}


@dataclass(frozen=True)
class Row:
    """One row of the table: what it says now, what to know of it, what keeps it from being saved."""

    wanted: Wanted
    was: str
    last: str
    remark: str
    is_picked: bool = False
    error: str = ""

    @property
    def id(self) -> str:
        kind, pk = key_of(self.wanted.subject)
        return f"{kind[0]}{pk}"

    @property
    def related(self) -> str:
        """The name of the boxes of those that add."""
        return f"related-{self.id}"

    @property
    def is_undecided(self) -> bool:
        return self.wanted.is_asked and self.wanted.lead is None

    @property
    def lead_id(self) -> int | None:
        return self.wanted.lead.pk if self.wanted.lead else None

    @property
    def related_ids(self) -> set[int]:
        return {department.pk for department in self.wanted.related}


@dataclass(frozen=True)
class Group:
    """The rows of one policy, under its name ("" where the plan has none)."""

    name: str
    rows: list[Row]


class AssignmentPage:
    """The page of a round. `data` is what was posted, None for a GET; `params` what it is narrowed to."""

    def __init__(
        self, *, review_round: ReviewRound, today: date, params: QueryDict, data: QueryDict | None = None
    ):
        self.round, self.today, self.data = review_round, today, data
        self.is_narrowed = params.get("show") == UNDECIDED
        self.clashes: dict[tuple[str, int], Wanted] = {}
        self.refusal = ""

    @cached_property
    def subjects(self) -> list[Subject]:
        return subjects_of(self.round.plan, self.round.fiscal_year)

    @cached_property
    def stored(self) -> list[Wanted]:
        return current(self.round, self.subjects)

    @cached_property
    def everybody(self) -> dict[int, Office]:
        return offices_of(self.round.plan)

    @cached_property
    def offices(self) -> dict[int, Office]:
        """The departments one can choose: those of today, and those that are chosen already."""
        chosen = {office.pk for one in self.stored for office in [one.lead, *one.related] if office}
        return {
            pk: office
            for pk, office in self.everybody.items()
            if pk in chosen or office.stands_on(self.today)
        }

    @cached_property
    def _last(self) -> dict[tuple[str, int], str]:
        return last_situations(self.round.previous)

    @property
    def action(self) -> str:
        return self.data.get("action", "save") if self.data is not None else ""

    @cached_property
    def posted(self) -> dict[str, Wanted]:
        """Return by row what the person wants, the button for the picked rows carried out."""
        return {row: self._read(row, one) for row, one in self._on_page()}

    def _on_page(self) -> Iterator[tuple[str, Wanted]]:
        rows = set(self.data.getlist("row"))
        for one in self.stored:
            kind, pk = key_of(one.subject)
            if (row := f"{kind[0]}{pk}") in rows:
                yield row, one

    def _read(self, row: str, stored: Wanted) -> Wanted:
        lead = self._office(self.data.get(f"lead-{row}", ""))
        is_asked = row in self.data.getlist("asked")
        if self.action in BULK and row in self.data.getlist("pick"):
            lead = self._office(self.data.get("bulk-lead", "")) if self.action == "lead" else lead
            is_asked = self.action != "skip"
        related = [self._office(key) for key in self.data.getlist(f"related-{row}")]
        others = tuple(office.department for office in related if office and office is not lead)
        return Wanted(stored.subject, lead.department if lead else None, others, is_asked)

    def _office(self, key: str) -> Office | None:
        is_key = key.isascii() and key.isdigit()
        return self.offices.get(int(key)) if is_key else None

    def is_valid(self) -> bool:
        """Say whether the button can be carried out; a bulk assignment needs a department and rows."""
        if self.action in BULK and not self.data.getlist("pick"):
            self.refusal = "行を選んでから押してください。"
        elif self.action == "lead" and self._office(self.data.get("bulk-lead", "")) is None:
            self.refusal = "まとめて決める課を選んでください。"
        return not self.refusal

    @property
    def edits(self) -> list[AssignmentEdit]:
        """Return the rows that differ from what was shown."""
        found = []
        for row, mine in self.posted.items():
            was = self._shown(self.data.get(f"was-{row}", ""), mine.subject)
            if said(was) != said(mine):
                found.append(AssignmentEdit(was, mine))
        return found

    def _shown(self, text: str, subject: Subject) -> Wanted:
        lead, related, is_asked = [*text.split("|"), "", "", ""][:3]
        leads, others = ([self._office(key) for key in keys.split(",")] for keys in (lead, related))
        return Wanted(
            subject,
            leads[0].department if leads[0] else None,
            tuple(office.department for office in others if office),
            is_asked == "1",
        )

    def after(self, refusal: AssignmentsChanged) -> None:
        """Show what others wrote in the rows both changed, and keep what was typed."""
        self.clashes = {key_of(one.subject): one for one in refusal.rows}
        self.refusal = str(refusal)

    @cached_property
    def rows(self) -> list[Row]:
        return [row for row in map(self._row, self.stored) if self._is_shown(row)]

    def _is_shown(self, row: Row) -> bool:
        if self.data is not None:
            return row.id in self.posted
        return row.is_undecided or not self.is_narrowed

    def _row(self, stored: Wanted) -> Row:
        key = key_of(stored.subject)
        row_id = f"{key[0][0]}{key[1]}"
        theirs = self.clashes.get(key)
        last = self._last.get(key, "")
        is_posted = self.data is not None and row_id in self.posted
        was = as_shown(stored) if theirs or not is_posted else self.data.get(f"was-{row_id}", "")
        return Row(
            wanted=self.posted[row_id] if is_posted else stored,
            was=was,
            last=last,
            remark=self._remark(stored, last),
            is_picked=is_posted and row_id in self.data.getlist("pick"),
            error=f"今の回答課：{in_words(theirs)}" if theirs else "",
        )

    def _remark(self, stored: Wanted, last: str) -> str:
        if last == ProgressReport.Situation.DONE:
            return "前回「完了」"
        if getattr(stored.subject, "ended_fiscal_year", None) == self.round.fiscal_year:
            return "この年度で終了"
        return f"前回「{ProgressReport.Situation(last).label}」" if last else ""

    @cached_property
    def groups(self) -> list[Group]:
        """The rows under the names of their policies, in the document's order."""
        names = {policy.pk: str(policy) for policy in self.round.plan.policies.all()}
        found: list[Group] = []
        for row in self.rows:
            subject = row.wanted.subject
            is_policy = isinstance(subject, BasicPolicy)
            name = "方針・取組" if is_policy else names.get(subject.policy_id, "")
            if not found or found[-1].name != name:
                found.append(Group(name, []))
            found[-1].rows.append(row)
        return found

    @cached_property
    def undecided(self) -> int:
        """How many rows of the whole round have nobody who answers, as stored."""
        return len(undecided(self.stored))

    @property
    def elsewhere(self) -> int:
        """How many of them are not among the rows shown."""
        shown = {key_of(row.wanted.subject) for row in self.rows}
        return sum(key_of(one.subject) not in shown for one in undecided(self.stored))

    @cached_property
    def menu(self) -> OfficeMenu:
        """The departments one can choose, in 建制順 under their divisions."""
        return OfficeMenu(self.offices.values())

    @cached_property
    def ended(self) -> int:
        """How many measures ended before the round's year, and so are not asked about."""
        return self.round.plan.measures.count() - sum(
            not isinstance(subject, BasicPolicy) for subject in self.subjects
        )


def as_shown(wanted: Wanted) -> str:
    """Return what a row says, as the page keeps it in `was-<row>`: `12|3,4|1`."""
    lead, related, is_asked = said(wanted)
    return f"{lead or ''}|{','.join(map(str, sorted(related)))}|{int(is_asked)}"


def in_words(wanted: Wanted) -> str:
    if not wanted.is_asked:
        return "聞かない"
    others = "、".join(department.name for department in wanted.related)
    lead = wanted.lead.name if wanted.lead else "未定"
    return f"{lead}（補足：{others}）" if others else lead
