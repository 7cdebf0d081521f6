"""直近の結果: what the last final round says of a measure, in a few lines beside its plan."""

from portal.printing.tables import shortened
from portal.printing.words import Part, Source

SITUATIONS = {"on-track": "順調", "late": "遅れ", "done": "完了"}
VERDICTS = {"approved": "了承", "commented": "意見付き了承", "rejected": "再検討"}
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
        ("状況", SITUATIONS.get(report.get("situation", ""))),
        ("達成状況", report.get("achievement")),
        *_verdicts(source, report),
    ]
    line = "　".join(f"{label}：{value}" for label, value in facts if value)
    done = shortened(report.get("done", ""), LONGEST_TEXT)
    return f"直近の結果（{name}）", "\n".join(filter(None, [line, done]))


def _verdicts(source: Source, report: Part) -> list[tuple[str, str]]:
    """Return each body with its word for its verdict."""
    bodies = {body["name"]: body for body in source.plan.get("evaluation_bodies", [])}
    return [
        (part["body"], part.get("label") or _first_word(bodies.get(part["body"], {}), part["verdict"]))
        for part in report.get("evaluations", [])
    ]


def _first_word(body: Part, verdict: str) -> str:
    words = (word["label"] for word in body.get("verdicts", []) if word["code"] == verdict)
    return next(words, VERDICTS[verdict])
