"""The canonical order of what happened: rows without a place of their own stand by time and by the plan."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from measures.models import track_key

Values = dict[str, Any]


def round_place(part: Values) -> tuple:
    """Return where a round stands: by fiscal year, 年度計画 before what was reached, by part."""
    is_progress = part.get("kind", "progress") != "year-plan"
    return part.get("fiscal_year", 0), is_progress, part.get("part", 1), part.get("key", "")


def order_what_happened(document: Values) -> None:
    """Order rounds, meetings and reports of a document in place."""
    document.get("rounds", []).sort(key=round_place)
    document.get("meetings", []).sort(
        key=lambda part: (part.get("held_on", ""), part.get("body", ""), part.get("title", ""))
    )
    places = _Places(document)
    for subject in [*_nodes(document.get("policies", [])), *document.get("measures", [])]:
        tracks = [
            track.get("key") or track_key(track.get("label", "")) for track in subject.get("schedule", [])
        ]
        if "reports" in subject:
            subject["reports"].sort(key=lambda part: places.of("rounds", part.get("round")))
        for report in subject.get("reports", []):
            places.order(report, tracks)


class _Places:
    """Where the names of a document stand in its lists; what stands in none comes last, by name."""

    def __init__(self, document: Values):
        plan = document.get("plan", {})
        self.names = {
            "rounds": _names(document.get("rounds", []), "key"),
            "bodies": _names(plan.get("evaluation_bodies", []), "name"),
            "criteria": _names(plan.get("criteria", []), "name"),
            "departments": _names(_departments(document), "name"),
        }

    def of(self, kind: str, name: str | None) -> tuple:
        return _place(self.names[kind], name)

    def order(self, report: Values, tracks: Sequence[str]) -> None:
        known = {name: place for place, name in enumerate(tracks)}
        if "phases" in report:
            report["phases"] = _map_by(report["phases"], lambda name: _place(known, name))
        if "evaluations" in report:
            report["evaluations"].sort(key=lambda part: self.of("bodies", part.get("body")))
        for evaluation in report.get("evaluations", []):
            if "ratings" in evaluation:
                evaluation["ratings"] = _map_by(evaluation["ratings"], lambda name: self.of("criteria", name))
        if "conditions" in report:
            report["conditions"].sort(
                key=lambda part: [part.get(name, "") for name in ("given_on", "due_on", "body", "text")]
            )
        if "additions" in report:
            report["additions"].sort(key=lambda part: self.of("departments", part.get("department")))


def _names(parts: Iterable[Values], member: str) -> dict[str, int]:
    return {part.get(member): place for place, part in enumerate(parts)}


def _place(known: dict[str, int], name: str | None) -> tuple:
    return known.get(name, len(known)), name or ""


def _map_by(values: Values, place) -> Values:
    return {name: values[name] for name in sorted(values, key=place)}


def _departments(document: Values) -> Iterator[Values]:
    """Yield the departments under each name they answer to."""
    for part in document.get("departments", []):
        yield part
        yield {"name": f"{part.get('parent', '')} {part.get('name', '')}"}


def _nodes(parts: list[Values]) -> Iterator[Values]:
    for part in parts:
        yield part
        yield from _nodes(part.get("children", []))
