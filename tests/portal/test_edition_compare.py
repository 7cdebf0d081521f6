"""新旧対照表: the page of two versions, its reasons, and the job that prints it."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.html import parse_html
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from exchange.freeze import edition_freeze
from measures.models import ScheduleEntry
from organizations.history import Reason, change_set, save_changed
from tests.cities import elements
from tests.factories import (
    COMMAND,
    freeze,
    make_department,
    make_measure,
    make_municipality,
    make_plan,
)
from workspace.models import Job

pytestmark = pytest.mark.django_db
TYPO = Reason("typo")


@pytest.fixture
def plan():
    """A plan of two measures with one edition."""
    plan = make_plan()
    make_measure(
        plan=plan, number="1", name="電子申請の拡充", department=make_department("市民課"),
        goal="180手続にする。", phases={2022: "検討", 2023: "実施", 2024: "実施", 2025: "運用"},
    )  # fmt: skip
    make_measure(plan=plan, number="2", name="庁内の無線", key="2")
    freeze(plan)
    return plan


def save(plan, row, reason: Reason = TYPO, **values):
    with change_set(
        author=COMMAND, municipality=plan.municipality, plan_code=plan.code, reason=reason
    ) as change:
        for name, value in values.items():
            setattr(row, name, value)
        save_changed(row)
    return change.row


def address(plan, **params):
    return reverse("portal:edition_compare", args=plan.url_args, query=params)


def words(response) -> str:
    """Return the words of a page's main part without tags."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_a_plan_without_editions_says_how_to_make_one(client_as):
    plan = make_plan()
    page = client_as("viewer").get(address(plan))
    assert "まだ確定版がない" in words(page)
    assert reverse("portal:edition_list", args=plan.url_args) in page.content.decode()


def test_one_edition_is_compared_with_the_plan_as_it_is(plan, client_as):
    save(plan, plan.measures.get(key="1"), goal="220手続にする。")
    page = client_as("viewer").get(address(plan))
    assert "変更のあった 1 施策・1か所 変更のない 1 施策は省略" in words(page)
    html = page.content.decode()
    assert '<del class="word-diff__gone">180</del>' in html
    assert '<ins class="word-diff__new">220</ins>' in html


def test_nothing_changed_is_said(plan, client_as):
    assert "違いはありません" in words(client_as("viewer").get(address(plan)))


def test_two_editions_are_compared_and_what_came_after_is_not_shown(plan, client_as):
    measure = plan.measures.get(key="1")
    save(plan, measure, name="電子申請を広げる")
    freeze(plan, kind="revision", label="第1回改定")
    save(plan, measure, number="7")
    page = client_as("viewer").get(address(plan, old=1, new=2))
    assert "広げる" in words(page)
    assert ">7<" not in page.content.decode()


@pytest.mark.parametrize("params", [{"old": 9}, {"new": "soon"}, {"old": 1, "new": 2}])
def test_a_version_that_does_not_exist_is_not_found(params, plan, client_as):
    assert client_as("viewer").get(address(plan, **params)).status_code == 404


def test_a_plan_of_another_city_is_not_found(client_as):
    other = make_plan(municipality=make_municipality("132039", "武蔵野市"))
    assert client_as("planning").get(address(other)).status_code == 404


def test_a_slip_is_drawn_and_said(plan, client_as):
    cell = ScheduleEntry.objects.get(track__measure__key="1", fiscal_year=2023)
    save(plan, cell, phase=plan.word_set.get(label="構築"))
    page = client_as("viewer").get(address(plan))
    assert "変更 実施 令和5年度 → 令和6年度（後ろ倒し 1年）、構築 令和5年度を追加" in words(page)
    framed = re.findall(r'comparison-schedule__changed"><div[^>]*>([^<]*)<', page.content.decode())
    assert framed == ["構築"]


def test_what_was_undone_in_between_does_not_appear(plan, client_as):
    measure = plan.measures.get(key="1")
    save(plan, measure, name="まちがい", reason=Reason("other", "まちがえた"))
    save(plan, measure, name="電子申請の拡充", reason=Reason("other", "もどした"))
    assert "違いはありません" in words(client_as("viewer").get(address(plan)))


def test_reasons_stand_beneath_once_and_only_those_of_the_measure(plan, client_as):
    measure, other = plan.measures.get(key="1"), plan.measures.get(key="2")
    why = Reason("budget", "予算が付かなかったため。")
    save(plan, measure, goal="200手続にする。", reason=why)
    save(plan, measure, goal="220手続にする。", reason=why)
    cell = ScheduleEntry.objects.get(track__measure__key="1", fiscal_year=2025)
    save(plan, cell, phase=None, reason=Reason("law", "法が変わったため。"))
    save(plan, other, name="消した名前", reason=Reason("other", "無線のわけ"))
    save(plan, other, name="庁内の無線", reason=Reason("other", "無線のわけ"))
    shown = words(client_as("viewer").get(address(plan)))
    assert shown.count("予算が付かなかったため。") == 1
    assert "予算・財源" in shown
    assert "法が変わったため。" in shown
    assert "無線のわけ" not in shown


def test_a_save_that_was_undone_gives_no_reason_until_its_undoing_is_undone(plan, client_as):
    measure = plan.measures.get(key="1")
    save(plan, measure, goal="", reason=Reason("other", "のこる"))
    first = save(plan, measure, name="別の名前", reason=Reason("other", "ことば一"))
    for text, name in (("ことば二", "電子申請の拡充"), ("ことば三", "別の名前")):
        with change_set(
            author=COMMAND, municipality=plan.municipality, reason=Reason("other", text), undoes=first
        ) as change:
            measure.name = name
            save_changed(measure)
        first = change.row
        shown = words(client_as("viewer").get(address(plan)))
        assert ("ことば一" in shown) is (text == "ことば三")
        assert "のこる" in shown
        assert text not in shown


def test_the_decision_of_the_new_edition_stands_beneath_and_a_measures_own_before_it(plan, client_as):
    save(plan, plan.measures.get(key="1"), goal="")
    ended = {"ended_kind": "終了", "ended_on": "2024-02-12", "ended_body": "推進委員会"}
    save(plan, plan.measures.get(key="2"), **ended)
    edition_freeze(
        plan=plan, author=COMMAND, kind="revision", label="改定", adopted_on="2024-03-25", body="推進本部",
        document_number="第412号",
    )  # fmt: skip
    shown = words(client_as("viewer").get(address(plan, old=1, new=2)))
    assert "令和6年3月25日（2024年3月25日） 推進本部 第412号" in shown
    assert "令和6年2月12日（2024年2月12日） 推進委員会" in shown


def test_chips_count_and_filter_by_kind(plan, client_as):
    save(plan, plan.measures.get(key="1"), goal="", name="窓口")
    save(plan, plan.measures.get(key="2"), goal="新しい目標")
    client = client_as("viewer")
    assert "すべて 3 本文 2 名称 1 追加 0 終了 0" in words(client.get(address(plan)))
    only = words(client.get(address(plan, kind="name")))
    assert "窓口" in only
    assert "新しい目標" not in only


def test_what_is_no_measure_stands_under_a_head_of_its_own(plan, client_as):
    save(plan, plan, vision="だれもが使える市役所")
    page = client_as("viewer").get(address(plan))
    assert "施策のほか" in words(page)
    assert "だれもが使える市役所" in words(page)


def test_many_entries_are_shown_page_by_page(plan, client_as):
    for number in range(10, 33):
        make_measure(plan=plan, number=str(number), name=f"施策{number}")
    client = client_as("viewer")
    first = client.get(address(plan))
    assert "続きの 3件を表示" in words(first)
    assert "施策32" not in words(first)
    assert "施策32" in words(client.get(address(plan, page=2)))


def test_the_page_costs_the_same_queries_however_much_changed(plan, client_as):
    client, counts = client_as("viewer"), []
    for numbers in (range(10, 12), range(12, 40)):
        for number in numbers:
            measure = make_measure(plan=plan, number=str(number), department=make_department(f"第{number}課"))
            save(plan, measure, goal="変えた", reason=Reason("other", f"わけ{number}"))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(plan))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_two_sides_of_a_schedule_have_names_for_those_who_do_not_see(plan, client_as):
    cell = ScheduleEntry.objects.get(track__measure__key="1", fiscal_year=2023)
    save(plan, cell, phase=plan.word_set.get(label="構築"))
    page = parse_html(client_as("viewer").get(address(plan)).content.decode())
    captions = ["".join(map(str, e.children)) for e in elements(page) if e.name == "caption"]
    assert captions == ["旧の工程", "新の工程"]


def test_the_table_goes_to_excel_with_reasons(plan, client_as):
    save(plan, plan.measures.get(key="1"), goal="=220", reason=Reason("budget", "予算が付いた。"))
    cell = ScheduleEntry.objects.get(track__measure__key="1", fiscal_year=2025)
    save(plan, cell, phase=None)
    address = reverse("portal:edition_compare_export", args=plan.url_args, query={"old": 1, "new": "now"})
    answer = client_as("viewer").get(address)
    assert 'filename="132209-ict-2022-comparison-1-now.xlsx"' in answer["Content-Disposition"]
    head, *rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(row["番号"], row["箇所"], row["旧"], row["新"]) for row in found][1] == (
        "1", "達成目標", "180手続にする。", "=220",
    )  # fmt: skip
    assert found[0]["変更の要点"] == "運用（令和7年度から）を取下げ"
    assert found[0]["理由"] == "予算・財源　予算が付いた。\n誤字訂正"


def test_the_button_starts_a_job_that_ends_in_a_pdf(plan, client_as, django_capture_on_commit_callbacks):
    save(plan, plan.measures.get(key="1"), goal="")
    client = client_as("viewer")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            reverse("portal:edition_compare_print", args=plan.url_args), {"old": "1", "new": "now"}
        )
    job = Job.objects.get()
    assert (response["Location"], job.state) == (job.get_absolute_url(), Job.State.DONE)
    pdf = client.get(job.result.get_absolute_url())
    assert pdf.content.startswith(b"%PDF-")
    assert 'filename="132209-ict-2022-comparison-1-now.pdf"' in pdf["Content-Disposition"]


def test_a_command_writes_the_pdf(plan, tmp_path):
    save(plan, plan.measures.get(key="1"), goal="")
    options = {"municipality": "132209", "old": "1", "new": "now", "stdout": io.StringIO()}
    call_command("print_report", "comparison", output=tmp_path / "comparison.pdf", **options)
    assert (tmp_path / "comparison.pdf").read_bytes().startswith(b"%PDF-")
    call_command("print_report", "comparison", output=tmp_path / "one.html", html=True, **options)
    assert "180手続にする。" in (tmp_path / "one.html").read_text()
    with pytest.raises(CommandError, match="比べる確定版がありません"):
        call_command("print_report", "comparison", output=tmp_path / "no.pdf", **options | {"old": "9"})


def test_a_pdf_of_a_version_that_does_not_exist_is_not_begun(plan, client_as):
    answer = client_as("viewer").post(
        reverse("portal:edition_compare_print", args=plan.url_args), {"old": "7", "new": "now"}
    )
    assert (answer.status_code, Job.objects.count()) == (404, 0)
