"""A department answers: three measures by keyboard alone, drafts that survive, last year's words."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from reviews.models import ProgressReport, ReportDraft
from reviews.services import report_draft_save
from tests.browser.test_accessibility import runs_off, violations
from tests.factories import PASSWORD, make_department, make_measure, make_policy
from tests.reviews.cast import (
    NOW,
    answerer,
    by,
    confirmed_round,
    head,
    make_budget_line,
    make_indicator,
    opened_round,
    report_of,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
OPEN_TILL = date(2099, 5, 28)
SAME = re.compile("前回と同じ.*実績")
FIELDS = """() => {
  const form = document.querySelector("form[data-answer]");
  const asked = [...form.querySelectorAll("input:not([type=hidden], [type=submit]), textarea, select")];
  return [...new Set(asked.filter((control) => control.checkVisibility()).map((control) => control.name))];
}"""
EVERYTHING = ["done", "issues", "targets", "costs", "next_schedule", "effect", "files"]


@pytest.fixture
def measures(transactional_db):
    department, policy = make_department("市民課"), make_policy()
    phases = {2022: "検討", 2023: "構築", 2024: "実施"}
    return [
        make_measure(number=str(n), name=f"施策その{n}", department=department, phases=phases, policy=policy)
        for n in (1, 2, 3)
    ]


def sign_in(page, live_server, user):
    page.goto(f"{live_server.url}/login/")
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    page.wait_for_load_state()
    return page


def form_of(report, live_server) -> str:
    return live_server.url + reverse("reviews:progress_report_edit", args=[*report.round.url_args, report.pk])


def status(page):
    return page.locator("[data-saved]")


class Keyboard:
    """Presses keys and counts them; a text typed into a field counts as one."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def press(self, *keys: str):
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def type(self, text: str):
        self.page.keyboard.insert_text(text)
        self.presses += 1


def test_three_measures_by_keyboard_alone_in_at_most_twelve_fields(page, live_server, measures):
    found = opened_round(measures, answer_due=OPEN_TILL)
    sign_in(page, live_server, answerer())
    page.goto(form_of(report_of(found, "1"), live_server))
    keyboard, fields = Keyboard(page), 0
    for number in ("1", "2", "3"):
        expect(page.locator(".answer__number")).to_have_text(number)
        expect(page.locator("[name=situation]").first).to_be_focused()
        if number == "2":
            keyboard.press("ArrowRight", "ArrowRight", "ArrowLeft")  # a look at 完了, back to 遅れ
            keyboard.press("Tab", "ArrowLeft", "Tab")
            keyboard.type("機器の納入を待っている。")
            keyboard.press("Tab")
            keyboard.type("部品が不足した。9月に納入される。")
        else:
            keyboard.press("Space", "Tab")
            keyboard.type(f"施策{number}を予定どおり進めた。")
        fields += len(page.evaluate(FIELDS))
        keyboard.press("Tab", "Tab", "Enter")
        page.wait_for_load_state()
    expect(page.get_by_text("いま提出するものはありません。")).to_be_visible()
    assert fields <= 12
    assert keyboard.presses <= 24
    told = found.reports.order_by("order").values_list("situation", "status", "issues")
    assert list(told) == [
        ("on-track", "submitted", ""),
        ("late", "submitted", "部品が不足した。9月に納入される。"),
        ("on-track", "submitted", ""),
    ]
    assert [row.phase.label for row in report_of(found, "2").phases.all()] == ["検討"]


def test_a_draft_is_kept_while_one_types_and_survives_the_closed_tab(page, live_server, measures):
    report = report_of(opened_round(measures, answer_due=OPEN_TILL))
    sign_in(page, live_server, answerer())
    page.goto(form_of(report, live_server))
    page.get_by_label("実績", exact=True).fill("窓口に端末を置いた。")
    expect(status(page)).to_contain_text("保存しました")
    assert ReportDraft.objects.get().data["done"] == "窓口に端末を置いた。"
    page.get_by_label("実績", exact=True).fill("窓口に端末を3台置いた。")
    context = page.context
    page.close(run_before_unload=True)
    page = context.new_page()
    page.wait_for_timeout(500)
    page.goto(form_of(report, live_server))
    expect(page.get_by_label("実績", exact=True)).to_have_value("窓口に端末を3台置いた。")
    expect(page.get_by_role("region", name="保存されていない入力")).to_have_count(0)


def test_what_is_not_asked_is_out_of_sight_until_it_is(page, live_server, measures):
    report = report_of(opened_round(measures, answer_due=OPEN_TILL))
    sign_in(page, live_server, answerer())
    page.goto(form_of(report, live_server))
    issues, phase = page.get_by_label("課題・対応", exact=True), page.get_by_role("group", name="実際の工程")
    expect(issues).to_be_hidden()
    expect(phase).to_be_hidden()
    page.get_by_role("radio", name="遅れ").check()
    expect(issues).to_be_visible()
    expect(phase.get_by_role("radio", name="構築")).to_be_checked()
    page.get_by_role("radio", name="順調").check()
    expect(issues).to_be_hidden()


def test_a_value_below_its_target_asks_why_while_one_types(page, live_server, measures):
    indicator = make_indicator(measures[0], due_fiscal_year=2023)
    report = report_of(opened_round(measures, answer_due=OPEN_TILL, asks=["done", "issues", "targets"]))
    sign_in(page, live_server, answerer())
    page.goto(form_of(report, live_server))
    page.get_by_role("radio", name="順調").check()
    page.locator(f"[name=value_{indicator.pk}]").fill("38")
    expect(page.get_by_label("課題・対応", exact=True)).to_be_visible()


def test_last_years_words_are_taken_over(page, live_server, measures):
    confirmed_round(measures, fiscal_year=2022, name="令和4年度 進捗状況調査")
    report = report_of(opened_round(measures, answer_due=OPEN_TILL))
    sign_in(page, live_server, answerer())
    page.goto(form_of(report, live_server))
    page.get_by_role("button", name=SAME).click()
    expect(page.get_by_label("実績", exact=True)).to_have_value("窓口に端末を3台置いた。")
    expect(page.locator("[data-counts=id_done]")).to_have_text("12／目安 400字")
    expect(status(page)).to_contain_text("保存しました")


def test_a_lost_session_is_told_and_costs_no_word(page, live_server, measures):
    report = report_of(opened_round(measures, answer_due=OPEN_TILL))
    sign_in(page, live_server, answerer())
    page.goto(form_of(report, live_server))
    Session.objects.all().delete()
    page.get_by_label("実績", exact=True).fill("席を外したあとに書いた。")
    expect(status(page)).to_contain_text("保存できませんでした")
    sign_in(page, live_server, answerer())
    page.goto(form_of(report, live_server))
    page.get_by_role("button", name="入力を戻す").click()
    expect(page.get_by_label("実績", exact=True)).to_have_value("席を外したあとに書いた。")
    expect(status(page)).to_contain_text("保存しました")
    page.reload()
    expect(page.get_by_label("実績", exact=True)).to_have_value("席を外したあとに書いた。")
    expect(page.get_by_role("region", name="保存されていない入力")).to_have_count(0)


def test_two_people_see_what_the_other_wrote_and_choose(page, live_server, measures):
    report = report_of(opened_round(measures, answer_due=OPEN_TILL))
    sign_in(page, live_server, answerer())
    page.goto(form_of(report, live_server))
    report_draft_save(report=report, data={"done": "課長が書いた。"}, revision=0, author=by(head()), now=NOW)
    page.get_by_label("実績", exact=True).fill("担当が書いた。")
    expect(status(page)).to_contain_text("市民課長さんがこの下書きを保存しました")
    page.get_by_role("button", name="見比べて選ぶ").click()
    choice = page.get_by_role("group", name="実績")
    expect(choice).to_contain_text("課長が書いた。")
    choice.get_by_role("radio", name="自分が入力した値").check()
    for other in page.locator(".conflicts__choice").all():
        if not other.locator(":checked").count():
            other.get_by_role("radio", name="自分が入力した値").check()
    page.get_by_role("button", name="下書きを保存").click()
    page.wait_for_load_state()
    assert ReportDraft.objects.get().data["done"] == "担当が書いた。"


def test_everything_works_without_javascript(browser, live_server, measures):
    confirmed_round(measures, fiscal_year=2022, name="令和4年度 進捗状況調査")
    report = report_of(opened_round(measures, answer_due=OPEN_TILL))
    page = browser.new_context(java_script_enabled=False, locale="ja-JP").new_page()
    sign_in(page, live_server, answerer())
    page.goto(form_of(report, live_server))
    expect(page.get_by_label("課題・対応", exact=True)).to_be_visible()
    page.get_by_role("radio", name="順調").check()
    page.get_by_role("button", name=SAME).click()
    expect(page.get_by_label("実績", exact=True)).to_have_value("窓口に端末を3台置いた。")
    page.get_by_role("button", name="下書きを保存").click()
    expect(page.get_by_text("下書きを保存しました。")).to_be_visible()
    page.get_by_role("button", name="提出して次の施策へ").click()
    expect(page.locator(".answer__number")).to_have_text("2")
    assert ProgressReport.objects.get(pk=report.pk).status == "submitted"


@pytest.mark.parametrize("width", [1440, 360])
def test_the_pages_of_an_answer_have_no_violation_and_do_not_run_off(page, live_server, measures, width):
    make_indicator(measures[0], name="窓口での交付に占める証明書のコンビニ交付の割合（年度平均）")
    make_budget_line(measures[0])
    confirmed_round(measures, fiscal_year=2022, name="令和4年度 進捗状況調査")
    found = opened_round(measures, answer_due=OPEN_TILL, asks=EVERYTHING)
    report = report_of(found)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server, answerer())
    problems = []
    for address in (
        form_of(report, live_server),
        live_server.url + reverse("portal:my_updates", args=found.plan.url_args),
        live_server.url + report.get_absolute_url(),
        live_server.url + measures[0].get_absolute_url(),
    ):
        page.goto(address)
        problems += violations(page) + runs_off(page)
    page.goto(form_of(report, live_server))
    page.get_by_role("radio", name="遅れ").check()
    page.get_by_role("radio", name="変更を希望する").check()
    page.get_by_role("button", name="提出して次の施策へ").click()
    expect(page.get_by_text("入力を確かめてください")).to_be_visible()
    assert problems + violations(page) + runs_off(page) == []
