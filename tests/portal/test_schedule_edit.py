"""The schedule grid as a form: what the page posts and shows, with and without what others changed."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from measures.models import ScheduleEntry, ScheduleTrack
from organizations.models import ChangeSet
from tests.cities import posted_fields
from tests.factories import (
    freeze,
    make_department,
    make_measure,
    make_plan,
    make_policy,
    make_track,
    recorded,
)
from tests.portal.crowd import make_crowd

pytestmark = pytest.mark.django_db
CONSIDER = dict.fromkeys([2022, 2023, 2024], "検討")


@pytest.fixture(autouse=True)
def _in_2024():
    with time_machine.travel("2024-10-01T09:00:00+09:00"):
        yield


@pytest.fixture
def track():
    return make_measure(phases=CONSIDER).tracks.get()


def url(plan, query=""):
    return reverse("portal:schedule_edit", args=plan.url_args) + query


def shown(client, plan, query=""):
    """Return what a browser without JavaScript would post from the page, untouched."""
    return posted_fields(client.get(url(plan, query)))


def phases(track):
    return {entry.fiscal_year: entry.phase and entry.phase.label for entry in track.entries.all()}


def test_cells_are_saved_and_counted_and_the_page_comes_again(client_as, track):
    client, plan = client_as("planning"), track.measure.plan
    data = shown(client, plan) | {f"t{track.pk}-2024": "実施", f"t{track.pk}-2025": "運用"}
    response = client.post(url(plan, "?sort=name"), data, follow=True)
    assert response.redirect_chain == [(url(plan, "?sort=name"), 302)]
    assert "1 施策、2 セルを保存しました。" in response.content.decode()
    assert phases(track) == {2022: "検討", 2023: "検討", 2024: "実施", 2025: "運用"}
    change = ChangeSet.objects.first()
    assert (change.by.role, change.source, change.plan_code) == ("planning", "page", "ict-2022")


def test_saving_the_page_as_shown_leaves_no_trace_and_says_so(client_as, track):
    client, plan = client_as("planning"), track.measure.plan
    data, before = shown(client, plan), ChangeSet.objects.count()
    response = client.post(url(plan), data, follow=True)
    assert "変更はありませんでした。" in response.content.decode()
    assert ChangeSet.objects.count() == before


def test_only_what_was_changed_need_be_posted(client_as, track):
    plan, name = track.measure.plan, f"t{track.pk}-2022"
    client_as("planning").post(url(plan), {name: "", f"initial-{name}": "検討"})
    assert phases(track)[2022] is None


def test_the_page_keeps_conditions_sorting_and_groups_of_the_reading_grid(client_as):
    plan, water = make_plan(), make_department("水道課")
    make_measure(plan=plan, name="い", department=water, policy=make_policy(), phases=CONSIDER)
    make_measure(plan=plan, number="2", name="ろ", phases=CONSIDER)
    query = f"?department={water.pk}&sort=department"
    page = client_as("planning").get(url(plan, query)).context["page"]
    assert [(g.title, [row.measure.name for row in g.rows]) for g in page.groups] == [("水道課", ["い"])]
    html = client_as("planning").get(url(plan, query)).content.decode()
    assert f"/schedule/?department={water.pk}&amp;sort=department" in html


def test_the_reading_grid_leads_to_editing_with_its_conditions_who_may_change_it(client_as, track):
    grid = reverse("portal:schedule_grid", args=track.measure.plan.url_args)
    link = f"{url(track.measure.plan)}?sort=name"
    assert link in client_as("planning").get(grid, {"sort": "name"}).content.decode()
    assert link not in client_as("viewer").get(grid, {"sort": "name"}).content.decode()


def test_each_measure_leads_to_its_own_form(client_as, track):
    html = client_as("planning").get(url(track.measure.plan)).content.decode()
    assert reverse("measures:measure_edit", args=[*track.measure.plan.url_args, "1"]) in html


def test_a_measure_without_a_track_can_be_filled(client_as):
    measure = make_measure()
    client = client_as("planning")
    data = shown(client, measure.plan) | {f"m{measure.pk}n0-2022": "検討"}
    client.post(url(measure.plan), data)
    assert phases(measure.tracks.get()) == {2022: "検討"}


def test_a_track_more_is_offered_without_saving_and_keeps_what_was_typed(client_as, track):
    client, plan, measure = client_as("planning"), track.measure.plan, track.measure
    data = shown(client, plan) | {f"t{track.pk}-2022": "構築", "more": str(measure.pk)}
    response = client.post(url(plan), data)
    typed = posted_fields(response)
    assert typed[f"t{track.pk}-2022"] == "構築"
    assert typed[f"initial-t{track.pk}-2022"] == "検討"
    assert not ScheduleTrack.objects.exclude(pk=track.pk).exists()
    names = {f"t{track.pk}-label": "窓口", f"m{measure.pk}n1-label": "庁内", f"m{measure.pk}n1-2026": "運用"}
    assert client.post(url(plan), typed | names).status_code == 302
    named = [(t.label, phases(t)) for t in measure.tracks.order_by("order")]
    assert named == [("窓口", {2022: "構築", 2023: "検討", 2024: "検討"}), ("庁内", {2026: "運用"})]


def test_tracks_are_renamed_ordered_and_removed(client_as):
    measure = make_measure()
    a, b, c = (make_track(measure=measure, label=name, phases=CONSIDER) for name in "甲乙丙")
    client = client_as("planning")
    changes = {f"t{a.pk}-order": "2", f"t{b.pk}-remove": "on", f"t{c.pk}-label": "丁"}
    client.post(url(measure.plan), shown(client, measure.plan) | changes)
    assert list(measure.tracks.order_by("order").values_list("label", flat=True)) == ["丁", "甲"]


def test_an_adopted_plan_asks_once_for_the_reason_and_keeps_the_cells(client_as, track):
    client, plan, name = client_as("planning"), track.measure.plan, f"t{track.pk}-2022"
    freeze(plan)
    response = client.post(url(plan), shown(client, plan) | {name: "構築"})
    html = response.content.decode()
    assert "変更の理由（区分と内容）を入力してください" in html
    assert re.search(r"<details class=\"save-bar__ask\" open", html)
    typed = posted_fields(response)
    assert typed[name] == "構築"
    client.post(url(plan), typed | {"reason_category": "law", "reason_text": "条例の改正による。"})
    assert ChangeSet.objects.first().reason_text == "条例の改正による。"
    assert phases(track)[2022] == "構築"


def test_a_slip_of_the_pen_is_one_button(client_as, track):
    client, plan = client_as("planning"), track.measure.plan
    freeze(plan)
    page = client.get(url(plan))
    assert 'name="reason_category" value="typo"' in page.content.decode()
    data = posted_fields(page) | {f"t{track.pk}-2022": "構築", "reason_category": ["", "typo"]}
    assert client.post(url(plan), data).status_code == 302  # select and button, in the order of the page
    assert ChangeSet.objects.first().reason_category == "typo"


def test_what_both_changed_is_chosen_cell_by_cell_and_the_rest_stays_typed(client_as, track):
    client, plan, slot = client_as("planning"), track.measure.plan, f"t{track.pk}"
    late = shown(client, plan) | {f"{slot}-2022": "運用", f"{slot}-2023": "運用", f"{slot}-2025": "実施"}
    theirs = shown(client, plan) | {f"{slot}-2022": "構築", f"{slot}-2023": "実施"}
    client.post(url(plan), theirs)
    before = ChangeSet.objects.count()
    response = client.post(url(plan), late)
    html = response.content.decode()
    assert "1 電子申請の拡充　工程　令和4年度（2022年度）" in html
    assert ChangeSet.objects.count() == before
    typed = posted_fields(response)
    assert typed[f"{slot}-2025"] == "実施"
    assert client.post(url(plan), typed).status_code == 200  # nothing picked: asked again
    picks = {
        "clash": [f"{slot}-2022", f"{slot}-2023"],
        f"pick-{slot}-2022": "theirs",
        f"pick-{slot}-2023": "mine",
    }
    assert client.post(url(plan), typed | picks).status_code == 302
    assert phases(track) == {2022: "構築", 2023: "運用", 2024: "検討", 2025: "実施"}


def test_what_is_typed_stays_on_the_page_though_it_no_longer_meets_the_conditions(client_as):
    plan = make_plan()
    track = make_measure(plan=plan, phases={2022: "検討"}).tracks.get()
    client, slot = client_as("planning"), f"t{track.pk}"
    query = f"?phase={plan.word_set.get(label='検討').label}"
    late = shown(client, plan, query) | {f"{slot}-2022": "運用"}
    client.post(url(plan), shown(client, plan) | {f"{slot}-2022": "構築"})
    response = client.post(url(plan, query), late)
    page = response.context["page"]
    assert page.conflict
    assert [row.measure.number for group in page.groups for row in group.rows] == ["1"]


def test_cells_typed_into_a_track_that_is_gone_are_said_and_the_others_can_be_saved(client_as, track):
    plan, other = track.measure.plan, make_track(measure=track.measure, label="庁内", phases=CONSIDER)
    client = client_as("planning")
    late = shown(client, plan) | {f"t{track.pk}-2022": "構築", f"t{other.pk}-2022": "構築"}
    recorded(other.delete)()
    response = client.post(url(plan), late)
    assert "工程の内訳を1行除きました。" in response.content.decode()
    client.post(url(plan), posted_fields(response))
    assert phases(track)[2022] == "構築"


@pytest.mark.parametrize(
    ("year", "was", "mine", "sentence"),
    [
        ("2022", "検討", "昼寝", "「昼寝」はこの計画の工程区分にありません。"),
        ("2040", "", "検討", "計画期間（2022-2026年度）の中の年度にしてください。"),
    ],
)
def test_a_posted_cell_the_plan_does_not_have_is_refused(year, was, mine, sentence, client_as, track):
    name = f"t{track.pk}-{year}"
    response = client_as("planning").post(url(track.measure.plan), {name: mine, f"initial-{name}": was})
    assert sentence in response.content.decode()


def test_a_city_cannot_write_into_another_ones_plan(client_as, track):
    other = make_plan(code="ict-2030", start=2022, end=2026)
    name = f"t{track.pk}-2022"
    client_as("planning").post(url(other), {name: "構築", f"initial-{name}": "検討"})
    assert phases(track)[2022] == "検討"


def queries_of_showing_and_saving(client, rows):
    plan = make_crowd(rows)
    with CaptureQueriesContext(connection) as showing:
        data = shown(client, plan)
    cells = list(ScheduleEntry.objects.filter(fiscal_year=2022).values_list("track_id", flat=True))
    with CaptureQueriesContext(connection) as saving:
        assert client.post(url(plan), data | {f"t{pk}-2022": "" for pk in cells}).status_code == 302
    return len(showing), len(saving)


def test_showing_and_saving_cost_as_many_queries_for_many_measures_as_for_few(client_as):
    client = client_as("planning")
    few = queries_of_showing_and_saving(client, 5)
    recorded(ScheduleEntry.objects.all().delete)()
    recorded(make_plan().delete)()
    assert queries_of_showing_and_saving(client, 200) == few
