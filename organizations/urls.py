from django.contrib.auth.views import LogoutView
from django.urls import path

from organizations.views import (
    closed_days,
    departments,
    invitations,
    marks,
    people,
    reorganisations,
    sign_in,
)

app_name = "organizations"
PERSON = "<str:code>/people/<int:pk>"
DEPARTMENT = "<str:code>/departments/<int:pk>"
REORGANISATION = "<str:code>/reorganisations/<int:pk>"
urlpatterns = [
    path("login/", sign_in.login, name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", sign_in.password_change, name="password_change"),
    path("healthz/", sign_in.healthz, name="healthz"),
    path("invitations/<str:uid>/<str:token>/", invitations.invitation_accept, name="invitation_accept"),
    path("<str:code>/people/", people.user_list, name="user_list"),
    path("<str:code>/people/create/", people.user_create, name="user_create"),
    path(f"{PERSON}/edit/", people.user_edit, name="user_edit"),
    path(f"{PERSON}/invite/", people.user_invite, name="user_invite"),
    path(f"{PERSON}/deactivate/", people.user_deactivate, name="user_deactivate"),
    path(f"{PERSON}/reactivate/", people.user_reactivate, name="user_reactivate"),
    path("<str:code>/closed-days/", closed_days.closed_day_list, name="closed_day_list"),
    path("<str:code>/closed-days/create/", closed_days.closed_day_create, name="closed_day_create"),
    path(
        "<str:code>/closed-days/<int:pk>/delete/",
        closed_days.closed_day_delete,
        name="closed_day_delete",
    ),
    path("<str:code>/mark/", marks.city_mark_edit, name="city_mark_edit"),
    path("<str:code>/mark/delete/", marks.city_mark_delete, name="city_mark_delete"),
    path("<str:code>/departments/create/", departments.department_create, name="department_create"),
    path("<str:code>/departments/merge/", departments.department_merge, name="department_merge"),
    path(f"{DEPARTMENT}/edit/", departments.department_edit, name="department_edit"),
    path(f"{DEPARTMENT}/rename/", departments.department_rename, name="department_rename"),
    path(f"{DEPARTMENT}/split/", departments.department_split, name="department_split"),
    path(f"{DEPARTMENT}/end/", departments.department_end, name="department_end"),
    path("<str:code>/reorganisations/", reorganisations.reorganisation_list, name="reorganisation_list"),
    path(
        "<str:code>/reorganisations/create/",
        reorganisations.reorganisation_create,
        name="reorganisation_create",
    ),
    path(
        "<str:code>/reorganisations/template/",
        reorganisations.reorganisation_template,
        name="reorganisation_template",
    ),
    path(f"{REORGANISATION}/", reorganisations.reorganisation_detail, name="reorganisation_detail"),
    path(f"{REORGANISATION}/edit/", reorganisations.reorganisation_edit, name="reorganisation_edit"),
    path(
        f"{REORGANISATION}/enact/",
        reorganisations.reorganisation_enact,
        name="reorganisation_enact",
    ),
    path(f"{REORGANISATION}/cancel/", reorganisations.reorganisation_cancel, name="reorganisation_cancel"),
]
