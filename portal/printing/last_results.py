"""直近の結果: what the last final round says of a measure, in a few lines beside its plan."""

from portal.printing.tables import shortened
from portal.printing.words import Part, Source
from portal.told_words import bodies_of, situation_of, verdict_of

LONGEST_TEXT = 160


def last_result(source: Source, measure: Part) -> tuple[str, str] | None:
    """Return a label and a text, None where no final round has an answer on the measure.

    A round that only asks for the plan of a year tells of no result.
    """
    rounds = {part["key"]: part for part in source.parts("rounds")}
    told = [part for part in measure.get("reports", []) if part.get("situation") or part.get("done")]
    if not told:
        return None
    report = told[-1]
    name = rounds.get(report["round"], {}).get("name", report["round"])
    facts = [
        ("状況", situation_of(report)),
        ("達成状況", report.get("achievement")),
        *_verdicts(source, report),
    ]
    line = "　".join(f"{label}：{value}" for label, value in facts if value)
    done = shortened(report.get("done", ""), LONGEST_TEXT)
    return f"直近の結果（{name}）", "\n".join(filter(None, [line, done]))


def _verdicts(source: Source, report: Part) -> list[tuple[str, str]]:
    """Return each body with its word for its verdict."""
    bodies = bodies_of(source.plan)
    return [(part["body"], verdict_of(part, bodies)) for part in report.get("evaluations", [])]
