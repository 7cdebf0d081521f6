from django.urls import path

from measures.views import decision_due, journal, life, measures, targets

app_name = "measures"
PLAN = "<str:code>/<str:plan>"
MEASURE = f"{PLAN}/measures/<str:key>"
urlpatterns = [
    path(
        "<str:code>/systems/<int:pk>/journal/create/",
        journal.system_journal_create,
        name="system_journal_create",
    ),
    path("<str:code>/journal/<int:pk>/edit/", journal.journal_entry_edit, name="journal_entry_edit"),
    path("<str:code>/journal/<int:pk>/delete/", journal.journal_entry_delete, name="journal_entry_delete"),
    path("<str:code>/journal/files/<int:pk>/", journal.journal_file_download, name="journal_file_download"),
    path(f"{MEASURE}/journal/create/", journal.measure_journal_create, name="measure_journal_create"),
    path(f"{PLAN}/measure-create/", measures.measure_create, name="measure_create"),
    path(f"{PLAN}/target-hints/", targets.target_hints, name="target_hints"),
    path(f"{PLAN}/measure-order/", life.measure_order, name="measure_order"),
    path(f"{PLAN}/measure-numbers/", life.measure_renumber, name="measure_renumber"),
    path(f"{MEASURE}/edit/", measures.measure_edit, name="measure_edit"),
    path(f"{MEASURE}/decision-due/", decision_due.decision_due_edit, name="decision_due_edit"),
    path(f"{MEASURE}/end/", life.measure_end, name="measure_end"),
    path(f"{MEASURE}/reopen/", life.measure_reopen, name="measure_reopen"),
    path(f"{MEASURE}/split/", life.measure_split, name="measure_split"),
    path(f"{MEASURE}/merge/", life.measure_merge, name="measure_merge"),
]
