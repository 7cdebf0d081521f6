"""The day itself: who follows whom, in one save; what was printed keeps the old name."""

import json
from dataclasses import replace
from datetime import date

import pytest

from exchange.canonical import canonical_bytes
from exchange.checks import validate
from exchange.dump import plan_document
from measures.models import MeasureDepartment
from organizations.exceptions import (
    LastPlanner,
    ReorganisationDoesNotFit,
    ReorganisationSettled,
    ReorganisationTooEarly,
)
from organizations.history import Author
from organizations.models import ChangeSet, Department, User
from organizations.reorganising.rows import DepartmentRow, LineRow, PersonRow, RenameRow, Rows
from organizations.services.reorganisations import reorganisation_enact
from organizations.undo import change_set_undo
from plans.models import DepartmentListing, PolicyDepartment
from systems.models import SystemDepartment
from tests.factories import COMMAND, freeze, make_department, make_measure, make_user, recorded
from tests.organizations.reorganised import (
    DAY,
    EVE,
    MERGE,
    SPLIT,
    TO_DX,
    enacted,
    make_small,
    planned,
    rename,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    return make_small()


def department(name) -> Department:
    return Department.objects.get(name=name)


def exported(plan) -> dict:
    return json.loads(canonical_bytes(plan_document(plan)))


def errors(plan) -> list:
    return validate(exported(plan), known_plans=set()).errors


def test_everything_follows_in_one_save_with_one_reason(small):
    before = ChangeSet.objects.count()
    reorganisation = planned(small)
    reorganisation = reorganisation_enact(
        reorganisation=reorganisation, author=Author(small.planner, "page"), today=DAY
    )
    assert ChangeSet.objects.count() == before + 2  # the plan, and the day
    change = reorganisation.done_in
    assert (change.reason_category, change.reason_text) == ("reorganisation", "組織規則の改正")
    assert (change.by, change.municipality) == (small.planner, small.city)
    assert small.departments_of(small.measure) == [("lead", "DX推進課")]
    assert small.departments_of(small.shared) == [("lead", "文書課"), ("related", "DX推進課")]
    assert [link.department.name for link in SystemDepartment.objects.all()] == ["DX推進課"]
    assert [link.department.name for link in PolicyDepartment.objects.all()] == ["DX推進課"]
    small.person.refresh_from_db()
    assert small.person.department.name == "DX推進課"
    assert reorganisation.outcome[0]["counts"] == ["施策2件", "情報システム1件", "方針・取組1件", "職員1人"]


def test_the_old_department_ends_the_day_before_and_names_its_successor(small):
    enacted(small)
    old, new = department("情報課"), department("DX推進課")
    assert (old.until, list(old.successors.all())) == ("2026-03-31", [new])
    assert (new.since, new.parent, new.order, new.key) == ("2026-04-01", small.bureau, 1, "DX推進課")
    assert not Department.objects.standing_on(DAY).filter(pk=old.pk).exists()
    assert Department.objects.standing_on(EVE).filter(pk=old.pk).exists()


def test_an_ended_plan_keeps_the_old_department(small):
    enacted(small)
    assert small.departments_of(small.ended_measure) == [("lead", "情報課")]
    listed = small.ended_plan.department_listings.values_list("department__name", "until")
    assert list(listed) == [("総務部", ""), ("情報課", ""), ("文書課", "")]


def test_the_plan_lists_the_new_department_in_its_place_and_the_old_one_with_its_end(small):
    enacted(small)
    listings = DepartmentListing.objects.filter(plan=small.plan)
    listed = [(row.department.name, row.since, row.until, row.successors) for row in listings]
    assert listed == [
        ("総務部", "", "", []),
        ("情報課", "", "2026-03-31", ["DX推進課"]),
        ("DX推進課", "2026-04-01", "", []),
        ("文書課", "", "", []),
    ]


@pytest.mark.parametrize("rows", [TO_DX, SPLIT, MERGE], ids=["one to one", "split", "merge"])
def test_the_document_is_valid_afterwards(rows, small):
    enacted(small, rows)
    assert errors(small.plan) == []
    assert errors(small.ended_plan) == []


def test_where_two_become_one_it_stands_once_and_leads(small):
    enacted(small, MERGE)
    assert small.departments_of(small.shared) == [("lead", "企画課")]
    assert {d.name for d in department("企画課").predecessors.all()} == {"情報課", "文書課"}


def test_a_department_takes_over_from_another_while_its_own_work_goes_on_to_a_third(small):
    rows = Rows(
        departments=[DepartmentRow("企画課", "課", "総務部", "", 1)],
        lines=[
            LineRow("情報課", "文書課", 1),
            LineRow("文書課", "文書課", 2),
            LineRow("文書課", "企画課", 3),
        ],
    )
    key = f"measures:{small.shared.pk}:{small.archive.pk}"
    enacted(small, replace(rows, choices={key: "企画課"}))
    assert small.departments_of(small.shared) == [("lead", "企画課"), ("related", "文書課")]
    assert small.departments_of(small.measure) == [("lead", "文書課")]
    assert department("文書課").until == ""


@recorded
def name_system_department(small):
    SystemDepartment.objects.create(system=small.system, department=small.archive, order=1)


def test_departments_that_pass_a_system_on_to_each_other_do_not_collide(small):
    name_system_department(small)
    rows = Rows(
        departments=[DepartmentRow("企画課", "課", "総務部", "", 1)],
        lines=[
            LineRow("情報課", "文書課", 1),
            LineRow("文書課", "文書課", 2),
            LineRow("文書課", "企画課", 3),
        ],
        choices={f"systems:{small.system.pk}:{small.archive.pk}": "企画課"},
    )
    enacted(small, rows)
    links = SystemDepartment.objects.order_by("order")
    assert [link.department.name for link in links] == ["文書課", "企画課"]


def test_each_thing_of_a_split_goes_where_it_was_sent(small):
    key = f"systems:{small.system.pk}:{small.office.pk}"
    enacted(small, replace(SPLIT, choices={key: "基盤課"}))
    assert SystemDepartment.objects.get().department.name == "基盤課"
    assert small.departments_of(small.measure) == [("lead", "DX推進課")]
    assert [d.name for d in department("情報課").successors.all()] == ["DX推進課", "基盤課"]


def test_departments_below_one_that_ends_go_below_its_successor(small):
    child = make_department("電算係", parent=small.office, kind="係", order=9)
    enacted(small)
    child.refresh_from_db()
    assert child.parent.name == "DX推進課"


def test_a_renamed_department_keeps_its_key_and_the_document_its_references(small):
    enacted(small)
    later = date(2027, 4, 1)
    enacted(small, Rows(renames=[RenameRow("DX推進課", "デジタル課", 1)]), day=later)
    renamed = department("デジタル課")
    assert renamed.key == "DX推進課"
    assert renamed.history.filter(name="DX推進課").exists()
    part = next(part for part in exported(small.plan)["departments"] if part["name"] == "情報課")
    assert part["successors"] == ["デジタル課"]
    assert errors(small.plan) == []


def test_people_come_go_and_move(small):
    make_user("viewer", name="転出 三郎", username="saburo")
    people = [
        PersonRow("joho", "", "文書課", "閲覧", "", 1),
        PersonRow("shinjin", "新人", "DX推進課", "", "新規", 2),
        PersonRow("", "転出 三郎", "", "", "退職", 3),
    ]
    enacted(small, replace(TO_DX, people=people))
    found = {user.username: user for user in User.objects.select_related("department")}
    assert (found["joho"].department, found["joho"].role) == (small.archive, "viewer")
    assert (found["shinjin"].department.name, found["shinjin"].role) == ("DX推進課", "department")
    assert found["shinjin"].state == "招待中"
    assert not found["saburo"].is_active


def test_what_was_frozen_under_the_old_name_keeps_it(small):
    edition = freeze(small.plan)
    before = edition.document
    enacted(small)
    edition.refresh_from_db()
    assert edition.document == before
    assert "DX推進課" not in edition.document
    assert "情報課" in edition.document


def test_it_is_done_once(small):
    reorganisation = enacted(small)
    changes = ChangeSet.objects.count()
    with pytest.raises(ReorganisationSettled, match="実施済"):
        reorganisation_enact(reorganisation=reorganisation, author=COMMAND, today=DAY)
    assert ChangeSet.objects.count() == changes


def test_it_is_not_done_before_its_day(small):
    with pytest.raises(ReorganisationTooEarly):
        reorganisation_enact(reorganisation=planned(small), author=COMMAND, today=EVE)


def test_nothing_is_half_done_when_the_city_changed_meanwhile(small):
    reorganisation = planned(small, MERGE)
    rename(small.archive, "法務課")
    with pytest.raises(ReorganisationDoesNotFit, match="「文書課」という部署は"):
        reorganisation_enact(reorganisation=reorganisation, author=COMMAND, today=DAY)
    assert small.departments_of(small.measure) == [("lead", "情報課")]
    assert not Department.objects.filter(name="企画課").exists()
    reorganisation.refresh_from_db()
    assert reorganisation.state == "予定"


def test_the_last_planning_editor_is_not_sent_away_by_it(small):
    make_user("planning", username="second")
    reorganisation = planned(small, Rows(people=[PersonRow("kikaku", "", "", "", "退職", 1)]))
    close("second")
    with pytest.raises((LastPlanner, ReorganisationDoesNotFit), match="最後の計画主管課"):
        reorganisation_enact(reorganisation=reorganisation, author=COMMAND, today=DAY)


@recorded
def close(username):
    person = User.objects.get(username=username)
    person.is_active = False
    person.save()


def test_it_is_undone_whole_and_is_not_planned_anew(small):
    documents = exported(small.plan), exported(small.ended_plan)
    reorganisation = enacted(small)
    change_set_undo(change_set=reorganisation.done_in, author=COMMAND)
    assert (exported(small.plan), exported(small.ended_plan)) == documents
    assert not Department.objects.filter(name="DX推進課").exists()
    reorganisation.refresh_from_db()
    assert reorganisation.state == "実施済"


@pytest.mark.parametrize("rows", [2, 30])
def test_the_day_costs_as_many_queries_however_many_measures_follow(rows, small, django_assert_num_queries):
    for number in range(rows):
        make_measure(plan=small.plan, number=f"9{number}", department=small.office)
    reorganisation = planned(small)
    with django_assert_num_queries(QUERIES):
        reorganisation_enact(reorganisation=reorganisation, author=COMMAND, today=DAY)
    assert MeasureDepartment.objects.filter(department__name="DX推進課").count() == rows + 2


QUERIES = 58
