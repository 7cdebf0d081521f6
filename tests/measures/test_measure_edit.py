"""Editing a measure: what the page posts, what the service writes, what others changed meanwhile."""

import pytest
from django.test import Client
from django.urls import reverse

from measures.models import CostEstimate, Indicator, Measure, ScheduleEntry
from organizations.models import ChangeSet
from tests.factories import (
    freeze,
    make_department,
    make_measure,
    make_municipality,
    make_plan,
    make_track,
    make_user,
)
from tests.posted import posted_fields

pytestmark = pytest.mark.django_db
YEARS = [2022, 2023, 2024, 2025, 2026]
CONSIDER = dict.fromkeys(YEARS, "検討")


@pytest.fixture
def measure():
    return make_measure(department=make_department(), phases=CONSIDER, goal="全手続を電子化する。")


def posted(measure=None, plan=None, **changes):
    """Return what the browser posts: every field as the page showed it, with some changed."""
    client = Client()
    client.force_login(make_user("planning"), backend="organizations.backends.PortalBackend")
    url = edit_url(measure) if measure else reverse("measures:measure_create", args=plan.url_args)
    return posted_fields(client.get(url)) | changes


def edit_url(measure):
    return reverse("measures:measure_edit", args=[*measure.plan.url_args, measure.key])


def cells(measure):
    entries = ScheduleEntry.objects.filter(track__measure=measure).order_by("track__order", "fiscal_year")
    return [(entry.fiscal_year, entry.phase and entry.phase.label) for entry in entries]


def test_a_planner_changes_text_and_schedule_on_one_page(client_as, measure):
    client = client_as("planning")
    changes = {"name": "電子申請の全面実施", "tracks-0-year_2026": "実施"}
    response = client.post(edit_url(measure), posted(measure, **changes))
    assert response.status_code == 302
    measure.refresh_from_db()
    assert measure.name == "電子申請の全面実施"
    assert cells(measure) == [*((year, "検討") for year in YEARS[:4]), (2026, "実施")]


def test_one_save_is_one_change_set_by_the_person_from_the_page(client_as, measure):
    client = client_as("planning")
    before = ChangeSet.objects.count()
    changes = {"name": "新しい名前", "tracks-0-year_2026": "実施", "costs-0-initial": "1200"}
    client.post(edit_url(measure), posted(measure, **changes))
    change = ChangeSet.objects.first()
    assert ChangeSet.objects.count() == before + 1
    assert (change.by.role, change.source, change.plan_code) == ("planning", "page", "ict-2022")
    assert change.request_id


def test_saving_without_a_change_leaves_no_trace(client_as, measure):
    client = client_as("planning")
    before = ChangeSet.objects.count()
    assert client.post(edit_url(measure), posted(measure)).status_code == 302
    assert ChangeSet.objects.count() == before


def test_an_emptied_cell_keeps_its_row_without_phase(client_as, measure):
    client_as("planning").post(edit_url(measure), posted(measure, **{"tracks-0-year_2022": ""}))
    assert cells(measure)[0] == (2022, None)


def test_tracks_indicators_and_costs_are_added_in_one_save(client_as, measure):
    changes = {
        "tracks-0-label": "窓口", "tracks-1-label": "庁内", "tracks-1-year_2023": "構築",
        "indicators-0-name": "電子申請の割合", "indicators-0-kind": "numeric", "indicators-0-target": "75",
        "indicators-0-unit": "％", "indicators-0-due_fiscal_year": "2026",
        "costs-1-initial": "1500", "costs-1-running": "300",
    }  # fmt: skip
    response = client_as("planning").post(edit_url(measure), posted(measure, **changes))
    assert response.status_code == 302
    assert [track.label for track in measure.tracks.all()] == ["窓口", "庁内"]
    indicator = Indicator.objects.get(measure=measure)
    assert (indicator.name, indicator.target, indicator.due_fiscal_year) == ("電子申請の割合", 75, 2026)
    cost = CostEstimate.objects.get(measure=measure)
    assert (cost.fiscal_year, cost.initial, cost.running, cost.estimate) == (2023, 1500, 300, 1800)


def test_departments_keep_their_printed_order(client_as, measure):
    new = make_department("市民課")
    changes = {"responsible": [str(new.pk)], "lead": str(measure.departments.get().pk)}
    client_as("planning").post(edit_url(measure), posted(measure, **changes))
    links = measure.measure_departments.select_related("department")
    assert [(link.department.name, link.role) for link in links] == [
        ("情報管理課", "lead"), ("市民課", "responsible"),
    ]  # fmt: skip


def test_a_new_measure_gets_the_next_free_number(client_as, measure):
    url = reverse("measures:measure_create", args=measure.plan.url_args)
    response = client_as("planning").post(url, posted(plan=measure.plan, name="窓口の予約"))
    assert response.status_code == 302
    created = Measure.objects.get(name="窓口の予約")
    assert (created.number, created.key, created.order) == ("2", "2", 1)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"name": ""}, "name", "このフィールドは必須です。"),
        ({"number": "2"}, "number", "この計画には同じ番号の施策がすでにあります。別の番号にしてください。"),
        ({"costs-0-initial": "-1"}, "costs-0-initial", "0 以上"),
        ({"tracks-0-year_2022": "昼寝"}, "tracks-0-year_2022", "正しく選択してください"),
        ({"indicators-0-name": "割合"}, "indicators-0-kind", "種類を入力してください。"),
    ],
)
def test_bad_input_comes_back_beside_its_field_with_what_was_typed(
    changes, field, sentence, client_as, measure
):
    make_measure(plan=measure.plan, number="2", name="別の施策")
    client = client_as("planning")
    before = ChangeSet.objects.count()
    response = client.post(edit_url(measure), posted(measure, goal="直した目標", **changes))
    html = response.content.decode()
    assert response.status_code == 200
    assert sentence in html
    assert "直した目標" in html
    assert f'id="id_{field}_error"' in html
    assert ChangeSet.objects.count() == before


def test_two_tracks_need_a_name_each(client_as, measure):
    response = client_as("planning").post(
        edit_url(measure), posted(measure, **{"tracks-1-year_2023": "構築"})
    )
    assert "それぞれに違う名前を付けてください" in response.content.decode()
    assert measure.tracks.count() == 1


def test_a_row_more_is_offered_without_saving(client_as, measure):
    client = client_as("planning")
    before = ChangeSet.objects.count()
    data = posted(measure, name="書きかけ", more="tracks")
    html = client.post(edit_url(measure), data).content.decode()
    assert "tracks-2-label" in html
    assert "書きかけ" in html
    assert ChangeSet.objects.count() == before


def test_what_others_saved_meanwhile_is_kept_where_i_changed_nothing(client_as, measure):
    mine = posted(measure, name="私の名前")
    client = client_as("planning")
    client.post(edit_url(measure), posted(measure, goal="ほかの人の目標"))
    client.post(edit_url(measure), mine)
    measure.refresh_from_db()
    assert (measure.name, measure.goal) == ("私の名前", "ほかの人の目標")


@pytest.mark.parametrize(
    ("field", "theirs", "mine"),
    [("name", "ほかの人の名前", "私の名前"), ("tracks-0-year_2026", "実施", "運用")],
)
def test_a_field_both_changed_is_shown_and_not_overwritten(field, theirs, mine, client_as, measure):
    late = posted(measure, **{field: mine})
    client = client_as("planning")
    client.post(edit_url(measure), posted(measure, **{field: theirs}))
    before = ChangeSet.objects.count()
    html = client.post(edit_url(measure), late).content.decode()
    assert "ほかの人が保存した値" in html
    assert theirs in html
    assert mine in html
    assert ChangeSet.objects.count() == before


def test_after_a_conflict_a_second_save_writes_mine(client_as, measure):
    late = posted(measure, name="私の名前")
    client = client_as("planning")
    client.post(edit_url(measure), posted(measure, name="ほかの人の名前"))
    response = client.post(edit_url(measure), late)
    shown = response.context["page"].data["initial-name"]
    assert shown == "ほかの人の名前"
    client.post(edit_url(measure), late | {"initial-name": shown})
    measure.refresh_from_db()
    assert measure.name == "私の名前"


def test_both_changing_alike_is_no_conflict(client_as, measure):
    late = posted(measure, name="同じ名前")
    client = client_as("planning")
    client.post(edit_url(measure), posted(measure, name="同じ名前"))
    assert client.post(edit_url(measure), late).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [{"name": "別の名前"}, {"number": "9"}, {"tracks-0-year_2026": "実施"}, {"lead": ""}],
    ids=["name", "number", "schedule", "department"],
)
def test_an_adopted_plan_changes_only_with_a_reason(changes, client_as, measure):
    freeze(measure.plan)
    client = client_as("planning")
    before = ChangeSet.objects.count()
    refused = client.post(edit_url(measure), posted(measure, **changes))
    assert "変更の理由（区分と内容）を入力してください" in refused.content.decode()
    assert ChangeSet.objects.count() == before
    reason = {"reason_category": "law", "reason_text": "条例の改正による。"}
    assert client.post(edit_url(measure), posted(measure, **changes, **reason)).status_code == 302
    assert ChangeSet.objects.first().reason_text == "条例の改正による。"


def test_a_slip_of_the_pen_needs_no_text(client_as, measure):
    freeze(measure.plan)
    data = posted(measure, name="電子申請の拡充（訂正）", reason_category="typo")
    assert client_as("planning").post(edit_url(measure), data).status_code == 302


def test_running_text_of_an_adopted_plan_needs_no_reason(client_as, measure):
    freeze(measure.plan)
    assert client_as("planning").post(edit_url(measure), posted(measure, goal="直した。")).status_code == 302


def test_line_breaks_of_the_browser_are_no_change(client_as):
    measure = make_measure(content="一行目\n二行目")
    client = client_as("planning")
    before = ChangeSet.objects.count()
    data = posted(measure, **{"content": "一行目\r\n二行目", "initial-content": "一行目\r\n二行目"})
    client.post(edit_url(measure), data)
    assert ChangeSet.objects.count() == before


@pytest.mark.parametrize(
    ("role", "status"), [("department", 403), ("committee", 403), ("viewer", 403), ("administrator", 200)]
)
def test_only_the_planning_section_and_the_administrator_may_edit(role, status, client_as, measure):
    assert client_as(role).get(edit_url(measure)).status_code == status


def test_another_city_does_not_know_the_measure(client, measure):
    stranger = make_user("planning", municipality=make_municipality("132039", "武蔵野市"))
    client.force_login(stranger, backend="organizations.backends.PortalBackend")
    assert client.get(edit_url(measure)).status_code == 404


def test_the_page_costs_no_more_queries_for_more_tracks(client_as, django_assert_max_num_queries):
    measure = make_measure(plan=make_plan(), phases=CONSIDER)
    for n in range(8):
        make_track(measure=measure, label=f"内訳{n}", phases=CONSIDER)
    client = client_as("planning")
    with django_assert_max_num_queries(32):
        client.get(edit_url(measure))
