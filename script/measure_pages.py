"""Server time of the measure list and the schedule grid, as ratios to a Django admin list of the same rows.

The yardstick is an admin changelist of the 53 measures of 武蔵野市 with number, name, policy, departments and
a column a fiscal year, all fetched ahead. The three pages are asked in turn, through every middleware, by an
administrator, so that a busy machine slows all alike: on SQLite and, where POSTGRES_URL or a server on
127.0.0.1 lets us in, on PostgreSQL, each in a test database. Ends with 1 when a ratio is above the bar.
"""

import io
import sys
import types

from measuring import ROOT, Seconds, in_test_database, measure_on_each_database, report, timed

PLAN = ["132039", "ict-2014"]
ROWS, BAR = 53, 0.5
WARM, ROUNDS = 5, 40


def measure_here() -> int:
    """Fill a test database with the plan, ask the pages in turn, print the ratios."""
    return report(ask_pages(), BAR)


def ask_pages() -> Seconds:
    """Return the seconds of CPU and of wall time that each page took, round by round."""
    from django.core.management import call_command
    from django.test import Client, override_settings
    from django.urls import reverse

    from organizations.models import User

    silent = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command("import_plan", ROOT / "fixtures" / f"{'-'.join(PLAN)}.json", **silent)
    user = User.objects.create_superuser("measure")
    files = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(ROOT_URLCONF=yardstick_urls(), STORAGES=files, SECURE_SSL_REDIRECT=False):
        client = Client()
        client.force_login(user, backend="organizations.backends.PortalBackend")
        pages = {
            "admin changelist": reverse("yardstick:measures_measure_changelist"),
            "measure list": reverse("portal:measure_list", args=PLAN),
            "schedule grid": reverse("portal:schedule_grid", args=PLAN),
        }
        found: Seconds = {page: [] for page in pages}
        for _ in range(WARM + ROUNDS):
            for page, address in pages.items():
                found[page].append(ask(client, address))
    return {page: rounds[WARM:] for page, rounds in found.items()}


def ask(client, address: str) -> tuple[float, float]:
    spent, response = timed(lambda: client.get(address))
    rows = response.content.count(b"field-number") or response.content.count(b'scope="row"')
    if response.status_code != 200 or rows < ROWS:
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
