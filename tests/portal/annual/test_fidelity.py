"""The sample year: what the 年次報告 counts from documents is what the dashboard counts from rows."""

import io
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from config.sample_year import CITIES, sample_year_make
from exchange.checks import validate
from exchange.load import plan_import
from measures.models import IndicatorValue
from organizations.models import Municipality
from plans.models import Plan
from portal.annual_report.renewed import renewed_in
from portal.dashboard.figures import read_figures
from portal.money import money_table
from portal.printing.annual_report import SAMPLE
from portal.printing.annual_report_press import annual_report_html
from tests.factories import COMMAND, recorded
from tests.portal.annual.sheets import asked, figures
from tests.reviews.cast import make_indicator

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
ROUNDS = [("132209", "2022-1"), ("132209", "2023-1"), ("132209", "2024-1"), ("132039", "2015-1")]


@pytest.fixture(scope="module", autouse=True)
def sample_year(django_db_setup, django_db_blocker):
    """Load both plans, a target in one of them, and make the sample year; once for the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        for city, code in CITIES.items():
            source = Path(f"fixtures/{city}-{code}.json").read_bytes()
            plan_import(document=validate(source).document, author=COMMAND, fiscal_year=2026)
        with override_settings(PORTAL_DEMO=True):
            call_command("demo_editions", stdout=io.StringIO())
        measure = Plan.objects.get(municipality__code="132209").measures.get(number="1")
        indicator = make_indicator(measure, target=50.0, baseline=10.0)
        recorded(IndicatorValue.objects.create)(indicator=indicator, fiscal_year=2022, target=20.0)
        sample_year_make(now=NOW)
        yield
        transaction.set_rollback(True)


def place(city: str):
    found = Municipality.objects.get(code=city)
    return asked(municipality=found, plan=CITIES[city], day=NOW.date())


@pytest.mark.parametrize(("city", "key"), ROUNDS)
def test_the_counts_are_those_of_the_dashboard(city, key):
    wanted = place(city)
    report = figures(municipality=wanted.place.municipality, plan=CITIES[city], day=NOW.date(), round=key)
    read = read_figures(wanted.place, AnonymousUser(), NOW.date(), round_key=key, by="")
    assert (
        counted(report.achievement.whole)
        == counted(read.achievement.whole)[: len(report.achievement.whole.bars)]
    )
    assert report.achievement.good == read.achievement.good
    told, rows = report.achievement.lines, read.achievement.lines
    assert [(line.label, line.count, counted(line)[0]) for line in told] == [
        (line.label, line.count, counted(line)[0]) for line in rows
    ]
    assert [year.subject.number for year in report.years if year.result.is_late] == [
        line.subject.number for line in read.result.late
    ]
    assert [year.department for year in report.years] == [
        read.offices[row.lead_id].long_name for row in read.result.rows
    ]
    assert len(report.slips.lines) == len(read.slips.lines)


@pytest.mark.parametrize(("city", "key"), ROUNDS[1:2] + ROUNDS[3:])
def test_targets_money_and_renewals_are_those_of_the_rows(city, key):
    wanted = place(city)
    plan, year = wanted.place.plan, int(key[:4])
    report = figures(municipality=wanted.place.municipality, plan=CITIES[city], day=NOW.date(), round=key)
    read = read_figures(wanted.place, AnonymousUser(), NOW.date(), round_key=key, by="")
    told = Counter(row.judgement.code for row in report.targets)
    assert told == {count.code: count.count for count in read.targets.told} if read.targets else not told
    rows = money_table(plan, "policy", year, table=read.table)
    kinds = ("estimate", "budget", "settled")
    assert [[total.amount(kind) for kind in kinds] for total in report.money_by_policy(year)] == [
        *([total.amount(kind) for kind in kinds] for total in rows.totals),
        [rows.whole.amount(kind) for kind in kinds],
    ]
    renewed = renewed_in(report.told, year, is_over=True)
    started = plan.renewals.filter(next_start__year=year, next_start__month__gte=4).count()
    started += plan.renewals.filter(next_start__year=year + 1, next_start__month__lt=4).count()
    assert len(renewed.done) == started


def test_composing_asks_the_database_nothing_and_says_that_it_is_a_sample(django_assert_num_queries):
    wanted = place("132209")
    report = figures(municipality=wanted.place.municipality, day=NOW.date(), round="2023-1")
    with django_assert_num_queries(0):
        page = annual_report_html(report)
    assert f'badge--warn">{SAMPLE}' in page
    assert f"年次報告（{SAMPLE}）" in page


def counted(line) -> list[list[tuple[str, int]]]:
    return [[(count.code, count.count) for count in year.counts] for year in line.bars]
