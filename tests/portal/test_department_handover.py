"""引継書: all that a department holds, on the page and on paper."""

import io
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from measures.models import Indicator, JournalEntry, JournalFile, MeasureDepartment, YearPlan
from organizations.history import Reason, change_set, save_changed
from plans.models import Reference
from portal.handover.figures import Handover, handover_of
from portal.handover.owed import NOTHING, UNRECORDED
from portal.place import place_of
from systems.models import Contract, ContractSystem, RenewalPlan, SystemDepartment
from tests.factories import (
    COMMAND,
    freeze,
    make_department,
    make_measure,
    make_plan,
    make_system,
    make_user,
    recorded,
)
from tests.organizations.reorganised import DAY, enacted, make_small, rename
from tests.portal.printing.printed import squeezed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
Role = MeasureDepartment.Role


def on(day: date):
    at = datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_default_timezone())
    return time_machine.travel(at, tick=False)


@pytest.fixture
def office():
    return make_department("情報課", notes=[{"kind": "editor", "text": "旧電算課の業務を含む。"}])


GOAL = "来庁せずに済む市役所とするため、届出の多い30手続を電子にする。"


def lease(system):
    contract = Contract.objects.create(
        municipality=system.municipality, key="k", name="文書管理の賃貸借", first_start=date(2023, 4, 1),
        first_end=date(2028, 3, 31), notice_days=90,
    )  # fmt: skip
    ContractSystem.objects.create(contract=contract, system=system)


@recorded
def fill(office):
    """Give the department something of every kind."""
    plan = make_plan()
    measure = make_measure(
        plan=plan, number="3", name="電子申請の拡充", department=office, goal=GOAL,
        phases={2022: "検討", 2023: "構築", 2024: "実施", 2025: "実施", 2026: "運用"},
        decision_due_fiscal_year=2026, notes=[{"kind": "unclear", "text": "経費の内訳が読めない。"}],
    )  # fmt: skip
    YearPlan.objects.create(measure=measure, fiscal_year=2025, text="昨年度のこと")
    YearPlan.objects.create(measure=measure, fiscal_year=2026, text="主要20手続を電子にする。")
    indicator = Indicator.objects.create(
        measure=measure, key="n", name="電子申請率", kind="numeric", unit="％", target=80,
        due_fiscal_year=2026,
    )  # fmt: skip
    indicator.values.create(fiscal_year=2025, value=62)
    law = Reference.objects.create(plan=plan, kind="law", title="デジタル手続法")
    measure.measure_grounds.create(reference=law)
    related = make_measure(plan=plan, number="8", name="窓口の見直し", goal="ほかの課の目標")
    related.measure_departments.create(department=office, role=Role.RELATED)
    make_measure(plan=plan, number="9", name="よその施策", department=make_department("市民課"))
    system = make_system(plan=plan, name="文書管理システム")
    SystemDepartment.objects.create(system=system, department=office)
    RenewalPlan.objects.create(
        plan=plan, system=system, current_end=date(2028, 3, 1), review_start=date(2026, 4, 1),
        procurement_fiscal_year=2027, next_start=date(2028, 4, 1),
    )  # fmt: skip
    lease(system)
    entry = JournalEntry.objects.create(
        municipality=plan.municipality, measure=measure, on=date(2026, 6, 3),
        text="見積は7月に届く。", author_name="情報 花子",
    )  # fmt: skip
    JournalFile.objects.create(entry=entry, name="見積依頼.pdf", content_type="application/pdf", content=b"-")
    JournalEntry.objects.create(
        municipality=plan.municipality, system=system, on=date(2026, 8, 1),
        text="保守の窓口が変わった。", author_name="情報 花子",
    )  # fmt: skip
    make_user("department", department=office, name="情報 太郎", username="joho")
    return measure


def read(office, day=TODAY) -> Handover:
    return handover_of(place_of(office.municipality, today=day), office, day)


def page(client, office) -> str:
    address = reverse("portal:department_handover", args=[office.municipality.code, office.pk])
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def pdf(client, office):
    return client.post(
        reverse("portal:department_handover_print", args=[office.municipality.code, office.pk])
    )


EVERYTHING = [
    "旧電算課の業務を含む。",
    "令和8年11月21日（2026年11月21日）現在",
    "情報 太郎",
    "電子申請の拡充",
    "主要20手続を電子にする。",
    "届出の多い80手続を電子にする。",
    "電子申請率",
    "62％（令和7年度）",
    "経費の内訳が読めない。",
    "令和8年度（2026年度）まで",
    "窓口の見直し",
    "文書管理の賃貸借（文書管理システム）",
    "期間 令和10年3月31日（2028年3月31日）まで",
    "解約の申出 令和9年12月28日（2027年12月28日）まで",
    "デジタル手続法",
    "第1回改定",
    "文書管理システム",
    "見積は7月に届く。",
    "見積依頼.pdf",
    "保守の窓口が変わった。",
    "補助金が翌年度に延びたため。",
]
NOT_ITS = ["昨年度のこと", "よその施策", "ほかの課の目標"]


@pytest.fixture
def filled(office):
    """The department with everything, its plan revised and one measure renamed since."""
    with on(TODAY - timedelta(days=40)):
        measure = fill(office)
        freeze(measure.plan)
        freeze(measure.plan, kind="revision", label="第1回改定")
        freeze(measure.plan, kind="snapshot", label="控え")
        reason = Reason("budget", "補助金が翌年度に延びたため。")
        with change_set(
            author=COMMAND, municipality=office.municipality, plan_code="ict-2022", reason=reason
        ):
            measure.approach = "段階的に進める"
            measure.goal = GOAL.replace("30手続", "80手続")
            save_changed(measure)
    return office


def test_the_page_tells_all_that_the_department_holds(filled, client_as):
    with on(TODAY):
        html = page(client_as("planning"), filled)
    for told in EVERYTHING:
        assert told in html, told
    for other in [*NOT_ITS, ">控え<"]:
        assert other not in html, other


def test_the_paper_tells_the_same(filled, client_as):
    with on(TODAY):
        response = pdf(client_as("planning"), filled)
    assert response["Content-Type"] == "application/pdf"
    assert "20261121.pdf" in response["Content-Disposition"]
    reader = PdfReader(io.BytesIO(response.content))
    text = squeezed("".join(p.extract_text() for p in reader.pages))
    for told in EVERYTHING:
        assert squeezed(told) in text, told
    for other in NOT_ITS:
        assert other not in text, other
    assert "●実施" in text
    assert reader.metadata.title == "東大和市 情報課 引継書"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_same_day_gives_the_same_bytes(filled, client_as):
    client = client_as("planning")
    with on(TODAY):
        assert pdf(client, filled).content == pdf(client, filled).content


def test_a_measure_is_told_once_by_its_weightiest_role(office):
    measure = make_measure(department=office)
    recorded(measure.measure_departments.create)(department=office, role=Role.RELATED, order=1)
    (work,) = read(office).works
    assert [(label, [m.row.name for m in members]) for label, members in work.roles] == [
        ("主担当", ["電子申請の拡充"])
    ]


def test_dates_that_are_over_are_not_ahead(filled):
    held = read(filled)
    assert [(deadline.shown, deadline.what) for deadline in held.deadlines] == [
        ("令和8年度（2026年度）まで", "決定の期限"),
        ("令和9年度（2027年度）", "調達の年度"),
        ("令和10年3月（2028年3月）", "現行の終了"),
        ("令和10年4月（2028年4月）", "次期の開始"),
    ]
    assert held.systems[0].next_date == "令和9年度（2027年度）　調達の年度"
    later = read(filled, date(2028, 5, 1))
    assert later.deadlines == []
    assert later.systems[0].next_date == "これからの期日なし"


def test_changes_of_more_than_twelve_months_ago_are_left_out(filled):
    assert "補助金" in "".join(line.reason for line in read(filled).changes.lines)
    assert read(filled, TODAY + timedelta(days=400)).changes.total == 0


def test_a_change_is_told_with_what_was_before_and_why(filled):
    line = read(filled).changes.lines[0]
    (change,) = line.changes
    assert change.startswith("施策「3 電子申請の拡充」：取組の方向性 （空欄） → 段階的に進める、達成目標：「")
    assert "」を削除、「" in change
    assert "市役所とするため" not in change  # of a long text the words that went and came
    assert line.reason == "予算・財源：補助金が翌年度に延びたため。"


def test_a_save_of_very_many_rows_is_told_by_numbers(office):
    with on(TODAY), change_set(author=COMMAND, municipality=office.municipality):
        for number in range(30):
            make_measure(number=str(number), department=office)
    assert "施策の追加 30件、施策の部署の追加 30件" in "".join(read(office).changes.lines[0].changes)


def test_only_plans_that_run_or_come_are_told_beside_the_current_one():
    small = make_small()
    assert [work.plan for work in read(small.office).works] == [small.plan]


def test_nothing_is_told_as_a_zero_that_was_never_recorded(client_as):
    make_plan()
    html = page(client_as("planning"), make_department("新しい課"))
    assert (html.count(UNRECORDED), html.count(NOTHING)) == (1, 2)
    for sentence in ("担当するものはありません", "所管する情報システムは記載なし", "前身の部署は記載なし"):
        assert sentence in html


def test_a_successor_says_what_it_took_over_from_whom():
    small = make_small()
    enacted(small)
    (taken,) = read(small.city.departments.get(name="DX推進課"), TODAY).taken_over
    assert (taken.former, list(taken.names)) == (
        small.office,
        ["1 電子申請", "2 文書管理", "住民記録システム"],
    )


def test_an_ended_department_says_who_has_what_it_held(client_as):
    small = make_small()
    enacted(small)
    with on(DAY):
        small.office.refresh_from_db()
        html = page(client_as("planning"), small.office)
        assert "廃止されました" in html
        assert "DX推進課" in html
        assert "住民記録システム" in html
        text = PdfReader(io.BytesIO(pdf(client_as("planning"), small.office).content)).pages[0].extract_text()
        assert "住民記録システム" in squeezed(text)


def test_who_takes_over_reads_it_and_other_departments_do_not(client):
    small = make_small()
    enacted(small)
    successor = small.city.departments.get(name="DX推進課")
    heir = make_user("department", department=successor, username="heir")
    other = make_user("department", department=small.archive, username="other")
    address = reverse("portal:department_handover", args=[small.city.code, small.office.pk])
    button = f'href="{address}"'
    for user, status in [(heir, 200), (small.planner, 200), (other, 403), (make_user("viewer"), 403)]:
        client.force_login(user, backend="organizations.backends.PortalBackend")
        assert client.get(address).status_code == status
        shown = client.get(small.office.get_absolute_url()).content.decode()
        assert (button in shown) is (status == 200)


@pytest.mark.parametrize("rows", [2, 30])
def test_the_page_costs_as_many_queries_however_much_there_is(
    rows, office, client_as, django_assert_num_queries
):
    for place in range(rows):
        with on(TODAY), change_set(author=COMMAND, municipality=office.municipality, plan_code="ict-2022"):
            add(office, place)
    client = client_as("planning")
    with on(TODAY), django_assert_num_queries(57):
        page(client, office)


def add(office, place):
    plan = make_plan()
    measure = make_measure(
        plan=plan, number=str(place), name=f"施策{place}", department=office, phases={2022: "検討"}
    )
    YearPlan.objects.create(measure=measure, fiscal_year=2026, text="到達目標")
    indicator = Indicator.objects.create(measure=measure, key="n", name="率", kind="numeric", target=80)
    indicator.values.create(fiscal_year=2025, value=62)
    law = Reference.objects.create(plan=plan, kind="law", title=f"第{place}法", order=place)
    measure.measure_grounds.create(reference=law)
    system = make_system(plan=plan, name=f"システム{place}")
    SystemDepartment.objects.create(system=system, department=office)
    RenewalPlan.objects.create(plan=plan, system=system, next_start=date(2028, 4, 1))
    for subject in ({"measure": measure}, {"system": system}):
        entry = JournalEntry.objects.create(
            municipality=plan.municipality, on=date(2026, 6, 3), text="メモ", author_name="甲", **subject
        )
        JournalFile.objects.create(entry=entry, name="a.pdf", content_type="application/pdf", content=b"-")
    make_user("department", department=office, username=f"u{place}")


def print_report(output, department):
    call_command(
        "print_report", "handover", municipality="132209", department=department, output=output,
        stdout=io.StringIO(),
    )  # fmt: skip


def test_the_command_writes_the_same_paper(filled, tmp_path):
    print_report(tmp_path / "handover.pdf", "情報課")
    assert "電子申請の拡充" in squeezed(
        "".join(p.extract_text() for p in PdfReader(tmp_path / "handover.pdf").pages)
    )


def test_the_command_refuses_a_department_it_cannot_tell(filled, tmp_path):
    rename(make_department("第二情報課"), "情報課")
    for name, why in [("無課", "見つかりません"), ("情報課", "2つあります")]:
        with pytest.raises(CommandError, match=why):
            print_report(tmp_path / "handover.pdf", name)
    assert list(tmp_path.iterdir()) == []
