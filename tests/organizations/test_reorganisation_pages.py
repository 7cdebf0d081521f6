"""組織改正 as the planning section sees it: tables, preview, choices of a split, the day."""

from datetime import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from organizations.history import Author
from organizations.models import Department, Reorganisation
from organizations.reorganising.rows import DepartmentRow, Rows
from organizations.services.reorganisations import reorganisation_plan
from tests.factories import make_department, make_municipality, make_user
from tests.organizations.reorganised import DAY, NOW, SPLIT, enacted, make_small, planned, rename
from tests.posted import posted_fields

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def winter():
    with time_machine.travel(datetime(2026, 1, 20, 9, tzinfo=timezone.get_default_timezone()), tick=False):
        yield


@pytest.fixture
def small():
    return make_small()


@pytest.fixture
def planning(client_as, small):
    return client_as("planning", username="kikaku")


def page(name, *args):
    return reverse(f"organizations:{name}", args=["132209", *args])


def typed(client, **changes):
    """Return what a browser posts from the empty page after some cells were filled in."""
    fields = posted_fields(client.get(page("reorganisation_create")))
    return fields | {"reason": "組織規則の改正"} | changes


SPLIT_CELLS = {
    "departments-0-name": "DX推進課", "departments-1-name": "基盤課",
    "lines-0-former": "情報課", "lines-0-successor": "DX推進課",
    "lines-1-former": "情報課", "lines-1-successor": "基盤課",
}  # fmt: skip


def test_the_page_proposes_the_next_first_of_april_and_todays_names(planning):
    html = planning.get(page("reorganisation_create")).content.decode()
    assert "令和8年4月1日" in html
    assert '<option value="情報課">' in html


def test_the_preview_shows_all_that_moves_and_asks_where_a_split_goes(planning, small):
    html = planning.post(page("reorganisation_create"), typed(planning, **SPLIT_CELLS, do="preview"))
    shown = html.content.decode()
    for text in ["1 電子申請", "2 文書管理", "住民記録システム", "情報 太郎", "基盤課"]:
        assert text in shown
    assert f'name="choice-systems:{small.system.pk}:{small.office.pk}"' in shown
    assert not Reorganisation.objects.exists()


def test_what_was_chosen_in_the_preview_is_planned(planning, small):
    preview = planning.post(page("reorganisation_create"), typed(planning, **SPLIT_CELLS, do="preview"))
    key = f"systems:{small.system.pk}:{small.office.pk}"
    data = posted_fields(preview) | {f"choice-{key}": "基盤課", "do": "save"}
    response = planning.post(page("reorganisation_create"), data)
    reorganisation = Reorganisation.objects.get()
    assert response.url == reorganisation.get_absolute_url()
    assert reorganisation.tables.choices[key] == "基盤課"
    assert str(reorganisation.takes_effect_on) == "2026-04-01"
    assert (reorganisation.planned_by, reorganisation.planned_by_name) == (small.planner, "企画 花子")
    html = planning.get(response.url).content.decode()
    assert "実施日になると自動で実施します" in html
    assert "今すぐ実施" not in html


def test_going_back_keeps_what_was_typed(planning):
    preview = planning.post(page("reorganisation_create"), typed(planning, **SPLIT_CELLS, do="preview"))
    html = planning.post(page("reorganisation_create"), posted_fields(preview) | {"do": "back"})
    assert 'value="基盤課"' in html.content.decode()


def test_more_lines_are_added_without_losing_what_was_typed(planning):
    data = typed(planning, **SPLIT_CELLS) | {"do": "more:lines"}
    response = planning.post(page("reorganisation_create"), data)
    fields = posted_fields(response)
    assert fields["lines-1-successor"] == "基盤課"
    assert "lines-5-former" in fields


def test_problems_are_listed_above_the_tables(planning):
    cells = {"lines-0-former": "電算課", "lines-0-successor": "文書課"}
    html = planning.post(
        page("reorganisation_create"), typed(planning, **cells, do="preview")
    ).content.decode()
    assert "旧課→新課 1行目：「電算課」という部署は" in html
    empty = planning.post(page("reorganisation_create"), typed(planning, do="preview")).content.decode()
    assert "変わるものがありません" in empty


def test_a_planned_one_is_edited_with_its_choices_and_cancelled(planning, small):
    reorganisation = planned(small, SPLIT)
    url = page("reorganisation_edit", reorganisation.pk)
    data = posted_fields(planning.get(url)) | {"title": "改めた件名", "do": "save"}
    assert planning.post(url, data).status_code == 302
    reorganisation.refresh_from_db()
    assert (reorganisation.title, len(reorganisation.tables.lines)) == ("改めた件名", 2)
    html = planning.post(page("reorganisation_cancel", reorganisation.pk), follow=True).content.decode()
    assert "取りやめました" in html
    assert planning.get(url).url == reorganisation.get_absolute_url()


def test_on_its_day_a_button_does_it_and_the_page_tells_what_became_what(planning, small):
    reorganisation = planned(small)
    early = planning.post(page("reorganisation_enact", reorganisation.pk), follow=True).content.decode()
    assert "実施日がまだ来ていません" in early
    with time_machine.travel(datetime(2026, 4, 1, 9, tzinfo=timezone.get_default_timezone()), tick=False):
        planning.force_login(small.planner, backend="organizations.backends.PortalBackend")
        assert "今すぐ実施" in planning.get(reorganisation.get_absolute_url()).content.decode()
        url = page("reorganisation_enact", reorganisation.pk)
        html = planning.post(url, follow=True).content.decode()
    assert "「春の組織改正」を実施しました。" in html
    assert "施策2件、情報システム1件" in html
    again = planning.post(url, follow=True).content.decode()
    assert "すでに「実施済」です" in again


def test_a_planned_one_that_does_not_fit_any_more_says_why(planning, small):
    reorganisation = planned(small)
    rename(small.office, "電算課")
    html = planning.get(reorganisation.get_absolute_url()).content.decode()
    assert "このままでは実施できません（1件）" in html
    assert "「情報課」という部署は" in html


def test_the_list_tells_what_is_planned_done_and_refused(planning, small):
    planned(small, title="次の改正")
    enacted(small)
    html = planning.get(page("reorganisation_list")).content.decode()
    assert "予定" in html
    assert "実施済" in html


# --- One department at a time -------------------------------------------------------------------


def test_a_name_changes_from_a_day_through_the_preview(planning, small):
    data = {"name": "デジタル課", "day": "R8.1.20", "reason": "規則の改正"}
    preview = planning.post(page("department_rename", small.office.pk), data)
    assert "情報課 → <strong>デジタル課</strong>" in preview.content.decode()
    fields = posted_fields(preview)
    planning.post(page("reorganisation_create"), fields | {"do": "now"})
    small.office.refresh_from_db()
    assert (small.office.name, small.office.key) == ("デジタル課", "情報課")


def test_departments_are_merged_from_a_day(planning, small):
    data = {
        "formers": [small.office.pk, small.archive.pk], "name": "企画課", "kind": "課",
        "parent": small.bureau.pk, "day": "2026-01-20", "reason": "規則の改正",
    }  # fmt: skip
    preview = planning.post(page("department_merge"), data)
    planning.post(page("reorganisation_create"), posted_fields(preview) | {"do": "now"})
    new = Department.objects.get(name="企画課")
    assert (new.parent, new.predecessors.count()) == (small.bureau, 2)
    assert small.departments_of(small.shared) == [("lead", "企画課")]


def test_a_department_is_split_or_ended_from_a_day(planning, small):
    data = {"names": "基盤課", "goes_on": "on", "day": "2026-04-01", "reason": "規則の改正"}
    shown = planning.post(page("department_split", small.office.pk), data).content.decode()
    assert "いまの部署も残ります" in shown
    data = {"successor": small.archive.pk, "day": "2026-04-01", "reason": "規則の改正"}
    shown = planning.post(page("department_end", small.office.pk), data).content.decode()
    assert "情報課 → 文書課" in shown


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("department_rename", {"name": "文書課"}, "同じ上位の部署の下に同じ名称"),
        ("department_split", {"names": "一つだけ"}, "二つ以上書いてください"),
        ("department_end", {"successor": ""}, "行き先のないものがあります"),
    ],
)
def test_what_cannot_be_is_said_on_the_page_of_the_department(name, data, sentence, planning, small):
    head = {"day": "2026-04-01", "reason": "規則の改正"}
    assert sentence in planning.post(page(name, small.office.pk), data | head).content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"formers": []}, "統合する部署を選んでください"),
        ({"formers": [0], "name": "企画課"}, "二つ以上の部署を選んでください"),
        ({"formers": [0, 1], "name": "企画課", "successor": 0}, "どちらか一つにしてください"),
    ],
    ids=["none", "one", "both"],
)
def test_a_merger_says_what_it_lacks(data, sentence, planning, small):
    keys = [small.office.pk, small.archive.pk]
    data = {"formers": [keys[n] for n in data["formers"]], "name": data.get("name", ""),
            "successor": keys[0] if "successor" in data else ""}  # fmt: skip
    head = {"day": "2026-04-01", "reason": "規則の改正"}
    assert sentence in planning.post(page("department_merge"), data | head).content.decode()


def corrected(client, department, **changes):
    url = page("department_edit", department.pk)
    return client.post(url, posted_fields(client.get(url)) | changes)


def test_a_department_is_corrected_and_the_plans_that_said_the_same_follow(planning, small):
    assert corrected(planning, small.archive, kind="室", order="0", since="令和4年4月1日").status_code == 302
    small.archive.refresh_from_db()
    assert (small.archive.kind, small.archive.since) == ("室", "2022-04-01")
    listed = small.plan.department_listings.values_list("department__name", "kind", "since")
    assert ("文書課", "室", "2022-04-01") in listed
    assert [name for name, _, _ in listed].index("文書課") < [name for name, _, _ in listed].index("情報課")
    assert ("文書課", "課", "") in small.ended_plan.department_listings.values_list(
        "department__name", "kind", "since"
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"name": "情報課"}, "同じ名称の部署があります"), ({"since": "R4.4", "until": "R3.3"}, "設置より後")],
    ids=["twin", "dates"],
)
def test_a_correction_that_cannot_be_is_refused(changes, sentence, planning, small):
    assert sentence in corrected(planning, small.archive, **changes).content.decode()


def test_rows_of_another_city_are_not_found(planning, small):
    neighbour = make_municipality("133035", "隣の市")
    theirs = make_department("隣の課", municipality=neighbour)
    other = make_user("planning", municipality=neighbour, username="neighbour")
    rows = Rows(departments=[DepartmentRow("隣の新課", "課", "", "", 1)])
    plan = reorganisation_plan(
        municipality=neighbour, title="隣の改正", takes_effect_on=DAY, reason="規則", rows=rows, now=NOW,
        author=Author(other, "page"),
    )  # fmt: skip
    for name in ["edit", "rename", "split", "end"]:
        assert planning.get(page(f"department_{name}", theirs.pk)).status_code == 404
    for name in ["detail", "edit"]:
        assert planning.get(page(f"reorganisation_{name}", plan.pk)).status_code == 404
    for name in ["enact", "cancel"]:
        assert planning.post(page(f"reorganisation_{name}", plan.pk)).status_code == 404
    assert str(theirs) not in planning.get(page("reorganisation_create")).content.decode()
    assert str(plan) not in planning.get(page("reorganisation_list")).content.decode()


def test_a_department_cannot_stand_below_itself(planning, small):
    html = corrected(planning, small.bureau, parent=small.office.pk).content.decode()
    assert "上位をたどると自分自身に戻ります" in html


def test_what_two_change_in_a_department_is_asked_about(planning, small):
    url = page("department_edit", small.archive.pk)
    shown = posted_fields(planning.get(url))
    rename(small.archive, "法務課")
    html = planning.post(url, shown | {"name": "文書法務課"}).content.decode()
    assert 'name="pick-name"' in html
