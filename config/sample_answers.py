"""What the departments of the sample year answer, by rule: from the plan's own schedule and indicators."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from config import sample_texts as texts
from measures.models import BudgetLine, Indicator, ScheduleEntry, ScheduleTrack
from measures.slips import STAGES
from plans.models import Plan, Word
from reviews.answers import Answer, CostAnswer, ValueAnswer
from reviews.models import ProgressReport

Situation = ProgressReport.Situation
Phases = Mapping[ScheduleTrack, Word]
SAMPLE = "サンプル"
LATE = [(5, 1), (6, 2), (7, 4)]  # by round: of so many measures one, which of them
DONE = (9, 4)  # in the last final round
FINAL, EXPECTED = "確定", "見込"


@dataclass(frozen=True)
class Scene:
    """A round of the sample: its fiscal year, how many came before it, whether it is the last final one."""

    fiscal_year: int
    number: int
    is_last: bool = False


class Answers:
    """The answers of one plan; everything they need of it is read once."""

    def __init__(self, plan: Plan):
        measures = plan.measures.order_by("order", "pk").values_list("pk", flat=True)
        self.places = {pk: place for place, pk in enumerate(measures)}
        self.words = list(plan.word_set.phases().order_by("order", "pk"))
        self.planned: dict[tuple[int, int], dict[ScheduleTrack, Word]] = defaultdict(dict)
        entries = ScheduleEntry.objects.filter(track__measure__plan=plan, phase__isnull=False)
        for entry in entries.select_related("track", "phase").order_by("track__order", "track"):
            self.planned[entry.track.measure_id, entry.fiscal_year][entry.track] = entry.phase
        self.indicators: dict[int, list[Indicator]] = defaultdict(list)
        for indicator in Indicator.objects.filter(measure__plan=plan, kind=Indicator.Kind.NUMERIC):
            self.indicators[indicator.measure_id].append(indicator)
        self.lines: dict[tuple[int, int], list[BudgetLine]] = defaultdict(list)
        for line in BudgetLine.objects.filter(measure__plan=plan, name__endswith=f"（{SAMPLE}）"):
            self.lines[line.measure_id, line.fiscal_year].append(line)

    def place_of(self, report: ProgressReport) -> int:
        """Return the place of the measure in its plan, 0 for a policy."""
        return self.places.get(report.measure_id, 0)

    def of(self, report: ProgressReport, scene: Scene) -> Answer:
        place = self.place_of(report)
        turn = place + scene.number
        planned = self.planned.get((report.measure_id, scene.fiscal_year), {})
        behind = self._behind(planned) if _is_one_of(place, *LATE[scene.number]) else {}
        is_late = bool(behind)
        reached = _highest(planned | behind)
        has_effect = turn % 3 == 0 and not is_late and reached in STAGES[2:]
        carries_over = is_late and place % 2 == 0
        return Answer(
            situation=_situation(place, scene, reached, is_late=is_late),
            done=texts.done_text(report.subject.name, reached, turn),
            issues=_issues(turn, is_late=is_late),
            effect=texts.effect_text(turn) if has_effect else "",
            carries_over=carries_over,
            carry_over_reason=texts.CARRIED_OVER if carries_over else "",
            phases=planned | behind,
            values=list(self._values(report, scene)),
            costs=list(self._costs(report, scene)),
        )

    def _behind(self, planned: Phases) -> dict[ScheduleTrack, Word]:
        """Return, for tracks that can be behind, the plan's word for the stage before the planned one."""
        found = {}
        for track, word in planned.items():
            lower = [one for one in self.words if STAGES.index(one.code) < STAGES.index(word.code)]
            if lower:
                found[track] = max(lower, key=lambda one: STAGES.index(one.code))
        return found

    def _values(self, report: ProgressReport, scene: Scene) -> Iterator[ValueAnswer]:
        """Yield a value on the way from the baseline to the target."""
        for indicator in self.indicators[report.measure_id]:
            if indicator.target is not None:
                start = indicator.baseline or 0.0
                value = round(start + (indicator.target - start) * (scene.number + 1) / 4, 1)
                yield ValueAnswer(indicator, value, "", FINAL)

    def _costs(self, report: ProgressReport, scene: Scene) -> Iterator[CostAnswer]:
        """Yield what was settled of the sample's own lines: most of what was given."""
        for line in self.lines[report.measure_id, scene.fiscal_year]:
            is_settled = scene.number == 0
            yield CostAnswer(line, line.initial * 47 // 50, FINAL if is_settled else EXPECTED)


def _is_one_of(place: int, of: int, which: int) -> bool:
    return place % of == which


def _highest(phases: Phases) -> str:
    """Return the highest stage of a measure's tracks; one without a schedule is being considered."""
    return max((word.code for word in phases.values()), key=STAGES.index, default=STAGES[0])


def _situation(place: int, scene: Scene, reached: str, *, is_late: bool) -> Situation:
    if is_late:
        return Situation.LATE
    is_done = scene.is_last and reached in STAGES[2:] and _is_one_of(place, *DONE)
    return Situation.DONE if is_done else Situation.ON_TRACK


def _issues(turn: int, *, is_late: bool) -> str:
    if is_late:
        return texts.late_text(turn)
    return texts.pick(texts.OPEN_QUESTIONS, turn) if turn % 5 == 0 else ""
