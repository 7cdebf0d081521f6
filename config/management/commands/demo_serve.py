"""`manage.py demo_serve`: the demo on 127.0.0.1, with application server and job worker (script/server)."""

import io
import os
import socket
import sys
import time
import urllib.error
import urllib.request

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from gunicorn.app import wsgiapp

from config.demo_data import prepare_demo
from config.processes import Processes


class Command(BaseCommand):
    help = "デモを用意して、サーバーと処理の担当（db_worker）を動かします。終了は Ctrl+C です。"

    def handle(self, **options):
        if not settings.PORTAL_DEMO:
            raise CommandError("PORTAL_DEMO=1 のときだけ使えます。")
        address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/"
        refuse_a_port_in_use(address)
        processes = Processes()
        prepare_demo()
        sign_ins = io.StringIO()
        call_command("demo_users", stdout=sign_ins)
        connections.close_all()  # a fork must not share one
        try:
            processes.start(serve)
            processes.start(work)
            while processes.are_running and not answers(f"{address}healthz/"):
                time.sleep(0.1)
            if processes.are_running:
                self.stdout.write(f"ICT計画ポータル（デモ）: {address}\n{sign_ins.getvalue()}終了は Ctrl+C")
                self.stdout.flush()
            processes.wait()
        finally:
            processes.end()
        raise CommandError("サーバーまたは処理の担当（db_worker）が自分から終了しました。")


def serve() -> None:
    sys.argv = ["gunicorn", "-c", "config/server.py", "config.wsgi"]
    wsgiapp.run()


def work() -> None:
    call_command("db_worker", queue_name="*")


def refuse_a_port_in_use(address: str) -> None:
    """Raise CommandError when another program listens where we would."""
    port = int(address.rstrip("/").rpartition(":")[2])
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CommandError(
                f"ポート {port} はほかのプログラムが使っています。"
                f"PORT={port + 1} script/server のように番号を変えてください。"
            )


def answers(address: str) -> bool:
    """Tell whether the server is ready."""
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.status == 200
    except (urllib.error.URLError, ConnectionError):
        return False
