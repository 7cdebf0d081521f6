"""Yearly targets and values, and lines of the budget, on the edit page of a measure."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from measures.models import BudgetLine, IndicatorValue
from organizations.history import change_set, save_changed
from organizations.models import ChangeSet
from tests.factories import COMMAND, freeze, make_measure, make_user
from tests.figure_rows import make_budget_line, make_indicator
from tests.posted import posted_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure():
    return make_measure()


def edit_url(measure):
    return reverse("measures:measure_edit", args=[*measure.plan.url_args, measure.key])


def posted(measure, **changes):
    client = Client()
    client.force_login(make_user("planning"), backend="organizations.backends.PortalBackend")
    return posted_fields(client.get(edit_url(measure))) | changes


def save(client_as, measure, **changes):
    return client_as("planning").post(edit_url(measure), posted(measure, **changes))


def values(measure):
    rows = IndicatorValue.objects.filter(indicator__measure=measure).order_by("fiscal_year")
    return [(row.fiscal_year, row.target, row.value) for row in rows]


def errors(response):
    return [error for form in response.context["page"].all_forms for error in form.errors.values()]


def test_the_years_of_an_indicator_are_written_in_one_save(client_as, measure):
    make_indicator(measure=measure)
    changes = {
        "values-0-target": "20", "values-0-value": "21.5", "values-0-state": "確定",
        "values-0-as_of": "R5.3.31",
        "values-2-target": "40", "values-2-state": "集計中",
    }  # fmt: skip
    assert save(client_as, measure, **changes).status_code == 302
    assert values(measure) == [(2022, 20, 21.5), (2024, 40, None)]
    first = IndicatorValue.objects.get(fiscal_year=2022)
    assert (first.state, first.as_of) == ("確定", "2023-03-31")
    assert ChangeSet.objects.first().by.role == "planning"


def test_a_save_without_a_change_leaves_no_trace(client_as, measure):
    make_indicator(measure=measure, values={2023: {"target": 30, "value": 27.25}, 2020: {"value": 1}})
    make_budget_line(measure=measure, initial=100, supplementary=-5)
    make_user("planning")
    before = ChangeSet.objects.count()
    assert save(client_as, measure).status_code == 302
    assert ChangeSet.objects.count() == before


def test_a_year_outside_the_plan_that_has_a_row_stays_to_be_edited(client_as, measure):
    make_indicator(measure=measure, values={2020: {"value": 12}})
    save(client_as, measure, **{"values-0-value": "13"})
    assert values(measure) == [(2020, None, 13)]


def test_a_row_that_is_emptied_goes(client_as, measure):
    make_indicator(measure=measure, values={2022: {"target": 20, "value": 21}})
    save(client_as, measure, **{"values-0-target": "", "values-0-value": ""})
    assert values(measure) == []


def test_a_judgement_of_ones_own_needs_a_reason_and_what_was_typed_stays(client_as, measure):
    make_indicator(measure=measure, values={2022: {"target": 20, "value": 19}})
    response = save(client_as, measure, **{"values-0-judgement": "on-track", "values-0-text": "速報から"})
    assert ["判定を改めるときは、その理由も入力してください。"] in errors(response)
    assert 'value="速報から"' in response.content.decode()
    changes = {"values-0-judgement": "on-track", "values-0-judgement_reason": "年度末に届く見込み"}
    assert save(client_as, measure, **changes).status_code == 302
    assert IndicatorValue.objects.get().judgement_reason == "年度末に届く見込み"


def test_the_page_says_how_the_rule_judges_each_year(client_as, measure):
    own = {"judgement": "on-track", "judgement_reason": "見込み"}
    make_indicator(measure=measure, values={2022: {"target": 20, "value": 19} | own})
    page = client_as("planning").get(edit_url(measure)).content.decode()
    assert page.count("規則：遅れ") == 1
    assert page.count("規則：未報告") == 4


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"values-0-value": "21"}, 302),
        ({"values-0-target": "30"}, 200),
        ({"values-0-target": "30", "reason_category": "decision", "reason_text": "庁議"}, 302),
    ],
)
def test_in_an_adopted_plan_a_target_needs_a_reason_and_a_value_none(client_as, measure, changes, status):
    make_indicator(measure=measure, values={2022: {"target": 20}})
    freeze(measure.plan)
    assert save(client_as, measure, **changes).status_code == status


def test_a_year_somebody_else_filled_meanwhile_is_put_to_the_person(client_as, measure):
    indicator = make_indicator(measure=measure)
    mine = posted(measure, **{"values-0-value": "21"})
    with change_set(author=COMMAND):
        IndicatorValue.objects.create(indicator=indicator, fiscal_year=2022, value=33)
    response = client_as("planning").post(edit_url(measure), mine)
    (clash,) = response.context["page"].conflict.clashes
    assert (clash.label, clash.theirs, clash.mine) == ("実績値", "33.0", "21.0")
    picks = {"clash": "values-0-value", "was-values-0-value": "", "pick-values-0-value": "mine"}
    again = posted_fields(response) | picks
    assert client_as("planning").post(edit_url(measure), again).status_code == 302
    assert values(measure) == [(2022, None, 21)]


def test_years_of_an_indicator_that_is_gone_are_refused_in_words(client_as, measure):
    indicator = make_indicator(measure=measure)
    mine = posted(measure, **{"values-0-value": "21"})
    with change_set(author=COMMAND):
        indicator.delete()
    response = client_as("planning").post(edit_url(measure), mine)
    assert "ほかの人が指標を除きました" in response.content.decode()
    assert values(measure) == []


def test_years_go_with_the_indicator_that_is_removed(client_as, measure):
    make_indicator(measure=measure)
    assert save(client_as, measure, **{"indicators-0-remove": "on", "values-0-value": "2"}).status_code == 302
    assert values(measure) == []


def test_lines_of_the_budget_are_added_changed_and_removed(client_as, measure):
    make_budget_line(measure=measure, fiscal_year=2022, name="旧事業", initial=10)
    changes = {
        "budget_lines-0-remove": "on", "budget_lines-1-fiscal_year": "R5",
        "budget_lines-1-name": "窓口DX事業",
        "budget_lines-1-account": "2款1項5目", "budget_lines-1-initial": "1500",
        "budget_lines-1-supplementary": "-300", "budget_lines-1-settled": "1100",
        "budget_lines-1-settled_state": "見込", "budget_lines-1-national": "600",
    }  # fmt: skip
    assert save(client_as, measure, **changes).status_code == 302
    line = BudgetLine.objects.get()
    assert (line.fiscal_year, line.name, line.budget, line.settled) == (2023, "窓口DX事業", 1200, 1100)
    assert (line.prefectural, line.sources_total) == (None, 600)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "事業", "initial": "5"}, "年度を入力してください。"),
        ({"fiscal_year": "いつか"}, "「いつか」"),
        ({"fiscal_year": "R5", "initial": "-1"}, "0 以上"),
        ({"fiscal_year": "R5", "settled_state": "確定"}, "決算の見込・確定は、決算の額と一緒に"),
        ({"fiscal_year": "R5", "initial": "1000000000000"}, "999999999999"),
    ],
)
def test_a_line_that_cannot_be_is_refused_at_its_field(client_as, measure, changes, sentence):
    typed = {f"budget_lines-0-{name}": value for name, value in changes.items()}
    response = save(client_as, measure, **typed)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not BudgetLine.objects.exists()


def test_sources_that_do_not_agree_are_a_warning_at_the_line_and_saved(client_as, measure):
    changes = {"fiscal_year": "R5", "initial": "1000", "national": "300", "general": "600"}
    typed = {f"budget_lines-0-{name}": value for name, value in changes.items()}
    assert save(client_as, measure, **typed).status_code == 302
    page = client_as("planning").get(edit_url(measure)).content.decode()
    assert "財源の計900千円（都道府県・その他は記載なし）が、予算1,000千円と一致しません。" in page


def test_the_page_adds_up_what_is_known_by_year(client_as, measure):
    make_budget_line(measure=measure, fiscal_year=2023, initial=100, supplementary=-20)
    make_budget_line(measure=measure, fiscal_year=2023, initial=50, settled=40)
    make_budget_line(measure=measure, fiscal_year=2024, initial=7)
    page = client_as("planning").get(edit_url(measure)).context["page"]
    assert [(total.year, total.amounts) for total in page.budget_totals] == [
        ("令和5年度", ["150", "-20", "記載なし", "130", "40", "記載なし"]),
        ("令和6年度", ["7", "記載なし", "記載なし", "7", "記載なし", "記載なし"]),
        ("計", ["157", "-20", "記載なし", "137", "40", "記載なし"]),
    ]


@pytest.mark.parametrize("row", [{"settled_state": "確定"}, {"initial": -1}, {"settled": 3, "national": -2}])
def test_the_database_keeps_what_may_never_be(measure, row):
    line = make_budget_line(measure=measure)
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLine.objects.filter(pk=line.pk).update(**row)


def test_a_settled_state_without_its_amount_is_refused_in_words(measure):
    line = make_budget_line(measure=measure)
    line.settled_state = "確定"
    with change_set(author=COMMAND), pytest.raises(ValidationError, match="決算の額と一緒に"):
        save_changed(line)
