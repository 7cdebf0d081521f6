"""Whatever is done to a plan in whatever order: editions stay as they are, history rebuilds every state.

Each step is a save through the services, a freeze or an undo. After each the rows are noted. At the end every
edition still has its bytes, and the rows after any of the saves are put together again from history alone.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from exchange.checks import validate
from exchange.dump import plan_document
from exchange.load import plan_import
from measures.edits import MeasureEdit, TrackEdit
from measures.models import Measure
from measures.services import measure_create, measure_edit, measure_end, measure_renumber, measure_reopen
from organizations.edits import Edit
from organizations.exceptions import PortalError
from organizations.history import Reason, bulk_write, change_set, save_changed
from organizations.models import ChangeSet
from organizations.past import rows_after
from organizations.trail import tracked_models
from organizations.undo import change_set_undo
from plans.models import Chapter, DepartmentListing, Edition, Plan
from plans.services.rows import row_delete, row_save, rows_reorder
from tests.factories import COMMAND, freeze, make_department, make_measure, make_plan, make_policy, recorded

pytestmark = [pytest.mark.once, pytest.mark.slow]

TODAY = date(2023, 10, 1)
REASON = Reason("other", "試し")
SMALL = st.integers(0, 5)
NAMES = st.sampled_from(["電子申請", "窓口の予約", "オープンデータ", "テレワーク"])
DEPARTMENTS = ["市民課", "税務課", "図書館"]
Rows = dict[type, list[dict[str, Any]]]


@dataclass
class Story:
    """A plan, the rows after each of its saves, the bytes of each of its editions when it was made."""

    plan: Plan
    states: dict[int, Rows] = field(default_factory=dict)
    editions: dict[int, str] = field(default_factory=dict)

    def measure(self, place: int) -> Measure | None:
        measures = list(self.plan.measures.order_by("order", "pk"))
        return measures[place % len(measures)] if measures else None

    @property
    def now(self) -> Rows:
        return self.states[max(self.states)]

    def note(self) -> None:
        self.states[ChangeSet.objects.first().pk] = stored_rows()
        for edition in self.plan.editions.all():
            self.editions.setdefault(edition.number, edition.document)


def plain(model, rows) -> list[dict[str, Any]]:
    names = [tracked.attname for tracked in model.history.model.tracked_fields]
    return [{name: getattr(row, name) for name in names} for row in rows]


def stored_rows() -> Rows:
    """Return what every tracked table holds, for those that hold anything."""
    tables = {model: plain(model, model._base_manager.order_by("pk")) for model in tracked_models()}
    return {model: rows for model, rows in tables.items() if rows}


def change(row, name, value) -> Edit:
    return Edit(name, getattr(row, name), value)


# --- The steps: each does one thing, as a page would ---------------------------------------------


def edit_measure(story, place, name, value):
    if measure := story.measure(place):
        edit = MeasureEdit(fields=[change(measure, name, value)])
        measure_edit(measure=measure, edit=edit, author=COMMAND, reason=REASON)


def move_cells(story, place, year, phase):
    measure = story.measure(place)
    track = measure and measure.tracks.first()
    if track is not None:
        entry = track.entries.filter(fiscal_year=year).first()
        was = entry.phase.label if entry and entry.phase else ""
        edit = MeasureEdit(tracks=[TrackEdit(track, None, {year: Edit("phase", was, phase)})])
        measure_edit(measure=measure, edit=edit, author=COMMAND, reason=REASON)


def change_tracks(story, place, label, remove):
    if measure := story.measure(place):
        track = measure.tracks.last() if remove else None
        if track is not None or not remove:
            label_edit = None if remove else Edit("label", "", label)
            edit = MeasureEdit(tracks=[TrackEdit(track, label_edit, {}, remove=remove)])
            measure_edit(measure=measure, edit=edit, author=COMMAND, reason=REASON)


def change_departments(story, place, names):
    if measure := story.measure(place):
        links = measure.measure_departments.filter(role="responsible").select_related("department")
        wanted = [make_department(name) for name in sorted(names)]
        edit = Edit("responsible", [link.department for link in links], wanted)
        measure_edit(measure=measure, edit=MeasureEdit(links=[edit]), author=COMMAND, reason=REASON)


def add_measure(story, number, name):
    fields = [Edit("number", "", str(number)), Edit("name", "", name)]
    edit = MeasureEdit(fields=fields)
    measure_create(plan=story.plan, edit=edit, author=COMMAND, today=TODAY, reason=REASON)


def end_measure(story, place, reopen):
    if measure := story.measure(place):
        if reopen:
            measure_reopen(measure=measure, author=COMMAND, reason=REASON)
        else:
            edits = [change(measure, "ended_kind", "廃止"), change(measure, "ended_fiscal_year", 2024)]
            measure_end(measure=measure, edits=edits, author=COMMAND, reason=REASON)


def swap_numbers(story):
    measures = list(story.plan.measures.all()[:2])
    if len(measures) == 2:
        numbers = [measure.number for measure in measures]
        swapped = {m.pk: Edit("number", m.number, n) for m, n in zip(measures, numbers[::-1], strict=True)}
        measure_renumber(plan=story.plan, numbers=swapped, author=COMMAND, reason=REASON)


def delete_measure(story, place):
    if measure := story.measure(place):
        with recording(story):
            bulk_write(Measure, delete=[measure])


def rename_word(story, place, label):
    words = list(story.plan.word_set.phases())
    word = words[place % len(words)]
    row_save(plan=story.plan, row=word, edits=[change(word, "label", label)], author=COMMAND)


def write_chapter(story, place, title):
    chapters = list(Chapter.objects.filter(plan=story.plan))
    new = Chapter(plan=story.plan, title="", order=len(chapters))
    chapter = (chapters + [new])[place % (len(chapters) + 1)]
    row_save(plan=story.plan, row=chapter, edits=[change(chapter, "title", title)], author=COMMAND)


def turn_chapters(story, delete):
    chapters = list(Chapter.objects.filter(plan=story.plan))
    if delete and chapters:
        row_delete(plan=story.plan, row=chapters[0], author=COMMAND)
    else:
        rows_reorder(plan=story.plan, rows=chapters[::-1], author=COMMAND)


def rename_department(story, name):
    department = story.plan.municipality.departments.first()
    department.name = name
    with recording(story, plan_code=""):
        save_changed(department)


def turn_policies(story, place, delete):
    policy = story.plan.policies.all()[place % 2 : place % 2 + 1].first()
    if policy is None:
        recorded(make_policy)(plan=story.plan, code=f"p{place}", name=f"方針{place}")
    elif delete:
        row_delete(plan=story.plan, row=policy, author=COMMAND)
    elif measure := story.measure(place):
        edit = MeasureEdit(fields=[change(measure, "policy", policy)])
        measure_edit(measure=measure, edit=edit, author=COMMAND, reason=REASON)


def import_again(story, name, drop):
    document = plan_document(story.plan)
    measures = document.get("measures", [])
    if measures:
        measures[0]["name"] = name
    document["measures"] = measures[:-1] if drop else measures
    if validate(document).errors:
        return  # a document with faults is not imported
    plan_import(document=document, author=COMMAND, fiscal_year=2023, reason=REASON, end_missing=True)


def adopt(story, kind):
    freeze(story.plan, kind=kind, label=kind)


def undo(story, back):
    saves = list(ChangeSet.objects.filter(pk__gt=min(story.states)))
    if saves:
        change_set_undo(change_set=saves[back % len(saves)], author=COMMAND, reason=REASON)


def recording(story, plan_code=None):
    code = story.plan.code if plan_code is None else plan_code
    return change_set(author=COMMAND, municipality=story.plan.municipality, plan_code=code, reason=REASON)


YEARS = st.integers(2022, 2026)
PHASES = st.sampled_from(["", "検討", "構築", "実施", "運用"])
FIELDS = st.sampled_from(["goal", "content", "name", "number", "ended_kind"])
UNDO = st.tuples(st.just(undo), st.integers(0, 4))
STEPS = st.one_of(
    st.tuples(st.just(edit_measure), SMALL, FIELDS, NAMES),
    st.tuples(st.just(move_cells), SMALL, YEARS, PHASES),
    st.tuples(st.just(change_tracks), SMALL, NAMES, st.booleans()),
    st.tuples(st.just(change_departments), SMALL, st.sets(st.sampled_from(DEPARTMENTS))),
    st.tuples(st.just(add_measure), SMALL, NAMES),
    st.tuples(st.just(end_measure), SMALL, st.booleans()),
    st.tuples(st.just(swap_numbers)),
    st.tuples(st.just(delete_measure), SMALL),
    st.tuples(st.just(rename_word), SMALL, NAMES),
    st.tuples(st.just(write_chapter), SMALL, NAMES),
    st.tuples(st.just(turn_chapters), st.booleans()),
    st.tuples(st.just(rename_department), NAMES),
    st.tuples(st.just(turn_policies), SMALL, st.booleans()),
    st.tuples(st.just(import_again), NAMES, st.booleans()),
    st.tuples(st.just(adopt), st.sampled_from(["initial", "revision", "snapshot"])),
    *[UNDO] * 5,
)


def new_story() -> Story:
    plan = make_plan()
    departments = [make_department(name) for name in DEPARTMENTS]
    for order, department in enumerate(departments):
        recorded(DepartmentListing.objects.create)(plan=plan, department=department, order=order)
    policy = make_policy(plan=plan)
    make_measure(
        plan=plan, number="1", department=departments[0], policy=policy, phases={2022: "検討", 2023: "構築"}
    )
    make_measure(plan=plan, number="2", name="窓口", phases={2024: "実施"})
    story = Story(plan)
    story.note()
    return story


def play(story: Story, step) -> None:
    """Do a step. What the services refuse leaves nothing behind."""
    act, *arguments = step
    try:
        with transaction.atomic():
            act(story, *arguments)
    except (PortalError, ValidationError):
        assert stored_rows() == story.now
    else:
        story.note()


class LivingPlan(TestCase):
    @settings(max_examples=20, phases=[Phase.explicit, Phase.generate])  # shrinking a story takes too long
    @given(steps=st.lists(STEPS, min_size=6, max_size=14))
    def test_editions_stay_and_history_rebuilds_every_state(self, steps):
        story = new_story()
        for step in steps:
            play(story, step)
        stored = {edition.number: edition for edition in Edition.objects.filter(plan=story.plan)}
        assert {number: edition.document for number, edition in stored.items()} == story.editions
        for edition in stored.values():
            assert hashlib.sha256(edition.document.encode()).hexdigest() == edition.digest
        written = [model for model in tracked_models() if model.history.exists()]
        for number, rows in story.states.items():
            change_set = ChangeSet.objects.get(pk=number)
            rebuilt = {model: plain(model, rows_after(change_set, model)) for model in written}
            assert {model: found for model, found in rebuilt.items() if found} == rows
