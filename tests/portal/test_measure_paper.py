"""印刷プレビュー of a measure: its sheet as the book prints it, alone, at once."""

import io
import time
from dataclasses import replace

import pytest
from django.urls import reverse
from pypdf import PdfReader

from exchange.canonical import ordered
from exchange.checks import validate
from exchange.dump import measure_document, plan_document
from exchange.load import plan_import
from measures.models import Continuation, Outcome, RelatedMeasure
from plans.models import Plan, Word
from portal.printing.measure_paper import paper_of
from portal.printing.measure_sheets import measure_sheets
from portal.printing.words import Source
from tests.factories import COMMAND, make_measure, make_plan, make_track, recorded
from tests.portal.printing.conftest import DAY, sample
from tests.portal.printing.printed import squeezed

pytestmark = pytest.mark.django_db
GENEROUS = 6  # seconds; on an idle machine it is half of one


@recorded
def make(model, **fields):
    return model.objects.create(**fields)


@pytest.fixture
def measure():
    plan = make_plan(predecessor="ict-2019")
    made = make_measure(plan=plan, number="3", name="書かない窓口", goal="待ち時間を半分にする。")
    make_track(measure=made, phases={2022: "検討"})
    make(RelatedMeasure, measure=made, related=make_measure(plan=plan, number="9", name="窓口の予約"))
    return made


def preview(client, measure):
    return client.get(reverse("portal:measure_paper", args=[*measure.plan.url_args, measure.key]))


def text_of(content: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def test_the_preview_is_one_page_shown_in_the_browser(client_as, measure):
    response = preview(client_as("viewer"), measure)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    assert len(PdfReader(io.BytesIO(response.content)).pages) == 1
    for words in ("書かない窓口", "待ち時間を半分にする。", "◇検討", "9窓口の予約"):
        assert words in text_of(response.content)


def test_the_page_of_a_measure_leads_to_its_preview(client_as, measure):
    page = client_as("viewer").get(measure.get_absolute_url()).content.decode()
    address = reverse("portal:measure_paper", args=[*measure.plan.url_args, measure.key])
    assert f'href="{address}">印刷プレビュー' in page


def test_it_names_what_the_measure_goes_on_with(measure):
    before = make_plan(code="ict-2019", start=2019, end=2021, title="第四次計画")
    word = make(Word, plan=before, kind=Word.Kind.ACHIEVEMENT, label="一部達成", code="partly", order=1)
    earlier = make_measure(plan=before, number="7", name="電子申請の開始")
    make(Outcome, measure=earlier, achievement=word)
    make(Continuation, measure=measure, ref="ict-2019/7")
    assert "第四次計画 7 電子申請の開始（一部達成）" in paper_of(measure, DAY).html


def test_a_single_sheet_says_what_the_book_says():
    found = validate(sample("full"))
    plan = plan_import(document=found.document, author=COMMAND, fiscal_year=2026).plan
    whole = Source(ordered(plan_document(plan)), this_year=2026)
    for row, part in zip(plan.measures.all(), whole.parts("measures"), strict=True):
        alone = Source(ordered(measure_document(row)), this_year=2026)
        [sheet] = measure_sheets(alone, alone.parts("measures")[:1], 1)
        [in_book] = measure_sheets(whole, [part], 1)
        assert replace(sheet, id="") == replace(in_book, id="")


@pytest.mark.parametrize("count", [1, 30])
def test_a_preview_costs_as_many_queries_however_many_measures_there_are(
    count, measure, django_assert_max_num_queries
):
    for number in range(count):
        make_track(
            measure=make_measure(plan=measure.plan, number=f"x{number}", name="ほかの施策"),
            phases={2022: "検討"},
        )
    plan = Plan.objects.get(pk=measure.plan_id)
    measure.plan = plan
    with django_assert_max_num_queries(40):
        paper_of(measure, DAY)


def test_a_preview_is_there_in_a_moment(client_as, measure):
    client = client_as("viewer")
    preview(client, measure)  # imports and fonts
    measure.name = "冷えたもの"
    paper = paper_of(measure, DAY)
    begin = time.perf_counter()
    assert preview(client, measure).status_code == 200
    assert "書かない窓口" in paper.html
    assert time.perf_counter() - begin < GENEROUS
