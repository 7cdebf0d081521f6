"""了承 on screen: the finding with its arithmetic, a reason, for the dates shown; and taking it back."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from organizations.history import Author, change_set, save_changed
from systems.findings.wording import facts_in_words
from systems.models import AcceptedFinding
from tests.factories import make_department, make_plan
from tests.portal.renewals.rows import CODE, NOON, accept, make_mixed_city, month
from tests.posted import posted_fields

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june_2027():
    with time_machine.travel(NOON):
        yield


def url(system, rule):
    return reverse("systems:finding_accept", args=[CODE, system.pk, rule])


def owner(client_as):
    return client_as("department", department=make_department("指導課"))


def test_the_page_shows_the_arithmetic_and_the_dates_it_is_about(client_as):
    html = owner(client_as).get(url(make_mixed_city()["hole"], "service-gap")).content.decode()
    assert "現行の終わりは令和10年3月、次期の稼働は令和11年4月。" in html
    assert "この了承は、次の日付についてのものです。どれかが変わると、ふたたび表示します。" in html
    assert "令和11年4月（2029年4月）" in html


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("next_start", "2029-04-01", ("次期の稼働（切替え）", "令和11年4月（2029年4月）")),
        ("ends_on", "2028-03-31", ("サポート終了日", "令和10年3月31日（2028年3月31日）")),
        ("procurement_fiscal_year", 2027, ("調達の年度", "令和9年度")),
        ("lead_months", 24, ("検討を始める時期", "次期の稼働の24か月前")),
        ("kind", "os", ("サポートの対象", "OS")),
        ("state", "migrating", ("移行の状況", "移行中")),
        ("next_start", None, ("次期の稼働（切替え）", "記載なし")),
    ],
)
def test_what_an_acceptance_holds_for_is_told_in_words(name, value, shown):
    assert facts_in_words({name: value}) == [shown]


def test_an_owner_accepts_with_a_reason_until_a_day(client_as):
    system, client = make_mixed_city()["hole"], owner(client_as)
    shown = posted_fields(client.get(url(system, "service-gap")))
    answer = client.post(
        url(system, "service-gap"), shown | {"reason": "延長を協議中。", "until": "令和9年12月31日"}
    )
    assert answer.url == reverse("portal:information_system_detail", args=[CODE, system.pk])
    row = AcceptedFinding.objects.get()
    assert (row.reason, row.until, row.accepted_on) == (
        "延長を協議中。", date(2027, 12, 31), date(2027, 6, 3),
    )  # fmt: skip
    assert "理由を付けて了承しました。" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": " "}, "了承の理由を書いてください。"),
        ({"reason": "理由", "until": "令和9年6月2日"}, "了承の期限が過ぎた日になっています。"),
        ({"reason": "理由", "until": "来月"}, "「R4.7.1」「2022-07-01」のように入力してください。"),
        ({"reason": "理由", "facts": "{"}, "どの日付について了承するかが分かりません。"),
        ({"reason": "理由", "facts": ""}, "どの日付について了承するかが分かりません。"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(typed, sentence, client_as):
    system, client = make_mixed_city()["hole"], owner(client_as)
    shown = posted_fields(client.get(url(system, "service-gap")))
    html = client.post(url(system, "service-gap"), shown | typed).content.decode()
    assert sentence in html
    assert not AcceptedFinding.objects.exists()


def test_a_date_that_changed_meanwhile_is_not_accepted_with_the_old_one(client_as):
    system, client = make_mixed_city()["hole"], owner(client_as)
    shown = posted_fields(client.get(url(system, "service-gap")))
    renewal = system.renewals.get()
    with change_set(author=Author(None, "command"), municipality=make_plan().municipality):
        renewal.next_start = month(2029, 10)
        save_changed(renewal)
    answer = client.post(url(system, "service-gap"), shown | {"reason": "延長を協議中。"})
    assert "の日付は、表示した後に変わりました。" in answer.content.decode()
    assert not AcceptedFinding.objects.exists()
    again = posted_fields(answer)  # the page now shows, and posts, the new dates; the reason is still there
    assert client.post(url(system, "service-gap"), again).status_code == 302
    assert AcceptedFinding.objects.get().facts["next_start"] == "2029-10-01"


def test_a_finding_that_is_no_more_is_said_to_be_gone(client_as):
    html = client_as("planning").get(url(make_mixed_city()["well"], "service-gap")).content.decode()
    assert "の時点ではありません。" in html
    assert "この理由で了承する" not in html


def test_another_department_may_not_accept(client_as):
    client = client_as("department", department=make_department("税務課"))
    assert client.get(url(make_mixed_city()["hole"], "service-gap")).status_code == 403


def test_taking_it_back_lets_the_finding_stand_again(client_as):
    system = make_mixed_city()["hole"]
    row = accept(system, "service-gap")
    client = owner(client_as)
    client.post(reverse("systems:finding_unaccept", args=[CODE, row.pk]))
    assert not AcceptedFinding.objects.exists()
    assert "ふたたび表示します。" in client.get(system.get_absolute_url()).content.decode()
    assert AcceptedFinding.history.filter(id=row.pk, reason="延長を協議中。").exists()
