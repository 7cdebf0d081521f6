"""Drafts kept as one types: what the browser is told, and what it does not overwrite."""

from datetime import date

import pytest
from django.urls import reverse

from organizations.models import ChangeSet
from reviews.models import ReportDraft
from reviews.services import report_draft_save
from tests.reviews.cast import (
    NOW,
    answerer,
    by,
    head,
    make_indicator,
    make_measures,
    opened_round,
    report_of,
    submit,
)

pytestmark = pytest.mark.django_db
OPEN_TILL = date(2099, 5, 28)


def save(client, report, revision=0, **typed):
    address = reverse("reviews:report_draft_save", args=[*report.round.url_args, report.pk])
    return client.post(address, {"revision": revision} | typed)


@pytest.fixture
def client(client):
    client.force_login(answerer(), backend="organizations.backends.PortalBackend")
    return client


def test_the_server_says_when_it_kept_the_draft_and_which_revision_it_is(client):
    report = report_of(opened_round(answer_due=OPEN_TILL))
    told = [save(client, report, revision, done=f"{revision}").json() for revision in range(3)]
    assert [one["revision"] for one in told] == [1, 2, 3]
    assert len(told[0]["at"]) == 5
    assert ReportDraft.objects.get().data == {"done": "2"}


def test_typing_leaves_one_trace_in_the_history(client):
    report = report_of(opened_round(answer_due=OPEN_TILL))
    changes = ChangeSet.objects.count()
    for revision in range(3):
        save(client, report, revision, done=f"{revision}")
    assert ChangeSet.objects.count() == changes + 1


def test_what_belongs_to_the_page_is_not_kept(client):
    report = report_of(opened_round(answer_due=OPEN_TILL))
    save(client, report, done="a\r\nb", action="save", draft="x", csrfmiddlewaretoken="y")
    assert ReportDraft.objects.get().data == {"done": "a\nb"}


def test_a_draft_of_somebody_else_is_not_overwritten(client):
    report = report_of(opened_round(answer_due=OPEN_TILL))
    report_draft_save(report=report, data={"done": "甲"}, revision=0, author=by(head()), now=NOW)
    response = save(client, report, 0, done="乙")
    assert (response.status_code, response.json()["is_conflict"]) == (409, True)
    assert ReportDraft.objects.get().data == {"done": "甲"}


def test_after_the_last_day_nothing_is_kept_and_the_reason_is_told(client):
    response = save(client, report_of(opened_round()), done="遅い")
    assert response.status_code == 409
    assert "で終わりました" in response.json()["refused"]
    assert not ReportDraft.objects.exists()


def test_what_was_handed_in_takes_no_draft(client):
    report = submit(report_of(opened_round(answer_due=OPEN_TILL)))
    assert save(client, report, done="後から").status_code == 409


def test_the_browser_is_told_when_something_falls_short(client):
    (measure,) = make_measures(1)
    indicator = make_indicator(measure, due_fiscal_year=2023)
    report = report_of(opened_round([measure], answer_due=OPEN_TILL, asks=["done", "issues", "targets"]))
    value = {f"value_{indicator.pk}": "38", f"state_{indicator.pk}": "確定"}
    assert save(client, report, 0, situation="on-track", **value).json()["is_short"]
    reached = value | {f"value_{indicator.pk}": "60"}
    assert not save(client, report, 1, situation="on-track", **reached).json()["is_short"]
    assert save(client, report, 2, situation="late", **reached).json()["is_short"]
