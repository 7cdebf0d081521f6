"""What printing costs, as ratios: the book of 武蔵野市, a plan of dense one-page sheets, 53 and 424 measures.

Each print is a process of its own, ours and headless Chromium's (the same HTML) in turn, so that a busy
machine slows both alike; medians are shown. CPU is that of all processes of a print together, memory the
highest sum of what they hold (proportional set size). Ends with 1 when a goal is missed. `book short` prints
each once and leaves out the 424 measures.
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

from dense_plan import FEWEST, dense_plan
from measuring import ENVIRONMENT, ROOT, say

FIXTURES = sorted(ROOT.glob("fixtures/132039-*.json"))
FEW, MANY = 3, 8 * FEWEST  # measures of the plans that the cost of one more is found with
ROUNDS = 3
PAUSE = 0.05  # seconds between two looks at the processes
TICKS = os.sysconf("SC_CLK_TCK")
CHROMIUM = [
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
    "--disable-dev-shm-usage",
]  # fmt: skip
GOALS = {
    "CPU s a dense sheet": 0.20,
    "CPU, 武蔵野 / Chromium": 3.0,
    "CPU, dense / Chromium": 3.0,
    "a measure of 424 / of 53": 1.2,
    "MB a page": 2.2,
}


@dataclass(frozen=True)
class Cost:
    """What a print took: seconds, megabytes, the pages that came out and, of ours, each step's seconds."""

    wall: float
    cpu: float
    memory: float
    pages: int
    size: float
    steps: dict[str, float]


def main(is_short: bool) -> int:
    with TemporaryDirectory() as name:
        folder = Path(name)
        environment = os.environ | ENVIRONMENT | {"DATABASE_URL": f"sqlite:///{folder}/measure.sqlite3"}
        environment |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        counts = [FEW, FEWEST] if is_short else [FEW, FEWEST, MANY]
        files = {count: folder / f"dense-{count}.json" for count in counts}
        for count, file in files.items():
            file.write_text(json.dumps(dense_plan(count)), encoding="utf-8")
        for command in (["migrate"], ["import_plan", *map(str, [*FIXTURES, files[FEWEST]])]):
            subprocess.run(
                [sys.executable, str(ROOT / "manage.py"), *command],
                env=environment,
                check=True,
                capture_output=True,
            )
        found = prints(folder, environment, files, 1 if is_short else ROUNDS)
    return report(found)


def prints(
    folder: Path, environment: dict[str, str], files: dict[int, Path], rounds: int
) -> dict[str, list[Cost]]:
    """Print everything in turn; the plans of few and of many measures come from their files."""
    found: dict[str, list[Cost]] = {}
    cases = [("武蔵野", "132039"), ("dense", "132900")]
    others = [
        (f"{kind} {count}", str(files[count]), kind)
        for count in files
        if count != FEWEST
        for kind in ("book",)
    ]
    others += [(f"sheets {count}", str(files[count]), "sheets") for count in (FEW, FEWEST)]
    ours(folder, environment, "132039", "book")  # compiles what the others find compiled
    for _ in range(rounds):
        for name, source in cases:
            found.setdefault(name, []).append(ours(folder, environment, source, "book"))
            found.setdefault(f"{name}, Chromium", []).append(chromium(folder, environment))
        for name, source, kind in others:
            if name == f"book {MANY}" and name in found:
                continue  # once is long enough
            found.setdefault(name, []).append(ours(folder, environment, source, kind))
    return found


def ours(folder: Path, environment: dict[str, str], source: str, kind: str) -> Cost:
    command = [sys.executable, __file__, "--here", source, kind, str(folder)]
    return measured(command, folder / "ours.pdf", environment, folder / "steps.json")


def chromium(folder: Path, environment: dict[str, str]) -> Cost:
    """Print with Chromium what we printed last."""
    pdf = folder / "chromium.pdf"
    places = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={pdf}", (folder / "page.html").as_uri()]
    return measured([*CHROMIUM, *places], pdf, environment)


def measured(
    command: list[str], output: Path, environment: dict[str, str], steps: Path | None = None
) -> Cost:
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
    told = json.loads(steps.read_text(encoding="utf-8")) if steps else {}
    pages = len(PdfReader(output).pages)
    return Cost(wall, sum(seconds.values()), memory, pages, output.stat().st_size / 1e6, told)


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


def print_here(source: str, kind: str, folder: Path) -> int:
    """Print a plan (a file, or the code of its city) step by step and note the CPU seconds of each step."""
    start = spent()
    import django

    django.setup()
    from datetime import date

    from portal.printing.html import book_css, book_html, stand_alone
    from portal.printing.pdf import pdf_bytes
    from portal.printing.plan_book import plan_book

    steps = [("imports", start, spent())]

    def step(name, result):
        steps.append((name, steps[-1][2], spent()))
        return result

    document, before = step("queries", documents(source))
    book = step("figures", plan_book(document, date(2026, 11, 21), before))
    page = step("template", book_html(book if kind == "book" else sheets_alone(book)))
    (folder / "ours.pdf").write_bytes(step("paper", pdf_bytes(page, book_css())))
    (folder / "page.html").write_text(stand_alone(page, book_css()), encoding="utf-8")
    told = {name: end - begin for name, begin, end in steps}
    (folder / "steps.json").write_text(json.dumps(told), encoding="utf-8")
    return 0


def spent() -> float:
    """Return the CPU seconds of this process and of those it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def documents(source: str) -> tuple[dict, dict | None]:
    if source.endswith(".json"):
        return json.loads(Path(source).read_text(encoding="utf-8")), None
    from exchange.dump import plan_document
    from plans.models import Plan

    plans = Plan.objects.filter(municipality__code=source).order_by("start_fiscal_year")
    found = [plan_document(plan) for plan in plans]
    return found[-1], found[-2] if len(found) > 1 else None


def sheets_alone(book):
    """Return the book with nothing but its sheets and its last page."""
    from dataclasses import replace

    return replace(book, pieces=[section for section in book.sections if section.has_sheets])


def report(found: dict[str, list[Cost]]) -> int:
    """Print the medians and the ratios beside their goals; return 1 when one is missed."""
    costs = {name: middle(rounds) for name, rounds in found.items()}
    for name, cost in costs.items():
        steps = "  ".join(f"{step} {seconds:.1f}" for step, seconds in cost.steps.items())
        say(
            f"{name:<16} {cost.pages:5.0f} pages  CPU {cost.cpu:6.1f} s  wall {cost.wall:6.1f} s"
            f"  {cost.memory:5.0f} MB  file {cost.size:4.1f} MB  {steps}"
        )
    results = ratios(costs)
    for name, value in results.items():
        goal = GOALS.get(name)
        verdict = "" if goal is None else f"   at most {goal}" + ("" if value <= goal else "   MISSED")
        say(f"{name:<32} {value:6.2f}{verdict}")
    return int(any(value > GOALS.get(name, value) for name, value in results.items()))


def middle(rounds: list[Cost]) -> Cost:
    fields = [[getattr(cost, name) for cost in rounds] for name in ("wall", "cpu", "memory", "pages", "size")]
    steps = {name: median(cost.steps[name] for cost in rounds) for name in rounds[0].steps}
    return Cost(*map(median, fields), steps)


def ratios(costs: dict[str, Cost]) -> dict[str, float]:
    """Return what the goals speak of, and what is good to know beside."""
    found: dict[str, float] = {}
    sheets, few_sheets = costs[f"sheets {FEWEST}"], costs[f"sheets {FEW}"]
    found["CPU s a dense sheet"] = (without_imports(sheets) - without_imports(few_sheets)) / (FEWEST - FEW)
    for name in ("武蔵野", "dense"):
        own, other = costs[name], costs[f"{name}, Chromium"]
        found[f"CPU, {name} / Chromium"] = own.cpu / other.cpu
        found[f"wall, {name} / Chromium"] = own.wall / other.wall
        found[f"memory, {name} / Chromium"] = own.memory / other.memory
        found[f"file, {name} / Chromium"] = own.size / other.size
    few, book = costs[f"book {FEW}"], costs["dense"]
    one = (without_imports(book) - without_imports(few)) / (FEWEST - FEW)
    found["CPU s a dense measure of a book"] = one
    largest = costs.get(f"book {MANY}")
    if largest:
        found["a measure of 424 / of 53"] = (
            (without_imports(largest) - without_imports(few)) / (MANY - FEW) / one
        )
    top = largest or book
    found["MB a page"] = (top.memory - few.memory) / (top.pages - few.pages)
    return found


def without_imports(cost: Cost) -> float:
    return sum(seconds for name, seconds in cost.steps.items() if name != "imports")


if __name__ == "__main__":
    if "--here" in sys.argv:
        sys.exit(print_here(sys.argv[2], sys.argv[3], Path(sys.argv[4])))
    sys.exit(main("short" in sys.argv))
