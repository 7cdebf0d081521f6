"""What the plan book of 武蔵野市 (53 measures) costs, and its ratio to headless Chromium with the same HTML.

The two print in turn, each in a process of its own, so that a busy machine slows both alike; medians are
shown. CPU is that of all processes taken together, memory the highest sum of what they hold (proportional
set size). Ends with 1 when the book is above the budget.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
CITY, PLAN = "132039", "ict-2014"
FIXTURES = sorted(ROOT.glob(f"fixtures/{CITY}-*.json"))
MOST_SECONDS, MOST_MEGABYTES = 30, 450  # of the book of 53 measures
ROUNDS = 3
PAUSE = 0.05  # seconds between two looks at the processes
TICKS = os.sysconf("SC_CLK_TCK")
CHROMIUM = [
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
    "--disable-dev-shm-usage",
]  # fmt: skip
ENVIRONMENT = {
    "DEBUG": "0",
    "PORTAL_DEMO": "0",
    "SECRET_KEY": "a key for measuring alone, longer than fifty letters and signs",
    "ALLOWED_HOSTS": "testserver",
    "PYTHONPATH": str(ROOT),
    "DJANGO_SETTINGS_MODULE": "config.settings",
}


@dataclass(frozen=True)
class Cost:
    """What a print took: seconds, megabytes, and the pages that came out."""

    wall: float
    cpu: float
    memory: float
    pages: int
    size: float


def main() -> int:
    with TemporaryDirectory() as folder:
        environment = os.environ | ENVIRONMENT | {"DATABASE_URL": f"sqlite:///{folder}/measure.sqlite3"}
        manage = [sys.executable, str(ROOT / "manage.py")]
        for command in (["migrate"], ["import_plan", *map(str, FIXTURES)]):
            subprocess.run([*manage, *command], env=environment, check=True, capture_output=True)
        pdf, html, other = (Path(folder) / name for name in ("book.pdf", "book.html", "chromium.pdf"))
        ours = [sys.executable, __file__, "--here", str(pdf), str(html)]
        theirs = [*CHROMIUM, f"--user-data-dir={folder}/profile", f"--print-to-pdf={other}", html.as_uri()]
        found: dict[str, list[Cost]] = {"book": [], "Chromium": []}
        for _ in range(ROUNDS):
            found["book"].append(measured(ours, pdf, environment))
            found["Chromium"].append(measured(theirs, other, environment))
        return report(found, json.loads(html.with_suffix(".json").read_text(encoding="utf-8")))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measured(command: list[str], output: Path, environment: dict[str, str]) -> Cost:
    """Run a command and watch it and its descendants until it ends."""
    from pypdf import PdfReader

    seconds: dict[int, float] = {}
    memory, start = 0.0, time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        family = descendants(process.pid)
        seconds |= {pid: spent for pid in family if (spent := cpu_of(pid)) is not None}
        memory = max(memory, sum(map(megabytes_of, family)))
        time.sleep(PAUSE)
    wall = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    pages = len(PdfReader(output).pages)
    return Cost(wall, sum(seconds.values()), memory, pages, output.stat().st_size / 1e6)


def descendants(pid: int) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def cpu_of(pid: int) -> float | None:
    """Return the seconds a process has spent so far, None when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / TICKS


def megabytes_of(pid: int) -> float:
    """Return what a process holds, its part of what it shares with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def print_here(pdf: Path, html: Path) -> int:
    """Print the book step by step and note the CPU seconds of each step."""
    start = time.process_time()
    import django

    django.setup()
    from datetime import date

    from exchange.dump import plan_document
    from plans.models import Plan
    from portal.printing.html import book_css, book_html, stand_alone
    from portal.printing.pdf import pdf_bytes
    from portal.printing.plan_book import plan_book

    steps = [("imports", start, time.process_time())]

    def step(name, result):
        steps.append((name, steps[-1][2], time.process_time()))
        return result

    plans = Plan.objects.select_related("municipality").order_by("start_fiscal_year")
    before, document = step("queries", [plan_document(plan) for plan in plans])
    book = step("figures", plan_book(document, date(2026, 11, 21), before))
    page = step("template", book_html(book))
    pdf.write_bytes(step("paper", pdf_bytes(page, book_css())))
    html.write_text(stand_alone(page, book_css()), encoding="utf-8")
    spent = {name: end - begin for name, begin, end in steps}
    html.with_suffix(".json").write_text(json.dumps(spent), encoding="utf-8")
    return 0


def report(found: dict[str, list[Cost]], steps: dict[str, float]) -> int:
    """Print medians, the steps of our book and the ratios; return 1 when the book is above its budget."""
    costs = {
        name: Cost(*map(median, zip(*map(values, rounds), strict=True))) for name, rounds in found.items()
    }
    for name, cost in costs.items():
        say(
            f"{name:<9} {cost.pages:4.0f} pages   wall {cost.wall:5.1f} s   CPU {cost.cpu:5.1f} s"
            f"   {cost.cpu / cost.pages:.3f} s a page   {cost.memory:4.0f} MB   file {cost.size:.1f} MB"
        )
    say("steps     " + "   ".join(f"{name} {seconds:.1f} s" for name, seconds in steps.items()))
    ours, theirs = costs["book"], costs["Chromium"]
    ratios = {
        "CPU": ours.cpu / theirs.cpu,
        "CPU a page": ours.cpu / ours.pages / (theirs.cpu / theirs.pages),
        "wall": ours.wall / theirs.wall,
        "memory": ours.memory / theirs.memory,
        "file": ours.size / theirs.size,
    }
    say("ratio     " + "   ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items()))
    say(f"budget    CPU {ours.cpu:.1f} of {MOST_SECONDS} s   memory {ours.memory:.0f} of {MOST_MEGABYTES} MB")
    return int(ours.cpu > MOST_SECONDS or ours.memory > MOST_MEGABYTES)


def values(cost: Cost) -> tuple[float, ...]:
    return cost.wall, cost.cpu, cost.memory, cost.pages, cost.size


if __name__ == "__main__":
    sys.exit(print_here(*map(Path, sys.argv[2:])) if "--here" in sys.argv else main())
