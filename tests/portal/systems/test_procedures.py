"""オンライン手続: counted against the state's list, held against their targets, written by year."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from organizations.models import ChangeSet
from portal.procedures.listing import NATIONAL, OF_PREFECTURES, procedure_list
from portal.procedures.uses import Use, rate_chart, year_uses
from systems.models import OnlineProcedure, ProcedureUse
from tests.factories import make_department, make_plan, make_system, make_user, recorded
from tests.posted import choices, posted_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


@recorded
def make_procedure(name="住民票の写しの請求", uses=None, **fields) -> OnlineProcedure:
    """`uses` are (applications, online, target) by fiscal year."""
    plan = fields.pop("plan", None) or make_plan()
    row = OnlineProcedure.objects.create(plan=plan, name=name, order=plan.procedures.count(), **fields)
    for year, (every, online, target) in (uses or {}).items():
        ProcedureUse.objects.create(
            procedure=row, fiscal_year=year, applications=every, online=online, target_rate=target
        )
    return row


def listed(plan, **params):
    return procedure_list(plan, make_user("planning"), params)


def names(page) -> list[str]:
    return [row.procedure.name for row in page.rows]


def url(name: str, plan, *args, floor="systems") -> str:
    return reverse(f"{floor}:{name}", args=[*plan.url_args, *args])


def shown(client, plan, **params) -> str:
    return client.get(url("online_procedure_list", plan, floor="portal"), params).content.decode()


def test_the_state_wants_31_procedures_and_27_of_them_from_municipalities():
    assert sum(NATIONAL.values()) == 27
    assert sum(NATIONAL.values()) + OF_PREFECTURES == 31


def test_the_states_list_is_covered_by_what_is_online(plan):
    make_procedure("児童手当の認定請求", national_group="children", is_online=True)
    make_procedure("現況届", national_group="children", is_online=False)
    make_procedure("要介護認定の申請", national_group="care")
    make_procedure("自動車税の申告", national_group="cars", is_online=True)
    page = listed(plan)
    assert page.covered == 1
    assert [(one.name, one.of, one.listed, one.online, one.untold) for one in page.national] == [
        ("子育て", 15, 2, 1, 0), ("介護", 11, 1, 0, 1), ("被災者支援", 1, 0, 0, 0),
    ]  # fmt: skip


def test_without_marks_the_coverage_is_unknown_and_not_zero(plan, client):
    make_procedure(is_online=True)
    assert listed(plan).national == []
    client.force_login(make_user("viewer"))
    assert "どの手続が国の優先手続（市区町村は27手続）に当たるか、記載がありません。" in shown(client, plan)


@pytest.mark.parametrize(
    ("use", "rate", "counts"),
    [
        ((200, 90, None), "45.0％", "申請200件のうち90件"),
        ((0, 0, None), "申請なし", "申請0件のうち0件"),
        ((None, 90, None), "記載なし", "オンライン90件、申請の総件数は記載なし"),
        ((1200, None, None), "記載なし", "申請1,200件、オンラインの件数は記載なし"),
        ((None, None, 50), "記載なし", ""),
    ],
)
def test_a_rate_is_told_only_where_both_counts_are(use, rate, counts):
    every, online, target = use
    found = Use(ProcedureUse(applications=every, online=online, target_rate=target))
    assert (found.rate_text, found.counts) == (rate, counts)


@pytest.mark.parametrize(
    ("online", "target", "verdict"),
    [(50, 50, "目標に到達"), (49, 50, "目標まで1.0ポイント"), (49, None, ""), (None, 50, "")],
)
def test_a_rate_is_held_against_its_target(online, target, verdict):
    target = None if target is None else Decimal(target)
    assert Use(ProcedureUse(applications=100, online=online, target_rate=target)).verdict == verdict


def test_a_year_adds_up_what_both_counts_are_known_of(plan):
    make_procedure("甲", uses={2022: (100, 10, 20), 2024: (300, 150, 40)})
    make_procedure("乙", uses={2022: (None, 50, None), 2024: (100, 90, 80)})
    first, between, last = year_uses(ProcedureUse.objects.all())
    assert (first.reported, first.rate, first.target) == (1, 10.0, 20.0)
    assert (between.reported, between.rate, between.cells[0]) == (0, None, "記載なし")
    assert (last.rate, last.target) == (60.0, 50.0)  # 240 of 400; 40 and 80 weighted by 300 and 100


def test_the_drawing_says_in_words_what_it_shows(plan):
    make_procedure(uses={2022: (200, 90, 50), 2024: (200, 120, None)})
    chart = rate_chart(year_uses(ProcedureUse.objects.all()))
    assert chart.description == (
        "令和4年度は利用率45.0％、目標50.0％。令和5年度は利用率記載なし、目標記載なし。"
        "令和6年度は利用率60.0％、目標記載なし。"
    )
    assert [column.height for column in chart.columns] == [81.0, 0.0, 108.0]
    assert chart.columns[1].target_y is None


def test_conditions_narrow_the_list_and_its_counts(plan):
    tax = make_department("税務課")
    make_procedure("住民票の写し", is_online=True, department=make_department("市民課"))
    make_procedure("納税証明", is_online=False, department=tax, national_group="care")
    make_procedure("犬の登録")
    assert names(listed(plan, online="yes")) == ["住民票の写し"]
    assert names(listed(plan, online="unknown")) == ["犬の登録"]
    assert names(listed(plan, national="any")) == ["納税証明"]
    assert names(listed(plan, department=str(tax.pk))) == ["納税証明"]
    assert names(listed(plan, q="ｼﾞｭｳﾐﾝ")) == []
    assert names(listed(plan, q="住民票")) == ["住民票の写し"]
    assert [(one.label, one.count) for one in listed(plan, online="no").counts] == [
        ("すべて", 3), ("オンライン", 1), ("未対応", 1), ("記載なし", 1),
    ]  # fmt: skip


def test_a_list_of_channels_alone_says_what_is_missing(plan, client):
    make_procedure(channel="電子申請サービス")
    client.force_login(make_user("viewer"))
    page = shown(client, plan)
    missing = "オンライン化の有無、オンライン化の時期、所管課、情報システム、国の優先手続の印、利用の実績"
    assert f"<b>{missing}</b>の記載がありません。" in page
    assert "電子申請サービス" in page
    assert '<svg class="dash-chart"' not in page


def test_a_plan_without_procedures_says_so(plan, client):
    client.force_login(make_user("viewer"))
    assert "この計画書にオンライン手続の一覧はありません（記載なし）。" in shown(client, plan)


@pytest.mark.parametrize("rows", [2, 40])
def test_the_page_costs_the_same_for_many(rows, plan, client, django_assert_num_queries):
    for n in range(rows):
        system = make_system(name=f"システム{n}")
        make_procedure(
            f"手続{n}", uses={2024: (9, 3, 5)}, department=make_department(f"第{n}課"), system=system
        )
    client.force_login(make_user("planning"))
    with django_assert_num_queries(8):
        shown(client, plan)


def test_excel_has_what_the_page_shows(plan, client):
    make_procedure("=1+1", is_online=None, uses={2024: (200, 90, 50), 2023: (100, 10, None)})
    client.force_login(make_user("viewer"))
    answer = client.get(url("online_procedure_export", plan, floor="portal"))
    head, row = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    assert (told["手続"], told["オンライン化"]) == ("=1+1", "記載なし")
    assert (told["令和6年度の利用率（％）"], told["令和6年度の目標（％）"]) == (45, 50)


def test_planning_adds_edits_and_deletes_a_procedure(plan, client):
    make_department("市民課")
    client.force_login(make_user("planning"))
    page = url("online_procedure_create", plan)
    assert choices(client.get(page))["department"] == [""]  # it is not among the plan's departments
    client.post(page, posted_fields(client.get(page)) | {"name": "転出届", "is_online": "true"})
    row = plan.procedures.get()
    assert (row.is_online, row.department) == (True, None)
    page = url("online_procedure_edit", plan, row.pk)
    fields = posted_fields(client.get(page))
    client.post(page, fields | {"started_on": "令和5年2月", "national_group": "disaster"})
    shown_again = client.post(page, fields | {"started_on": "令和5年3月"}).content.decode()
    assert "残す値を選んで" in shown_again
    row.refresh_from_db()
    assert (row.started_on, row.national_group) == (date(2023, 2, 1), "disaster")
    client.post(url("online_procedure_delete", plan, row.pk), {})
    assert not plan.procedures.exists()


def test_a_department_writes_the_figures_of_its_own_alone(plan, client):
    own = make_procedure("市民課の手続", department=make_department("市民課"))
    other = make_procedure("税務課の手続", department=make_department("税務課"))
    client.force_login(make_user("department", department=make_department("市民課")))
    page = url("procedure_use_edit", plan, 2024)
    fields = posted_fields(client.get(page))
    assert "税務課の手続" not in client.get(page).content.decode()
    typed = {
        f"use-{own.pk}-applications": "１，２００件", f"use-{own.pk}-online": "0",
        f"use-{own.pk}-target_rate": "52.5％", f"use-{other.pk}-online": "7",
    }  # fmt: skip
    assert client.post(page, fields | typed).url.endswith("?year=2024")
    use = ProcedureUse.objects.get()
    assert (use.procedure, use.applications, use.online, use.target_rate) == (own, 1200, 0, Decimal("52.5"))
    assert ChangeSet.objects.filter(plan_code=plan.code, by__role="department").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"applications": "10", "online": "11"}, "申請の総件数以下にしてください。"),
        ({"applications": "多数"}, "0以上の整数で入力してください（例：1,234）。"),
        ({"target_rate": "101"}, "0から100までの数を、小数は1桁までで入力してください（例：52.5）。"),
        ({"target_rate": "NaN"}, "0から100までの数を、小数は1桁までで入力してください（例：52.5）。"),
    ],
)
def test_figures_that_cannot_be_are_explained_and_nothing_is_kept(typed, said, plan, client):
    row = make_procedure()
    client.force_login(make_user("planning"))
    page = url("procedure_use_edit", plan, 2024)
    fields = posted_fields(client.get(page)) | {f"use-{row.pk}-{name}": text for name, text in typed.items()}
    assert said in client.post(page, fields).content.decode()
    assert not ProcedureUse.objects.exists()


def test_two_who_write_the_same_figure_are_asked_which_to_keep(plan, client):
    row = make_procedure()
    client.force_login(make_user("planning"))
    page, name = url("procedure_use_edit", plan, 2024), f"use-{row.pk}-online"
    fields = posted_fields(client.get(page))
    client.post(page, fields | {name: "80"})
    asked = client.post(page, fields | {name: "90"})
    assert "住民票の写しの請求　オンラインの件数" in asked.content.decode()
    client.post(page, posted_fields(asked) | {f"pick-{name}": "mine"})
    assert ProcedureUse.objects.get().online == 90


def test_an_emptied_year_goes(plan, client):
    row = make_procedure(uses={2024: (200, 90, 50)})
    client.force_login(make_user("planning"))
    page = url("procedure_use_edit", plan, 2024)
    empty = {f"use-{row.pk}-{name}": "" for name in ("applications", "online", "target_rate")}
    client.post(page, posted_fields(client.get(page)) | empty)
    assert not ProcedureUse.objects.exists()


@pytest.mark.parametrize("year", [2021, 2031, 99999])
def test_years_outside_of_the_plan_have_no_page(year, plan, client):
    make_procedure()
    client.force_login(make_user("planning"))
    assert client.get(url("procedure_use_edit", plan, year)).status_code == 404


def test_who_has_nothing_to_write_is_told_so(plan, client):
    make_procedure(department=make_department("税務課"))
    client.force_login(make_user("department", department=make_department("市民課")))
    assert client.get(url("procedure_use_edit", plan, 2024)).status_code == 403
    assert "利用実績を書く" not in shown(client, plan)
