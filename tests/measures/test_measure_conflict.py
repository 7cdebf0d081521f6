"""Two people on one measure: the page asks which value stays, for every kind of field, and loses nothing."""

import pytest
from django.urls import reverse

from measures.models import Indicator, ScheduleEntry
from organizations.models import ChangeSet
from plans.models import Axis, Category
from tests.factories import make_department, make_measure, make_track, recorded
from tests.posted import posted_fields

pytestmark = pytest.mark.django_db
YEARS = [2022, 2023, 2024, 2025, 2026]


@recorded
def make_axis(plan) -> list[Category]:
    axis = Axis.objects.create(plan=plan, code="field", name="分野")
    return [
        Category.objects.create(axis=axis, code=c, label=f"分野{c}", order=n) for n, c in enumerate("甲乙丙")
    ]


@recorded
def make_indicator(measure, name, **fields) -> Indicator:
    fields = {"key": name, "kind": "numeric", "order": measure.indicators.count()} | fields
    return Indicator.objects.create(measure=measure, name=name, **fields)


@pytest.fixture
def measure():
    measure = make_measure(department=make_department(), phases=dict.fromkeys(YEARS, "検討"), goal="電子化。")
    make_indicator(measure, "割合", target=50.0)
    return measure


@pytest.fixture
def page(client_as, measure):
    return Page(client_as("planning"), measure)


class Page:
    """The measure's edit page as one person uses it."""

    def __init__(self, client, measure):
        self.client = client
        self.url = reverse("measures:measure_edit", args=[*measure.plan.url_args, measure.key])

    def shown(self):
        return posted_fields(self.client.get(self.url))

    def save(self, data):
        return self.client.post(self.url, data)


def meet(page, theirs, mine):
    """Let two people open the page and save one after the other; return the answer to the second."""
    early, late = page.shown() | theirs, page.shown() | mine
    assert page.save(early).status_code == 302
    return page.save(late)


def pick(page, answer, **picks):
    """Save the conflict page with a pick for each control that is asked about."""
    data = posted_fields(answer)
    asked = [clash.name for clash in answer.context["page"].conflict.clashes]
    assert sorted(asked) == sorted(picks)
    return page.save(data | {f"pick-{name}": side for name, side in picks.items()})


def phase_of(measure, year):
    return ScheduleEntry.objects.get(track__measure=measure, fiscal_year=year).phase.label


def test_theirs_stays_in_one_field_and_mine_in_another(page, measure):
    answer = meet(
        page, {"name": "ほかの人の名称", "goal": "ほかの人の目標"}, {"name": "私の名称", "goal": "私の目標"}
    )
    assert pick(page, answer, name="theirs", goal="mine").status_code == 302
    measure.refresh_from_db()
    assert (measure.name, measure.goal) == ("ほかの人の名称", "私の目標")


@pytest.mark.parametrize(("side", "phase"), [("theirs", "実施"), ("mine", "運用")])
def test_a_cell_is_picked(side, phase, page, measure):
    answer = meet(page, {"tracks-0-year_2026": "実施"}, {"tracks-0-year_2026": "運用"})
    assert pick(page, answer, **{"tracks-0-year_2026": side}).status_code == 302
    assert phase_of(measure, 2026) == phase


@pytest.mark.parametrize(("side", "names"), [("theirs", {"市民課"}), ("mine", {"税務課"})])
def test_departments_are_picked_as_a_whole(side, names, page, measure):
    city = [make_department(name) for name in ("市民課", "税務課")]
    answer = meet(page, {"responsible": [city[0].pk]}, {"responsible": [city[1].pk]})
    assert pick(page, answer, responsible=side).status_code == 302
    links = measure.measure_departments.filter(role="responsible")
    assert {link.department.name for link in links} == names


@pytest.mark.parametrize(("side", "codes"), [("theirs", ["甲", "乙"]), ("mine", ["丙"])])
def test_the_categories_of_an_axis_are_picked_as_a_whole(side, codes, page, measure):
    first, second, third = make_axis(measure.plan)
    name = f"axis_{first.axis_id}"
    answer = meet(page, {name: [first.pk, second.pk]}, {name: [third.pk]})
    assert pick(page, answer, **{name: side}).status_code == 302
    assert [link.category.code for link in measure.measure_categories.all()] == codes


@pytest.mark.parametrize(("side", "target"), [("theirs", 60.0), ("mine", 70.0)])
def test_the_target_of_an_indicator_is_picked(side, target, page, measure):
    answer = meet(page, {"indicators-0-target": "60"}, {"indicators-0-target": "70"})
    assert pick(page, answer, **{"indicators-0-target": side}).status_code == 302
    assert measure.indicators.get().target == target


@pytest.mark.parametrize(("side", "text"), [("theirs", "ほかの人の計画"), ("mine", "私の計画")])
def test_the_plan_of_a_year_is_picked(side, text, page, measure):
    answer = meet(page, {"year_plan_2024": "ほかの人の計画"}, {"year_plan_2024": "私の計画"})
    assert pick(page, answer, year_plan_2024=side).status_code == 302
    assert measure.year_plans.get().text == text


@pytest.mark.parametrize(("side", "names"), [("theirs", ["受付"]), ("mine", ["審査"])])
def test_a_list_inside_the_measure_is_picked_as_a_whole(side, names, page, measure):
    answer = meet(page, {"items-0-name": "受付"}, {"items-0-name": "審査"})
    assert pick(page, answer, items=side).status_code == 302
    measure.refresh_from_db()
    assert [item["name"] for item in measure.items] == names


def test_without_a_pick_the_page_asks_again(page, measure):
    answer = meet(page, {"name": "ほかの人の名称"}, {"name": "私の名称"})
    again = page.save(posted_fields(answer))
    assert "ほかの人が保存した値" in again.content.decode()
    measure.refresh_from_db()
    assert measure.name == "ほかの人の名称"


def test_what_was_typed_into_a_removed_indicator_is_said_and_kept_as_a_new_one(page, measure):
    answer = meet(page, {"indicators-0-remove": "on"}, {"indicators-0-target": "70"})
    html = answer.content.decode()
    assert "ほかの人が次の行を除きました：「割合」" in html
    assert not measure.indicators.exists()
    assert page.save(posted_fields(answer)).status_code == 302
    again = measure.indicators.get()
    assert (again.name, again.kind, again.target) == ("割合", "numeric", 70.0)


def test_what_was_typed_into_a_removed_track_is_said_and_kept_as_a_new_one(page, measure):
    make_track(measure=measure, label="窓口", phases={2022: "検討"})
    theirs = {"tracks-0-label": "庁内", "tracks-1-remove": "on"}
    answer = meet(page, theirs, {"tracks-1-year_2023": "構築"})
    assert "ほかの人が次の行を除きました：「窓口」" in answer.content.decode()
    assert page.save(posted_fields(answer)).status_code == 302
    track = measure.tracks.get(label="窓口")
    assert [(cell.fiscal_year, cell.phase.label) for cell in track.entries.all()] == [
        (2022, "検討"), (2023, "構築"),
    ]  # fmt: skip


def test_a_removed_row_i_did_not_touch_is_no_concern_of_mine(page, measure):
    answer = meet(page, {"indicators-0-remove": "on"}, {"goal": "私の目標"})
    assert answer.status_code == 302
    assert not measure.indicators.exists()


def test_removing_what_was_removed_is_no_conflict(page, measure):
    make_indicator(measure, "件数")
    before = ChangeSet.objects.count()
    answer = meet(page, {"indicators-0-remove": "on"}, {"indicators-0-remove": "on"})
    assert answer.status_code == 302
    assert [row.name for row in measure.indicators.all()] == ["件数"]
    assert ChangeSet.objects.count() == before + 1
