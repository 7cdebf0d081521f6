from django.urls import path

from workspace import views

app_name = "workspace"
urlpatterns = [
    path("jobs/<int:pk>/", views.job_detail, name="job_detail"),
    path("jobs/<int:pk>/restart/", views.job_restart, name="job_restart"),
    path("files/<int:pk>/", views.stored_file_download, name="stored_file_download"),
    path("notices/", views.notice_list, name="notice_list"),
]
