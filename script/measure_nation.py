"""The inventory of the whole nation: 150,000 systems in 1,741 cities, on PostgreSQL.

A city's pages (list, findings, calendar) are asked of two databases in turn, so that a busy machine slows
both alike: one holds the five cities of the fixtures, the other the nation with the same five in it. Each may
take at most 1.3 times as long. Then the night's two steps, alerts and findings, run for the nation twice, as
the first night and as every other: under 60 seconds together, in a number of queries that is the same for
two systems and for all (tests/systems prove it). Ends with 1 when a figure is above its bar.
"""

import io
import resource
import sys
from collections.abc import Callable
from datetime import timedelta

from measuring import ROOT, Seconds, in_test_database, measure_on_postgresql, report, say, timed
from nation import CITIES, SYSTEMS, fill_nation

CITY = "132039"  # 武蔵野市: 37 systems with every date
BAR, NIGHT_BAR, QUERIES = 1.3, 60.0, 31  # times as long; seconds; both steps, begin and commit included
WARM, ROUNDS, LEAST = 3, 25, 15
PAGES = {
    "list": "portal:information_system_list",
    "findings": "portal:finding_list",
    "calendar": "portal:renewal_calendar",
}
FEW, MANY = "five cities", "the nation"


def measure_here() -> int:
    """Fill two databases, ask the pages of both in turn, run a night in each; print the figures."""
    from django.db import connection

    fill_five()
    many = connection.settings_dict["NAME"]
    few = f"{many}_few"
    copy_database(many, few)
    try:
        names = {FEW: few, MANY: many}
        fill_rest()
        for name in names.values():
            use_database(name)
            analyse()
        pages = compare_pages(names)
        return max(pages, compare_nights(names))
    finally:
        use_database(many)
        drop_database(few)


def fill_five() -> None:
    """Load the fixtures, with a planner for the city that is asked."""
    from django.core.management import call_command

    from organizations.models import Municipality
    from tests.factories import make_user

    silent = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command("import_plan", *sorted((ROOT / "fixtures").glob("*.json")), **silent)
    make_user("planning", municipality=Municipality.objects.get(code=CITY), username="measure")


def fill_rest() -> None:
    from organizations.models import Municipality
    from systems.models import InformationSystem

    taken = set(Municipality.objects.values_list("code", flat=True))
    there = InformationSystem.objects.count()
    spent, _ = timed(lambda: fill_nation(taken=taken, systems_there=there))
    cities, systems = Municipality.objects.count(), InformationSystem.objects.count()
    say(f"  {systems:,} systems in {cities:,} cities, filled in {spent[1]:.0f} s")
    if (cities, systems) != (CITIES, SYSTEMS):
        raise SystemExit("the nation is not whole")


def use_database(name: str) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name


def copy_database(name: str, copy: str) -> None:
    from django.db import connection

    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')


def drop_database(name: str) -> None:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def analyse() -> None:
    """Bring what the planner knows up to date, as the database's own upkeep does."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def compare_pages(names: dict[str, str]) -> int:
    found = asked_in_turn(names)
    return max(
        report({f"{act}, {FEW}": taken[FEW], f"{act}, {MANY}": taken[MANY]}, BAR)
        for act, taken in found.items()
    )


def asked_in_turn(names: dict[str, str]) -> dict[str, Seconds]:
    """Return the seconds each act took in each database, round by round."""
    from django.test import override_settings

    files = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=files, SECURE_SSL_REDIRECT=False):
        found: dict[str, Seconds] = {}
        for _ in range(WARM + ROUNDS):
            for database, name in names.items():
                use_database(name)
                for act, function in acts().items():
                    function()  # on a connection that is open
                    taken = found.setdefault(act, {}).setdefault(database, [])
                    taken.append(timed(function)[0])
    return {act: {name: taken[WARM:] for name, taken in rows.items()} for act, rows in found.items()}


def acts() -> dict[str, Callable[[], object]]:
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from organizations.models import Municipality, User
    from systems.findings.findings import city_findings

    client = Client()
    client.force_login(User.objects.get(username="measure"), backend="organizations.backends.PortalBackend")
    city, today = Municipality.objects.get(code=CITY), timezone.localdate()

    def page(url: str) -> None:
        response = client.get(url)
        named = response.content.count(f'href="/{CITY}/systems/'.encode())
        if response.status_code != 200 or named < LEAST:
            raise SystemExit(f"{url} answered {response.status_code} with {named} links")

    asked = {act: reverse(name, args=[CITY]) for act, name in PAGES.items()}
    return {act: (lambda url=url: page(url)) for act, url in asked.items()} | {
        "city_findings": lambda: city_findings(city, as_of=today)
    }


def compare_nights(names: dict[str, str]) -> int:
    """Run two nights in each database: the first tells of all there is, the second of what is new."""
    from django.utils import timezone

    today, is_above = timezone.localdate(), False
    for database, name in names.items():
        use_database(name)
        for night in (1, 2):
            seconds, count = run_night(database, night, today + timedelta(days=night))
            is_above |= seconds > NIGHT_BAR or count > QUERIES
    say(f"  most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return int(is_above)


def run_night(database: str, night: int, today) -> tuple[float, int]:
    """Return the wall time of the night's steps in seconds, and their queries."""
    from django.db import connection
    from django.utils import timezone

    from systems.services.alerts import renewal_alerts_tell
    from systems.services.nightly_findings import findings_check

    total, count = 0.0, 0

    def counted(execute, sql, params, many, context):
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    for name, step in (("alerts", renewal_alerts_tell), ("findings", findings_check)):
        with connection.execute_wrapper(counted):
            (cpu, wall), message = timed(lambda step=step: step(today, timezone.now()))
        total += wall
        say(f"  night {night}, {name}, {database}: CPU {cpu:.1f} s  wall {wall:.1f} s　{message}")
    say(f"  night {night}, {database}: {total:.1f} s  (at most {NIGHT_BAR:.0f})  {count} queries")
    return total, count


if __name__ == "__main__":
    sys.exit(in_test_database(measure_here) if "--here" in sys.argv else measure_on_postgresql(__file__))
