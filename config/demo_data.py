"""Everything between a set-up and a running demo: database, plans, static files."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from organizations.models import Municipality


def prepare_demo() -> None:
    """Bring the database up to date and collect static files; quick again."""
    prepare_database()
    collect_static_files()


def prepare_database() -> None:
    """Migrate, load the plans into an empty database, adopt them.

    The samples come with the plans alone: a demo whose sample was removed stays without.
    """
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    is_new = not Municipality.objects.exists()
    if is_new:
        call_command("import_plan", *map(str, sorted((settings.BASE_DIR / "fixtures").glob("*.json"))))
    call_command("demo_editions")
    if is_new:
        call_command("sample_history")
        call_command("make_sample_year")


def collect_static_files() -> None:
    """Collect, hash and compress the static files, unless nothing changed since the last time."""
    stamp = settings.LOCAL_DIR / "static-stamp"
    state = static_files_state()
    if not stamp.exists() or stamp.read_text() != state:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(state)


def static_files_state() -> str:
    """Return a digest of names, sizes and times of all static files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            size, changed = storage.size(path), storage.get_modified_time(path)
            digest.update(f"{storage.location} {path} {size} {changed}\n".encode())
    return digest.hexdigest()
