"""Server time of lists, grid and dashboards, as ratios to a Django admin list of the same rows.

The yardstick is an admin changelist of the 53 measures of 武蔵野市 with number, name, policy, departments and
a column a fiscal year, all fetched ahead. The pages are asked in turn, through every middleware, by an
administrator, so that a busy machine slows all alike: on SQLite and, where POSTGRES_URL or a server on
127.0.0.1 lets us in, on PostgreSQL, each in a test database. Two years are reported, the later one still
open. A dashboard is kept until somebody saves; "first" is one asked for the first time after a save. These
are then asked with ten times as many measures, against themselves. Ends with 1 when a ratio is above its bar.
"""

import io
import sys
import types

from measuring import ROOT, Seconds, in_test_database, measure_on_each_database, report, timed

PLAN = ["132039", "ict-2014"]
ROWS, BAR, LOOSE_BAR = 53, 0.5, 1.5
TIMES, BAR_OF_MANY = 10, 3.0
WARM, ROUNDS = 5, 40
LISTS = {"admin changelist", "measure list", "schedule grid", "result list"}
FIRST = {"dashboard first", "its round first"}
LOOSE = {*FIRST, "result list"}


def measure_here() -> int:
    """Fill a test database with the plan, ask the pages in turn, print the ratios."""
    found = ask_pages()
    loose = {name: spent for name, spent in found.items() if name in LOOSE}
    tight = {name: spent for name, spent in found.items() if name not in LOOSE}
    yardstick = {"admin changelist": found["admin changelist"]}
    return max(report(tight, BAR), report(yardstick | loose, LOOSE_BAR), *compare_with_many())


def ask_pages() -> Seconds:
    """Return the seconds of CPU and of wall time that each page took, round by round."""
    fill()
    pages = {"admin changelist": "/yardstick/measures/measure/"} | our_pages()
    return asked_in_turn(pages)


def fill() -> None:
    """Load the plan, adopt it, report its first two years."""
    from django.core.management import call_command

    from organizations.models import User
    from plans.models import Plan
    from tests.factories import freeze
    from tests.portal.dashboard.years import report_year

    silent = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command("import_plan", ROOT / "fixtures" / f"{'-'.join(PLAN)}.json", **silent)
    User.objects.create_superuser("measure")
    plan = Plan.objects.select_related("municipality").get(code=PLAN[1])
    departments = list(plan.municipality.departments.all())
    freeze(plan)
    report_year(plan, plan.start_fiscal_year, departments=departments)
    report_year(plan, plan.start_fiscal_year + 1, is_final=False, departments=departments)


def our_pages() -> dict[str, str]:
    from django.urls import reverse

    dashboard = reverse("portal:dashboard", args=PLAN)
    return {
        "measure list": reverse("portal:measure_list", args=PLAN),
        "schedule grid": reverse("portal:schedule_grid", args=PLAN),
        "result list": reverse("portal:result_list", args=[*PLAN, "2015-1"]),
        "dashboard": f"{dashboard}?view=committee",
        "dashboard first": f"{dashboard}?view=committee",
        "its round": f"{dashboard}?view=planner",
        "its round first": f"{dashboard}?view=planner",
    }


def asked_in_turn(pages: dict[str, str], rounds: int = ROUNDS) -> Seconds:
    from django.test import Client, override_settings

    from organizations.models import User
    from portal.dashboard.keeping import made_dashboard

    files = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(ROOT_URLCONF=yardstick_urls(), STORAGES=files, SECURE_SSL_REDIRECT=False):
        client = Client()
        user = User.objects.get(username="measure")
        client.force_login(user, backend="organizations.backends.PortalBackend")
        found: Seconds = {page: [] for page in pages}
        for _ in range(WARM + rounds):
            for page, address in pages.items():
                if page in FIRST:
                    made_dashboard.cache_clear()
                else:
                    client.get(address)
                found[page].append(ask(client, address, ROWS if page in LISTS else 1))
    return {page: taken[WARM:] for page, taken in found.items()}


def compare_with_many() -> list[int]:
    """Ask the dashboards before and after the plan is ten times as long; print how much longer they take."""
    from plans.models import Plan

    pages = {name: address for name, address in our_pages().items() if name in FIRST}
    few = asked_in_turn(pages, ROUNDS // 2)
    lengthen(Plan.objects.get(code=PLAN[1]))
    many = asked_in_turn(pages, ROUNDS // 2)
    return [
        report({f"{name}, {ROWS}": few[name], f"{name}, {ROWS * TIMES}": many[name]}, BAR_OF_MANY)
        for name in pages
    ]


def lengthen(plan) -> None:
    """Give the plan each of its measures nine times more, with schedules, departments and answers."""
    from measures.models import MeasureDepartment, ScheduleEntry, ScheduleTrack
    from reviews.models import Assignment, ProgressReport, ReportedPhase

    for measure in list(plan.measures.all()):
        links = list(MeasureDepartment.objects.filter(measure=measure))
        tracks = ScheduleTrack.objects.filter(measure=measure).prefetch_related("entries")
        assigned = list(Assignment.objects.filter(measure=measure))
        reports = list(ProgressReport.objects.filter(measure=measure))
        phases = {
            (row.report_id, row.track_id): row.phase_id
            for row in ReportedPhase.objects.filter(report__measure=measure)
        }
        for n in range(1, TIMES):
            other = again(measure, key=f"{measure.key}-{n}", number=f"{measure.number}-{n}")
            MeasureDepartment.objects.bulk_create(copied(row, measure=other) for row in links)
            Assignment.objects.bulk_create(copied(row, measure=other) for row in assigned)
            told = {row.pk: again(row, measure=other) for row in reports}
            for track in tracks:
                line = again(track, measure=other)
                ScheduleEntry.objects.bulk_create(copied(row, track=line) for row in track.entries.all())
                ReportedPhase.objects.bulk_create(
                    ReportedPhase(report=told[report], track=line, phase_id=phase)
                    for (report, of), phase in phases.items()
                    if of == track.pk
                )


def copied(row, **changed):
    """Return an unsaved copy of a row."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop(row._meta.pk.attname)
    other = type(row)(**values)
    for name, value in changed.items():
        setattr(other, name, value)
    return other


def again(row, **changed):
    """Return a saved copy of a row, without history."""
    other = copied(row, **changed)
    type(row).objects.bulk_create([other])
    return other


def ask(client, address: str, least: int) -> tuple[float, float]:
    spent, response = timed(lambda: client.get(address))
    rows = response.content.count(b"field-number") or response.content.count(b'scope="row"')
    if response.status_code != 200 or rows < least:
        raise SystemExit(f"{address} answered {response.status_code} with {rows} rows")
    return spent


def yardstick_urls() -> str:
    """Return the name of a URL configuration: ours, and an admin site with the yardstick."""
    from django.contrib import admin
    from django.urls import path

    import config.urls
    from measures.models import Measure

    site = admin.AdminSite(name="yardstick")
    site.register(Measure, yardstick_admin(admin.ModelAdmin))
    module = types.ModuleType("yardstick_urls")
    module.urlpatterns = [path("yardstick/", site.urls), *config.urls.urlpatterns]
    sys.modules[module.__name__] = module
    return module.__name__


def yardstick_admin(base: type) -> type:
    """Return a ModelAdmin of number, name, policy, departments and a column a year, without N+1 queries."""
    from django.contrib.admin import display

    from plans.models import Plan

    def column(year: int):
        @display(description=f"{year}年度")
        def phase(self, measure):
            cells = (cell for track in measure.tracks.all() for cell in track.entries.all())
            return "、".join(str(cell.phase) for cell in cells if cell.fiscal_year == year and cell.phase)

        return phase

    class MeasureAdmin(base):
        list_select_related = ["policy"]
        list_per_page = 100
        ordering = ["order"]

        def get_queryset(self, request):
            return super().get_queryset(request).prefetch_related("departments", "tracks__entries__phase")

        @display(description="担当課")
        def department_names(self, measure):
            return "、".join(department.name for department in measure.departments.all())

    years = Plan.objects.get(code=PLAN[1]).fiscal_years
    for year in years:
        setattr(MeasureAdmin, f"year_{year}", column(year))
    columns = ["number", "name", "policy", "department_names", *(f"year_{year}" for year in years)]
    MeasureAdmin.list_display = columns
    return MeasureAdmin


if __name__ == "__main__":
    sys.exit(in_test_database(measure_here) if "--here" in sys.argv else measure_on_each_database(__file__))
