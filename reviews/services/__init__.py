"""What changes rounds and reports: one function a verb, keyword-only, never seeing a request."""

from reviews.services.additions import related_addition_save, review_comment_create
from reviews.services.checks import department_check_record, section_check_give
from reviews.services.conditions import (
    condition_answer,
    condition_close,
    condition_create,
    condition_edit,
    condition_reopen,
)
from reviews.services.evaluations import evaluation_save, evaluations_approve_rest, evaluations_save
from reviews.services.files import report_files_save
from reviews.services.finalising import review_round_finalise, review_round_reopen
from reviews.services.letters import review_round_remind, round_letter_create, round_letter_edit
from reviews.services.materials import material_note
from reviews.services.meetings import (
    agenda_save,
    attendance_names_forget,
    attendances_save,
    meeting_delete,
    meeting_hold,
    meeting_plan,
    meeting_save,
    minutes_save,
)
from reviews.services.preparing import (
    AssignmentEdit,
    assignments_edit,
    review_round_change,
    review_round_prepare,
)
from reviews.services.reports import (
    progress_report_return,
    progress_report_submit,
    progress_report_withdraw,
    progress_reports_confirm,
    report_draft_save,
)
from reviews.services.rounds import (
    Wanted,
    assignments_save,
    review_round_create,
    review_round_delete,
    review_round_edit,
    review_round_open,
)
from reviews.services.sheets import answer_sheet_import
from reviews.services.values import figures_settle, reported_cost_settle, reported_value_settle
from reviews.services.wishes import wish_accept, wish_decline

__all__ = [
    "answer_sheet_import",
    "AssignmentEdit",
    "Wanted",
    "agenda_save",
    "assignments_edit",
    "assignments_save",
    "attendance_names_forget",
    "attendances_save",
    "condition_answer",
    "condition_close",
    "condition_create",
    "condition_edit",
    "condition_reopen",
    "department_check_record",
    "evaluation_save",
    "evaluations_approve_rest",
    "evaluations_save",
    "figures_settle",
    "material_note",
    "meeting_delete",
    "meeting_hold",
    "meeting_plan",
    "meeting_save",
    "minutes_save",
    "progress_report_return",
    "progress_report_submit",
    "progress_report_withdraw",
    "progress_reports_confirm",
    "related_addition_save",
    "report_draft_save",
    "report_files_save",
    "reported_cost_settle",
    "reported_value_settle",
    "review_comment_create",
    "review_round_change",
    "review_round_create",
    "review_round_delete",
    "review_round_edit",
    "review_round_finalise",
    "review_round_open",
    "review_round_prepare",
    "review_round_remind",
    "review_round_reopen",
    "round_letter_create",
    "round_letter_edit",
    "section_check_give",
    "wish_accept",
    "wish_decline",
]
