"""検討の経過: since when a measure is considered, year by year, from plans and settled answers alone."""

import io
from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from measures.models import Continuation, Outcome, YearPlan
from organizations.history import change_set
from plans.models import Word
from portal.chronicle.reading import chronicle
from portal.chronicle.summary import summary
from portal.place import place_of
from reviews.models import Material
from tests.factories import COMMAND, make_measure, make_plan, recorded
from tests.portal.plans import load_plans
from tests.portal.printing.printed import squeezed
from tests.reviews.cast import confirm, make_budget_line, make_measures, opened_round, report_of, submit
from tests.reviews.sittings import judge, two_bodies

pytestmark = pytest.mark.django_db

TODAY = date(2024, 11, 21)


@pytest.fixture(autouse=True)
def _in_2024():
    with time_machine.travel("2024-11-21T09:00:00+09:00"):
        yield


@recorded
def make(model, **fields):
    return model.objects.create(**fields)


def text_of(content: bytes) -> str:
    """Return the text of a PDF without white space."""
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def told(measure, today=TODAY):
    place = place_of(measure.plan.municipality, measure.plan.code, today=today)
    return chronicle(measure, place, today)


def url(measure, name="measure_chronicle"):
    return reverse(f"portal:{name}", args=[*measure.plan.url_args, measure.key])


@pytest.fixture
def measure():
    """A measure considered in 2022 and 2023 that goes on from one considered in 2020 and 2021."""
    before = make_plan(code="ict-2019", title="前の計画", start=2019, end=2021)
    phases = dict.fromkeys((2020, 2021), "検討")
    former = make_measure(plan=before, number="7", name="前の施策", phases=phases)
    make(Outcome, measure=former, summary="先進市を調べた。")
    measure = make_measure(phases={2022: "検討", 2023: "検討", 2025: "実施", 2026: "実施"})
    make(Continuation, measure=measure, ref="ict-2019/7", basis="printed")
    return measure


def reported(*, settled=True):
    """Report 2023 of two measures, with an opinion on the first; return the first and its round."""
    first, *_ = measures = make_measures()
    make_budget_line(first, settled=900, settled_state="見込")
    review_round = opened_round(measures)
    report = submit(report_of(review_round), situation="late", issues="端末が届かなかった。")
    if settled:
        confirm(report)
        body, _ = two_bodies()
        judge(report_of(review_round), body, "commented")
    return first, review_round


def test_the_years_are_counted_through_the_plan_before(measure):
    found = told(measure)
    assert summary(found)[0] == "令和2年度から検討し、通算4年。"
    assert [(part.measure.number, part.basis) for part in found.parts] == [("7", "計画書の記載"), ("1", "")]
    assert [len(part.years) for part in found.parts] == [3, 5]
    assert dict(found.parts[0].ending) == {"取組内容": "先進市を調べた。"}


@pytest.mark.parametrize(
    ("phases", "today", "sentence"),
    [
        ({2022: "検討", 2023: "検討"}, date(2023, 5, 1), "令和4年度から検討し、通算2年。"),
        ({2022: "検討", 2023: "検討"}, date(2022, 5, 1),
         "令和4年度から検討し、通算2年（うち今年度まで1年）。"),
        ({2025: "検討"}, TODAY, "令和7年度から検討する予定で、計画の上では通算1年です。"),
        ({2022: "検討", 2024: "検討"}, TODAY,
         "令和4年度から検討し、通算2年。間に、検討だけではない年度か記載のない年度があります。"),
        ({2022: "実施"}, TODAY, "検討だけの年度はありません。記載は令和4年度（情報化推進計画）からです。"),
    ],
)  # fmt: skip
def test_the_first_sentence_says_since_when_and_how_long(phases, today, sentence):
    assert summary(told(make_measure(phases=phases), today))[0] == sentence


def test_a_plan_without_schedule_counts_by_its_aim_and_says_so():
    before = make_plan(code="ict-2019", title="前の計画", start=2019, end=2021)
    former = make_measure(plan=before, number="7", schedule_state="none")
    aim = Word.objects.get(plan=before, code="consider")
    make(Outcome, measure=former, target_phase=aim)
    measure = make_measure(phases={2022: "検討"})
    make(Continuation, measure=measure, ref="ict-2019/7", basis="editor")
    sentences = summary(told(measure))
    assert sentences[0] == "令和元年度から検討し、通算4年。"
    assert "前の計画は年度ごとの工程がなく、取組目標が検討のため計画期間を数えています。" in sentences


def test_a_link_to_a_plan_that_is_not_loaded_is_named_and_not_counted(client_as):
    measure = make_measure(phases={2022: "検討"})
    make(Continuation, measure=measure, ref="ict-2011/5", basis="printed")
    assert "それより前のict-2011/5は登録されておらず、数えていません。" in summary(told(measure))
    assert "ict-2011/5（登録されていない計画）" in client_as("viewer").get(url(measure)).content.decode()


def test_a_year_that_nobody_told_of_is_unknown_and_not_zero(measure):
    lines = {line.fiscal_year: line for line in told(measure).parts[1].years}
    assert [lines[year].untold for year in (2023, 2024, 2025)] == ["記載なし", "未報告", ""]
    assert lines[2024].blank == "予定なし"
    assert lines[2024].money.lines == []
    assert "経費は記載なしです。" in summary(told(measure))


def test_answers_verdicts_homework_and_money_stand_in_their_year(client_as):
    measure, _ = reported()
    found = told(measure)
    line = next(line for line in found.lines if line.fiscal_year == 2023)
    assert [answer.situation for answer in line.answers] == ["遅れ"]
    assert [one.verdict_label for one in line.evaluations] == ["意見付き了承"]
    assert [one.text for one in line.conditions] == ["工程を示すこと。"]
    assert line.money.lines == [("予算", "1,000千円"), ("決算見込", "900千円")]
    sentences = summary(found)
    assert "最新の実績（令和5年度）は「遅れ」、情報システム委員会の評価は「意見付き了承」です。" in sentences
    assert "付帯意見は1件、うち対応中は1件です。" in sentences
    assert "決算額は、分かっている令和5年度の計900千円（見込を含む）です。" in sentences
    html = client_as("viewer").get(url(measure)).content.decode()
    assert "端末が届かなかった。" in html


def test_an_answer_that_is_not_settled_is_nowhere(client_as):
    measure, _ = reported(settled=False)
    assert told(measure).reports == []
    for who in ("planning", "department", "viewer"):
        assert "端末が届かなかった。" not in client_as(who).get(url(measure)).content.decode()


def test_what_is_to_be_reached_this_year_stands_in_the_year(client_as, measure):
    make(YearPlan, measure=measure, fiscal_year=2024, text="方針を決める。")
    html = client_as("viewer").get(url(measure)).content.decode()
    assert "<b>到達目標</b> 方針を決める。" in html


def test_printing_notes_where_the_answer_was_used(client_as):
    measure, review_round = reported()
    response = client_as("planning").post(url(measure, "measure_chronicle_print"))
    assert response["Content-Type"] == "application/pdf"
    note = Material.objects.get()
    assert (note.round, note.kind, note.subjects) == (review_round, "briefing", [measure.key])
    assert len(PdfReader(io.BytesIO(response.content)).pages) == 1
    text = text_of(response.content)
    assert "端末が届かなかった。" in text
    assert "意見付き了承「工程を示すこと。」" in text


def test_looking_notes_nothing(client_as):
    measure, _ = reported()
    client_as("planning").get(url(measure))
    assert not Material.objects.exists()


def test_a_long_story_stays_on_one_sheet_and_says_that_more_stands_elsewhere(client_as):
    measure, review_round = reported()
    review_round.reports.filter(measure=measure).update(done="長い実績。" * 1500)
    content = client_as("viewer").post(url(measure, "measure_chronicle_print")).content
    assert len(PdfReader(io.BytesIO(content)).pages) == 1
    assert "…は続きがあることを示し" in text_of(content)


def test_the_command_prints_a_measure_and_refuses_another(measure, tmp_path):
    def print_it(key):
        call_command(
            "print_report", "briefing", municipality="132209", plan="ict-2022", measure=key, html=True,
            output=tmp_path / "b.html", stdout=io.StringIO(),
        )  # fmt: skip

    print_it("1")
    assert "令和2年度から検討し、通算4年。" in (tmp_path / "b.html").read_text()
    with pytest.raises(CommandError, match="施策「9」がありません"):
        print_it("9")


def test_the_measure_and_the_long_considerations_lead_to_it(client_as, measure):
    client = client_as("viewer")
    long = reverse("portal:consideration_list", args=measure.plan.url_args)
    for page in (measure.get_absolute_url(), long):
        assert f'href="{url(measure)}"' in client.get(page).content.decode()


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_costs_the_same_however_long_the_chain(count, client_as, django_assert_num_queries):
    with change_set(author=COMMAND):
        for place in range(count + 1):
            start = 2022 - 3 * place
            plan = make_plan(code=f"ict-{start}", start=start, end=start + 2)
            found = make_measure(plan=plan, phases={start: "検討"})
            if place < count:
                Continuation.objects.create(measure=found, ref=f"ict-{start - 3}/1")
    measure = make_plan(code="ict-2022").measures.get()
    client = client_as("viewer")
    with django_assert_num_queries(24):
        client.get(url(measure))


@pytest.mark.slow
@pytest.mark.once
def test_the_bcp_of_higashiyamato_is_considered_for_eight_years():
    load_plans()
    plan = next(p for p in make_plan().municipality.plans.all() if p.code == "ict-2022")
    bcp = plan.measures.get(name="ICT-BCPの策定")
    assert summary(told(bcp, date(2026, 11, 21)))[0] == "令和元年度から検討し、通算8年。"
