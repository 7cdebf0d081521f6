"""What a plan says of a system's renewal: months in any notation, costs, the answer counted back."""

from datetime import date

import pytest
import time_machine

from organizations.models import ChangeSet
from systems.models import PlanListing, RenewalCost, RenewalPlan
from tests.factories import freeze, make_plan, make_system, recorded
from tests.systems.editing import CODE, Page, a_system, refusals

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return a_system()


def page_of(client, system) -> Page:
    return Page(client, "renewal_edit", CODE, "ict-2022", system.pk)


@pytest.mark.parametrize("typed", ["令和10年4月", "R10.4", "2028-04", "２０２８年４月"])
def test_the_next_start_is_read_however_it_is_written(client_as, system, typed):
    page_of(client_as("planning"), system).save(next_start=typed)
    assert RenewalPlan.objects.get().next_start == date(2028, 4, 1)


@time_machine.travel("2026-11-20", tick=False)
def test_saving_answers_with_the_steps_counted_back_and_what_speaks_against_them(client_as, system):
    page = page_of(client_as("planning"), system)
    response = page.save(next_start="令和10年4月", review_start="令和8年7月")
    html = page.client.get(response.url).content.decode()
    assert "計画の記載は令和8年7月。次期の稼働（令和10年4月）の21か月前。" in html
    assert "次期の稼働は令和10年4月。その9か月前は令和9年7月。" in html
    assert "要確認" in html or "要対応" in html


def test_a_plan_that_leads_by_no_month_at_all_is_taken_at_its_word(client_as, system):
    plan = make_plan()
    plan.renewal_lead_months = 0
    recorded(plan.save)()
    page = page_of(client_as("planning"), system)
    assert "、0か月前の検討の開始から順に" in page.client.get(page.url).content.decode()
    html = page.client.get(page.save(next_start="令和10年4月").url).content.decode()
    assert "その24か月前" not in html


def test_a_system_the_plan_does_not_list_is_listed_at_its_end_in_the_same_save(client_as):
    make_system(plan=make_plan(), name="一つ目")
    system = make_system(name="新しいシステム")
    page_of(client_as("planning"), system).save(next_start="令和10年4月")
    listing = PlanListing.objects.get(system=system)
    assert listing.order == 1
    change = ChangeSet.objects.latest("pk")
    assert change.plan_code == "ict-2022"
    assert PlanListing.history.get(system=system.pk).changeset == change
    assert RenewalPlan.history.get().changeset == change


def test_looking_and_saving_nothing_lists_nothing(client_as):
    make_plan()
    system = make_system(name="新しいシステム")
    page_of(client_as("planning"), system).save()
    assert (PlanListing.objects.count(), RenewalPlan.objects.count()) == (0, 0)


def test_costs_are_written_a_year_each(client_as, system):
    page = page_of(client_as("planning"), system)
    page.save(costs__0__fiscal_year="R9", costs__0__amount="52,000", costs__0__basis="request")
    cost = RenewalCost.objects.get()
    assert (cost.fiscal_year, cost.amount, cost.basis) == (2027, 52000, "request")
    twice = page.save(costs__1__fiscal_year="2027", costs__1__amount="1")
    assert refusals(twice) == ["同じ年度の経費がすでにあります。1年度に1行で書いてください。"]
    page.save(costs__0__remove="on")
    assert not RenewalCost.objects.exists()


def test_an_adopted_plan_asks_for_no_reason_but_keeps_one(client_as, system):
    freeze(make_plan())
    page = page_of(client_as("planning"), system)
    assert page.save(next_start="令和10年4月").status_code == 302
    page.save(next_start="令和10年10月", reason_category="procurement", reason_text="入札の不調")
    assert ChangeSet.objects.latest("pk").reason_text == "入札の不調"


def test_a_month_that_cannot_be_read_is_refused_with_how_to_write_it(client_as, system):
    response = page_of(client_as("planning"), system).save(next_start="来年の春")
    assert refusals(response)[0].startswith("「来年の春」は読み取れません。")
    assert not RenewalPlan.objects.exists()


def test_two_people_move_the_next_start_and_the_second_picks(client_as, system):
    page = page_of(client_as("planning"), system)
    early, late = page.shown(), page.shown()
    page.save(early, next_start="令和10年4月")
    (clash,) = page.save(late, next_start="令和11年4月").context["page"].conflict.clashes
    assert (clash.was, clash.theirs) == ("（空欄）", "令和10年4月（2028年4月）")


def test_the_plan_of_another_city_is_not_found(client_as, system):
    client = client_as("planning")
    assert client.get(f"/133035/ict-2022/systems/{system.pk}/renewal/").status_code == 404
    assert client.get(f"/132209/ict-1999/systems/{system.pk}/renewal/").status_code == 404
