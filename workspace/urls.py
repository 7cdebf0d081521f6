from django.urls import path

from workspace.views import jobs, mail, notices, saved_views

app_name = "workspace"
urlpatterns = [
    path("jobs/<int:pk>/", jobs.job_detail, name="job_detail"),
    path("jobs/<int:pk>/restart/", jobs.job_restart, name="job_restart"),
    path("files/<int:pk>/", jobs.stored_file_download, name="stored_file_download"),
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/mail/", notices.wants_mail_edit, name="wants_mail_edit"),
    path("views/", saved_views.saved_view_list, name="saved_view_list"),
    path("views/create/", saved_views.saved_view_create, name="saved_view_create"),
    path("views/<int:pk>/edit/", saved_views.saved_view_edit, name="saved_view_edit"),
    path("views/<int:pk>/delete/", saved_views.saved_view_delete, name="saved_view_delete"),
    path("<str:code>/mail/", mail.mail_log, name="mail_log"),
    path("<str:code>/mail/test/", mail.mail_test, name="mail_test"),
]
