"""Processes of their own that work on the database of the tests, as workers and servers do."""

import os
import subprocess
import sys

from django.db import connection


def start(*arguments: str) -> subprocess.Popen:
    """Start Python with these arguments on the database of the test: SQLite, its rows committed."""
    assert connection.vendor == "sqlite"
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "a-key-for-tests-alone-as-long-as-the-deployment-check-wants-it",
    }
    return subprocess.Popen([sys.executable, *arguments], env=environment, stdout=subprocess.PIPE)
