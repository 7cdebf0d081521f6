import pytest

from measures.models import MeasureDepartment, ScheduleTrack
from organizations.history import Author, Reason, change_set, save_changed
from organizations.models import ChangeSet
from organizations.trail import FieldChange, last_change, rows_of, trail_of
from tests.factories import COMMAND, make_department, make_measure, make_plan, make_user

pytestmark = pytest.mark.django_db
PARTS = [(MeasureDepartment, "measure"), (ScheduleTrack, "measure")]


@pytest.fixture
def measure():
    make_plan()
    return make_measure(name="電子申請", department=make_department("市民課"), phases={2022: "検討"})


def test_a_trail_tells_each_save_with_what_differs_in_words_people_read(measure):
    author = Author(user=make_user("planning", name="企画 花子"), source="admin")
    with change_set(author=author, reason=Reason("law", "条例の改正")):
        measure.name, measure.is_new, measure.added_fiscal_year = "電子申請の拡充", True, 2023
        save_changed(measure)
    last = trail_of(measure, PARTS)[0]
    assert (last.change_set.by_name, last.change_set.reason_text) == ("企画 花子", "条例の改正")
    assert [(row.kind, row.noun, row.name) for row in last.rows] == [("変更", "施策", "電子申請の拡充")]
    assert last.rows[0].fields == [
        FieldChange("名称", "電子申請", "電子申請の拡充"),
        FieldChange("新規", "（空欄）", "はい"),
        FieldChange("追加した年度", "（空欄）", "令和5年度（2023年度）"),
    ]


def test_a_trail_names_what_foreign_keys_point_to_and_leaves_out_the_owner(measure):
    first = trail_of(measure, PARTS)[-1]
    department = next(row for row in first.rows if row.noun == "施策の部署")
    assert (department.kind, department.name) == ("追加", "市民課")
    assert FieldChange("立場", "（空欄）", "主担当") in department.fields
    assert "施策" not in {field.label for field in department.fields}


def test_a_deleted_part_stays_in_the_trail(measure):
    with change_set(author=COMMAND):
        measure.measure_departments.get().delete()
    assert [(row.kind, row.noun) for row in trail_of(measure, PARTS)[0].rows] == [("削除", "施策の部署")]


def test_a_row_written_without_a_difference_is_not_shown(measure):
    with change_set(author=COMMAND):
        measure.save()
    assert len(trail_of(measure)) == 1


def test_a_change_set_lists_the_rows_of_all_tables_it_wrote(measure):
    change = ChangeSet.objects.filter(pk__in=measure.history.values("changeset")).get()
    assert {row.noun for row in rows_of(change)} == {"施策", "施策の部署", "工程の内訳", "工程"}


def test_the_last_change_is_that_of_the_row_or_of_a_part(measure):
    before = last_change(measure, PARTS)
    with change_set(author=COMMAND):
        track = measure.tracks.get()
        track.label = "窓口"
        save_changed(track)
    assert last_change(measure, []) == before
    assert last_change(measure, PARTS) == ChangeSet.objects.first().pk


@pytest.mark.parametrize("saves", [2, 12])
def test_a_trail_costs_the_same_however_long_it_is(saves, measure, django_assert_num_queries):
    for number in range(saves):
        with change_set(author=COMMAND):
            measure.name = f"電子申請{number}"
            save_changed(measure)
    with django_assert_num_queries(7):  # a table and what its keys point to, for the measure and its parts
        assert len(trail_of(measure, PARTS)) == saves + 1
