"""What stands on the 工程表 poster, before anything is measured: measures under their policies, with lanes.

A lane is a line of bars over the plan's years: a track of the schedule or, in a plan that prints no schedule,
a target up to the year it is due.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from portal.bars import Bar, Phase
from portal.printing.grouping import badges, group_title
from portal.printing.schedule_table import STATEMENTS, CountRow, phase_counts, tracks
from portal.printing.sheet_tables import target_text
from portal.printing.tables import NOTHING
from portal.printing.type_width import sentences, within
from portal.printing.words import Part, Source, department_names, measure_number, numbered

SCHEDULE, TARGETS, TEXTS = "schedule", "targets", "texts"
NO_DUE, NO_TARGET = "期限の記載なし", "目標の記載なし"
EVERY_YEAR = "recurring"
LONGEST_TEXT = 84.0  # em of what is told of a measure beside its bars
FEW, LONGEST_OF_FEW = 6, 420.0  # measures, of which there is room to tell more
_BULLET = ("- ", "* ", "・")


@dataclass(frozen=True)
class Stretch:
    """Years side by side: in a phase, on the way to a target, or empty; `text` says why."""

    span: int
    phase: Phase | None = None
    runs_on: bool = False
    text: str = ""
    is_target: bool = False


@dataclass(frozen=True)
class Lane:
    label: str
    stretches: Sequence[Stretch]


@dataclass(frozen=True)
class Entry:
    """A measure, or a policy of the lowest level that has none."""

    number: str
    name: str
    badges: Sequence[str]
    departments: str
    text: str
    lanes: Sequence[Lane]
    is_policy: bool = False


@dataclass(frozen=True)
class Band:
    """A policy and what stands under it; without a title where the plan has no policies."""

    title: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Entries:
    """`form` is SCHEDULE, TARGETS (no schedule printed, targets) or TEXTS (neither)."""

    form: str
    bands: Sequence[Band]
    years: Sequence[int]
    phases: Sequence[Phase]
    has_open_schedules: bool


def poster_entries(source: Source) -> Entries:
    measures = source.parts("measures")
    form = _form(measures)
    used = {
        label
        for m in measures
        for track in m.get("schedule", [])
        for label in track.get("years", {}).values()
    }
    return Entries(
        form=form,
        bands=[Band(title, entries) for title, entries in _by_policy(source, form).items()],
        years=list(source.years),
        phases=[phase for label, phase in source.phases.items() if label in used] if form == SCHEDULE else [],
        has_open_schedules=any(m.get("schedule_state") in {"partly", "unreadable"} for m in measures),
    )


def _form(measures: Sequence[Part]) -> str:
    if any(measure.get("schedule_state") != "none" for measure in measures):
        return SCHEDULE
    return TARGETS if any(measure.get("indicators") for measure in measures) else TEXTS


def _by_policy(source: Source, form: str) -> dict[str, list[Entry]]:
    """Return the entries under their bands, in the order of policies.

    Measures between policies stand after the first of these, those of none at the end.
    """
    found: dict[str, list[Part]] = {}
    place_of = {code: place for place, code in enumerate(source.policies)}
    places: dict[str, float] = {}
    for measure in source.parts("measures"):
        path = source.policies.get(measure.get("policy"), ())
        title = group_title(source, measure, path)
        between = [place_of[code] + 0.5 for code in measure.get("policy_candidates", []) if code in place_of]
        places[title] = place_of[path[-1]["code"]] if path else min(between, default=len(place_of))
        found.setdefault(title, []).append(measure)
    for place, path in enumerate(source.policies.values()):
        title = _title(path)
        if path[-1].get("reportable") and title not in found:
            places.setdefault(title, place)
    bands: dict[str, list[Entry]] = {}
    policies = {_title(path): path for path in source.policies.values()}
    for title in sorted(places, key=lambda title: places[title]):
        if title in found:
            entries = [_entry(source, form, measure) for measure in found[title]]
            bands.setdefault(title, []).extend(entries)
        else:
            path = policies[title]
            bands.setdefault(_title(path[:-1]), []).append(_policy_entry(source, form, path[-1]))
    return bands


def _title(path: Sequence[Part]) -> str:
    return "　".join(numbered(policy) for policy in path)


def _policy_entry(source: Source, form: str, policy: Part) -> Entry:
    departments = "、".join(policy.get("departments", []))
    text = plain(policy.get("description", ""))
    lanes = [Lane("", [Stretch(len(source.years))])] if form != TEXTS else []
    number = policy.get("printed_code") or policy["code"]
    return Entry(number, policy["name"], (), departments, text, lanes, is_policy=True)


def _entry(source: Source, form: str, measure: Part) -> Entry:
    lanes = {SCHEDULE: tracks_of, TARGETS: _targets}[form](source, measure) if form != TEXTS else []
    mark = "※" if measure.get("schedule_state") == "partly" else ""
    return Entry(
        number=measure_number(measure),
        name=f"{measure['name']}{mark}",
        badges=[badge.label for badge in badges(source, measure)],
        departments=department_names(measure),
        text=_leading(source, work_of(measure))
        if form == SCHEDULE
        else work_of(measure, in_points=form == TARGETS),
        lanes=lanes,
    )


def work_of(measure: Part, *, in_points: bool = False) -> str:
    """Return what is to be done: the points of a measure where they are wanted and there, else its text."""
    points = [item["name"] for item in measure.get("items", [])]
    if in_points and points:
        return "\n".join(f"・{point}" for point in points)
    text = measure.get("content") or measure.get("goal") or measure.get("approach") or ""
    return plain(text) or "\n".join(f"・{point}" for point in points)


def _leading(source: Source, text: str) -> str:
    """Return the first whole sentences that are no longer than a row beside bars should be."""
    longest = LONGEST_OF_FEW if len(source.parts("measures")) <= FEW else LONGEST_TEXT
    return within(text, 3, longest / 3)


def plain(text: str) -> str:
    """Return a text without the marks of Markdown, its lines one paragraph."""
    lines = [line.strip().replace("**", "").lstrip("#").strip() for line in text.split("\n")]
    kept = [
        line[len(mark) :] if (mark := next(filter(line.startswith, _BULLET), "")) else line for line in lines
    ]
    return "".join(
        sentence if sentence.endswith("。") else f"{sentence}　" for sentence in sentences("\n".join(kept))
    ).strip()


def tracks_of(source: Source, measure: Part) -> list[Lane]:
    """Return a lane a track; one statement where none of them can be read."""
    blank = STATEMENTS.get(measure.get("schedule_state", ""), "記載なし")
    lanes = []
    for label, drawn in tracks(source, measure):
        filled = any(bar.phase for bar in drawn)
        stretches = _joined(drawn) if filled else [Stretch(len(source.years), text=blank)]
        lanes.append((filled, Lane(label, stretches)))
    if any(filled for filled, _ in lanes):
        return [lane for _, lane in lanes]
    return [Lane("", [Stretch(len(source.years), text=blank)])]


def _joined(drawn: Sequence[Bar]) -> list[Stretch]:
    found: list[Stretch] = []
    for bar in drawn:
        if bar.phase is None and found and found[-1].phase is None:
            found[-1] = Stretch(found[-1].span + bar.span)
        else:
            found.append(Stretch(bar.span, bar.phase, bar.runs_on))
    return found


def _targets(source: Source, measure: Part) -> list[Lane]:
    lanes = [_target(source, part) for part in measure.get("indicators", [])]
    return lanes or [Lane("", [Stretch(len(source.years), text=NO_TARGET)])]


def _target(source: Source, part: Part) -> Lane:
    """Draw a target up to its year; one that is due each year over all of them."""
    aim = target_text(part).replace("\n", "　").removeprefix(NOTHING)
    due_text = part.get("due_text") or ("毎年度" if part["kind"] == EVERY_YEAR else "")
    due_told = f"（{due_text}）" if due_text and due_text not in aim else ""
    label = "　".join(filter(None, [part["name"], aim, due_told]))
    first, last, years = source.years[0], source.years[-1], len(source.years)
    due = last if part["kind"] == EVERY_YEAR else part.get("due_fiscal_year")
    if due is None:
        return Lane(label, [Stretch(years, text="" if due_text else NO_DUE)])
    span = min(years, max(1, due - first + 1))
    rest = [Stretch(years - span)] if span < years else []
    return Lane(label, [Stretch(span, is_target=True), *rest])


def yearly_counts(source: Source, entries: Entries) -> list[CountRow]:
    """Return measures in each phase by year; the targets due in each year where no schedule is printed."""
    if entries.form == SCHEDULE:
        return phase_counts(source)
    due = Counter(
        part["due_fiscal_year"]
        for measure in source.parts("measures")
        for part in measure.get("indicators", [])
        if part.get("due_fiscal_year")
    )
    return [CountRow("期限を迎える目標", [due[year] for year in source.years])] if due else []
