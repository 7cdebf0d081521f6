"""The page of a contract: term, systems, amounts, and the answer in words."""

from datetime import date

import pytest
import time_machine

from systems.models import Contract, ContractSystem
from tests.factories import make_municipality, make_system
from tests.systems.editing import CODE, Page, a_system, refusals

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "機器の賃貸借", "kind": "lease", "first_start": "令和4年4月1日", "first_end": "R9.3.31",
    "renews_automatically": "true", "renewal_months": "12", "notice_days": "90",
    "amounts-0-fiscal_year": "令和8", "amounts-0-amount": "1,200",
}  # fmt: skip


@pytest.fixture
def system():
    return a_system()


@pytest.fixture
def contract(client_as, system):
    page = Page(client_as("planning"), "contract_create", CODE, query=f"?system={system.pk}")
    assert page.save(**TYPED).status_code == 302
    return Contract.objects.get()


@pytest.fixture
def page(client_as, contract):
    return Page(client_as("planning"), "contract_edit", CODE, contract.pk)


def test_a_contract_is_registered_for_the_system_it_was_opened_from(contract, system):
    assert list(contract.systems.all()) == [system]
    assert (contract.first_start, contract.first_end) == (date(2022, 4, 1), date(2027, 3, 31))
    assert (contract.notice_days, contract.alert_months) == (90, [24, 12, 6, 3])
    assert list(contract.amounts.values_list("fiscal_year", "amount")) == [(2026, 1200)]


@time_machine.travel("2027-06-01", tick=False)
def test_saving_answers_with_the_present_term_and_the_last_day_to_give_notice(client_as, contract, system):
    page = Page(client_as("planning"), "contract_edit", CODE, contract.pk)
    answer = page.client.get(page.save(notice_days="91").url).content.decode()
    assert "令和9年4月1日（2027年4月1日）から令和10年3月31日（2028年3月31日）まで" in answer
    assert "12か月ずつ自動で1回更新され" in answer
    assert "令和9年12月31日（2027年12月31日）は閉庁日" in answer
    assert "令和9年12月28日（2027年12月28日）までに申し出ます。" in answer
    assert f'href="/132209/systems/{system.pk}/"' in answer


def test_a_contract_without_dates_says_what_is_missing(page):
    response = page.save(first_start="", first_end="", notice_days="")
    answer = page.client.get(response.url).content.decode()
    assert "記載がないもの：契約期間の始まり、当初の契約期間の終わり、解約の申出の日数" in answer


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"first_end": "令和3年3月31日"}, "契約期間の始まりより前です。"),
        ({"terminated_on": "令和3年3月31日"}, "契約期間の始まりより前です。"),
        ({"renewal_months": "0"}, "更新1回の月数は1以上にしてください。"),
        ({"alert_months": "半年"}, "「半年」は読み取れません。"),
        ({"amounts__1__amount": "5"}, "年度を入力してください。"),
        ({"amounts__1__fiscal_year": "R8", "amounts__1__amount": "5"}, "同じ年度の金額がすでにあります。"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(page, contract, typed, sentence):
    assert refusals(page.save(counterpart="A社", **typed))[0].startswith(sentence)
    contract.refresh_from_db()
    assert (contract.counterpart, contract.amounts.count()) == ("", 1)


def test_people_are_told_in_the_months_of_the_contract(page, contract):
    page.save(alert_months="6か月前, １８")
    contract.refresh_from_db()
    assert contract.alert_months == [18, 6]


def test_a_contract_covers_several_systems_and_lets_go_of_one(page, contract, system):
    other = make_system(name="税務システム")
    page.save(systems=[str(system.pk), str(other.pk)])
    assert contract.systems.count() == 2
    page.save(systems=[str(other.pk)])
    assert [link.system for link in ContractSystem.objects.all()] == [other]


def test_a_system_of_another_city_is_not_chosen(page, contract):
    theirs = make_system(municipality=make_municipality("133035", "隣の市"), name="隣のシステム")
    assert page.save(systems=[str(theirs.pk)]).status_code == 200
    assert not contract.systems.filter(pk=theirs.pk).exists()


def test_two_people_change_the_end_and_the_second_picks(page, contract):
    early, late = page.shown(), page.shown()
    page.save(early, first_end="R10.3.31")
    (clash,) = page.save(late, first_end="R11.3.31").context["page"].conflict.clashes
    assert (clash.label, clash.theirs) == ("当初の契約期間の終わり", "令和10年3月31日（2028年3月31日）")


def test_two_people_change_what_it_covers_and_the_second_picks(page, contract, system):
    other, third = make_system(name="税務システム"), make_system(name="福祉システム")
    early, late = page.shown(), page.shown()
    page.save(early, systems=[str(system.pk), str(other.pk)])
    (clash,) = page.save(late, systems=[str(system.pk), str(third.pk)]).context["page"].conflict.clashes
    assert clash.label == "対象の情報システム"
    assert "税務システム" in clash.theirs


def test_a_deleted_contract_leaves_its_words_in_the_history(client_as, contract):
    response = Page(client_as("planning"), "contract_delete", CODE, contract.pk).save()
    assert response.url == "/132209/systems/"
    assert not Contract.objects.exists()
    assert Contract.history.filter(history_type="-").get().name == "機器の賃貸借"
