"""Answering: drafts, handing in, taking back, returning, confirming."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from organizations.history import Author, bulk_write, save_changed
from plans.models import Word
from reviews.answers import Answer, Files, Proxy
from reviews.exceptions import (
    AwaitsCheck,
    CheckMissing,
    DraftConflict,
    IllegalMove,
    NotYourMove,
    RemarkMissing,
    RoundClosed,
)
from reviews.models import (
    DepartmentCheck,
    ProgressReport,
    ReportDraft,
    ReportedCost,
    ReportedPhase,
    ReportedValue,
    ReturnRemark,
    ReviewRound,
    WishedPhase,
)
from reviews.moves import Actor, actors_for, check_move
from reviews.reported_values import Rule, falls_short
from reviews.services.files import report_files_save
from reviews.services.handing_in import actors, mark_handed_in, settle_remarks, tell_heads
from reviews.services.locking import locked_report, locked_reports, open_round, saving
from reviews.services.rounds import people_of
from workspace.services import notify

Status = ProgressReport.Status


@transaction.atomic
def report_draft_save(
    *, report: ProgressReport, data: Mapping[str, Any], revision: int, author: Author, now: datetime
) -> ReportDraft:
    """Keep what is being typed, as it was posted. `revision` is that of the draft shown, 0 for none.

    Raise DraftConflict when somebody else saved it meanwhile; RoundNotOpen, RoundClosed, IllegalMove,
    NotYourMove.
    """
    report = locked_report(report)
    _check_writer(report, author, now.date())
    draft = ReportDraft.objects.filter(report=report).first() or ReportDraft(report=report, revision=0)
    if draft.revision != revision and draft.data != dict(data):
        raise DraftConflict(draft.saved_by_name, draft.data)
    draft.data, draft.revision = dict(data), draft.revision + 1
    draft.saved_at, draft.saved_by_name = now, str(author.user or "")
    draft.full_clean(exclude=["report"])
    draft.save()
    if report.status == Status.UNANSWERED:
        with saving(report.round, author):
            report.status, report.moved_on = Status.DRAFT, now.date()
            save_changed(report)
    return draft


def _check_writer(report: ProgressReport, author: Author, today: date) -> None:
    """Raise NotYourMove, IllegalMove or RoundClosed unless the author may write the answer now."""
    capacities = actors(report, author)
    if not capacities:
        raise NotYourMove(Status.SUBMITTED.label)
    if report.status not in ProgressReport.OUTSTANDING:
        raise IllegalMove(report.get_status_display(), Status.SUBMITTED.label)
    if report.awaits_check:
        raise AwaitsCheck
    if Actor.PLANNING not in capacities and not report.is_taken(today):
        raise RoundClosed(report.round.last_day)


@transaction.atomic
def progress_report_submit(
    *,
    report: ProgressReport,
    answer: Answer,
    author: Author,
    today: date,
    proxy: Proxy | None = None,
    files: Files | None = None,
) -> ProgressReport:
    """Hand an answer in or, where its 課長確認 is still to come, lay it aside until that is given.

    Raise ValidationError by field for what is missing, FileRefused; RoundNotOpen, RoundClosed, IllegalMove,
    NotYourMove, AwaitsCheck.
    """
    if files:
        report_files_save(report=report, author=author, wanted=files)
    report = locked_report(report)
    _check_writer(report, author, today)
    is_handed_in = _goes_to_planning(report, actors(report, author))
    _check_answer(report, answer)
    with saving(report.round, author):
        _write_answer(report, answer)
        _sign(report, author, proxy)
        if is_handed_in:
            mark_handed_in(report, author, today)
            settle_remarks([report])
        else:
            report.status = Status.DRAFT if report.status == Status.UNANSWERED else report.status
            report.awaits_check, report.moved_on = True, today
            tell_heads(report, today)
        save_changed(report)
    ReportDraft.objects.filter(report=report).delete()
    return report


def _goes_to_planning(report: ProgressReport, capacities: frozenset[Actor]) -> bool:
    """Say whether an answer is handed in now; else it waits for its 課長確認, on screen or recorded."""
    section_check = report.round.section_check
    if not capacities & actors_for(report.status, Status.SUBMITTED, section_check=section_check):
        return False
    if Actor.PLANNING in capacities or section_check != ReviewRound.Check.RECORDED:
        return True
    level = DepartmentCheck.Level.SECTION
    return report.round.checks.filter(level=level, department=report.lead_id).exists()


def _check_answer(report: ProgressReport, answer: Answer) -> None:
    """Raise ValidationError that says, by field, what is missing."""
    missing = {}
    if report.round.is_of_year_plan:
        if not answer.year_plan:
            missing["year_plan"] = "今年度の到達目標を1行で入力してください。"
    else:
        missing |= _missing_of_progress(report.round, answer)
    if answer.carries_over and not answer.carry_over_reason:
        missing["carry_over_reason"] = "繰越の理由を入力してください。"
    if answer.wishes and not answer.wish_reason:
        missing["wish_reason"] = "工程を変えたい理由を入力してください。"
    if missing:
        raise ValidationError(missing)


def _missing_of_progress(review_round: ReviewRound, answer: Answer) -> dict[str, str]:
    missing = {}
    if not answer.situation:
        missing["situation"] = "状況を選んでください。"
    if review_round.asks_for("done") and not answer.done:
        missing["done"] = "実績を入力してください。"
    if review_round.asks_for("achievement") and not answer.achievement and _has_achievements(review_round):
        missing["achievement"] = "達成状況を選んでください。"
    if review_round.asks_for("issues") and not answer.issues:
        if answer.situation == ProgressReport.Situation.LATE:
            missing["issues"] = "遅れのときは、理由と、いつまでに何をするかを入力してください。"
        elif falls_short(Rule.of(review_round.plan, review_round.fiscal_year), answer.values):
            missing["issues"] = "目標に届かない値があります。理由と、いつまでに何をするかを入力してください。"
    return missing


def _has_achievements(review_round: ReviewRound) -> bool:
    return review_round.plan.word_set.filter(kind=Word.Kind.ACHIEVEMENT).exists()


def _write_answer(report: ProgressReport, answer: Answer) -> None:
    """Write what was answered, its figures too; `report` itself is saved by the caller."""
    for name, value in answer.columns.items():
        setattr(report, name, value)
    if answer.wishes:
        report.wish, report.wish_answer = ProgressReport.Wish.ASKED, ""
    elif report.wish == ProgressReport.Wish.ASKED:
        report.wish = ""
    report.full_clean(exclude=["round"])
    _replace(
        report, ReportedPhase, lambda row: row.track_id, ["phase"],
        [ReportedPhase(report=report, track=track, phase=phase) for track, phase in answer.phases.items()],
    )  # fmt: skip
    _replace(
        report, ReportedValue, lambda row: row.indicator_id, ["value", "text", "state"],
        [ReportedValue(report=report, **vars(value)) for value in answer.values],
    )  # fmt: skip
    _replace(
        report, ReportedCost, lambda row: row.line_id, ["settled", "state"],
        [ReportedCost(report=report, **vars(cost)) for cost in answer.costs],
    )  # fmt: skip
    _replace(
        report, WishedPhase, lambda row: (row.track_id, row.fiscal_year), ["phase"],
        [
            WishedPhase(report=report, track=track, fiscal_year=year, phase=phase)
            for (track, year), phase in answer.wishes.items()
        ],
    )  # fmt: skip


def _replace(
    report: ProgressReport,
    model: type[models.Model],
    identify: Callable[[Any], Hashable],
    fields: Collection[str],
    wanted: Iterable[Any],
) -> None:
    """Make the rows of `model` that hang on a report equal to `wanted`, touching only what differs."""
    stored = {identify(row): row for row in model.objects.filter(report=report)}
    create, update = [], []
    for row in wanted:
        row.full_clean(validate_unique=False, validate_constraints=False)
        row.validate_constraints(exclude=["report"])
        known = stored.pop(identify(row), None)
        if known is None:
            create.append(row)
        elif any(getattr(known, name) != getattr(row, name) for name in fields):
            row.pk = known.pk
            update.append(row)
    bulk_write(model, delete=stored.values(), create=create, update=update, fields=fields)


def _sign(report: ProgressReport, author: Author, proxy: Proxy | None) -> None:
    """Say whose answer it is: one the planning section entered for a department is shown as such."""
    report.proxy_source = proxy.source if proxy else ""
    report.proxy_by_name = str(author.user or "") if proxy else ""


@transaction.atomic
def progress_report_withdraw(*, report: ProgressReport, author: Author, today: date) -> ProgressReport:
    """Take an answer back to go on writing, as long as it is not confirmed.

    Raise RoundNotOpen, RoundClosed, IllegalMove, NotYourMove.
    """
    report = locked_report(report)
    capacities = actors(report, author)
    if report.awaits_check and not capacities:
        raise NotYourMove(Status.DRAFT.label)
    if not report.awaits_check:
        check_move(report, Status.DRAFT, capacities)
    if Actor.PLANNING not in capacities and not report.is_taken(today):
        raise RoundClosed(report.round.last_day)
    with saving(report.round, author):
        report.status = report.status if report.awaits_check else Status.DRAFT
        report.awaits_check, report.moved_on = False, today
        save_changed(report)
    return report


@transaction.atomic
def progress_report_return(
    *, report: ProgressReport, remarks: Mapping[str, str], author: Author, today: date
) -> ProgressReport:
    """Send an answer back with a reason at each field ("" for the whole).

    Raise RemarkMissing, RoundNotOpen, IllegalMove, NotYourMove.
    """
    remarks = {field: text.strip() for field, text in remarks.items() if text.strip()}
    if not remarks:
        raise RemarkMissing
    report = locked_report(report)
    check_move(report, Status.RETURNED, actors(report, author))
    by_name = str(author.user or "")
    rows = [
        ReturnRemark(report=report, field=field, text=text, by_name=by_name, returned_on=today)
        for field, text in remarks.items()
    ]
    with saving(report.round, author):
        report.status, report.moved_on = Status.RETURNED, today
        report.confirmed_on, report.confirmed_by_name = None, ""
        save_changed(report)
        bulk_write(ReturnRemark, create=rows)
    notify(
        people=people_of(report.round, [report.lead_id]),
        text=f"「{report.subject}」の回答が差し戻されました。",
        url=report.get_absolute_url(),
        kind="returned",
        key=f"report-{report.pk}-returned-{rows[0].pk}",
    )
    return report


@transaction.atomic
def progress_reports_confirm(
    *, review_round: ReviewRound, reports: Iterable[ProgressReport], author: Author, today: date
) -> int:
    """Confirm answers, all or none, in few queries; return how many.

    Raise RoundNotOpen, IllegalMove, NotYourMove, CheckMissing where 部取りまとめ is wanted and not there.
    """
    found = locked_reports(open_round(review_round), [report.pk for report in reports])
    for report in found:
        check_move(report, Status.CONFIRMED, actors(report, author))
    _check_divisions(found)
    for report in found:
        report.status, report.moved_on = Status.CONFIRMED, today
        report.confirmed_on, report.confirmed_by_name = today, str(author.user or "")
    if found:
        with saving(found[0].round, author):
            bulk_write(
                ProgressReport,
                update=found,
                fields=["status", "moved_on", "confirmed_on", "confirmed_by_name"],
            )
    return len(found)


def _check_divisions(reports: Collection[ProgressReport]) -> None:
    """Raise CheckMissing for the first answer whose division has not compiled it yet."""
    if not reports or reports[0].round.division_check == ReviewRound.Check.NONE:
        return
    level = DepartmentCheck.Level.DIVISION
    city = reports[0].round.plan.municipality
    divisions = dict(city.departments.values_list("pk", "parent__name"))
    parents = dict(city.departments.values_list("pk", "parent"))
    checked = set(reports[0].round.checks.filter(level=level).values_list("department", flat=True))
    for report in reports:
        division = parents.get(report.lead_id)
        if division is not None and division not in checked:
            raise CheckMissing(level.label, divisions[report.lead_id])
