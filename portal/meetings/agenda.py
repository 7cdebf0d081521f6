"""次第: the items of a meeting in their order, and what is proposed for it from what waits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from portal.meetings.figures import MeetingFigures
from portal.renewals.standing import findings_url
from reviews.models import Meeting, MeetingItem
from reviews.subjects import name_of
from systems.findings.rules import Severity

Kind = MeetingItem.Kind
SORTS = {  # what is done with an item: the body decides, talks it over, or hears of it
    Kind.ROUND: "評価",
    Kind.LATE: "協議",
    Kind.SLIP: "協議",
    Kind.CONSIDERATION: "協議",
    Kind.TARGET: "協議",
    Kind.CONDITION: "報告",
    Kind.FINDING: "協議",
    Kind.OTHER: "",
}
STANDING = "前回までの付帯意見の対応状況"


@dataclass(frozen=True)
class Proposal:
    """Something that waits: where it is chosen it becomes an item about `subjects` (names), without any
    about all of the round. `url` leads to a list of just these `count`, "" where no page shows them.
    """

    kind: str
    title: str
    subjects: Sequence[str]
    count: int
    unit: str
    url: str = ""

    @property
    def sort(self) -> str:
        return SORTS[Kind(self.kind)]

    def item(self) -> MeetingItem:
        return MeetingItem(kind=self.kind, title=self.title, subjects=list(self.subjects))


@dataclass(frozen=True)
class AgendaLine:
    """One line of the 次第. Without an `item` it stands there by itself: conditions that are not met yet."""

    number: int
    title: str
    kind: str
    text: str
    subjects: Sequence[str]
    item: MeetingItem | None

    @property
    def sort(self) -> str:
        return SORTS[Kind(self.kind)]


def proposals(figures: MeetingFigures, items: Sequence[MeetingItem] = ()) -> list[Proposal]:
    """Return what waits and is not on the agenda yet, only what there is some of."""
    known = {item.kind for item in items} - {Kind.OTHER}
    return [found for found in _proposals(figures) if found.count and found.kind not in known]


def _proposals(figures: MeetingFigures) -> Iterator[Proposal]:
    plan, unit = figures.plan, figures.plan.words["measure"]
    conditions = reverse("portal:condition_list", args=plan.url_args)
    standing = [name_of(condition.subject) for condition in figures.standing]
    yield Proposal(
        Kind.CONDITION, STANDING, list(dict.fromkeys(standing)), len(standing), "件",
        f"{conditions}?state=unmet",
    )  # fmt: skip
    if figures.round:
        yield from _of_round(figures, unit)
    slipped = [figures.measures[pk].key for pk in figures.slipped]
    grid = reverse("portal:schedule_grid", args=plan.url_args)
    title = f"当初の計画から後ろ倒しになっている{unit}"
    yield Proposal(Kind.SLIP, title, slipped, len(slipped), unit, f"{grid}?moved=later&layer=difference")
    long = [run.measure.key for run in figures.long]
    considered = reverse("portal:consideration_list", args=plan.url_args)
    yield Proposal(Kind.CONSIDERATION, f"長期検討の{unit}", long, len(long), unit, considered)
    found = findings_url(plan.municipality, Severity.ACT.name)
    yield Proposal(Kind.FINDING, "情報システムの確認事項（要対応）", (), len(figures.findings), "件", found)


def _of_round(figures: MeetingFigures, unit: str) -> Iterator[Proposal]:
    name = figures.round.name
    rows = figures.waiting if figures.stages else figures.reports
    title = f"{name}の結果の評価" if figures.stages else f"{name}の結果"
    yield Proposal(Kind.ROUND, title, (), len(rows), "件", _waiting_url(figures))
    late = figures.late
    yield Proposal(Kind.LATE, f"遅れている{unit}", _names(late), len(late), "件", _late_url(figures))
    below = figures.below
    keys = [figures.measures[aim.indicator.measure_id].key for aim in below]
    yield Proposal(Kind.TARGET, "目標に届かないもの", list(dict.fromkeys(keys)), len(below), "指標")


def _names(reports) -> list[str]:
    return [name_of(report.subject) for report in reports]


def _waiting_url(figures: MeetingFigures) -> str:
    return f"{_evaluations(figures)}?show=waiting" if figures.stages else ""


def _late_url(figures: MeetingFigures) -> str:
    return f"{_evaluations(figures)}?show=late" if figures.stages else ""


def _evaluations(figures: MeetingFigures) -> str:
    args = [*figures.round.url_args, figures.meeting.body.pk]
    return reverse("reviews:evaluation_list", args=args)


def agenda_lines(meeting: Meeting, items: Sequence[MeetingItem], standing: Sequence) -> list[AgendaLine]:
    """Return the 次第; unmet conditions come first by themselves where no item is about them."""
    lines = [(item.title, item.kind, item.text, item.subjects, item) for item in items]
    if standing and not any(item.kind == Kind.CONDITION for item in items):
        names = list(dict.fromkeys(name_of(condition.subject) for condition in standing))
        lines.insert(0, (STANDING, Kind.CONDITION.value, "", names, None))
    return [AgendaLine(number, *line) for number, line in enumerate(lines, start=1)]
