"""The measures of a document under the policies they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.measure_table import Badge
from portal.printing.words import Part, Source, numbered


@dataclass(frozen=True)
class MeasureGroup:
    """Measures of one policy. `path` leads to it from the top; `title` is how a band names it."""

    path: tuple[Part, ...]
    title: str
    measures: Sequence[Part]


def measure_groups(source: Source, measures: Sequence[Part] | None = None) -> list[MeasureGroup]:
    """Return the measures (all, or those given) by policy, each group where its first measure stands."""
    by_title: dict[str, list[Part]] = {}
    paths: dict[str, tuple[Part, ...]] = {}
    for measure in source.parts("measures") if measures is None else measures:
        path = source.policies.get(measure.get("policy"), ())
        title = group_title(source, measure, path)
        paths[title] = path
        by_title.setdefault(title, []).append(measure)
    return [MeasureGroup(paths[title], title, found) for title, found in by_title.items()]


def group_title(source: Source, measure: Part, path: tuple[Part, ...]) -> str:
    """Return what a band says: the path of policies, or those the document leaves open between."""
    if path:
        return "　".join(numbered(policy) for policy in path)
    candidates = [source.policies.get(code) for code in measure.get("policy_candidates", [])]
    return " または ".join(numbered(found[-1]) for found in candidates if found)


def badges(source: Source, measure: Part) -> list[Badge]:
    """Return the marks of a measure: priority, new, added, ended."""
    marks = [
        (measure.get("is_priority"), Badge(source.mark("is_priority"), "key")),
        (measure.get("is_new"), Badge(source.mark("is_new"))),
        (measure.get("added"), Badge("追加")),
        (measure.get("ended"), Badge("終了")),
    ]
    return [badge for holds, badge in marks if holds]
