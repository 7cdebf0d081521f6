import pytest
from django.urls import reverse

from measures.models import Measure, MeasureDepartment, ScheduleEntry
from organizations.models import ChangeSet
from tests.admin_pages import as_posted, errors_of, save
from tests.factories import (
    freeze,
    make_department,
    make_measure,
    make_municipality,
    make_plan,
    make_track,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    client.force_login(make_user("administrator"))
    return client


def url(row, verb="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk])


def row_of(prefix, number, **values):
    """Return what a new inline row posts, as the row number `number`."""
    total = {f"{prefix}-TOTAL_FORMS": str(number + 1)}
    return total | {f"{prefix}-{number}-{name}": str(value) for name, value in values.items()}


def test_a_measure_is_saved_with_all_its_parts_in_one_change_set(boss):
    measure = make_measure(department=make_department("市民課"), phases={2022: "検討"})
    shown = as_posted(boss.get(url(measure)))
    related = make_department("情報管理課")
    data = shown | {"name": "電子申請の拡充と統合", "added_fiscal_year": "R5"}
    data |= row_of("measure_departments", 1, role="related", department=related.pk, order=0)
    data |= row_of("costs", 0, fiscal_year="令和4年度", initial=1200, order=0)
    data |= row_of("indicators", 0, name="利用率", kind="numeric", target="50", order=0)
    before = ChangeSet.objects.count()
    answer = boss.post(url(measure), data)
    assert answer.status_code == 302
    assert ChangeSet.objects.count() == before + 1
    measure.refresh_from_db()
    assert (measure.name, measure.added_fiscal_year) == ("電子申請の拡充と統合", 2023)
    assert measure.costs.get().fiscal_year == 2022
    assert measure.indicators.get().key == "利用率"
    links = list(measure.measure_departments.values_list("department__name", "order"))
    assert links == [("市民課", 0), ("情報管理課", 1)]


def test_the_phases_of_a_track_are_changed_on_its_own_page(boss):
    measure = make_measure(phases={2022: "検討", 2023: "構築"})
    track = measure.tracks.get()
    operate = measure.plan.word_set.get(label="運用")
    assert save(boss, url(track), entries__1__phase=operate.pk).status_code == 302
    assert ScheduleEntry.objects.get(fiscal_year=2023).phase == operate
    change = ChangeSet.objects.first()
    assert (change.plan_code, change.source) == ("ict-2022", "admin")


def test_a_year_outside_the_plan_and_a_foreign_word_are_refused(boss):
    measure = make_measure(phases={2022: "検討"})
    other = make_plan(municipality=make_municipality("132039", "武蔵野市"))
    track = measure.tracks.get()
    page = save(boss, url(track), entries__0__fiscal_year="2031")
    assert any("計画期間" in sentence for sentence in errors_of(page))
    page = save(boss, url(track), entries__0__phase=other.word_set.first().pk)
    assert errors_of(page)
    assert ScheduleEntry.objects.get().fiscal_year == 2022


def test_a_number_taken_twice_comes_back_as_an_error_of_the_form(boss):
    make_measure(number="1")
    second = make_measure(number="2")
    assert "同じ番号" in errors_of(save(boss, url(second), number="1"))[0]


def test_two_leads_are_refused_and_nothing_is_half_written(boss):
    measure = make_measure(department=make_department("市民課"))
    data = as_posted(boss.get(url(measure))) | {"name": "改めた名称"}
    data |= row_of("measure_departments", 1, role="lead", department=make_department("税務課").pk, order=1)
    page = boss.post(url(measure), data)
    assert page.status_code == 200
    assert Measure.objects.get().name == "電子申請の拡充"
    assert MeasureDepartment.objects.count() == 1


def test_a_schedule_of_an_adopted_plan_changes_only_with_a_reason(boss):
    measure = make_measure(phases={2022: "検討"})
    freeze(measure.plan)
    track, operate = measure.tracks.get(), measure.plan.word_set.get(label="運用")
    page = save(boss, url(track), entries__0__phase=operate.pk)
    assert "この計画は確定しています" in errors_of(page)[0]
    assert ScheduleEntry.objects.get().phase.label == "検討"
    reason = {"reason_category": "budget", "reason_text": "補正予算の否決"}
    assert save(boss, url(track), entries__0__phase=operate.pk, **reason).status_code == 302
    assert ChangeSet.objects.first().reason_text == "補正予算の否決"


def test_a_measure_that_stands_in_an_edition_is_ended_not_deleted(boss):
    held = make_measure(number="1", name="電子申請")
    freeze(held.plan)
    later = make_measure(number="2", name="窓口の改善")
    reason = {"post": "yes", "reason_category": "typo"}
    page = boss.post(url(held, "delete"), reason)
    assert "確定版「当初」にあるため削除できません" in page.content.decode()
    assert boss.post(url(later, "delete"), reason).status_code == 302
    assert list(Measure.objects.all()) == [held]


def test_the_history_of_a_measure_includes_its_parts(boss):
    measure = make_measure(department=make_department("市民課"))
    page = boss.get(url(measure, "history")).content.decode()
    assert "施策の部署「市民課」の追加" in page


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_costs_the_same_however_many_measures(rows, boss, django_assert_num_queries):
    plan = make_plan()
    for number in range(rows):
        make_measure(plan=plan, number=str(number), department=make_department(f"第{number}課"))
    with django_assert_num_queries(6):  # session, user, the lists of the two filters, the count, the rows
        boss.get(reverse("admin:measures_measure_changelist"))


def test_new_tracks_are_put_last(boss):
    measure = make_measure()
    make_track(measure=measure, phases={}, label="窓口")
    data = as_posted(boss.get(url(measure))) | row_of("tracks", 1, label="申請", order=0)
    assert boss.post(url(measure), data).status_code == 302
    tracks = measure.tracks.values_list("label", "key", "order")
    assert list(tracks) == [("窓口", "窓口", 0), ("申請", "申請", 1)]
