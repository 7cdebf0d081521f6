from django.urls import path

from measures import views

app_name = "measures"
urlpatterns = [
    path("<str:code>/<str:plan>/measure-create/", views.measure_create, name="measure_create"),
    path("<str:code>/<str:plan>/measures/<str:key>/edit/", views.measure_edit, name="measure_edit"),
]
