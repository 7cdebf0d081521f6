"""`script/server` as a person uses it: started, signed in to, ended with Ctrl+C, started again."""

import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 300  # seconds, on a machine that runs other tests beside

pytestmark = pytest.mark.once


@contextmanager
def started_server(database, output):
    """Start the server on a free port, wait until it says how to end it, and end it at last."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ours = {"PORT": str(port), "DATABASE_URL": f"sqlite:///{database}", "DEMO_PASSWORD": ""}
    with output.open("w") as file:
        process = subprocess.Popen(
            [ROOT / "script/server"], env=os.environ | ours, stdout=file, stderr=file, start_new_session=True
        )
    try:
        wait_for(lambda: "終了は Ctrl+C" in output.read_text() or process.poll() is not None)
        process.printed, process.address = output.read_text(), f"http://127.0.0.1:{port}/"
        yield process
    finally:
        if process.poll() is None:
            press_ctrl_c(process)


def press_ctrl_c(process):
    """Interrupt the whole group, as a terminal does; return the exit code."""
    os.killpg(process.pid, signal.SIGINT)
    return process.wait(PATIENCE)


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def children_of(process):
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def sign_in(address, username, password):
    """Sign in as a browser does; return the address that the portal leads to."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(f"{address}login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
    form = {"username": username, "password": password, "csrfmiddlewaretoken": token}
    return browser.open(f"{address}login/", urlencode(form).encode()).url


def count_of(database, table):
    with sqlite3.connect(database) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_it_starts_signs_people_in_ends_and_starts_again_without_loss(tmp_path):
    database, output = tmp_path / "demo.sqlite3", tmp_path / "output"
    with started_server(database, output) as server:
        password = re.search(r"^パスワード: (\S+)$", server.printed, flags=re.MULTILINE).group(1)
        assert server.address in server.printed
        assert stat.S_IMODE((ROOT / ".local/demo-password").stat().st_mode) == 0o600
        for username in ("132209-planning", "132039-viewer", "admin"):
            assert username in server.printed
            assert "/login/" not in sign_in(server.address, username, password)
        children = children_of(server)
        assert len(children) == 2
        assert press_ctrl_c(server) == 0
        assert not any(Path(f"/proc/{child}").exists() for child in children)
    changes = count_of(database, "organizations_changeset")
    assert count_of(database, "organizations_user") == 21
    assert count_of(database, "organizations_changeset WHERE is_sample AND request_id = ''") == 9
    with started_server(database, output) as server:
        assert count_of(database, "organizations_changeset") == changes
        job_worker = int(children_of(server)[1])
        os.kill(job_worker, signal.SIGKILL)
        assert server.wait(PATIENCE) != 0  # neither runs without the other


def test_a_port_in_use_is_refused_by_name():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        outcome = subprocess.run(
            [ROOT / "script/server"],
            env=os.environ | {"PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert outcome.returncode != 0
    assert f"ポート {port} はほかのプログラムが使っています。" in outcome.stderr
