from django.contrib.auth.views import LogoutView
from django.urls import path

from organizations import views

app_name = "organizations"
urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", views.password_change, name="password_change"),
    path("healthz/", views.healthz, name="healthz"),
]
