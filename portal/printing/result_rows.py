"""What became of each measure of a plan: its final result, else what its last final round says of it.

The chapter of a plan book (前計画の結果) and the table of results for the next plan read the same rows.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from organizations.fiscal_years import show_fiscal_year_by_era
from portal.printing.measure_sheets import items
from portal.printing.sheet_tables import target_text
from portal.printing.tables import NOTHING, Column, Group, PrintedTable, in_percent, row
from portal.printing.words import Part, Source
from portal.told_words import SITUATIONS, situation_of
from reviews.models import ReviewRound

UNKNOWN = "記載なし"


@dataclass(frozen=True)
class Share:
    """A part of the strip: a word, how many measures, its share of the strip in percent."""

    label: str
    count: int
    share: int


def with_results(document: Part) -> Part:
    """Return a document in which the last report stands for the result of what has none of its own.

    The argument is not changed.
    """
    rounds = {part["key"]: part for part in document.get("rounds", [])}
    measures = [_with_outcome(measure, rounds) for measure in document.get("measures", [])]
    words = list(document["plan"].get("achievements", []))
    known = {word["label"] for word in words}
    told = {measure["outcome"].get("achievement") for measure in measures if measure.get("outcome")}
    words += [{"label": label} for label in SITUATIONS.values() if label in told - known]
    return dict(document) | {
        "plan": document["plan"] | {"achievements": words},
        "measures": measures,
        "policies": [_with_policy_outcome(policy, rounds) for policy in document.get("policies", [])],
    }


def _with_outcome(measure: Part, rounds: dict[str, Part]) -> Part:
    found = None if measure.get("outcome") else last_answer(measure, rounds)
    if not found:
        return measure
    review_round, answer = found
    said = answer.get("evaluations", [])
    outcome = {
        "achievement": answer.get("achievement") or situation_of(answer),
        "direction": next((one["direction"] for one in reversed(said) if one.get("direction")), None),
        "summary": answer.get("done"),
        "as_of": review_round.get("as_of"),
        "reported_fiscal_year": review_round["fiscal_year"],
    }
    return measure | {"outcome": {key: value for key, value in outcome.items() if value}}


def _with_policy_outcome(policy: Part, rounds: dict[str, Part]) -> Part:
    found = None if policy.get("outcome") else last_answer(policy, rounds)
    below = [_with_policy_outcome(child, rounds) for child in policy.get("children", [])]
    told = {"children": below} if below else {}
    if found:
        said = [found[1].get("achievement") or situation_of(found[1]), found[1].get("done", "")]
        told["outcome"] = "\n".join(filter(None, said))
    return policy | told


def last_answer(part: Part, rounds: dict[str, Part]) -> tuple[Part, Part] | None:
    """Return the last round in which there was an answer on the year's progress, with that answer."""
    told = [
        (rounds[report["round"]], report)
        for report in part.get("reports", [])
        if rounds[report["round"]].get("kind", "progress") == ReviewRound.Kind.PROGRESS
        and (report.get("situation") or report.get("done") or report.get("achievement"))
    ]
    when = [(review_round["fiscal_year"], review_round.get("part", 1)) for review_round, _ in told]
    return told[when.index(max(when))] if told else None


def measures_told(source: Source) -> list[Part]:
    return [part for part in source.parts("measures") if part.get("outcome")]


def shares_of(source: Source, measures: Sequence[Part], key: str, words: str) -> list[Share]:
    """Return how many measures bear each of the plan's words, in the plan's order; those without one last."""
    found = Counter(part.get("outcome", {}).get(key) for part in measures)
    counts = {
        word["label"]: found[word["label"]] for word in source.plan.get(words, []) if found[word["label"]]
    }
    if not counts:
        return []
    if left := len(measures) - sum(counts.values()):
        counts[UNKNOWN] = left
    widths = in_percent(list(counts.values()))
    return [Share(label, count, width) for (label, count), width in zip(counts.items(), widths, strict=True)]


def policy_results(source: Source) -> PrintedTable | None:
    """Return what the document says became of each policy, None where it says nothing."""
    told = [path[-1] for path in source.policies.values() if path[-1].get("outcome")]
    if not told:
        return None
    columns = [Column("方針", 30, "label"), Column("結果", 70)]
    rows = [row(columns, (policy["name"], policy["outcome"])) for policy in told]
    return PrintedTable(columns, [Group(rows)], "方針ごとの結果")


def result_text(outcome: Part) -> str:
    """Return the summary of a result and its points, line by line."""
    return "\n".join(filter(None, [outcome.get("summary"), *_points(outcome)]))


def _points(outcome: Part) -> Iterator[str]:
    for item in items(outcome):
        remark = f"（{item.remark}）" if item.remark else ""
        text = f"　{item.text}" if item.text else ""
        yield f"{item.number} {item.name}{remark}{text}"


def aim_of(measure: Part) -> str:
    """Return what a measure was to reach: phase and goal, else its targets, else where its schedule ends."""
    found = [measure.get("outcome", {}).get("target_phase"), measure.get("goal")]
    told = [(one["name"], target_text(one).replace("\n", "　")) for one in measure.get("indicators", [])]
    targets = [f"{name}　{target}" for name, target in told if target != NOTHING]
    return "\n".join(filter(None, found)) or "\n".join(targets or _last_phases(measure))


def _last_phases(measure: Part) -> Iterator[str]:
    """Yield where each track is to stand in the end: 実施（令和8年度）."""
    for track in measure.get("schedule", []):
        if years := track.get("years"):
            last = max(years, key=int)
            label = f"{track['label']}　" if track.get("label") else ""
            yield f"{label}{years[last]}（{show_fiscal_year_by_era(int(last))}）"
