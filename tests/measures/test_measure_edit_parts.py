"""What hangs on a measure, on its edit page: items, year plans, ties to others, notes, departments."""

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year
from organizations.models import ChangeSet
from plans.models import Reference
from tests.factories import (
    freeze,
    make_department,
    make_measure,
    make_plan,
    make_system,
    recorded,
)
from tests.posted import choices, posted_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure():
    return make_measure(department=make_department())


@pytest.fixture
def client(client_as):
    return client_as("planning")


def url(measure):
    return reverse("measures:measure_edit", args=[*measure.plan.url_args, measure.key])


def save(client, measure, **changes):
    return client.post(url(measure), posted_fields(client.get(url(measure))) | changes)


@recorded
def make_reference(plan, title, **fields):
    return Reference.objects.create(plan=plan, title=title, **fields)


def test_items_are_written_as_the_document_counts_them(client, measure):
    save(client, measure, **{"items-0-number": "①", "items-0-name": "受付", "items-0-on": "R5.10"})
    save(client, measure, **{"items-1-name": "審査"})
    measure.refresh_from_db()
    assert measure.items == [{"number": "①", "name": "受付", "on": "2023-10"}, {"name": "審査"}]


def test_an_item_more_is_offered_with_what_was_typed_and_nothing_is_saved(client, measure):
    answer = save(client, measure, reshape="items:more", **{"items-0-name": "受付"})
    fields = posted_fields(answer)
    assert (fields["items-0-name"], fields["items-1-name"]) == ("受付", "")
    measure.refresh_from_db()
    assert measure.items == []


def test_the_plan_of_a_year_is_written_and_taken_away(client, measure):
    save(client, measure, year_plan_2023="受付を始める。", year_plan_2024="審査を始める。")
    assert [(row.fiscal_year, row.text) for row in measure.year_plans.all()] == [
        (2023, "受付を始める。"), (2024, "審査を始める。"),
    ]  # fmt: skip
    save(client, measure, year_plan_2023="")
    assert [row.fiscal_year for row in measure.year_plans.all()] == [2024]


def test_the_plan_of_a_year_is_a_target_and_needs_a_reason(client, measure):
    freeze(measure.plan)
    html = save(client, measure, year_plan_2023="受付を始める。").content.decode()
    assert "変更の理由（区分と内容）を入力してください" in html
    assert not measure.year_plans.exists()


def test_this_year_is_marked_among_the_year_plans(client):
    year = fiscal_year_of(timezone.localdate())
    plan = make_plan(code=f"ict-{year}", start=year, end=year + 1)
    html = client.get(url(make_measure(plan=plan))).content.decode()
    assert f"{show_fiscal_year(year)}　今年度" in html
    assert f"{show_fiscal_year(year + 1)}　今年度" not in html


def test_ties_to_other_measures_are_written_in_order_and_kept_as_rows(client, measure):
    other = make_measure(plan=measure.plan, number="2", name="窓口の予約")
    save(client, measure, **{
        "continues-0-ref": "ict-2019/7", "continues-0-basis": "printed",
        "related_measures-0-key": other.key, "related_measures-0-text": "同じ画面を使う。",
    })  # fmt: skip
    first = measure.continues.get()
    assert (first.ref, first.basis) == ("ict-2019/7", "printed")
    assert [(r.related, r.text) for r in measure.relations.all()] == [(other, "同じ画面を使う。")]
    save(client, measure, **{"continues-1-ref": "ict-2019/8"})
    assert [row.ref for row in measure.continues.all()] == ["ict-2019/7", "ict-2019/8"]
    assert measure.continues.first().pk == first.pk


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"continues-0-ref": "前計画の7番"}, "「ict-2019/7」のように"),
        (
            {"continues-0-ref": "ict-2019/7", "continues-1-ref": "ict-2019/7", "continues-parts": "2"},
            "同じものが二つ",
        ),
    ],
)
def test_a_tie_that_leads_nowhere_or_stands_twice_is_refused(changes, sentence, client, measure):
    assert sentence in save(client, measure, **changes).content.decode()
    assert not measure.continues.exists()


def test_grounds_and_systems_are_chosen_from_the_plans_own(client, measure):
    ground = make_reference(measure.plan, "官民データ活用推進基本法")
    system, elsewhere = make_system(plan=measure.plan), make_system(name="載っていないシステム")
    html = client.get(url(measure)).content.decode()
    assert elsewhere.name not in html
    save(client, measure, grounds=[ground.pk], systems=[system.pk])
    assert [link.reference for link in measure.measure_grounds.all()] == [ground]
    assert [link.system for link in measure.measure_systems.all()] == [system]


def test_a_note_is_written_on_any_field(client, measure):
    save(client, measure, **{
        "notes-0-kind": "unclear", "notes-0-field": "goal", "notes-0-printed": "検討",
        "notes-0-text": "読みにくい。",
    })  # fmt: skip
    measure.refresh_from_db()
    assert measure.notes == [{"kind": "unclear", "field": "goal", "printed": "検討", "text": "読みにくい。"}]
    offered = choices(client.get(url(measure)))["notes-0-field"]
    assert {"", "name", "goal", "schedule", "year_plans", "indicators"} <= set(offered)


def test_a_department_that_has_ended_is_offered_only_where_it_is_chosen(client):
    ended = make_department("情報政策課", until="2023-03-31")
    make_department("情報管理課")
    keeping, other = make_measure(department=ended), make_measure(plan=make_plan(), number="2", name="別")
    assert str(ended.pk) in choices(client.get(url(keeping)))["lead"]
    assert str(ended.pk) not in choices(client.get(url(other)))["lead"]
    assert "情報政策課" not in client.get(url(other)).content.decode()


def test_an_ended_department_somebody_took_away_meanwhile_is_still_understood(client):
    ended = make_department("情報政策課", until="2023-03-31")
    measure, new = make_measure(department=ended), make_department("情報管理課")
    late = posted_fields(client.get(url(measure))) | {"goal": "私の目標"}
    save(client, measure, lead=new.pk)
    assert client.post(url(measure), late).status_code == 302
    assert measure.departments.get() == new


def test_a_rename_keeps_the_key_for_life(client, measure):
    save(client, measure, name="電子申請の全面実施", number="12")
    measure.refresh_from_db()
    assert (measure.number, measure.key, measure.name) == ("12", "1", "電子申請の全面実施")


def test_a_page_with_everything_on_it_saves_without_a_trace(client, measure):
    other = make_measure(plan=measure.plan, number="2", name="窓口の予約")
    save(client, measure, **{
        "items-0-name": "受付", "year_plan_2023": "一行目\n二行目", "continues-0-ref": "ict-2019/7",
        "related_measures-0-key": other.key, "notes-0-kind": "editor", "notes-0-text": "注の文",
    })  # fmt: skip
    before = ChangeSet.objects.count()
    assert save(client, measure).status_code == 302
    assert ChangeSet.objects.count() == before
