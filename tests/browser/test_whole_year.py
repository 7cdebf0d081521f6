"""A whole year with its people, in a real browser: from the call for reports to the next year's call."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from plans.models import Committee
from reviews.models import Condition, Evaluation, Meeting, ReviewRound
from tests.factories import PASSWORD, freeze, make_department, make_measure, make_plan, make_policy, recorded
from tests.reviews.cast import answerer, head, make_body, planner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
LATE, ON_TRACK, PAPER = "2", "1", "3"
WHY = "部品が不足した。来年9月に納入される。"


@recorded
def make_committee(name: str) -> Committee:
    members = [{"post": post} for post in ("副市長", "総務部長", "市民部長", "教育部長", "企画部長")]
    quorum = {"text": "委員の過半数", "rule": "majority"}
    return Committee.objects.create(plan=make_plan(), name=name, members=members, quorum=quorum)


class Year:
    """The people of a city and their one browser; each signs in for a step and out again."""

    def __init__(self, page, live_server):
        self.page, self.server = page, live_server
        page.on("dialog", lambda dialog: dialog.accept())

    def enter(self, user):
        self.page.context.clear_cookies()
        self.page.goto(f"{self.server.url}/login/")
        self.page.locator("[name=username]").fill(user.username)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.press("ログイン")

    def go(self, name: str, *args):
        response = self.page.goto(self.server.url + reverse(name, args=[*make_plan().url_args, *args]))
        assert response.status == 200, response.url

    def press(self, label: str | re.Pattern, kind="button"):
        self.page.get_by_role(kind, name=label).first.click()
        self.page.wait_for_load_state()

    def fill(self, name: str, text: str):
        self.page.locator(f"[name={name}]").fill(text)

    def choose(self, name: str, value: str):
        self.page.locator(f"[name={name}][value={value}]").check()

    def download(self, label: str) -> bytes:
        with self.page.expect_download() as kept:
            self.page.get_by_role("button", name=label).first.click()
        return kept.value.path().read_bytes()

    @property
    def round(self) -> ReviewRound:
        return make_plan().rounds.get(fiscal_year=2025)

    def report(self, number: str):
        return self.round.reports.get(measure__number=number)


@pytest.fixture
def year(page, live_server, transactional_db):
    """Make an adopted plan: 市民課 has two measures, 税務課 one, which it answers on paper."""
    phases = {2025: "実施", 2026: "運用"}
    for number, department in ((ON_TRACK, "市民課"), (LATE, "市民課"), (PAPER, "税務課")):
        lead = make_department(department)
        make_measure(
            number=number, name=f"施策その{number}", department=lead, phases=phases, policy=make_policy()
        )
    for name in ("情報化推進委員会", "情報化推進本部"):
        make_committee(name)
        make_body(name)
    freeze(make_plan())
    return Year(page, live_server)


def open_the_round(year: Year):
    year.enter(planner())
    year.go("reviews:review_round_create")
    year.fill("name", "令和7年度 進捗状況調査")
    year.fill("fiscal_year", "令和7")
    year.page.locator("[name=section_check]").select_option("screen")
    year.press("保存する")
    year.press("開始する")
    expect(year.page.locator(".tag", has_text="受付中").first).to_be_visible()


def send_the_letter(year: Year):
    year.press("照会文を作る", "link")
    year.fill("document_number", "8情第12号")
    year.press("保存する")
    assert year.download(re.compile("をPDFで保存")).startswith(b"%PDF")
    assert year.download(re.compile("をWordで保存")).startswith(b"PK")


def answer_in_the_department(year: Year):
    year.enter(answerer())
    year.go("portal:my_updates")
    expect(year.page.locator("main")).to_contain_text("施策その1")
    expect(year.page.locator("main")).not_to_contain_text("施策その3")
    year.go("reviews:progress_report_edit", year.round.key, year.report(ON_TRACK).pk)
    year.choose("situation", "on-track")
    year.fill("done", "窓口に端末を3台置いた。")
    year.press(re.compile("次の施策へ"))
    year.go("reviews:progress_report_edit", year.round.key, year.report(LATE).pk)
    year.choose("situation", "late")
    year.fill("done", "機器の納入を待っている。")
    year.fill("issues", "部品が不足した。")
    year.press(re.compile("次の施策へ|課長"))
    assert year.report(LATE).awaits_check


def check_by_the_head(year: Year, count: int):
    year.enter(head())
    year.go("portal:my_updates")
    year.press(re.compile(f"課の {count} 件を確認して提出"), "link")
    year.press(f"課の {count} 件を確認して提出する")
    assert year.report(LATE).status == "submitted"


def return_and_correct(year: Year):
    year.enter(planner())
    year.go("portal:progress_report_detail", year.round.key, year.report(LATE).pk)
    year.page.get_by_text("差し戻す", exact=True).first.click()
    year.page.locator(".report__act [name$=issues]").fill("いつまでに納入されるかを書いてください。")
    year.press("差し戻す")
    assert year.report(LATE).status == "returned"
    year.enter(answerer())
    year.go("reviews:progress_report_edit", year.round.key, year.report(LATE).pk)
    expect(year.page.locator("main")).to_contain_text("いつまでに納入されるかを書いてください。")
    year.fill("issues", WHY)
    year.press(re.compile("次の施策へ|課長"))
    check_by_the_head(year, 1)


def enter_for_another(year: Year):
    year.enter(planner())
    year.go("reviews:progress_report_edit", year.round.key, year.report(PAPER).pk)
    year.page.locator("[name=proxy_source]").select_option("paper")
    year.choose("situation", "on-track")
    year.fill("done", "収納の窓口を一つにした。")
    year.press(re.compile("次の施策へ|提出"))
    assert year.report(PAPER).proxy_source == "paper"


def confirm_all(year: Year):
    year.page.goto(f"{year.server.url}{year.round.get_absolute_url()}?status=submitted")
    year.press("選んだ提出済をまとめて確認")
    assert set(year.round.reports.values_list("status", flat=True)) == {"confirmed"}


def hold_a_meeting(year: Year, body: str) -> Meeting:
    """Make the body's meeting, note who came, and hold it; the quorum is said with its arithmetic."""
    year.go("reviews:meeting_create")
    choices = year.page.locator("[name=body]")
    choices.select_option(label=body)
    year.fill("title", f"第1回{body}")
    year.fill("held_on", f"{date(2026, 11, 20):%Y-%m-%d}")
    year.page.locator("[name=round]").select_option(label=year.round.name)
    year.press("保存する")
    meeting = make_plan().meetings.latest("pk")
    year.press("保存する")  # the agenda, as it is proposed from what waits
    assert meeting.items.exists()
    year.go("portal:meeting_detail", meeting.pk)
    expect(year.page.locator("main")).to_contain_text("過半数3人以上")
    year.press("開催済にする")
    return meeting


def decide_in_the_committee(year: Year):
    meeting = hold_a_meeting(year, "情報化推進委員会")
    year.go("reviews:evaluation_list", year.round.key, meeting.body_id)
    year.page.locator("[name=meeting]").select_option(str(meeting.pk))
    late = year.page.locator(".judging__row", has_text="施策その2")
    late.get_by_label("意見付き了承").check()
    late.get_by_role("textbox", name="意見").fill("納入の時期を次回までに示すこと。")
    year.fill("due_on", "令和9年1月29日")
    year.press(re.compile("残りをまとめて了承"))
    assert Evaluation.objects.filter(body=meeting.body_id).count() == 3
    assert Condition.objects.get().department == make_department("市民課")


def decide_in_the_headquarters(year: Year):
    meeting = hold_a_meeting(year, "情報化推進本部")
    year.go("reviews:evaluation_list", year.round.key, meeting.body_id)
    expect(year.page.locator(".judging__earlier").first).to_contain_text("情報化推進委員会")
    year.page.locator("[name=meeting]").select_option(str(meeting.pk))
    year.press(re.compile("残りをまとめて了承"))
    assert Evaluation.objects.filter(body=meeting.body_id, verdict="approved").count() == 3


def make_it_final(year: Year):
    year.go("portal:review_round_finalise", year.round.key)
    year.press("確定する")
    assert year.round.is_final
    assert year.round.edition.label == "令和7年度末"


def call_again(year: Year):
    """Prepare the next year from this one: the condition that is still open stands in it by itself."""
    year.go("reviews:review_round_create")
    year.press("「令和7年度 進捗状況調査」と同じに", "link")
    expect(year.page.locator("[name=name]")).to_have_value("令和8年度 進捗状況調査")
    year.press("保存する")
    expect(year.page.locator("main")).to_contain_text("納入の時期を次回までに示すこと。")
    assert make_plan().rounds.get(fiscal_year=2026).previous == year.round


def test_a_year_goes_by(year):
    open_the_round(year)
    send_the_letter(year)
    answer_in_the_department(year)
    check_by_the_head(year, 2)
    return_and_correct(year)
    enter_for_another(year)
    confirm_all(year)
    decide_in_the_committee(year)
    decide_in_the_headquarters(year)
    make_it_final(year)
    call_again(year)
    year.enter(answerer())
    year.go("portal:my_updates")
    expect(year.page.locator("main")).to_contain_text("納入の時期を次回までに示すこと。")
    year.go("portal:dashboard")
    expect(year.page.locator("main")).to_contain_text("遅れ")
    year.go("portal:measure_detail", LATE)
    expect(year.page.locator("main")).to_contain_text(WHY)
