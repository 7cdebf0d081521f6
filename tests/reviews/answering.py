"""A round that takes answers, and a person who posts the form of one."""

from datetime import date

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from organizations.models import User
from reviews.models import ProgressReport, ReviewRound
from tests.posted import posted_fields
from tests.reviews.cast import answerer, opened_round

OPEN_TILL = date(2099, 5, 28)


def sign_in(client: Client, user: User | None = None) -> Client:
    """Sign a person in, 市民課's unless another is given."""
    client.force_login(user or answerer(), backend="organizations.backends.PortalBackend")
    return client


def a_round(measures=None, **fields) -> ReviewRound:
    return opened_round(measures, **{"answer_due": OPEN_TILL} | fields)


def url(report: ProgressReport, name: str = "progress_report_edit") -> str:
    return reverse(f"reviews:{name}", args=[*report.round.url_args, report.pk])


def post(client: Client, report: ProgressReport, action: str = "submit", **typed) -> HttpResponse:
    """Post the form as it is shown, with what is typed."""
    fields = posted_fields(client.get(url(report)))
    return client.post(url(report), fields | {"action": action} | typed)
