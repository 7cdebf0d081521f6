"""The page of one system: what is ahead, its facts, contracts, relations, files, and what may be changed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from systems.models import ContractAmount, OnlineProcedure, StandardMigration, SystemFile
from tests.factories import make_department, make_measure, make_plan, make_system, recorded
from tests.portal.systems.parts import end_support, give, make_contract, make_renewal, page_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 10, 9, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def plan():
    with time_machine.travel(NOW, tick=False):
        yield make_plan()


def facts_of(response) -> dict[str, list[str]]:
    groups = response.context["page"].facts
    return {fact.name: [value.text for value in fact.values] for group in groups for fact in group.facts}


def test_the_next_dates_stand_first_whatever_they_belong_to(client_as, plan):
    system = make_system(plan=plan)
    make_renewal(system, plan, current_end=date(2028, 3, 1), next_start=date(2028, 4, 1))
    make_contract(system, name="賃貸借", first_end=date(2027, 3, 31), notice_days=90)
    end_support(system, date(2026, 10, 1), name="古いOS")
    response = page_of(client_as("viewer"), system)
    ahead = [(one.shown, one.what, one.of) for one in response.context["page"].ahead]
    assert ahead[0] == ("令和8年4月（2026年4月）", "検討の開始", "次期の開始から計算")
    assert ("令和8年10月1日（2026年10月1日）", "サポート終了", "OS 古いOS") in ahead
    assert ("令和8年12月28日（2026年12月28日）", "解約の申出の期限", "賃貸借") in ahead
    assert ("令和9年3月31日（2027年3月31日）", "契約期間の終わり", "賃貸借") in ahead
    html = response.content.decode()
    assert html.index("次の期日") < html.index("これまでとこれから") < html.index("台帳")


def test_dates_that_are_over_are_not_ahead(client_as, plan):
    system = make_system(plan=plan)
    end_support(system, date(2026, 4, 9))
    response = page_of(client_as("viewer"), system)
    assert response.context["page"].ahead == []
    assert "次の期日" not in response.content.decode()


def test_the_facts_stand_in_groups_and_the_unknown_is_told(client_as, plan):
    system = make_system(
        plan=plan, segment="lgwan", hosting="cloud", yearly_cost=1500, has_personal_information=False,
        bcp_priority="A", started_on=date(2020, 4, 1), started_kind="renewal",
    )  # fmt: skip
    give(system, make_department("市民課"))
    response = page_of(client_as("viewer"), system)
    facts = facts_of(response)
    assert [group.name for group in response.context["page"].facts] == [
        "基本", "設置とネットワーク", "標準化", "BCP", "個人情報・サポート", "経費・利用者",
    ]  # fmt: skip
    assert facts["所管課"] == ["市民課"]
    assert facts["稼働開始"] == ["令和2年4月（2020年4月）"]
    assert facts["ネットワーク"] == ["LGWAN接続系"]
    assert facts["個人情報"] == ["なし"]
    assert facts["年間経費"] == ["1,500千円"]
    assert facts["利用者数"] == []
    assert "0人" not in response.content.decode()


def test_what_stays_within_the_city_is_marked(client_as, plan):
    system = make_system(plan=plan, disclosure={"vendor": "internal", "segment": "public"})
    groups = page_of(client_as("viewer"), system).context["page"].facts
    inside = {fact.name for group in groups for fact in group.facts if fact.is_internal}
    assert inside == {"事業者", "製品", "設置形態", "個人情報", "サポート終了"}


def test_a_migration_tells_its_state_its_date_and_its_reason(client_as, plan):
    system = make_system(plan=plan)
    recorded(StandardMigration.objects.create)(
        system=system, business="戸籍", state="special", due_on=date(2028, 3, 1), reason="開発の遅れ。"
    )
    html = page_of(client_as("viewer"), system).content.decode()
    assert "戸籍：特定移行支援" in html
    assert "期限 令和10年3月（2028年3月）　開発の遅れ。" in html


def test_a_contract_tells_its_term_notice_amounts_and_other_systems(client_as, plan):
    system, other = make_system(plan=plan), make_system(plan=plan, name="税システム")
    contract = make_contract(
        system, other, first_start=date(2022, 4, 1), first_end=date(2027, 3, 31), notice_days=90,
        renews_automatically=False,
    )  # fmt: skip
    recorded(ContractAmount.objects.create)(contract=contract, fiscal_year=2026, amount=9120)
    html = page_of(client_as("viewer"), system).content.decode()
    assert "令和9年3月31日（2027年3月31日）まで" in html
    assert "期間の終わりの90日前" in html
    assert "令和8年度（2026年度） <b>9,120</b>" in html
    assert reverse("portal:information_system_detail", args=["132209", other.pk]) in html


def test_a_contract_that_tells_little_says_what_it_does_not_tell(client_as, plan):
    system = make_system(plan=plan)
    make_contract(system, first_end=None)
    html = page_of(client_as("viewer"), system).content.decode()
    assert "記載なし：契約期間の始まり、当初の契約期間の終わり、自動更新の有無" in html


def test_without_contracts_the_page_says_so(client_as, plan):
    html = page_of(client_as("viewer"), make_system(plan=plan)).content.decode()
    assert "契約の記載はありません" in html


@recorded
def relate(system, plan, times: int) -> None:
    """Tie as many measures, procedures, contracts and predecessors to a system."""
    for n in range(times):
        measure = make_measure(plan=plan, number=str(n), name=f"施策{n}")
        measure.systems.add(system)
        OnlineProcedure.objects.create(plan=plan, name=f"手続{n}", system=system, order=n)
        make_contract(system, name=f"契約{n}")
        make_system(plan=plan, name=f"前身{n}", successor=system)


def test_relations_are_drawn_and_told_in_words(client_as, plan):
    following = make_system(plan=plan, name="次のシステム")
    system = make_system(plan=plan, successor=following)
    relate(system, plan, 1)
    response = page_of(client_as("viewer"), system)
    relations = response.context["page"].relations
    assert relations.sentence == (
        "前身は前身0、後継は次のシステム、施策は0 施策0、オンライン手続は手続0、契約は契約0。"
        "共同利用の団体の記載はありません。"
    )
    assert response.content.decode().count('class="relations__arrow"') == 2


def test_without_relations_the_words_say_what_is_missing(client_as, plan):
    html = page_of(client_as("viewer"), make_system(plan=plan)).content.decode()
    assert "前身、後継、施策、オンライン手続、契約、共同利用の団体の記載はありません。" in html
    assert 'class="relations"' not in html


@pytest.mark.parametrize("times", [1, 12])
def test_the_page_costs_the_same_however_much_there_is(times, client_as, plan, django_assert_num_queries):
    system = make_system(plan=plan)
    give(system, *(make_department(f"第{n}課") for n in range(times)))
    make_renewal(system, plan, next_start=date(2028, 4, 1))
    relate(system, plan, times)
    for n in range(times):
        end_support(system, date(2027, 1, n + 1))
    client = client_as("viewer")
    with django_assert_num_queries(33):
        page_of(client, system)


def test_many_relations_are_counted_in_the_words_and_all_drawn(client_as, plan):
    system = make_system(plan=plan)
    relate(system, plan, 12)
    response = page_of(client_as("viewer"), system)
    relations = response.context["page"].relations
    assert "オンライン手続は手続0・手続1・手続2など12件" in relations.sentence
    assert [len(branch.items) for branch in relations.filled] == [12, 12, 12]


def test_a_relation_to_another_plan_names_the_plan(client_as, plan):
    system = make_system(plan=plan)
    other = make_plan(code="ict-2019", start=2019, end=2021, title="前の計画")
    for number, one in enumerate((plan, other)):
        recorded(make_measure(plan=one, number=str(number)).systems.add)(system)
    (measures,) = page_of(client_as("viewer"), system).context["page"].relations.filled
    assert [item.remark for item in measures.items] == ["", "前の計画"]


def test_files_are_led_to(client_as, plan):
    system = make_system(plan=plan)
    file = SystemFile.objects.create(
        system=system, name="構成図.pdf", content_type="application/pdf", content=b"-"
    )
    html = page_of(client_as("viewer"), system).content.decode()
    address = reverse("systems:system_file_download", args=["132209", file.pk])
    assert f'href="{address}"' in html


@pytest.mark.parametrize(("who", "may"), [("planning", True), ("viewer", False), ("committee", False)])
def test_what_leads_to_changes_is_shown_to_whoever_may_change(who, may, client_as, plan):
    system = make_system(plan=plan)
    contract = make_contract(system)
    html = page_of(client_as(who), system).content.decode()
    for name, args in [
        ("information_system_edit", ["132209", system.pk]),
        ("information_system_end", ["132209", system.pk]),
        ("renewal_edit", ["132209", plan.code, system.pk]),
        ("contract_edit", ["132209", contract.pk]),
    ]:
        assert (f'href="{reverse(f"systems:{name}", args=args)}"' in html) is may, name
