"""閉庁日: the page of the city's own table."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from organizations.models import ChangeSet, ClosedDay
from organizations.services.closed_days import closed_day_create
from tests.factories import COMMAND, make_municipality, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def planning(client_as):
    make_plan()
    with time_machine.travel(date(2026, 11, 20), tick=False):
        yield client_as("planning", name="企画 花子")


def page(name, *args):
    return reverse(f"organizations:{name}", args=["132209", *args])


def make_closed_day(first_on, last_on=None, name="開庁記念日", city=None):
    city = city or make_municipality()
    return closed_day_create(
        municipality=city, name=name, first_on=first_on, last_on=last_on, author=COMMAND
    )


def test_a_day_is_added_as_people_write_it_and_kept_in_the_history(planning):
    data = {"name": "庁舎の停電", "first_on": "R9.2.6", "last_on": ""}
    html = planning.post(page("closed_day_create"), data, follow=True).content.decode()
    assert "「庁舎の停電」（令和9年2月6日（2027年2月6日））を追加しました。" in html
    row = ClosedDay.objects.get()
    assert (row.first_on, row.last_on) == (date(2027, 2, 6), date(2027, 2, 6))
    change = ChangeSet.objects.first()
    assert (change.source, change.by_name, change.municipality) == ("page", "企画 花子", row.municipality)


def test_days_in_a_row_are_one_line(planning):
    data = {"name": "夏の一斉休業", "first_on": "2027-08-12", "last_on": "令和9年8月13日"}
    assert planning.post(page("closed_day_create"), data).status_code == 302
    assert ClosedDay.objects.get().days == "令和9年8月12日（2027年8月12日）～令和9年8月13日（2027年8月13日）"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "停電", "first_on": "2027-02-06", "last_on": "2027-02-05"}, "始まりの日と同じかそれより後"),
        ({"name": "停電", "first_on": "2027-02-06", "last_on": "2037-02-06"}, "1件の閉庁日は1年までです。"),
        ({"name": "停電", "first_on": "来週", "last_on": ""}, "「来週」は読み取れません。"),
        ({"name": "", "first_on": "2027-02-06", "last_on": ""}, "必須"),
        ({"name": "二度目", "first_on": "2026-12-07", "last_on": ""}, "同じ日の閉庁日がすでにあります。"),
    ],
)
def test_what_cannot_be_is_explained_and_what_was_typed_stays(data, sentence, planning):
    make_closed_day(date(2026, 12, 7))
    response = planning.post(page("closed_day_create"), data)
    html = response.content.decode()
    assert response.status_code == 200
    assert sentence in html
    assert f'value="{data["first_on"]}"' in html
    assert ClosedDay.objects.count() == 1


def test_a_line_is_deleted_with_its_history(planning):
    row = make_closed_day(date(2026, 12, 7))
    html = planning.post(page("closed_day_delete", row.pk), follow=True).content.decode()
    assert "「開庁記念日」" in html
    assert not ClosedDay.objects.exists()
    assert ClosedDay.history.first().history_type == "-"


def test_what_is_past_stands_apart_from_what_comes(planning):
    make_closed_day(date(2026, 11, 19), name="昨日まで")
    make_closed_day(date(2026, 11, 19), date(2026, 11, 20), name="今日まで")
    html = planning.get(page("closed_day_list")).content.decode()
    assert html.index("今日まで") < html.index("過ぎた閉庁日") < html.index("昨日まで")


def test_the_table_of_another_city_is_not_touched(planning):
    neighbour = make_municipality("133035", "隣の市")
    theirs = make_closed_day(date(2026, 12, 7), name="隣の休み", city=neighbour)
    assert planning.post(page("closed_day_delete", theirs.pk)).status_code == 404
    assert "隣の休み" not in planning.get(page("closed_day_list")).content.decode()


@pytest.mark.parametrize("rows", [2, 40])
def test_the_page_costs_the_same_however_long_the_table_is(rows, planning, django_assert_num_queries):
    for day in range(rows):
        make_closed_day(date.fromordinal(date(2026, 12, 1).toordinal() + day))
    with django_assert_num_queries(8):
        planning.get(page("closed_day_list"))
