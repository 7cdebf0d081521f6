"""All checks of a plan document, every finding at once."""

from collections.abc import Collection
from typing import Any, NamedTuple

from exchange.canonical import ordered
from exchange.checks.inventory import inventory_errors, inventory_warnings
from exchange.checks.oddities import warnings_about
from exchange.checks.reading import read_document
from exchange.checks.references import reference_errors
from exchange.checks.rounds import happening_errors, happening_warnings
from exchange.checks.shape import shape_errors
from exchange.checks.spans import span_errors
from exchange.checks.twins import twin_errors
from exchange.errors import Problem, in_document_order


class Validation(NamedTuple):
    """The document as plain values in canonical order (None where there are errors), and all findings."""

    document: dict[str, Any] | None
    errors: list[Problem]
    warnings: list[Problem]


def validate(source: bytes | dict[str, Any], known_plans: Collection[str] | None = None) -> Validation:
    """Check a plan document: shape, then references, twins and spans, whatever of it can be read.

    `known_plans` are the plan codes the city has, those of the same import included; None leaves
    predecessors unchecked. Findings come in document order, at one place the shape's first.
    """
    raw, unreadable = read_document(source)
    if raw is None and unreadable:
        return Validation(None, unreadable, [])
    spoilt = {problem.path for problem in unreadable}
    misshapen = [problem for problem in shape_errors(raw) if problem.path not in spoilt]
    found = [*reference_errors(raw), *twin_errors(raw), *span_errors(raw)]
    found += [*inventory_errors(raw), *happening_errors(raw)]
    errors = in_document_order([*unreadable, *misshapen, *found], raw)
    warned = [*warnings_about(raw, known_plans), *inventory_warnings(raw), *happening_warnings(raw)]
    warnings = in_document_order(warned, raw)
    return Validation(None if errors else ordered(raw), errors, warnings)
