"""Reconstructing a 当初: a plan's document as it was before measures were added in later years."""

from typing import Any

Part = dict[str, Any]


def added_measures(document: Part) -> list[Part]:
    """Return the measures that the document says were added later."""
    return [measure for measure in document.get("measures", []) if measure.get("added")]


def without_additions(document: Part) -> Part:
    """Return the document without the measures added later, and without what refers to them by number.

    Texts stay as they are printed: nobody knows the words they had before.
    """
    added = {measure["number"] for measure in added_measures(document)}
    stayed = [m for m in document.get("measures", []) if m["number"] not in added]
    return document | {"measures": [_unrelated(measure, added) for measure in stayed]}


def _unrelated(measure: Part, gone: set[str]) -> Part:
    """Return a measure without its references to others that are gone."""
    rest = dict(measure)
    if "related_measures" in rest:
        rest["related_measures"] = [link for link in rest["related_measures"] if link["number"] not in gone]
    if rest.get("ended") and rest["ended"].get("into") in gone:
        rest["ended"] = {key: value for key, value in rest["ended"].items() if key != "into"}
    return rest
