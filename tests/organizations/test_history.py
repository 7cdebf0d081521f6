import pytest

from organizations.history import Author, Reason, bulk_write, change_set, save_changed
from organizations.models import ChangeSet, Department
from tests.factories import COMMAND, make_department, make_municipality, make_user

pytestmark = pytest.mark.django_db


def test_a_save_outside_a_change_set_is_refused():
    with pytest.raises(RuntimeError, match="outside change_set"):
        Department.objects.create(municipality=make_municipality(), key="総務課", name="総務課")


def test_a_save_that_changes_nothing_leaves_no_trace():
    department = make_department()
    before = ChangeSet.objects.count(), Department.history.count()
    with change_set(author=COMMAND):
        assert save_changed(department) is False
    assert (ChangeSet.objects.count(), Department.history.count()) == before


def test_every_row_of_one_save_carries_its_change_set_with_who_and_why():
    user = make_user("planning", name="企画 花子")
    first, second = make_department("総務課"), make_department("市民課")
    author = Author(user=user, source="page", request_id="r-1")
    with change_set(author=author, municipality=user.municipality, reason=Reason("law", "条例の改正")):
        for department in (first, second):
            department.kind = "室"
            save_changed(department)
    change = ChangeSet.objects.first()
    rows = Department.history.filter(changeset=change)
    assert {row.name for row in rows} == {"総務課", "市民課"}
    assert (change.by_name, change.source, change.request_id) == ("企画 花子", "page", "r-1")
    assert (change.reason_category, change.reason_text) == ("law", "条例の改正")


def test_the_name_of_the_author_outlives_the_person():
    user = make_user("planning", name="企画 花子")
    with change_set(author=Author(user=user, source="page")):
        department = Department(municipality=user.municipality, key="新課", name="新課")
        save_changed(department)
    with change_set(author=COMMAND):
        user.delete()
    change = department.history.first().changeset
    assert (change.by, change.by_name) == (None, "企画 花子")


def test_a_change_set_inside_another_joins_it():
    with change_set(author=COMMAND) as outer, change_set(author=COMMAND) as inner:
        assert inner is outer


def test_a_failed_save_leaves_neither_row_nor_history():
    before = Department.history.count()

    def fail():
        with change_set(author=COMMAND):
            save_changed(Department(municipality=make_municipality("132039", "武蔵野市"), key="a", name="a"))
            raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        fail()
    assert not Department.objects.filter(key="a").exists()
    assert Department.history.count() == before


@pytest.mark.parametrize("rows", [2, 40])
def test_bulk_writing_costs_the_same_however_many_rows(rows, django_assert_num_queries):
    city = make_municipality()
    new = [Department(municipality=city, key=f"第{n}課", name=f"第{n}課") for n in range(rows)]
    with django_assert_num_queries(5), change_set(author=COMMAND):  # savepoints, change set, rows, history
        bulk_write(Department, create=new)
    assert Department.history.filter(history_type="+").count() == rows


def test_deleting_many_writes_the_history_of_each():
    departments = [make_department("総務課"), make_department("市民課")]
    with change_set(author=COMMAND):
        bulk_write(Department, delete=departments)
    assert Department.history.filter(history_type="-").count() == 2


@pytest.mark.parametrize(
    ("category", "text", "is_enough"),
    [("law", "条例の改正", True), ("typo", "", True), ("law", " ", False), ("", "理由", False)],
)
def test_a_reason_needs_category_and_text_unless_it_is_a_slip_of_the_pen(category, text, is_enough):
    assert Reason(category, text).is_enough is is_enough
