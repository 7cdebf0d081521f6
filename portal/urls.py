from django.urls import path

from portal.views import book, departments, home, lists, measures, plans, printing, search, systems

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("<str:code>/", home.municipality_home, name="municipality_home"),
    path("<str:code>/search/", search.search, name="search"),
    path("<str:code>/departments/", departments.department_list, name="department_list"),
    path("<str:code>/departments/<int:pk>/", departments.department_detail, name="department_detail"),
    path("<str:code>/systems/", systems.information_system_list, name="information_system_list"),
    path(
        "<str:code>/systems/<int:pk>/",
        systems.information_system_detail,
        name="information_system_detail",
    ),
    path("<str:code>/<str:plan>/", plans.plan_detail, name="plan_detail"),
    path("<str:code>/<str:plan>/results/", plans.previous_results, name="previous_results"),
    path("<str:code>/<str:plan>/measures/", measures.measure_list, name="measure_list"),
    path("<str:code>/<str:plan>/measures/<str:key>/", measures.measure_detail, name="measure_detail"),
    path("<str:code>/<str:plan>/schedule/", measures.schedule_grid, name="schedule_grid"),
    path("<str:code>/<str:plan>/chapters/", book.chapter_list, name="chapter_list"),
    path("<str:code>/<str:plan>/tables/", book.data_table_list, name="data_table_list"),
    path("<str:code>/<str:plan>/surveys/<int:pk>/", book.survey_detail, name="survey_detail"),
    path("<str:code>/<str:plan>/glossary/", lists.glossary_term_list, name="glossary_term_list"),
    path("<str:code>/<str:plan>/procedures/", lists.online_procedure_list, name="online_procedure_list"),
    path("<str:code>/<str:plan>/book/", printing.plan_book, name="plan_book"),
    path("<str:code>/<str:plan>/book/print/", printing.plan_book_print, name="plan_book_print"),
]
