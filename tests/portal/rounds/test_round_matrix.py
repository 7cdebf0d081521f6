"""The planner's matrix: every number leads to a list that counts the same; what is done from there."""

import io
import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from plans.models import DepartmentListing
from portal.rounds.matrix import Matrix
from reviews.models import RoundLetter
from reviews.services import progress_report_return, report_draft_save
from tests.factories import make_department, make_measure, make_plan, make_policy, make_user, recorded
from tests.portal.rounds.test_round_pages import on
from tests.reviews.cast import (
    NOW,
    TODAY,
    answerer,
    by,
    confirm,
    make_measures,
    opened_round,
    planner,
    report_of,
    submit,
)
from workspace.models import Notice

pytestmark = pytest.mark.django_db
AFTER = date(2024, 6, 3)  # six days after the deadline


def url(name, key="2023-1", *args):
    return reverse(name, args=["132209", "ict-2022", key, *args])


@recorded
def make_listing(names):
    """List departments under divisions in another order than the city keeps them."""
    plan = make_plan()
    for order, (division, name) in enumerate(names):
        above = make_department(division, kind="部")
        for row in [above, make_department(name)]:
            DepartmentListing.objects.get_or_create(
                plan=plan, department=row,
                defaults={"order": order * 2 + (row != above), "parent": None if row == above else above},
            )  # fmt: skip


@pytest.fixture
def a_round():
    """Make eight answers in every state: the odd ones are 市民課's, the others 税務課's."""
    make_listing([("市民部", "税務課"), ("市民部", "市民課")])
    found = opened_round(make_measures(8), grace_until=date(2024, 6, 11))
    confirm(submit(report_of(found, "1")), submit(report_of(found, "2")))
    submit(report_of(found, "3"))
    submit(report_of(found, "5"))
    typed = {"done": "書きかけ"}
    report_draft_save(report=report_of(found, "4"), data=typed, revision=0, author=by(planner()), now=NOW)
    returned = submit(report_of(found, "6"))
    progress_report_return(report=returned, remarks={"done": "根拠を"}, author=by(planner()), today=TODAY)
    return found


@pytest.fixture
def planning(client):
    client.force_login(planner(), backend="organizations.backends.PortalBackend")
    with on(AFTER):
        yield client


def page(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def links_with_numbers(html: str) -> list[tuple[str, int]]:
    """Return every link to answers with the number it shows."""
    found = re.findall(r'href="(\?[^"]*#answers)"([^>]*)>(.*?)</a>', html, re.DOTALL)
    told = []
    for address, attributes, inside in found:
        text = re.sub(r"<[^>]+>", "", inside)
        label = re.search(r'aria-label="[^"]*?(\d+)件"', attributes)
        number = label or re.search(r"(\d+)(?!.*\d)", re.sub(r"／.*", "", text))
        if number:
            told.append((unescape(address), int(number[1])))
    return told


def test_every_number_leads_to_a_list_that_counts_the_same(a_round, planning):
    html = page(planning, a_round.get_absolute_url())
    links = links_with_numbers(html)
    assert len(links) >= 16
    for address, count in links:
        listed = page(planning, a_round.get_absolute_url() + address.partition("#")[0])
        assert (address, listed.count("data-answer>")) == (address, count)


def test_a_department_leads_to_all_of_its_answers(a_round, planning):
    pk = make_department("市民課").pk
    html = page(planning, f"{a_round.get_absolute_url()}?department={pk}")
    assert html.count("data-answer>") == 4
    assert "市民部 市民課：4件" in html


def test_the_rows_stand_in_the_plans_order_under_their_divisions(a_round):
    matrix = Matrix(review_round=a_round, user=planner(), today=AFTER, params={})
    assert [(d.name, [line.name for line in d.lines]) for d in matrix.divisions] == [
        ("市民部", ["税務課", "市民課"])
    ]
    assert [(c.label, c.count) for c in matrix.lines[0].counts] == [
        ("未回答", 1), ("作成中", 1), ("提出済", 0), ("差戻し", 1), ("確認済", 1),
    ]  # fmt: skip
    assert matrix.lines[1].last_move == "5月20日 確認"


def test_most_outstanding_first(a_round, planning):
    submit(report_of(a_round, "8"))
    html = page(planning, a_round.get_absolute_url() + "?sort=outstanding")
    assert html.index(">税務課</a>") < html.index(">市民課</a>")


@pytest.mark.parametrize(
    ("today", "remark"),
    [
        (date(2024, 5, 20), "あと8日"),
        (date(2024, 5, 28), "今日まで"),
        (date(2024, 6, 3), "6日前に終了。受付は6月11日まで"),
        (date(2024, 6, 12), "15日前に終了。受付は終わりました"),
    ],
)
def test_the_deadline_says_how_far_it_is(today, remark, a_round):
    deadline = Matrix(review_round=a_round, user=planner(), today=today, params={}).deadline
    assert (deadline.shown, deadline.remark) == ("令和6年5月28日（火）", remark)


def test_what_is_overdue_is_listed_with_its_days_and_only_after_the_deadline(a_round):
    matrix = Matrix(review_round=a_round, user=planner(), today=AFTER, params={})
    assert [(a.name, a.report.measure.number, a.days_over) for a in matrix.overdue] == [
        ("税務課", "4", 6), ("税務課", "6", 6), ("税務課", "8", 6), ("市民課", "7", 6),
    ]  # fmt: skip
    assert Matrix(review_round=a_round, user=planner(), today=TODAY, params={}).overdue == []


def test_one_reminder_goes_to_many(a_round, planning):
    people = answerer(), answerer("税務課")
    keys = [report.pk for report in a_round.reports.outstanding()]
    html = planning.post(url("reviews:review_round_remind"), {"report": keys}, follow=True).content.decode()
    assert "2課に再依頼しました：" in html
    assert "6月3日" in html
    letters = RoundLetter.objects.all()
    assert {(letter.kind, letter.addressee) for letter in letters} == {
        ("reminder", "市民課長　様"), ("reminder", "税務課長　様"),
    }  # fmt: skip
    notices = Notice.objects.filter(key="round-" + str(a_round.pk) + "-remind:2024-06-03")
    assert {notice.owner for notice in notices} == set(people)
    html = planning.post(url("reviews:review_round_remind"), {"report": keys}, follow=True).content.decode()
    assert "再依頼する課がありません" in html
    assert letters.count() == 2


def test_who_owes_nothing_is_not_reminded(a_round, planning):
    keys = [report_of(a_round, "3").pk, report_of(a_round, "8").pk, "x"]
    planning.post(url("reviews:review_round_remind"), {"report": keys})
    assert [letter.department.name for letter in RoundLetter.objects.all()] == ["税務課"]


def test_what_is_handed_in_is_confirmed_at_once(a_round, planning):
    keys = [report_of(a_round, number).pk for number in ("3", "5", "8")]
    html = planning.post(
        url("reviews:progress_report_list_confirm"), {"report": keys}, follow=True
    ).content.decode()
    assert "2件を確認済にしました。" in html
    assert "提出済でない1件は、そのままです。" in html
    assert a_round.reports.filter(status="confirmed").count() == 4


def test_others_see_the_states_but_neither_buttons_nor_drafts(a_round, client):
    client.force_login(make_user("committee"), backend="organizations.backends.PortalBackend")
    with on(AFTER):
        html = page(client, a_round.get_absolute_url() + "?status=all")
    assert html.count("data-answer>") == 8
    assert "再依頼</button>" not in html
    assert report_of(a_round, "1").get_absolute_url() in html
    for number in ("3", "4", "6", "7"):
        assert report_of(a_round, number).get_absolute_url() not in html


def test_excel_has_the_matrix_and_the_answers_one_may_read(a_round, planning, client):
    book = load_workbook(io.BytesIO(planning.get(url("portal:review_round_export")).content))
    assert book.sheetnames == ["回答の状況", "回答の一覧"]
    rows = list(book["回答の状況"].values)
    assert rows[1][:8] == ("市民部", "税務課", 4, 1, 1, 0, 1, 1)
    assert rows[-1][2:8] == (8, 2, 1, 2, 1, 2)
    answers = {row[0]: row for row in book["回答の一覧"].values}
    assert answers["3 施策その3"][3:7] == ("提出済", "順調", None, "窓口に端末を3台置いた。")
    client.force_login(make_user("viewer"), backend="organizations.backends.PortalBackend")
    book = load_workbook(io.BytesIO(client.get(url("portal:review_round_export")).content))
    answers = {row[0]: row for row in book["回答の一覧"].values}
    assert answers["3 施策その3"][3:7] == ("提出済", None, None, None)
    assert answers["1 施策その1"][6] == "窓口に端末を3台置いた。"


@pytest.mark.parametrize("rows", [2, 40])
def test_the_page_costs_the_same_however_many_departments_there_are(
    rows, planning, django_assert_max_num_queries
):
    policy = make_policy()
    measures = [
        make_measure(number=str(n), name=f"施策{n}", department=make_department(f"第{n}課"), policy=policy)
        for n in range(rows)
    ]
    found = opened_round(measures)
    with django_assert_max_num_queries(20):
        page(planning, found.get_absolute_url() + "?status=all")
