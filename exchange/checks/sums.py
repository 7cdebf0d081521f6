"""Sums a document states beside their parts: where they do not add up is worth a warning."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exchange.checks.raw import listed, number, objects, text
from exchange.errors import Path, Problem
from measures.models import BudgetLine
from measures.models.budget import SOURCES
from organizations.text import normalise_width

REMEDY = "原本どおりか確かめてください。"


def sum_warnings(raw: Any) -> Iterator[Problem]:
    """Yield totals that differ from their parts: rows with a formula, costs, funding, budget lines,
    survey rates.
    """
    for path, table in objects(raw, "tables"):
        yield from _formula_warnings(table, path)
    for path, cost in objects(raw, "measures", "costs"):
        yield from _cost_warnings(cost, path)
    for path, line in objects(raw, "measures", "budget_lines"):
        yield from _budget_warnings(line, path)
    for path, survey in objects(raw, "surveys"):
        yield from _survey_warnings(survey, path)


def _formula_warnings(table: dict[str, Any], path: Path) -> Iterator[Problem]:
    rows = list(objects(table, "rows", path=path))
    by_code = {code: row for _, row in rows if (code := text(row, "code"))}
    for place, row in rows:
        terms = _terms(text(row, "formula") or "", by_code)
        for column in range(len(listed(row, "values"))):
            stated, parts = _cell(row, column), [_cell(by_code[code], column) for _, code in terms]
            if not parts or None in (stated, *parts):
                continue
            computed = sum(sign * part for (sign, _), part in zip(terms, parts, strict=True))
            if computed != stated:
                found = (
                    f"{row['formula'][:40]} は {_shown(computed)} ですが、{_shown(stated)} と書かれています。"
                )
                yield Problem((*place, "values", column), found + REMEDY)


def _terms(formula: str, by_code: dict[str, dict]) -> list[tuple[int, str]]:
    """Return the signed row codes of a plain sum like C-D or A+B; nothing for any other formula."""
    plain = re.sub(r"\s", "", normalise_width(formula)).partition("=")[0]
    codes = {re.sub(r"\s", "", normalise_width(code)): code for code in by_code}
    terms = re.findall(r"([+-]?)([^+-]+)", plain)
    if "".join(sign + code for sign, code in terms) != plain or not all(code in codes for _, code in terms):
        return []
    return [(-1 if sign == "-" else 1, codes[code]) for sign, code in terms]


def _shown(value: Fraction) -> str:
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):,}"


def _cell(row: dict[str, Any], column: int) -> Fraction | None:
    values = listed(row, "values")
    value = values[column] if column < len(values) else None
    return Fraction(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _cost_warnings(cost: dict[str, Any], path: Path) -> Iterator[Problem]:
    total, initial, running = (number(cost, key) for key in ("total", "initial", "running"))
    if None not in (total, initial, running) and total != initial + running:
        yield Problem((*path, "total"), f"initial と running の合計は {initial + running:,} です。{REMEDY}")
    funding = list(objects(cost, "funding"))
    for key in ("budget", "settled"):
        whole, parts = number(cost, key), [number(source, key) for _, source in funding]
        if parts and None not in (whole, *parts) and whole != sum(parts):
            yield Problem((*path, key), f"funding の {key} の合計は {sum(parts):,} です。{REMEDY}")


def _budget_warnings(part: dict[str, Any], path: Path) -> Iterator[Problem]:
    amounts = ("initial", "supplementary", "carried_in", "settled", *SOURCES)
    if found := BudgetLine(**{key: number(part, key) for key in amounts}).disagreement:
        yield Problem(path, found + REMEDY)


def _survey_warnings(survey: dict[str, Any], path: Path) -> Iterator[Problem]:
    sample, returned, valid, rate = (number(survey, key) for key in ("sample", "returned", "valid", "rate"))
    for key, part, whole_key, whole in (
        ("returned", returned, "sample", sample),
        ("valid", valid, "returned", returned),
    ):
        if None not in (part, whole) and part > whole:
            yield Problem((*path, key), f"{whole_key}（{whole:,}）より多くなっています。{REMEDY}")
    shares = [100 * part / sample for part in (returned, valid) if sample and part is not None]
    decimals = len(str(rate).partition(".")[2])
    if rate is not None and shares and all(abs(share - rate) > 10**-decimals for share in shares):
        yield Problem((*path, "rate"), f"回答数を配布数で割ると {shares[-1]:.2f}％です。{REMEDY}")
