"""Saving 200 changed or emptied cells, as a ratio to a plain bulk_update of the same rows.

The save is the whole service: lock, comparison with what was shown, checks, history, reason. The yardstick
writes the same 200 rows, read beforehand, by one `bulk_update` in a transaction, without history. Both run in
turn, so that a busy machine slows both alike: on SQLite and, where POSTGRES_URL or a server on 127.0.0.1 lets
us in, on PostgreSQL, each in a test database. Then measure_comparison.py runs: 新旧対照表 of 500 measures in
linear time. Ends with 1 when a bar is not held.
"""

import io
import subprocess
import sys
from pathlib import Path

from measuring import ROOT, Seconds, in_test_database, measure_on_each_database, report, timed

PLAN = ["132039", "ict-2014"]
CELLS, BAR = 200, 2.0
WARM, ROUNDS = 5, 40
COMPARISON = Path(__file__).with_name("measure_comparison.py")


def main() -> int:
    answers = [measure_on_each_database(__file__)]
    if COMPARISON.exists():
        answers.append(subprocess.run([sys.executable, COMPARISON], check=False).returncode)
    return max(answers)


def measure_here() -> int:
    from django.core.management import call_command

    silent = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command("import_plan", ROOT / "fixtures" / f"{'-'.join(PLAN)}.json", **silent)
    add_measures()
    return report(save_in_turn(), BAR)


def add_measures() -> None:
    """Add to the plan as many measures as give it, one cell each, the cells to save."""
    from measures.models import Measure, ScheduleEntry, ScheduleTrack
    from plans.models import Plan

    plan = Plan.objects.get(municipality__code=PLAN[0], code=PLAN[1])
    measures = Measure.objects.bulk_create(
        Measure(plan=plan, key=f"more-{n}", number=f"more-{n}", name=f"施策{n}", order=n)
        for n in range(CELLS)
    )
    tracks = ScheduleTrack.objects.bulk_create(ScheduleTrack(measure=row, key="-") for row in measures)
    year, phase = plan.start_fiscal_year, plan.word_set.phases().first()
    ScheduleEntry.objects.bulk_create(
        ScheduleEntry(track=track, fiscal_year=year, phase=phase) for track in tracks
    )


def save_in_turn() -> Seconds:
    """Return the seconds of CPU and of wall time that each way of saving took, round by round."""
    from plans.models import Plan

    plan = Plan.objects.get(municipality__code=PLAN[0], code=PLAN[1])
    words = [None, *plan.word_set.phases()]  # every round another word in each cell, or none
    ways = {"plain bulk_update": plainly, f"{CELLS} cells saved": through_the_service}
    found: Seconds = {name: [] for name in ways}
    for turn in range(WARM + ROUNDS):
        for name, save in ways.items():
            found[name].append(save(plan, words, turn))
    return {name: rounds[WARM:] for name, rounds in found.items()}


def cells(plan, words: list, turn: int) -> list[tuple]:
    """Return as many cells, and for each a word that it does not have."""
    from measures.models import ScheduleEntry

    rows = ScheduleEntry.objects.filter(track__measure__plan=plan).select_related("phase").order_by("-pk")
    chosen = []
    for number, row in enumerate(rows[:CELLS]):
        others = [word for word in words if word != row.phase]
        chosen.append((row, others[(number + turn) % len(others)]))
    return chosen


def plainly(plan, words: list, turn: int) -> tuple[float, float]:
    from django.db import transaction

    from measures.models import ScheduleEntry

    rows = []
    for row, word in cells(plan, words, turn):
        row.phase = word
        rows.append(row)
    with_transaction = transaction.atomic(ScheduleEntry.objects.bulk_update)
    return timed(lambda: with_transaction(rows, ["phase"]))[0]


def through_the_service(plan, words: list, turn: int) -> tuple[float, float]:
    from measures.edits import CellEdit
    from measures.services import schedule_save
    from organizations.edits import Edit
    from organizations.history import Author, Reason

    edits = [
        CellEdit(row.track_id, row.fiscal_year, Edit("phase", label_of(row.phase), label_of(word)))
        for row, word in cells(plan, words, turn)
    ]
    author, reason = Author(user=None, source="command"), Reason("other", "測定のため。")
    seconds, saved = timed(lambda: schedule_save(plan=plan, cells=edits, author=author, reason=reason))
    if saved.cells != CELLS:
        raise SystemExit(f"{saved.cells} cells were saved instead of {CELLS}")
    return seconds


def label_of(word) -> str:
    return word.label if word else ""


if __name__ == "__main__":
    sys.exit(in_test_database(measure_here) if "--here" in sys.argv else main())
