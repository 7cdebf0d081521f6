"""A process that asks for what several ask for: notes in a file that it renders, writes what it got."""

import sys
import time
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    from workspace.printed_files import printed_once

    digest, notes, may_end = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])

    def render() -> bytes:
        with notes.open("a") as file:
            file.write("rendered\n")
        while not may_end.exists():
            time.sleep(0.02)
        return b"%PDF-"

    sys.stdout.write("asks\n")
    sys.stdout.flush()
    sys.stdout.write(printed_once(digest, render).decode())
