from django.urls import path

from measures.views import measures

app_name = "measures"
urlpatterns = [
    path("<str:code>/<str:plan>/measure-create/", measures.measure_create, name="measure_create"),
    path("<str:code>/<str:plan>/measures/<str:key>/edit/", measures.measure_edit, name="measure_edit"),
]
