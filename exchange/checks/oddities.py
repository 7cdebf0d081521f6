"""Warnings: what is odd in a document but possible."""

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Any

from exchange.checks.raw import inner, objects, strings, text
from exchange.checks.sums import sum_warnings
from exchange.errors import Path, Problem, path_text
from organizations.fiscal_years import disagreements

# What may well be printed twice, but is worth a look.
REPEATABLE = (
    ("references", "title"), ("tables", "number"), ("tables", "title"), ("measures", "name"),
    ("carried_over", "number"), ("carried_over", "title"), ("generations", "title"), ("procedures", "name"),
    ("systems", "name"),
)  # fmt: skip
NUMBERED = ("measures", "tables", "carried_over")


def warnings_about(raw: Any, known_plans: Collection[str] | None) -> Iterator[Problem]:
    """Yield every warning. `known_plans` are the city's plan codes; None leaves predecessors unchecked."""
    for key, member in REPEATABLE:
        yield from _repeated(raw, key, member)
    for path, survey in objects(raw, "surveys"):
        yield from _repeated(survey, "items", "name", path)
    for key in NUMBERED:
        yield from _gaps(raw, key)
    yield from _unknown_plans(raw, known_plans)
    yield from _unknown_reference_parents(raw)
    yield from sum_warnings(raw)
    yield from _ragged_rows(raw)
    yield from _doubled_policies(raw)
    yield from _disagreeing_dates(raw)
    yield from _conflicts(raw)


def _repeated(holder: Any, key: str, member: str, path: Path = ()) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for place, entry in objects(holder, key, path=path):
        value = text(entry, member)
        if value in first:
            yield Problem(
                (*place, member),
                f"「{value[:60]}」は {path_text(first[value])} にもあります。原本どおりか確かめてください。",
            )
        elif value:
            first[value] = (*place, member)


def _gaps(raw: Any, key: str) -> Iterator[Problem]:
    """Yield the gaps of numbers like 1, 2, 4 and 表1, 表3, named at the entry after the gap."""
    series: dict[str, dict[int, Path]] = {}
    for path, entry in objects(raw, key):
        number = text(entry, "number") or ""
        prefix = number.rstrip("0123456789")
        digits = number[len(prefix) :]
        if digits:
            series.setdefault(prefix, {}).setdefault(int(digits), (*path, "number"))
    for prefix, numbers in series.items():
        for before, after in pairwise([0, *sorted(numbers)]):
            if after > before + 1:
                lacking = f"{prefix}{before + 1}" + (f"～{prefix}{after - 1}" if after > before + 2 else "")
                yield Problem(
                    numbers[after],
                    f"番号が飛んでいます（{lacking} がありません）。原本どおりか確かめてください。",
                )


def _unknown_plans(raw: Any, known_plans: Collection[str] | None) -> Iterator[Problem]:
    if known_plans is None:
        return
    plan = inner(raw, "plan")
    predecessor = text(plan, "predecessor")
    if predecessor and predecessor not in known_plans:
        yield Problem(
            ("plan", "predecessor"),
            f"前計画「{predecessor[:40]}」はまだ取り込まれていません。あとで取り込めばつながります。",
        )
    known = {*known_plans, predecessor, text(plan, "code")}
    for path, link in objects(raw, "measures", "continues"):
        code = (text(link, "ref") or "").partition("/")[0]
        if code and code not in known:
            yield Problem(
                (*path, "ref"), f"計画「{code[:40]}」はまだ取り込まれていません。コードを確かめてください。"
            )


def _unknown_reference_parents(raw: Any) -> Iterator[Problem]:
    titles = {text(reference, "title") for _, reference in objects(raw, "references")}
    for path, reference in objects(raw, "references"):
        parent = text(reference, "parent")
        if parent and parent not in titles:
            yield Problem(
                (*path, "parent"), f"「{parent[:60]}」は references の title にありません。確かめてください。"
            )


def _ragged_rows(raw: Any) -> Iterator[Problem]:
    for path, table in objects(raw, "tables"):
        width = len(list(objects(table, "columns")))
        for place, row in objects(table, "rows", path=path):
            values = row.get("values")
            if width and isinstance(values, list) and values and len(values) != width:
                yield Problem(
                    (*place, "values"), f"値が{len(values)}個、列が{width}個です。列の数に合わせてください。"
                )


def _doubled_policies(raw: Any) -> Iterator[Problem]:
    for path, measure in objects(raw, "measures"):
        if measure.get("policy") and measure.get("policy_candidates"):
            yield Problem(
                (*path, "policy_candidates"),
                "policy も書かれています。方針が決まっているなら候補を削ってください。",
            )


def _disagreeing_dates(raw: Any) -> Iterator[Problem]:
    for path, value in strings(raw):
        for found in disagreements(value):
            yield Problem(path, str(found))


def _conflicts(raw: Any) -> Iterator[Problem]:
    """Yield every note of kind `conflict`: where a list and a body of the source differ."""
    for path, value in strings(raw):
        if path[-1:] == ("kind",) and value == "conflict" and len(path) >= 3 and path[-3] == "notes":
            note = raw
            for step in path[:-1]:
                note = note[step]
            told = "、".join(filter(None, (text(note, "field"), text(note, "printed"), text(note, "text"))))
            yield Problem(path[:-1], f"原本の中で記載が食い違っています（{told[:200]}）。")
