"""Spans of which a document says one end, and the stored row has the other."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import models

from exchange.errors import Problem
from exchange.exceptions import DocumentRefused
from exchange.loading.context import Part
from exchange.sync import Wanted

Ends = tuple[str, str]  # the members a span starts and ends with


def refuse_reversed(
    key: str,
    entries: Iterable[tuple[int, Part, Wanted]],
    stored: Mapping[str, models.Model],
    spans: Iterable[Ends],
) -> None:
    """Raise DocumentRefused where a row would end before it starts. Entries come with their place in the
    document's list `key`; `stored` are the rows there are, by identity.
    """
    problems = [
        problem
        for place, part, wanted in entries
        if (row := stored.get(wanted.identity)) is not None
        for ends in spans
        if (problem := _problem((key, place), part, wanted, row, ends))
    ]
    if problems:
        raise DocumentRefused(problems)


def _problem(path: tuple, part: Part, wanted: Wanted, row: models.Model, ends: Ends) -> Problem | None:
    first, last = (wanted.attributes.get(name, getattr(row, name)) for name in ends)
    if first is None or last is None or last >= first:
        return None
    start, end = ends
    said, other, side, day = (start, end, "後", last) if end not in part else (end, start, "前", first)
    return Problem(
        (*path, said),
        f"「{part['name']}」に登録されている {other}（{_shown(day, part[said])}）より{side}です。"
        f"{other} も書くか、どちらかを直してください。",
    )


def _shown(day: date, like: str) -> str:
    """Return a date as precise as the document writes its own."""
    return day.isoformat()[: len(like)]
