"""How a part of a chart is filled: tokens, and the hatching that tells it apart without colour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Paint:
    """The names of tokens. `hatch` draws stripes or dots in the token `mark` upon `fill`."""

    code: str
    fill: str
    edge: str
    ink: str = "ink"
    dash: str = ""
    hatch: str = ""
    mark: str = ""

    @property
    def hatched(self) -> Sequence["Paint"]:
        """The paint itself where it needs a pattern: what `charts/_hatches.html` takes."""
        return [self] if self.hatch else []


PAINTS = {
    paint.code: paint
    for paint in [
        # where a measure stands
        Paint("done", "good-fill", "good-fill", "paper"),
        Paint("on-track", "good-wash", "good"),
        Paint("late", "bad", "bad", "paper", hatch="stripes", mark="bad-wash"),
        Paint("not-judged", "wash", "rule", hatch="dots", mark="ink-soft"),
        Paint("unreported", "paper", "rule", dash="3 3"),
        # where a report stands
        Paint("confirmed", "chart-1", "chart-1", "paper"),
        Paint("submitted", "chart-last", "chart-1"),
        Paint("returned", "warn-wash", "warn-edge", hatch="stripes", mark="warn-edge"),
        Paint("draft", "wash", "rule", hatch="dots", mark="ink-soft"),
        Paint("unanswered", "paper", "rule", dash="3 3"),
        # stages: darker means further
        Paint("consider", "consider", "consider-edge", "consider-ink", dash="4 3"),
        Paint("build", "build-stripe", "build-edge", "build-ink", hatch="stripes", mark="build"),
        Paint("implement", "implement", "paper", "implement-ink"),
        Paint("operate", "operate", "paper", "operate-ink"),
        Paint("nothing", "paper", "rule", dash="3 3"),
        Paint("unreadable", "paper", "rule", dash="3 3"),
        Paint("unprinted", "paper", "rule", dash="3 3"),
        # what is to become of the measures of an earlier plan
        Paint("completed", "chart-1", "edge", "paper"),
        Paint("end", "chart-5", "edge", "paper"),
        Paint("continue", "chart-2", "edge"),
        Paint("change", "chart-4", "edge"),
        Paint("dropped", "chart-3", "edge", "paper"),
        Paint("none", "paper", "rule", dash="3 3"),
        # how sure money is
        Paint("settled", "chart-1", "chart-1", "paper"),
        Paint("budget", "chart-last", "chart-1"),
        Paint("estimate", "paper", "chart-1", hatch="stripes", mark="chart-1"),
        Paint("request", "build-stripe", "chart-1", hatch="dots", mark="chart-1"),
        Paint("contract", "chart-5", "chart-5", "paper"),
        # the steps of a renewal
        Paint("current", "current", "current-edge"),
        Paint("review", "consider", "consider-edge", "consider-ink", dash="4 3"),
        Paint("specification", "consider-pale", "consider-edge", "consider-ink"),
        Paint("procurement", "build-pale", "implement-edge", "build-ink", hatch="dots", mark="build-edge"),
        Paint("parallel", "chart-last", "build-edge", "build-ink"),
        Paint("next", "operate", "operate-edge", "operate-ink"),
        Paint("gap", "paper", "bad", "bad", dash="5 3"),
        Paint("gap-accepted", "paper", "bad", dash="5 3"),
        Paint("unknown", "paper", "rule", "ink-soft", dash="3 3"),
    ]
}


OTHER = Paint("other", "wash", "edge")  # a word of a plan without a common code


def paint_of(code: str) -> Paint:
    return PAINTS.get(code, OTHER)


def hatched(codes: Iterable[str]) -> Sequence[Paint]:
    """Return the paints among `codes` that need a pattern, each once."""
    return [PAINTS[code] for code in dict.fromkeys(codes) if PAINTS[code].hatch]
