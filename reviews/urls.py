from django.urls import path

from reviews.views import (
    additions,
    answer_sheets,
    assignments,
    checks,
    conditions,
    decisions,
    evaluations,
    letters,
    meetings,
    reports,
    rounds,
    values,
)

app_name = "reviews"
ROUND = "<str:code>/<str:plan>/rounds/<str:key>"
REPORT = f"{ROUND}/reports/<int:pk>"
DEPARTMENT = f"{ROUND}/departments/<int:pk>"
MEETING = "<str:code>/<str:plan>/meetings/<int:pk>"
CONDITION = "<str:code>/<str:plan>/conditions/<int:pk>"
urlpatterns = [
    path("<str:code>/<str:plan>/rounds/create/", rounds.review_round_create, name="review_round_create"),
    path(f"{ROUND}/edit/", rounds.review_round_edit, name="review_round_edit"),
    path(f"{ROUND}/delete/", rounds.review_round_delete, name="review_round_delete"),
    path(f"{ROUND}/open/", rounds.review_round_open, name="review_round_open"),
    path(f"{ROUND}/reopen/", rounds.review_round_reopen, name="review_round_reopen"),
    path(f"{ROUND}/assignments/", assignments.assignment_list, name="assignment_list"),
    path(f"{ROUND}/remind/", letters.review_round_remind, name="review_round_remind"),
    path(f"{ROUND}/confirm/", letters.progress_report_list_confirm, name="progress_report_list_confirm"),
    path(f"{ROUND}/letters/create/", letters.round_letter_create, name="round_letter_create"),
    path(f"{ROUND}/letters/<int:pk>/edit/", letters.round_letter_edit, name="round_letter_edit"),
    path(f"{ROUND}/values/", values.value_settle, name="value_settle"),
    path(f"{ROUND}/evaluations/<int:pk>/", evaluations.evaluation_list, name="evaluation_list"),
    path(f"{REPORT}/edit/", reports.progress_report_edit, name="progress_report_edit"),
    path(f"{REPORT}/draft/", reports.report_draft_save, name="report_draft_save"),
    path(f"{REPORT}/withdraw/", reports.progress_report_withdraw, name="progress_report_withdraw"),
    path(f"{REPORT}/return/", decisions.progress_report_return, name="progress_report_return"),
    path(f"{REPORT}/confirm/", decisions.progress_report_confirm, name="progress_report_confirm"),
    path(f"{REPORT}/wish/", decisions.wish_decide, name="wish_decide"),
    path(f"{REPORT}/addition/", additions.related_addition_edit, name="related_addition_edit"),
    path(f"{REPORT}/comments/create/", additions.review_comment_create, name="review_comment_create"),
    path("<str:code>/report-files/<int:pk>/", reports.report_file_download, name="report_file_download"),
    path(f"{DEPARTMENT}/sheet/", answer_sheets.answer_sheet_export, name="answer_sheet_export"),
    path(f"{DEPARTMENT}/sheet/import/", answer_sheets.answer_sheet_import, name="answer_sheet_import"),
    path(f"{DEPARTMENT}/check/", checks.department_check_create, name="department_check_create"),
    path(f"{DEPARTMENT}/approve/", checks.section_check_give, name="section_check_give"),
    path("<str:code>/<str:plan>/meetings/create/", meetings.meeting_create, name="meeting_create"),
    path(f"{MEETING}/edit/", meetings.meeting_edit, name="meeting_edit"),
    path(f"{MEETING}/delete/", meetings.meeting_delete, name="meeting_delete"),
    path(f"{MEETING}/hold/", meetings.meeting_hold, name="meeting_hold"),
    path(f"{MEETING}/attendance/", meetings.attendance_edit, name="attendance_edit"),
    path(f"{MEETING}/attendance/forget/", meetings.attendance_forget, name="attendance_forget"),
    path(f"{MEETING}/minutes/", meetings.minutes_edit, name="minutes_edit"),
    path(
        f"{MEETING}/conditions/create/",
        conditions.meeting_condition_create,
        name="meeting_condition_create",
    ),
    path(f"{CONDITION}/edit/", conditions.condition_edit, name="condition_edit"),
    path(f"{CONDITION}/answer/", conditions.condition_answer, name="condition_answer"),
    path(f"{CONDITION}/close/", conditions.condition_close, name="condition_close"),
    path(f"{CONDITION}/reopen/", conditions.condition_reopen, name="condition_reopen"),
]
