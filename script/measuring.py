"""What the long measurements share: a process and a test database each, lines as they come, ratios."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
POSTGRES_URLS = [
    "postgresql://postgres@127.0.0.1:5432/postgres",
    "postgresql://postgres:postgres@127.0.0.1:5432/postgres",
]
ENVIRONMENT = {
    "DEBUG": "0",
    "PORTAL_DEMO": "0",
    "SECRET_KEY": "a key for measuring alone, longer than fifty letters and signs",
    "ALLOWED_HOSTS": "testserver",
    "PYTHONPATH": str(ROOT),
    "DJANGO_SETTINGS_MODULE": "config.settings",
}
Seconds = dict[str, list[tuple[float, float]]]  # CPU and wall time of what was measured, round by round


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def timed(act: Callable[[], object]) -> tuple[tuple[float, float], object]:
    """Return the seconds of CPU and of wall time that `act` takes, and what it returns."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = act()
    return (time.process_time() - cpu, time.perf_counter() - wall), result


def measure_on_each_database(script: str) -> int:
    """Run `script --here` on SQLite and, where we are let in, on PostgreSQL; return the worst answer."""
    with TemporaryDirectory() as folder:
        databases = {"SQLite": f"sqlite:///{folder}/measure.sqlite3"}
        if url := postgresql_url():
            databases["PostgreSQL"] = _own_database(url)
        else:
            say("PostgreSQL: not reachable, left out (POSTGRES_URL names a server)")
        return max([_measure_apart(script, name, url) for name, url in databases.items()])


def measure_on_postgresql(script: str) -> int:
    """Run `script --here` on PostgreSQL; 1 where we are not let in."""
    url = postgresql_url()
    if url is None:
        say("PostgreSQL: not reachable (POSTGRES_URL names a server)")
        return 1
    return _measure_apart(script, "PostgreSQL", _own_database(url))


def postgresql_url() -> str | None:
    """Return the first URL that lets us in."""
    import psycopg2

    for url in filter(None, [os.environ.get("POSTGRES_URL"), *POSTGRES_URLS]):
        try:
            psycopg2.connect(url, connect_timeout=3).close()
        except psycopg2.OperationalError:
            continue
        return url
    return None


def _own_database(url: str) -> str:
    return f"{url.rpartition('/')[0]}/measure_{os.getpid()}"


def _measure_apart(script: str, name: str, url: str) -> int:
    say(f"{name}:")
    environment = os.environ | ENVIRONMENT | {"DATABASE_URL": url}
    return subprocess.run([sys.executable, script, "--here"], env=environment, check=False).returncode


def in_test_database(measure: Callable[[], int]) -> int:
    """Set Django up, make a test database, measure there, take it away."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment(debug=False)
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    try:
        return measure()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def report(found: Seconds, most: float) -> int:
    """Print medians in milliseconds and their ratio to the first one's; 1 when one is above `most`."""
    medians = {name: [median(spent) for spent in zip(*rounds, strict=True)] for name, rounds in found.items()}
    (yardstick, (cpu, wall)), *others = medians.items()
    say(f"  {yardstick:<17} CPU {cpu * 1000:6.1f} ms         wall {wall * 1000:6.1f} ms")
    is_above = False
    for name, (own_cpu, own_wall) in others:
        ratios = own_cpu / cpu, own_wall / wall
        is_above |= max(ratios) > most
        say(
            f"  {name:<17} CPU {own_cpu * 1000:6.1f} ms  {ratios[0]:.2f}"
            f"   wall {own_wall * 1000:6.1f} ms  {ratios[1]:.2f}   (at most {most})"
        )
    return int(is_above)
