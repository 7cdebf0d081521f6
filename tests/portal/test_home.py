"""ホーム: the administrator's cities and a plan at a glance. That its numbers lead right: test_numbers.py."""

from datetime import date

import pytest
from django.urls import reverse

from measures.models import Indicator
from portal.home import glance
from portal.place import find_place
from systems.models import RenewalPlan
from tests.factories import (
    make_department,
    make_measure,
    make_municipality,
    make_plan,
    make_policy,
    make_system,
    make_track,
    make_user,
    recorded,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@recorded
def make(model, **row):
    return model.objects.create(**row)


def glance_at(plan, today=TODAY):
    place = find_place(
        make_user(municipality=plan.municipality), plan.municipality.code, plan.code, today=today
    )
    return glance(place, today)


def figure(found, label):
    return next(figure for figure in found.figures if label in figure.label)


def home(client, plan, query=""):
    return client.get(reverse("portal:municipality_home", args=[plan.municipality.code]) + query)


# --- "/" ----------------------------------------------------------------------------------------


def test_a_person_of_a_city_goes_to_the_city(client_as):
    plan = make_plan()
    assert client_as("viewer").get("/").url == plan.municipality.get_absolute_url()


def test_the_administrator_sees_every_city_with_its_plans_and_their_states(client_as):
    make_plan(code="ict-2022", title="第五次計画")
    make_plan(code="ict-2019", start=2019, end=2021, title="第四次計画")
    make_municipality("133035", "隣の市")
    html = client_as("administrator").get("/").content.decode()
    assert html.index("第五次計画") < html.index("第四次計画")
    assert "隣の市" in html
    assert "計画はまだありません" in html


@pytest.mark.parametrize(
    ("fiscal_year", "state"), [(2021, "策定中"), (2022, "計画期間中"), (2026, "計画期間中"), (2027, "終了")]
)
def test_a_plan_is_in_making_running_or_over(fiscal_year, state):
    assert make_plan().state(fiscal_year, is_adopted=True) == state


@pytest.mark.parametrize(("fiscal_year", "state"), [(2022, "策定中"), (2026, "策定中"), (2027, "終了")])
def test_a_plan_that_nobody_has_adopted_is_in_making_until_it_is_over(fiscal_year, state):
    assert make_plan().state(fiscal_year, is_adopted=False) == state


@pytest.mark.parametrize("rows", [2, 12])
def test_the_cities_cost_as_many_queries_however_many_there_are(rows, client_as, django_assert_num_queries):
    for number in range(rows):
        make_plan(code=f"ict-{2000 + number}", start=2000 + number, end=2004 + number)
    client = client_as("administrator")
    with django_assert_num_queries(5):
        client.get("/")


# --- What is told, and what is not --------------------------------------------------------------


def test_stages_are_counted_by_year_and_drawn_with_the_same_numbers():
    plan = make_plan()
    make_measure(plan=plan, number="1", phases={2022: "検討", 2023: "実施"})
    make_measure(plan=plan, number="2", phases={2022: "検討"})
    stages = glance_at(plan).stages
    table = {line.code: [cell.count for cell in line.cells] for line in stages.lines}
    assert table["consider"] == [2, 0, 0, 0, 0]
    assert table["implement"] == [0, 1, 0, 0, 0]
    assert table["nothing"] == [0, 1, 2, 2, 2]
    drawn = [{block.code: block.text for block in column.blocks} for column in stages.chart.columns]
    assert drawn[:2] == [{"consider": "2"}, {"implement": "1", "nothing": "1"}]
    assert stages.chart.columns[4].remark == "今年度"


def test_a_schedule_that_cannot_be_read_is_never_a_zero(client_as):
    plan = make_plan()
    make_measure(plan=plan, schedule_state="unreadable")
    found = glance_at(plan)
    assert found.stages.chart is None
    assert {cell.count for line in found.stages.lines if line.symbol for cell in line.cells} == {None}
    assert figure(found, "始まる").count is None
    assert figure(found, "長期検討").note == "原本から読み取れず"
    assert "原本から読み取れません" in home(client_as("viewer"), plan).content.decode()


def test_a_plan_without_schedules_and_targets_says_so(client_as):
    plan = make_plan()
    make_measure(plan=plan, schedule_state="none")
    found = glance_at(plan)
    assert found.stages is None
    assert figure(found, "始まる").note == "工程の記載なし"
    assert figure(found, "期限の目標").note == "目標の年度の記載なし"
    assert figure(found, "か月以内").note == "更新の時期の記載なし"
    assert figure(found, "新規").note == "記載なし"
    assert "年度ごとの工程を記載していません" in home(client_as("viewer"), plan).content.decode()


def test_what_starts_this_year_is_what_its_schedule_begins_to_implement_or_operate():
    plan = make_plan()
    make_measure(plan=plan, number="1", name="始まる", phases={2025: "構築", 2026: "実施"})
    make_measure(plan=plan, number="2", name="続く", phases={2025: "実施", 2026: "実施"})
    make_measure(plan=plan, number="3", name="進む", phases={2025: "実施", 2026: "運用"})
    make_measure(plan=plan, number="4", name="検討", phases={2026: "検討"})
    tracks = make_measure(plan=plan, number="5", name="二つの内訳")
    make_track(measure=tracks, phases={2025: "運用", 2026: "運用"}, label="市民")
    make_track(measure=tracks, phases={2026: "実施"}, label="職員")
    unclear = make_measure(plan=plan, number="6", name="前の年が読めない", schedule_state="partly")
    make_track(measure=unclear, phases={2026: "実施"})
    starting = glance_at(plan).starting
    assert [row.measure.name for row in starting] == ["始まる", "進む", "二つの内訳"]
    assert [phase.label for phase in starting[2].phases] == ["実施"]


def test_this_year_is_brought_into_the_span_of_the_plan(client_as):
    plan = make_plan(start=2014, end=2016, code="ict-2014")
    make_measure(plan=plan, phases={2015: "構築", 2016: "実施"})
    html = home(client_as("viewer"), plan).content.decode()
    assert "最終年度は平成28年度（2016年度）" in html
    assert "最終年度に始まる" in html


def test_long_considerations_stand_longest_first():
    plan = make_plan()
    make_measure(plan=plan, number="1", phases=dict.fromkeys((2022, 2023, 2024), "検討"))
    make_measure(plan=plan, number="2", phases=dict.fromkeys(range(2022, 2027), "検討"))
    make_measure(plan=plan, number="3", phases={2022: "検討", 2023: "検討"})
    assert [(row.measure.number, row.run.years) for row in glance_at(plan).long] == [("2", 5), ("1", 3)]


def test_targets_due_this_year_are_measures_with_such_a_target():
    plan = make_plan()
    measure = make_measure(plan=plan, schedule_state="none")
    for order, due in enumerate([2026, 2026, 2024, None]):
        make(
            Indicator,
            measure=measure,
            key=str(order),
            name=f"目標{order}",
            kind="numeric",
            due_fiscal_year=due,
            order=order,
        )
    found = glance_at(plan)
    assert figure(found, "期限の目標").count == 1
    assert [row.target.name for row in found.due] == ["目標0", "目標1"]
    assert [(count.label, count.count) for count in found.targets.counts] == [
        ("令和6年度", 1), ("令和8年度", 1), ("期限の記載なし", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("next_start", "count"), [("2026-10-01", 0), ("2026-11-01", 1), ("2028-10-01", 1), ("2028-11-01", 0)]
)
def test_renewals_are_those_of_the_next_24_months(next_start, count):
    plan = make_plan()
    make(RenewalPlan, plan=plan, system=make_system(plan=plan), next_start=date.fromisoformat(next_start))
    assert figure(glance_at(plan), "24か月以内").count == count


def test_the_renewals_of_an_older_plan_are_not_counted():
    make_plan()
    older = make_plan(code="ict-2019", start=2019, end=2021)
    assert glance_at(older).renewals is None


def test_a_policy_that_a_measure_may_belong_to_has_no_zero(client_as):
    plan = make_plan()
    make_policy(plan=plan, code="1", name="便利な市役所")
    make_policy(plan=plan, code="2", name="安心な暮らし", order=1)
    make_measure(plan=plan, policy_candidates=["1"])
    policies = glance_at(plan).policies
    assert [(row.count, row.candidates, row.is_unknown) for row in policies] == [
        (0, 1, True),
        (0, 0, False),
        (1, 0, False),
    ]
    assert "不明" in home(client_as("viewer"), plan).content.decode()


def test_another_plan_of_the_city_can_be_chosen(client_as):
    plan = make_plan(title="今の計画")
    make_plan(code="ict-2019", start=2019, end=2021, title="前の計画")
    client = client_as("viewer")
    assert home(client, plan).context["place"].plan == plan
    assert home(client, plan, "?plan=ict-2019").context["place"].plan.title == "前の計画"
    assert home(client, plan, "?plan=ict-1999").status_code == 404


@pytest.mark.parametrize("rows", [2, 40])
def test_home_costs_as_many_queries_however_long_the_plan_is(rows, client_as, django_assert_num_queries):
    plan = make_plan()
    for number in range(rows):
        measure = make_measure(
            plan=plan, number=str(number), department=make_department(f"第{number}課"),
            policy=make_policy(plan=plan, code=str(number)),
            phases={2022: "検討", 2023: "検討", 2024: "検討", 2026: "実施"},
        )  # fmt: skip
        make(Indicator, measure=measure, key="1", name="目標", kind="numeric", due_fiscal_year=2026)
        make(
            RenewalPlan,
            plan=plan,
            system=make_system(plan=plan, name=f"システム{number}"),
            next_start=date(2027, 4, 1),
        )
    client = client_as("viewer")
    with django_assert_num_queries(19):
        home(client, plan)
