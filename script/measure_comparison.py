"""What comparing two documents costs by their number of measures: CPU milliseconds, and the ratio to half.

The documents are the plan of 武蔵野市 with its measures copied over and over; in the new one every measure
has slipped a year, says its goal otherwise and has another number. Sizes are timed in turn, so that a busy
machine slows all alike; medians are shown. `compare` is the 新旧対照表 as data, `shown` with every changed
word marked. Ends with 1 when 500 measures take more than three times as long as 250.
"""

import copy
import gc
import json
import os
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = ROOT / "fixtures" / "132039-ict-2014.json"
SIZES = [125, 250, 500, 1000]
ROUNDS, MOST = 7, 3.0
ENVIRONMENT = {
    "DEBUG": "0",
    "PORTAL_DEMO": "0",
    "SECRET_KEY": "a key for measuring alone, longer than fifty letters and signs",
    "ALLOWED_HOSTS": "testserver",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def documents(size: int) -> tuple[dict, dict]:
    """Return a plan of `size` measures, and the same with every measure changed."""
    plan = json.loads(FIXTURE.read_text(encoding="utf-8"))
    originals = plan["measures"]
    old, new = [], []
    for place in range(size):
        part = copy.deepcopy(originals[place % len(originals)])
        part |= {"number": f"A{place}", "key": f"A{place}", "related_measures": []}
        old.append(part)
        changed = copy.deepcopy(part) | {"number": f"B{place}"}
        changed["goal"] = part.get("goal", "目標を定める。").replace("。", "、市民に公表する。", 1)
        for track in changed.get("schedule", []):
            track["years"] = {str(int(year) + 1): label for year, label in track.get("years", {}).items()}
        new.append(changed)
    return plan | {"measures": old}, plan | {"measures": new}


def milliseconds(work) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def main() -> int:
    os.environ |= ENVIRONMENT
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from exchange.comparing import Decision, compare
    from portal.comparison_entries import shown_entries

    def show(old: dict, new: dict) -> None:
        found = compare(old, new)
        shown_entries(found, found.entries, reasons={}, decision=Decision())

    pairs = {size: documents(size) for size in SIZES}
    spent: dict[tuple[str, int], list[float]] = {}
    for _ in range(ROUNDS):
        for size, (old, new) in pairs.items():
            spent.setdefault(("compare", size), []).append(milliseconds(lambda o=old, n=new: compare(o, n)))
            spent.setdefault(("shown", size), []).append(milliseconds(lambda o=old, n=new: show(o, n)))
    return report({key: median(times) for key, times in spent.items()})


def report(spent: dict[tuple[str, int], float]) -> int:
    """Print the medians and ratios; return 1 when 500 measures are too slow against 250."""
    for name in ("compare", "shown"):
        times = [spent[name, size] for size in SIZES]
        ratios = [after / before for before, after in zip(times, times[1:], strict=False)]
        for size, taken, ratio in zip(SIZES, times, [None, *ratios], strict=True):
            beside = f"   ratio to half {ratio:.2f}" if ratio else ""
            say(f"{name:<8} {size:5d} measures {taken:8.1f} ms{beside}")
    worst = max(spent[name, 500] / spent[name, 250] for name in ("compare", "shown"))
    say(f"bar      500 measures take {worst:.2f} times as long as 250, at most {MOST:.1f}")
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
