"""Undoing one save whole: all its rows, or none and a sentence that says why."""

import json

import pytest

from exchange.canonical import canonical_bytes
from exchange.checks import validate
from exchange.dump import plan_document
from exchange.load import plan_import
from measures.exceptions import MeasureHeld
from measures.models import Measure, MeasureDepartment, ScheduleEntry
from organizations.exceptions import ReasonMissing, UndoConflict, UndoRefused
from organizations.history import Author, Reason, bulk_write, change_set, save_changed
from organizations.models import ChangeSet, Department, User
from organizations.past import rows_after
from organizations.trail import tracked_models
from organizations.undo import change_set_undo
from plans.models import Plan, Word
from tests.cities import DOCUMENT
from tests.factories import (
    COMMAND,
    freeze,
    make_department,
    make_measure,
    make_municipality,
    make_plan,
    make_track,
    make_user,
    recorded,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = make_plan()
    make_measure(name="電子申請", department=make_department("市民課"), phases={2022: "検討", 2023: "構築"})
    return plan


def save(plan, write, reason=None) -> ChangeSet:
    """Write something in one save and return it."""
    with change_set(
        author=COMMAND, municipality=plan.municipality, plan_code=plan.code, reason=reason
    ) as change:
        write()
    return change.row


def load() -> Plan:
    """Import the sample document."""
    document = validate(json.loads(DOCUMENT.read_text(encoding="utf-8")), known_plans={"ict-2019"}).document
    return plan_import(document=document, author=COMMAND, fiscal_year=2026).plan


def set_fields(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    save_changed(row)


def undo(change, reason=None):
    return change_set_undo(change_set=change, author=COMMAND, reason=reason)


def state() -> dict:
    """Return all tracked rows there are."""
    return {
        model: list(model._base_manager.order_by("pk").values(*(f.attname for f in fields)))
        for model in tracked_models()
        if (fields := model.history.model.tracked_fields)
    }


def rename_and_move(plan):
    """Change a measure, empty a cell, fill another, change the departments: one save over five tables."""
    measure = plan.measures.get()
    track, other = measure.tracks.get(), make_department("税務課")
    phase = plan.word_set.get(label="実施")

    def write():
        set_fields(measure, name="電子申請の拡充", is_priority=True)
        set_fields(track.entries.get(fiscal_year=2022), phase=None)
        bulk_write(ScheduleEntry, create=[ScheduleEntry(track=track, fiscal_year=2024, phase=phase)])
        bulk_write(MeasureDepartment, delete=list(measure.measure_departments.all()))
        lead = MeasureDepartment(measure=measure, department=other, role="lead")
        bulk_write(MeasureDepartment, create=[lead])

    return save(plan, write)


def test_every_row_of_a_save_becomes_what_it_was_before(plan):
    make_department("税務課")
    before = state()
    change = rename_and_move(plan)
    assert state() != before
    undone = undo(change)
    assert state() == before
    assert (undone.undoes, undone.municipality, undone.plan_code) == (change, plan.municipality, "ict-2022")


def test_the_undo_of_an_undo_does_it_again(plan):
    change = rename_and_move(plan)
    after = state()
    undo(undo(change))
    assert state() == after


def test_a_deleted_measure_comes_back_with_its_number_its_parts_and_its_place_in_the_search(plan):
    before = state()
    measure = plan.measures.get()
    change = save(plan, lambda: bulk_write(Measure, delete=[measure]))
    undo(change)
    assert state() == before
    assert [found.number for found in plan.measures.matching("電子申請")] == ["1"]


def test_a_created_measure_goes_with_all_that_came_with_it(plan):
    before = state()

    def write():
        make_measure(
            plan=plan, number="2", name="窓口", department=make_department("市民課"), phases={2022: "検討"}
        )

    undo(save(plan, write))
    assert state() == before


def test_what_pointed_to_a_deleted_row_points_to_it_again(plan):
    first = plan.measures.get()
    second = make_measure(plan=plan, number="2", name="窓口")
    save(plan, lambda: set_fields(first, ended_into=second, ended_kind="統合"))
    change = save(plan, lambda: bulk_write(Measure, delete=[second]))
    first.refresh_from_db()
    assert first.ended_into is None
    undo(change)
    first.refresh_from_db()
    assert first.ended_into == second


def test_numbers_that_two_measures_exchanged_are_exchanged_back(plan):
    first, second = plan.measures.get(), make_measure(plan=plan, number="2", name="窓口")

    def write():
        set_fields(first, number="x")
        set_fields(second, number="1")
        set_fields(first, number="2")

    change = save(plan, write)
    undo(change)
    assert dict(plan.measures.values_list("name", "number")) == {"電子申請": "1", "窓口": "2"}


def test_what_others_changed_in_other_fields_stays(plan):
    measure = plan.measures.get()
    change = save(plan, lambda: set_fields(measure, name="電子申請の拡充"))
    save(plan, lambda: set_fields(measure, goal="全手続"))
    undo(change)
    measure.refresh_from_db()
    assert (measure.name, measure.goal) == ("電子申請", "全手続")


def test_fields_changed_since_are_listed_and_nothing_is_undone(plan):
    measure, entry = plan.measures.get(), ScheduleEntry.objects.get(fiscal_year=2022)
    build, operate = (plan.word_set.get(label=label) for label in ("構築", "運用"))

    def write():
        set_fields(measure, name="電子申請の拡充")
        set_fields(entry, phase=build)

    change = save(plan, write)
    save(plan, lambda: set_fields(entry, phase=operate))
    before = state()
    with pytest.raises(UndoConflict, match="工程区分") as refusal:
        undo(change)
    (row,) = refusal.value.rows
    assert (row.subject.name, row.name) == ("1 電子申請の拡充", "令和4年度（2022年度）")
    assert [(f.label, f.before, f.after) for f in row.fields] == [("工程区分", "構築", "運用")]
    assert state() == before


def test_a_changed_row_that_is_gone_refuses(plan):
    measure = plan.measures.get()
    change = save(plan, lambda: set_fields(measure, name="電子申請の拡充"))
    save(plan, lambda: bulk_write(Measure, delete=[measure]))
    with pytest.raises(UndoConflict) as refusal:
        undo(change)
    assert refusal.value.rows[0].fields[0].after == "（今はない）"


def test_a_created_row_that_others_now_use_stays(plan):
    change = save(plan, lambda: make_department("新課"))
    save(plan, lambda: make_measure(plan=plan, number="2", department=Department.objects.get(key="新課")))
    with pytest.raises(UndoRefused, match="施策の部署"):
        undo(change)
    assert Department.objects.filter(key="新課").exists()


def test_a_row_that_was_added_below_a_created_one_keeps_it(plan):
    change = save(plan, lambda: make_measure(plan=plan, number="2", name="窓口"))
    save(plan, lambda: make_track(measure=plan.measures.get(number="2"), phases={2022: "検討"}))
    with pytest.raises(UndoRefused, match="工程の内訳"):
        undo(change)


def test_what_the_old_state_needs_must_still_be_there(plan):
    measure, old = plan.measures.get(), Department.objects.get(key="市民課")
    link = measure.measure_departments.get()
    change = save(plan, lambda: bulk_write(MeasureDepartment, delete=[link]))
    save(plan, lambda: bulk_write(Department, delete=[old]))
    with pytest.raises(UndoRefused, match="市民課"):
        undo(change)


def test_a_name_taken_since_refuses(plan):
    measure = plan.measures.get()
    change = save(plan, lambda: set_fields(measure, number="9"))
    make_measure(plan=plan, number="1", name="窓口", key="another")
    with pytest.raises(UndoRefused, match="番号"):
        undo(change)
    assert set(plan.measures.values_list("number", flat=True)) == {"9", "1"}


def test_a_save_is_undone_once(plan):
    change = rename_and_move(plan)
    undo(change)
    with pytest.raises(UndoRefused, match="すでに取り消されて"):
        undo(change)


def test_a_save_whose_rows_stand_as_before_anyway_is_not_undone(plan):
    measure = plan.measures.get()
    change = save(plan, lambda: set_fields(measure, name="窓口"))
    save(plan, lambda: set_fields(measure, name="電子申請"))
    with pytest.raises(UndoRefused, match="取り消すものがありません"):
        undo(change)


def test_a_measure_an_edition_holds_stays(plan):
    change = save(plan, lambda: make_measure(plan=plan, number="2", name="窓口"))
    freeze(plan)
    with pytest.raises(MeasureHeld, match="当初"):
        undo(change, Reason("typo"))


def test_the_first_load_of_a_plan_stays():
    make_municipality()
    plan = load()
    with pytest.raises(UndoRefused, match="最初に取り込んだ"):
        undo(plan.history.get().changeset, Reason("typo"))


def test_an_import_of_changes_is_undone_whole():
    plan = load()
    before = state()
    document = plan_document(plan)
    first, second = document["measures"][:2]
    second["key"] = second["number"]
    first["number"], second["number"] = second["number"], first["number"]
    first["name"] += "（改）"
    first["schedule"] = []
    document["glossary"] = []
    plan_import(document=document, author=COMMAND, fiscal_year=2026)
    assert state() != before
    undo(ChangeSet.objects.first())
    assert state() == before


def test_an_adopted_plan_asks_for_a_reason_where_its_change_did(plan):
    freeze(plan)
    move = save(
        plan,
        lambda: set_fields(ScheduleEntry.objects.get(fiscal_year=2022), phase=None),
        Reason("law", "法の改正"),
    )
    text = save(plan, lambda: set_fields(plan.measures.get(), goal="全手続"))
    with pytest.raises(ReasonMissing):
        undo(move)
    assert undo(move, Reason("other", "入力の誤り")).reason_text == "入力の誤り"
    undo(text)


def test_accounts_are_not_undone(plan):
    change = save(plan, lambda: make_user("planning"))
    with pytest.raises(UndoRefused, match="職員"):
        undo(change)
    user = User.objects.get()
    moved = save(plan, lambda: set_fields(user, department=make_department("市民課")))
    undo(moved)
    user.refresh_from_db()
    assert user.department is None
    assert user.check_password("a-long-and-unguessable-word")


def test_a_save_that_names_no_plan_is_undone_too():
    city = make_municipality()
    department = make_department("総務課")
    with change_set(author=COMMAND, municipality=city) as change:
        set_fields(department, name="総務デジタル課")
    undo(change.row)
    department.refresh_from_db()
    assert department.name == "総務課"


def test_the_rows_after_any_save_are_put_together_from_history(plan):
    first = ChangeSet.objects.first()
    there = {model: {row.pk for row in rows_after(first, model)} for model in (Measure, Word)}
    bulk = save(plan, lambda: bulk_write(Measure, delete=list(plan.measures.all())))
    assert [row.name for row in rows_after(first, Measure)] == ["電子申請"]
    assert rows_after(bulk, Measure) == []
    assert {row.pk for row in rows_after(bulk, Word)} == there[Word]


@recorded
def make_author():
    return Author(user=make_user("planning", name="企画 花子"), source="page", request_id="r-1")


def test_an_undo_says_who_and_why_and_is_a_sample_where_the_save_was(plan):
    change = rename_and_move(plan)
    ChangeSet.objects.filter(pk=change.pk).update(is_sample=True)
    undone = change_set_undo(change_set=change, author=make_author(), reason=Reason("other", "誤り"))
    assert (undone.by_name, undone.request_id, undone.reason_text) == ("企画 花子", "r-1", "誤り")
    assert undone.is_sample
    assert canonical_bytes(plan_document(plan))
