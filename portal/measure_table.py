"""All measures of a plan as lists show them, read in a number of queries that does not grow with them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from django.urls import reverse

from measures.models import Measure, MeasureDepartment, ScheduleTrack
from organizations.text import normalise_for_search
from plans.models import BasicPolicy, DepartmentListing, Plan, Word
from portal.bars import Phase

State = Measure.ScheduleState
STARTED = (Word.Stage.IMPLEMENT, Word.Stage.OPERATE)
NO_ORDER = 1_000_000  # after everything that has its place
BRACKETS = "【】《》〈〉[]［］()（）"


BLANKS = {"nothing": "予定なし", "unreadable": "原本から読み取れず", "unprinted": "工程の記載なし"}


def blank_of(schedule_state: str) -> str:
    """Say what a year without a phase means in a schedule of that state: a code of `BLANKS`."""
    if schedule_state == State.NONE:
        return "unprinted"
    return "unreadable" if schedule_state in (State.UNREADABLE, State.PARTLY) else "nothing"


@dataclass(frozen=True, slots=True)
class DepartmentName:
    """A department as a list names it; `order` is its place in the 建制順 of the plan."""

    pk: int
    name: str
    order: int


@dataclass(frozen=True, slots=True)
class PlannedTrack:
    """One line of a schedule: the phase of each western fiscal year that has one."""

    label: str
    cells: Mapping[int, Phase]
    key: str = ""

    def starting(self, fiscal_year: int, *, is_readable: bool) -> Phase | None:
        """Return the phase of 実施 or 運用 that a year begins; an empty year before it has to be readable."""
        phase, before = self.cells.get(fiscal_year), self.cells.get(fiscal_year - 1)
        if phase is None or phase.stage not in STARTED or (before is None and not is_readable):
            return None
        return None if before is not None and before.stage == phase.stage else phase


@dataclass(frozen=True, slots=True)
class Badge:
    """A mark beside a name; `tone` is the variant of its tag."""

    label: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure; its departments as printed, the lead first."""

    pk: int
    key: str
    number: str
    name: str
    url: str
    is_new: bool | None
    is_priority: bool | None
    is_added: bool
    is_ended: bool
    policy_id: int | None
    policy_candidates: Sequence[str]
    departments: Sequence[DepartmentName]
    departments_text: str
    schedule_state: str
    has_schedule_note: bool
    tracks: Sequence[PlannedTrack]
    badges: Sequence[Badge] = field(default=())

    @property
    def department_names(self) -> str:
        return "、".join(department.name for department in self.departments) or self.departments_text

    def phases_of(self, fiscal_year: int) -> list[Phase]:
        """Return the phases of a year, each once, in the order of the tracks."""
        found = [track.cells[fiscal_year] for track in self.tracks if fiscal_year in track.cells]
        return list(dict.fromkeys(found))

    def phases_starting(self, fiscal_year: int) -> list[Phase]:
        """Return the phases of 実施 and 運用 that begin in a year (western) by some track, each once.

        After a year that cannot be read nothing is known to begin. In the plan's first year all of them do.
        """
        found = [track.starting(fiscal_year, is_readable=self.blank == "nothing") for track in self.tracks]
        return list(dict.fromkeys(phase for phase in found if phase))

    @property
    def blank(self) -> str:
        """Say what a year without a phase means: a code of `BLANKS`."""
        return blank_of(self.schedule_state)


@dataclass(frozen=True)
class MeasureTable:
    """The measures of a plan in the document's order, with the policies and words they refer to."""

    plan: Plan
    rows: Sequence[MeasureRow]
    policies: Mapping[int, BasicPolicy]
    words: Sequence[Word]

    @property
    def departments(self) -> list[DepartmentName]:
        """The departments that some measure names, in 建制順."""
        named = {department.pk: department for row in self.rows for department in row.departments}
        return sorted(named.values(), key=lambda department: (department.order, department.pk))

    @property
    def names_departments(self) -> bool:
        return any(row.department_names for row in self.rows)

    @property
    def policy_word(self) -> str:
        """What the plan calls its uppermost policies."""
        return (self.plan.policy_levels or ["基本方針"])[0]

    @property
    def sorts_by_policy(self) -> bool:
        """Say whether some measure has a policy, or may have one of several."""
        return any(row.policy_id or row.policy_candidates for row in self.rows)

    @property
    def prints_schedule(self) -> bool:
        return any(row.schedule_state != State.NONE for row in self.rows)

    def policy_path(self, policy_id: int | None) -> list[BasicPolicy]:
        """Return the policy and those above it, from the top."""
        path = []
        while policy_id in self.policies:
            path.insert(0, self.policies[policy_id])
            policy_id = path[0].parent_id
        return path

    def policy_name(self, row: MeasureRow) -> str:
        """Name a measure's policy after those above it; where the document leaves it open, say so."""
        if row.policy_id:
            return "　".join(str(policy) for policy in self.policy_path(row.policy_id))
        return f"はっきりしない（{self.candidates(row)}）" if row.policy_candidates else "記載なし"

    def candidates(self, row: MeasureRow) -> str:
        """Name the policies a measure may belong to by their printed codes: Ⅰ・Ⅱ."""
        printed = {policy.code: policy.printed_code or policy.code for policy in self.policies.values()}
        return "・".join(printed.get(code, code) for code in row.policy_candidates)

    def policies_under(self, policy_id: int) -> set[int]:
        """Return the keys of a policy and of all below it."""
        return {
            pk for pk in self.policies if any(policy.pk == policy_id for policy in self.policy_path(pk))
        }


def measure_table(plan: Plan) -> MeasureTable:
    """Read the measures of `plan` with policies, departments and schedules (six queries)."""
    words = list(Word.objects.filter(plan=plan).order_by("order", "pk"))
    tracks = _tracks(plan, words)
    departments = _departments(plan)
    return MeasureTable(
        plan=plan,
        rows=list(_rows(plan, departments, tracks)),
        policies={
            policy.pk: policy
            for policy in BasicPolicy.objects.filter(plan=plan)
            .only("plan_id", "parent_id", "code", "printed_code", "name", "order")
            .order_by("order", "pk")
        },
        words=words,
    )


COLUMNS = [
    "pk", "key", "number", "name", "is_new", "is_priority", "added_fiscal_year", "added_label",
    "ended_fiscal_year", "ended_kind", "policy_id", "policy_candidates", "departments_text",
    "schedule_state", "notes",
]  # fmt: skip


def _rows(plan: Plan, departments: dict, tracks: dict) -> Iterator[MeasureRow]:
    badge_of = badges_of(plan)
    pages = reverse("portal:measure_list", args=plan.url_args)  # reversing a row costs more than reading it
    for (
        pk, key, number, name, is_new, is_priority, added_year, added_label, ended_year, ended_kind,
        policy_id, candidates, departments_text, state, notes,
    ) in Measure.objects.filter(plan=plan).order_by("order", "pk").values_list(*COLUMNS):  # fmt: skip
        is_added = added_year is not None or bool(added_label)
        is_ended = ended_year is not None or bool(ended_kind)
        marks = {"priority": is_priority, "new": is_new, "added": is_added, "ended": is_ended}
        yield MeasureRow(
            pk=pk,
            key=key,
            number=number,
            name=name,
            url=f"{pages}{quote(key, safe='')}/",
            is_new=is_new,
            is_priority=is_priority,
            is_added=is_added,
            is_ended=is_ended,
            policy_id=policy_id,
            policy_candidates=candidates,
            departments=departments.get(pk, ()),
            departments_text=departments_text,
            schedule_state=state,
            has_schedule_note=any(note.get("field") == "schedule" for note in notes),
            tracks=tracks.get(pk, ()),
            badges=[badge_of[mark] for mark, holds in marks.items() if holds],
        )


def bare(label: str) -> str:
    """Return a printed mark without its brackets: 重点 for 【重点】. The tag is its bracket on screen."""
    return label.strip(BRACKETS) or label


def badges_of(plan: Plan) -> dict[str, Badge]:
    """Return the marks of a plan's measures in their order: priority, new, added, ended."""
    words = plan.words
    return {
        "priority": Badge(bare(words["is_priority"]), "key"),
        "new": Badge(bare(words["is_new"])),
        "added": Badge("追加"),
        "ended": Badge("終了"),
    }


def _departments(plan: Plan) -> dict[int, list[DepartmentName]]:
    """Return the departments of each measure: responsible before related, the lead first."""
    order = dict(DepartmentListing.objects.filter(plan=plan).values_list("department_id", "order"))
    links = MeasureDepartment.objects.filter(measure__plan=plan).order_by("order", "pk")
    known: dict[int, DepartmentName] = {}
    found = defaultdict(list)
    for measure, pk, name in links.values_list("measure_id", "department_id", "department__name"):
        if pk not in known:
            known[pk] = DepartmentName(pk, name, order.get(pk, NO_ORDER))
        found[measure].append(known[pk])
    return found


def _tracks(plan: Plan, words: Sequence[Word]) -> dict[int, list[PlannedTrack]]:
    phases = {word.pk: Phase(word.label, word.code) for word in words if word.kind == Word.Kind.PHASE}
    found: dict[int, dict[int, PlannedTrack]] = defaultdict(dict)
    columns = ["measure_id", "pk", "key", "label", "entries__fiscal_year", "entries__phase_id"]
    cells = ScheduleTrack.objects.filter(measure__plan=plan).order_by("order", "pk")
    for measure, pk, key, label, year, phase in cells.values_list(*columns):
        track = found[measure].setdefault(pk, PlannedTrack(label, {}, key))
        if phase is not None:
            track.cells[year] = phases[phase]
    return {measure: list(tracks.values()) for measure, tracks in found.items()}


def in_order(table: MeasureTable, rows: Sequence[MeasureRow], sort: str) -> list[MeasureRow]:
    """Sort rows by "name" or by "department" in 建制順; anything else keeps the document's order.

    In Python: databases collate Japanese differently.
    """
    match sort:
        case "name":
            return sorted(rows, key=lambda row: normalise_for_search(row.name))
        case "department":
            return by_department(rows)
        case _:
            return list(rows)


def by_department(rows: Sequence[MeasureRow]) -> list[MeasureRow]:
    """Sort rows by their lead department in 建制順; those without one come last."""
    return sorted(rows, key=lambda row: row.departments[0].order if row.departments else NO_ORDER + 1)
