"""新旧対照表: all that differs between two plan documents, in time that grows with their length."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from exchange.comparing.identity import identities, name_of, number_of
from exchange.comparing.matching import Match, match
from exchange.comparing.members import NOTHING, changes, lines, moved, remark_of
from exchange.comparing.model import Change, Comparison, Decision, Entry, Kind
from exchange.comparing.references import comparable
from exchange.comparing.schedules import Schedules
from exchange.comparing.trees import flat_trees
from exchange.comparing.words import label_of
from exchange.schema.base import Part
from exchange.schema.document import Document, parts_of
from exchange.schema.measures import MeasurePart
from plans.models.plan import DEFAULT_LABELS

Values = Mapping[str, Any]
TREES = {"policies", "chapters"}
HEAD = {"municipality", "plan"}
OWN_WORDS = ("departments", "issues", "approach", "content", "goal", "is_new", "is_priority", "schedule")
KINDS = {
    Kind.SCHEDULE: "schedule schedule_state decision_due_fiscal_year",
    Kind.TEXT: "issues approach content goal items parent_plan_ref year_plans",
    Kind.INDICATORS: "indicators",
    Kind.COSTS: "costs budget_lines",
    Kind.REPORTS: "reports",
    Kind.NAME: "name",
    Kind.NUMBER: "number printed_number",
    Kind.DEPARTMENTS: "departments related_departments departments_text",
    Kind.CATEGORIES: "categories categories_unclear",
    Kind.POLICY: "policy policy_candidates",
    Kind.MARKS: "is_new is_priority",
    Kind.ENDED: "ended",
}
KIND_OF = {key: kind for kind, keys in KINDS.items() for key in keys.split()}


def compare(old: Values, new: Values) -> Comparison:
    """Compare two documents of one plan (ict-plan/1, canonical or not). Empty if and only if their canonical
    forms are equal; what refers to a part that was renumbered or renamed does not differ by that.
    """
    old, new = comparable(dict(old), dict(new))
    words = DEFAULT_LABELS | new["plan"].get("labels", {})
    stages = [
        {phase["label"]: phase["stage"] for phase in document["plan"].get("phases", [])}
        for document in (old, new)
    ]
    matching = match(old.get("measures", []), new.get("measures", []), identities(MeasurePart))
    measures = _Measures(words, Schedules(*stages, words["schedule"]))
    found = [measures.entry(pair) for pair in matching.matches if pair.old != pair.new]
    order = list(moved(Kind.REST, words["measure"], MeasurePart, matching))
    return Comparison(
        measures=found,
        rest=[*_rest(old, new), *_listing(label_of(Document, "measures"), order)],
        unchanged=len(matching.matches) - len(found),
        years=_years(old["plan"], new["plan"]),
        old_stages=stages[0],
        new_stages=stages[1],
        measure_word=words["measure"],
        department_word=words["departments"],
    )


def _years(old: Values, new: Values) -> range:
    first = min(old["start_fiscal_year"], new["start_fiscal_year"])
    return range(first, max(old["end_fiscal_year"], new["end_fiscal_year"]) + 1)


class _Measures:
    """Makes the entries of measures, with the plan's own words."""

    def __init__(self, words: Mapping[str, str], schedules: Schedules):
        self.noun = words["measure"]
        self.labels = {key: words[key] for key in OWN_WORDS}
        self.schedules = schedules

    def entry(self, pair: Match) -> Entry:
        measure = pair.latest
        return Entry(
            noun=self.noun,
            key=measure["key"],
            number=number_of(MeasurePart, measure),
            name=measure["name"],
            departments="、".join(measure.get("departments", [])) or measure.get("departments_text", ""),
            is_old=pair.old is not None,
            is_new=pair.new is not None,
            changes=list(self._changes(pair) if pair.old and pair.new else [self._whole(pair)]),
            decision=_decision(pair.old or NOTHING, pair.new or NOTHING),
        )

    def _changes(self, pair: Match) -> Iterator[Change]:
        old, new = pair.old, pair.new
        found = changes(
            MeasurePart, old, new, kind_of=lambda key: KIND_OF.get(key, Kind.OTHER),
            leave_out={"schedule"}, labels=self.labels,
        )  # fmt: skip
        found = [*found, *self.schedules.changes(old.get("schedule", []), new.get("schedule", []))]
        places = list(Kind)
        yield from sorted(found, key=lambda change: places.index(change.kind))

    def _whole(self, pair: Match) -> Change:
        """Return the one place of a measure that stands in one document only: all it says."""
        is_new = pair.old is None
        old, new = pair.old or NOTHING, pair.new or NOTHING
        without = {"key", "number", "name", "schedule"}
        own = {label_of(MeasurePart, key): word for key, word in self.labels.items()}
        without |= {mark for mark in ("is_new", "is_priority") if not pair.latest.get(mark)}
        told = lines(MeasurePart, old, new, without)
        return Change(
            Kind.ADDED if is_new else Kind.ENDED,
            "追加" if is_new else "削除",
            [replace(line, label=own.get(line.label, line.label)) for line in told],
            self.schedules.whole(pair.latest.get("schedule", []), is_new=is_new),
        )


def _decision(old: Values, new: Values) -> Decision:
    for key in ("ended", "added"):
        part = new.get(key, NOTHING)
        told = Decision(**{name: part[name] for name in ("on", "body", "document_number") if name in part})
        if told and part != old.get(key):
            return told
    return Decision()


def _rest(old: Values, new: Values) -> Iterator[Entry]:
    """Yield what differs beside the measures, section by section in the document's order."""
    for key, part in parts_of(Document).items():
        noun = label_of(Document, key)
        if key == "measures" or old.get(key) == new.get(key):
            continue
        if key in HEAD:
            found = list(changes(part, old[key], new[key], kind_of=_is_rest))
            yield Entry(noun, "", "", name_of(part, new[key]), "", True, True, found)
        else:
            yield from _section(key, noun, part, old.get(key, []), new.get(key, []))


def _section(
    key: str, noun: str, part: type[Part], old: Sequence[Values], new: Sequence[Values]
) -> Iterator[Entry]:
    if key in TREES:
        old, new = flat_trees(part, old, new)
    matching = match(old, new, identities(part))
    for pair in matching.matches:
        if pair.old != pair.new:
            yield _thing(noun, part, pair)
    yield from _listing(noun, list(moved(Kind.REST, noun, part, matching)))


def _thing(noun: str, part: type[Part], pair: Match) -> Entry:
    leave_out = {"children", "key"}
    if pair.old and pair.new:
        found = list(changes(part, pair.old, pair.new, kind_of=_is_rest, leave_out=leave_out))
    else:
        told = lines(part, pair.old or NOTHING, pair.new or NOTHING, leave_out)
        found = [Change(Kind.REST, noun, told, remark=remark_of(pair.old, pair.new))]
    number, name = number_of(part, pair.latest), name_of(part, pair.latest)
    return Entry(noun, "", number, name, "", pair.old is not None, pair.new is not None, found)


def _listing(noun: str, found: list[Change]) -> Iterator[Entry]:
    if found:
        yield Entry(noun, "", "", "", "", True, True, found)


def _is_rest(key: str) -> Kind:
    return Kind.REST
