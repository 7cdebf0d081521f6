"""The papers `manage.py print_report` prints: a function a kind, from plan and day to page and style."""

from collections.abc import Callable
from datetime import date

from django.core.management.base import CommandError

from exchange.management.choosing import find_edition
from organizations.exceptions import PortalError
from organizations.fiscal_years import parse_day
from organizations.models import Department, Municipality
from plans.models import Plan
from portal.annual_report.reading import annual_report
from portal.chronicle.reading import chronicle
from portal.comparison import chosen, versions_of
from portal.coverage import coverage
from portal.handover.figures import handover_of
from portal.inventory.workbook import INTERNAL, PUBLIC
from portal.meetings.papers import meeting_papers
from portal.place import place_of
from portal.printing.annual_report_press import annual_report_css, annual_report_html
from portal.printing.annual_report_task import ANNUAL_REPORT
from portal.printing.chronicle_press import chronicle_css, chronicle_html, chronicle_note
from portal.printing.comparison_press import form_css, form_html, form_of
from portal.printing.comparison_task import COMPARISON
from portal.printing.coverage_press import coverage_css, coverage_html
from portal.printing.handover_press import handover_css, handover_html
from portal.printing.html import book_css, book_html
from portal.printing.meeting_papers_press import papers_css, papers_html
from portal.printing.meeting_papers_task import MEETING_PAPERS
from portal.printing.meeting_record_press import record_css, record_html
from portal.printing.press import book_of
from portal.printing.systems_book import systems_book
from portal.printing.systems_press import systems_css, systems_html
from portal.printing.systems_task import SYSTEMS_BOOK
from portal.printing.tasks import PLAN_BOOK
from reviews.models import Meeting

Paper = tuple[str, str]  # a page and its style


def print_plan_book(plan: Plan, day: date, *, edition: int | None, internal: bool, **options) -> Paper:
    found = find_edition(plan, edition)
    return book_html(book_of(plan, day=day, edition=found, is_internal=internal)), book_css()


def print_comparison(plan: Plan, day: date, *, old: str, new: str, **options) -> Paper:
    pair = chosen(versions_of(plan, day), old, new)
    if pair is None:
        raise CommandError(f"{plan}に、比べる確定版がありません。--old と --new の番号を確かめてください。")
    return form_html(form_of(plan, *pair, day=day)), form_css()


def print_handover(plan: Plan, day: date, *, department: str, **options) -> Paper:
    place = place_of(plan.municipality, today=day)
    found = find_department(plan.municipality, department, day)
    return handover_html(handover_of(place, found, day)), handover_css()


def print_annual_report(plan: Plan, day: date, *, round_key: str, **options) -> Paper:
    place = place_of(plan.municipality, plan.code, today=day)
    report = annual_report(place, None, day, round_key=round_key)
    if round_key and (report.round is None or report.round.key != round_key):
        raise CommandError(
            f"{plan}に、始まった調査「{round_key}」がありません。--round の識別名を確かめてください。"
        )
    return annual_report_html(report), annual_report_css()


def print_coverage(plan: Plan, day: date, *, axis: str, **options) -> Paper:
    place = place_of(plan.municipality, plan.code, today=day)
    found = coverage(place, axis)
    if axis and (found.matrix is None or found.matrix.axis.code != axis):
        raise CommandError(f"{plan}に分類軸「{axis}」がありません。--axis のコードを確かめてください。")
    return coverage_html(place, found, day), coverage_css()


def print_briefing(plan: Plan, day: date, *, measure: str, **options) -> Paper:
    place = place_of(plan.municipality, plan.code, today=day)
    found = plan.measures.filter(key=measure).first()
    if found is None:
        raise CommandError(f"{plan}に施策「{measure}」がありません。--measure の識別名を確かめてください。")
    told = chronicle(found, place, day)
    chronicle_note(told, by=None, today=day)
    return chronicle_html(place, told, day), chronicle_css()


def find_department(municipality: Municipality, name: str, day: date) -> Department:
    """Return the department of that name: one that stands before those that ended. Raise CommandError."""
    named = municipality.departments.filter(name=name)
    found = list(named.standing_on(day)) or list(named)
    if len(found) != 1:
        why = f"{len(found)}つあります" if found else "見つかりません"
        raise CommandError(
            f"{municipality}に部署「{name}」が{why}。--department の部署名を確かめてください。"
        )
    return found[0]


def print_meeting_papers(plan: Plan, day: date, *, meeting: int, **options) -> Paper:
    return papers_html(meeting_papers(find_meeting(plan, meeting), day=day)), papers_css()


def print_meeting_record(plan: Plan, day: date, *, meeting: int, **options) -> Paper:
    """Print the record for everybody: without names of people."""
    return record_html(find_meeting(plan, meeting), day=day), record_css()


def find_meeting(plan: Plan, number: int) -> Meeting:
    """Return a meeting of the plan by the number in its address. Raise CommandError."""
    meetings = plan.meetings.select_related("plan__municipality", "body", "round")
    found = meetings.filter(pk=number).first()
    if found is None:
        raise CommandError(f"{plan}に会議 {number} はありません。--meeting の番号を確かめてください。")
    return found


def print_systems(plan: Plan, day: date, *, as_of: str, public: bool, **options) -> Paper:
    """Print the systems as of today or another day: for the house, or what of it may be published."""
    asked = _day(as_of) if as_of else day
    place = place_of(plan.municipality, plan.code, today=asked)
    return systems_html(systems_book(place, PUBLIC if public else INTERNAL, asked)), systems_css()


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except PortalError as refusal:
        raise CommandError(f"--as-of：{refusal}") from refusal


HANDOVER, COVERAGE, BRIEFING = "handover", "coverage", "briefing"
MEETING_RECORD = "meeting-record"
KINDS: dict[str, Callable[..., Paper]] = {
    PLAN_BOOK: print_plan_book,
    COMPARISON: print_comparison,
    HANDOVER: print_handover,
    ANNUAL_REPORT: print_annual_report,
    COVERAGE: print_coverage,
    BRIEFING: print_briefing,
    MEETING_PAPERS: print_meeting_papers,
    MEETING_RECORD: print_meeting_record,
    SYSTEMS_BOOK: print_systems,
}
