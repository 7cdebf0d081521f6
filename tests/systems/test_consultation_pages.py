"""The pages on which 事前協議 is written, and what people see after each step."""

from datetime import date

import pytest
from django.urls import reverse

from systems.models import Consultation, ConsultationRule, RenewalCost, RenewalPlan
from tests.factories import make_department, make_municipality, make_plan, make_system, make_user, recorded
from tests.portal.systems.parts import give, share
from tests.posted import posted_fields
from tests.systems.consulting import brought_to, make_consultation, make_rule

pytestmark = pytest.mark.django_db
CODE = "132209"


def url(name: str, row=None, floor="systems") -> str:
    return reverse(f"{floor}:{name}", args=[CODE, row.pk] if row else [CODE])


@pytest.fixture
def city():
    return make_plan().municipality


@pytest.fixture
def as_filer(client, city):
    client.force_login(make_user("department", department=make_department("市民課")))
    return client


@pytest.fixture
def as_planner(client, city):
    client.force_login(make_user("planning"))
    return client


@recorded
def make_renewal(**fields) -> RenewalPlan:
    plan = make_plan()
    system = make_system(plan=plan)
    system.system_departments.create(department=make_department("市民課"))
    renewal = RenewalPlan.objects.create(plan=plan, system=system, next_start=date(2099, 1, 1), **fields)
    for year, amount in (
        (renewal.procurement_fiscal_year - 1, 10),
        (renewal.procurement_fiscal_year + 1, 2500),
    ):
        RenewalCost.objects.create(renewal=renewal, fiscal_year=year, amount=amount)
    return renewal


def test_a_system_hands_over_name_department_start_and_costs(as_planner):
    renewal = make_renewal(procurement_fiscal_year=2096)
    shown = as_planner.get(url("consultation_create"), {"system": renewal.system.pk})
    fields = posted_fields(shown)
    assert fields["name"] == "住民記録システムの更新"
    assert (fields["fiscal_year"], fields["kind"], fields["starts_on"]) == (
        "令和78年度",
        "renewal",
        "令和81年1月",
    )
    assert fields["department"] == str(make_department("市民課").pk)
    assert (fields["cost-0-initial"], fields["cost-1-initial"]) == ("", "2,500")
    answer = as_planner.post(f"{url('consultation_create')}?system={renewal.system.pk}", fields)
    row = Consultation.objects.get()
    assert answer.url == row.get_absolute_url()
    assert row.system == renewal.system
    assert list(row.costs.values_list("fiscal_year", "initial")) == [(2097, 2500)]


def test_a_start_that_is_over_is_not_proposed(as_planner):
    renewal = make_renewal(procurement_fiscal_year=2096)
    RenewalPlan.objects.filter(pk=renewal.pk).update(next_start=date(2020, 1, 1))
    fields = posted_fields(as_planner.get(url("consultation_create"), {"system": renewal.system.pk}))
    assert fields["starts_on"] == ""


def test_a_department_files_for_itself_whatever_it_posts(as_filer):
    fields = posted_fields(as_filer.get(url("consultation_create")))
    assert "department" not in fields
    other = make_department("税務課")
    as_filer.post(url("consultation_create"), fields | {"name": "窓口支援", "department": other.pk})
    assert Consultation.objects.get().department == make_department("市民課")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("cost-0-initial", "約3万", "千円単位の0以上の整数で入力してください（例：1,234）。"),
        ("starts_on", "来年の春", "「来年の春」は読み取れません。"),
        ("name", "", "このフィールドは必須です。"),
        ("fiscal_year", "九年", "「九年」は読み取れません。"),
    ],
)
def test_what_cannot_be_read_is_explained_and_nothing_is_kept(field, typed, said, as_filer):
    fields = posted_fields(as_filer.get(url("consultation_create"))) | {"name": "窓口支援", field: typed}
    shown = as_filer.post(url("consultation_create"), fields)
    assert said in shown.content.decode()
    assert not Consultation.objects.exists()


def test_amounts_are_read_as_people_write_them(as_filer):
    row = make_consultation(costs=())
    fields = posted_fields(as_filer.get(url("consultation_edit", row)))
    as_filer.post(
        url("consultation_edit", row), fields | {"cost-0-initial": "１，２００千円", "cost-1-running": "0"}
    )
    assert list(row.costs.values_list("initial", "running")) == [(1200, None), (None, 0)]


def test_two_people_who_changed_the_same_year_are_asked_which_to_keep(as_filer):
    row = make_consultation()
    fields = posted_fields(as_filer.get(url("consultation_edit", row)))
    as_filer.post(url("consultation_edit", row), fields | {"cost-0-initial": "31,000"})
    shown = as_filer.post(url("consultation_edit", row), fields | {"cost-0-initial": "29,000"})
    page = shown.content.decode()
    assert "1年目の導入経費（千円）" in page
    picks = posted_fields(shown) | {"pick-cost-0-initial": "mine"}
    assert as_filer.post(url("consultation_edit", row), picks).status_code == 302
    assert row.costs.get(fiscal_year=2027).initial == 29000


def test_the_page_offers_the_next_step_alone(as_filer):
    row = make_consultation()
    page = as_filer.get(row.get_absolute_url()).content.decode()
    assert url("consultation_submit", row) in page
    assert url("consultation_advise", row) not in page
    shown = as_filer.post(url("consultation_submit", row), follow=True).content.decode()
    assert "「住民記録システムの更新」を提出しました。計画主管課に知らせました。" in shown
    assert url("consultation_edit", row) not in shown


def test_handing_in_lists_what_is_missing(as_filer):
    row = make_consultation(purpose="", costs=())
    page = as_filer.post(url("consultation_submit", row), follow=True).content.decode()
    assert "目的を入力してください。" in page
    assert "5年間の経費を、少なくとも1年分入力してください。" in page


def test_planning_reads_the_filing_while_it_writes_its_opinion(as_planner):
    row = brought_to("submitted")
    page = as_planner.get(url("consultation_advise", row)).content.decode()
    assert "機器の保守が終わる。" in page
    assert "令和9年度 30,000千円" in page
    assert as_planner.post(url("consultation_advise", row), {"text": "妥当。"}).url == row.get_absolute_url()
    row.refresh_from_db()
    assert (row.state, row.opinion) == ("advised", "妥当。")


def test_planning_hands_back_with_a_reason_that_the_page_shows(as_planner):
    row = brought_to("submitted")
    refused = as_planner.post(url("consultation_return", row), {"text": ""}).content.decode()
    assert "差し戻す理由を入力してください。" in refused
    as_planner.post(url("consultation_return", row), {"text": "見積を足す。"})
    page = as_planner.get(row.get_absolute_url()).content.decode()
    assert "差戻しの理由" in page
    assert "見積を足す。" in page


def test_the_result_is_written_and_corrected(as_planner):
    row = brought_to("sent")
    form = posted_fields(as_planner.get(url("consultation_decide", row)))
    assert form["requested"] == "30,000"
    as_planner.post(url("consultation_decide", row), form | {"assessed": "20,000", "result": "減額"})
    again = posted_fields(as_planner.get(url("consultation_decide", row)))
    as_planner.post(url("consultation_decide", row), again | {"assessed": "21,000"})
    row.refresh_from_db()
    assert (row.state, row.assessed) == ("decided", 21000)


def test_two_who_correct_the_same_amount_are_asked(as_planner):
    row = brought_to("decided")
    form = posted_fields(as_planner.get(url("consultation_decide", row)))
    as_planner.post(url("consultation_decide", row), form | {"assessed": "21,000"})
    shown = as_planner.post(url("consultation_decide", row), form | {"assessed": "22,000"}).content.decode()
    assert "残す値を選んで" in shown


def test_the_list_is_sent_from_its_page(as_planner):
    row = brought_to("advised")
    shown = as_planner.post(url("consultation_send"), {"year": "2027"}, follow=True).content.decode()
    assert "1件を「財政課へ送付」にし、担当課に知らせました。" in shown
    for year in ("2027", "", "9" * 40):
        refused = as_planner.post(url("consultation_send"), {"year": year}, follow=True).content.decode()
        assert "意見付きの事前協議がありません。" in refused
    row.refresh_from_db()
    assert row.state == "sent"


def test_the_citys_terms_are_kept_and_read_as_people_write_them(as_planner):
    page = url("consultation_rule_edit")
    fields = posted_fields(as_planner.get(page))
    assert fields["checked_after"] == "1、3、5"
    wrong = as_planner.post(page, fields | {"checked_after": "1、30"}).content.decode()
    assert "1から10までの年を「、」で区切って入力してください" in wrong
    as_planner.post(page, fields | {"threshold": "20,000", "checked_after": "５年、2"})
    rule = ConsultationRule.objects.get()
    assert (rule.threshold, rule.checked_after) == (20000, [2, 5])


def test_a_department_writes_what_came_of_it(as_filer):
    make_rule()
    row = brought_to("decided")
    check = row.checks.get(after_years=1)
    page = reverse("systems:effect_check_edit", args=[CODE, check.pk])
    refused = as_filer.post(page, {"verdict": "met", "text": ""}).content.decode()
    assert "見込んだ効果がどうなったかを入力してください。" in refused
    as_filer.post(page, posted_fields(as_filer.get(page)) | {"verdict": "partly", "text": "1割減った。"})
    shown = as_filer.get(row.get_absolute_url()).content.decode()
    assert "1割減った。" in shown
    check.refresh_from_db()
    assert check.verdict == "partly"


def test_a_consultation_of_another_department_is_not_found(as_filer):
    row = make_consultation(department=make_department("税務課"))
    assert as_filer.get(row.get_absolute_url()).status_code == 404
    assert as_filer.get(url("consultation_edit", row)).status_code == 404


def test_a_partner_is_offered_its_own_department_for_a_shared_system(client_as):
    partner = make_municipality("133035", "隣の市")
    office = make_department("電算課", municipality=partner)
    system = make_system(plan=make_plan())
    give(system, make_department("市民課"), office)
    share(system, partner)
    client = client_as("planning", municipality=partner)
    shown = client.get("/133035/consultations/create/", {"system": system.pk})
    assert shown.context["page"].form["department"].value() == office.pk
