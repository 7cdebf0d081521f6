"""議会答弁用 from the documents of the plans: always one A4, the same for ever, the figures of the rows."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exchange.canonical import ordered
from measures.models import Continuation, Outcome
from organizations.fiscal_years import fiscal_year_of
from portal.chronicle.documents import chronicle_of
from portal.chronicle.reading import chronicle
from portal.chronicle.summary import summary
from portal.chronicle.telling import Chronicle
from portal.papers.kind import Asked
from portal.papers.kinds.briefing import KIND, documents_of
from portal.papers.options import Options, UnknownOption
from portal.place import place_of
from portal.printing.chronicle_press import ChroniclePaper, briefing, chronicle_css, chronicle_html
from portal.printing.one_sheet import MORE, cut, cut_all, lines_of
from portal.printing.pdf import pdf_bytes
from reviews.models import Material
from tests.factories import freeze, make_measure, make_plan, recorded
from tests.portal.printing.printed import Printed
from tests.reviews.cast import confirm, make_budget_line, make_measures, opened_round, report_of, submit
from tests.reviews.sittings import judge, two_bodies

DAY = date(2024, 11, 21)
CITIES = {
    "132021": ("ict-2020", ["1", "10"]), "132039": ("ict-2014", ["1", "19"]),
    "132152": ("ict-2023", ["1"]), "132209": ("ict-2022", ["7", "26"]), "132233": ("ict-2021", ["1-1"]),
}  # fmt: skip


def printed(paper: ChroniclePaper) -> Printed:
    html = chronicle_html(paper)
    return Printed(paper, html, pdf_bytes(html, chronicle_css()))


def fixtures(city: str) -> list[dict]:
    paths = sorted(Path("fixtures").glob(f"{city}-*.json"))
    return [ordered(json.loads(path.read_text(encoding="utf-8"))) for path in paths]


@pytest.mark.once
@pytest.mark.parametrize("city", CITIES)
def test_a_measure_of_a_real_plan_is_one_sheet(city):
    code, numbers = CITIES[city]
    for number in numbers:
        found = printed(briefing(fixtures(city), code, number, DAY))
        assert len(found.reader.pages) == 1
        assert found.book.title.partition("　")[0] in found.text
        assert "版印刷の時点の計画基準日令和6年11月21日" in found.text


def long_document(code: str, start: int, *, after: str = "") -> dict:
    """Return a plan of ten years with one measure of twelve tracks, of which every year tells very much."""
    text = "窓口に端末を置き、職員に説明し、市民の意見を聞いた。" * 35
    years = range(start, start + 10)
    return ordered({
        "format": "ict-plan/1",
        "municipality": {"code": "132209", "name": "東大和市"},
        "plan": {
            "code": code, "title": f"{start}年からの長い名称の情報化推進計画", "start_fiscal_year": start,
            "end_fiscal_year": start + 9, "phases": [{"label": "検討", "stage": "consider"}],
            "evaluation_bodies": [{"name": "情報システム委員会"}],
        },
        "rounds": [
            {"key": f"{year}-1", "name": f"{year}年度の調査", "fiscal_year": year} for year in years
        ],
        "measures": [{
            "number": "1", "name": "とても長い名称の施策" * 12, "departments_text": "関係各課" * 30,
            "continues": [{"ref": f"{after}/1", "basis": "printed"}] if after else [],
            "schedule": [
                {"label": f"第{n}の工程", "years": {f"{year}": "検討" for year in years}} for n in range(12)
            ],
            "year_plans": {f"{year}": text for year in years},
            "outcome": {"summary": text},
            "reports": [
                {
                    "round": f"{year}-1", "situation": "late", "done": text, "issues": text,
                    "evaluations": [{"body": "情報システム委員会", "verdict": "commented", "comment": text}],
                    "conditions": [{"text": text, "answer": text}] * 3,
                }
                for year in years
            ],
        }],
    })  # fmt: skip


def test_three_plans_of_ten_years_with_long_texts_are_one_sheet_that_says_what_is_cut():
    plans = [
        long_document("ict-2020", 2020, after="ict-2010"), long_document("ict-2010", 2010, after="ict-2000"),
        long_document("ict-2000", 2000, after="ict-1990"),
    ]  # fmt: skip
    found = printed(briefing(plans, "ict-2020", "1", DAY))
    assert len(found.reader.pages) == 1
    assert "…は続きがあることを示し、全文はポータルの「検討の経過」にあります。" in found.text
    for year in ("平成12年度～平成21年度", "平成22年度～令和元年度", "令和6年度", "令和11年度"):
        assert year in found.text
    assert "それより前のict-1990/1は登録されておらず、数えていません。" in found.text


def test_a_short_chronicle_is_not_cut():
    document = long_document("ict-2020", 2020)
    document["measures"] = [{"number": "1", "name": "施策", "schedule": [{"years": {"2020": "検討"}}]}]
    found = briefing([document], "ict-2020", "1", DAY)
    assert (found.is_cut, found.title) == (False, "1　施策")
    assert [row.cells[0].text for row in found.table.groups[0].rows] == [
        "令和2年度", "令和3年度～\n令和5年度", "令和6年度\n（今年度）", "令和7年度～\n令和11年度",
    ]  # fmt: skip


def test_a_text_is_cut_behind_a_sentence_else_in_its_midst():
    assert cut("短い文。", 1, 20) == "短い文。"
    assert cut("一つ目の文。二つ目の長い長い長い文。", 1, 24) == f"一つ目の文。{MORE}"
    assert cut("切れ目のない長い文" * 5, 1, 20).endswith(MORE)
    assert lines_of(cut("切れ目のない長い文" * 5, 2, 20), 20) == 2
    assert lines_of(cut_all(["短い。", "長い文。" * 40, "短い。"], 4, 30), 30) <= 4
    assert cut_all(["一", "二", "三"], 2, 30) == f"一\n二{MORE}"


@recorded
def make(model, **fields):
    return model.objects.create(**fields)


@pytest.fixture
def measure():
    """A measure of two plans with a settled answer, a verdict, homework and money."""
    before = make_plan(code="ict-2019", title="前の計画", start=2019, end=2021)
    former = make_measure(plan=before, number="7", name="前の施策", phases={2020: "検討", 2021: "検討"})
    make(Outcome, measure=former, summary="先進市を調べた。")
    first, *_ = measures = make_measures(2)
    make(Continuation, measure=first, ref="ict-2019/7", basis="printed")
    make_budget_line(first, settled=900, settled_state="見込")
    found = opened_round(measures)
    confirm(submit(report_of(found), situation="late", issues="端末が届かなかった。"))
    judge(report_of(found), two_bodies()[0], "commented")
    return first


def asked(measure, **options) -> Asked:
    plan = make_plan()
    place = place_of(plan.municipality, plan.code, today=DAY)
    return Asked(place, None, DAY, Options(measure=measure.key, **options))


def plain(found: Chronicle) -> list:
    return [
        summary(found), found.has_samples, [replace(one, url="") for one in found.successors],
        [
            (
                part.plan, part.name, part.basis, part.departments, list(part.ending), part.considered,
                [
                    (
                        line.fiscal_year, list(line.planned), line.blank, line.aim, list(line.actual),
                        [replace(one, report=None) for one in line.answers], line.conditions, line.money,
                    )
                    for line in part.years
                ],
            )
            for part in found.parts
        ],
    ]  # fmt: skip


@pytest.mark.django_db
def test_documents_tell_what_rows_tell(measure):
    place = asked(measure).place
    documents = documents_of(place.plan)
    told = chronicle_of(documents, place.plan.code, measure.number, fiscal_year_of(DAY))
    assert plain(told) == plain(chronicle(measure, place, DAY))
    assert "意見付き了承" in chronicle_html(briefing(documents, place.plan.code, measure.number, DAY))


@pytest.mark.django_db
def test_an_edition_gives_the_same_sheet_after_rows_have_changed(measure):
    freeze(make_plan())
    first = KIND.make(asked(measure, edition=1))

    @recorded
    def rename():
        measure.name = "名前を変えた施策"
        measure.save()

    rename()
    assert KIND.make(asked(measure, edition=1)).html == first.html
    assert "版 当初" in first.html
    assert "端末が届かなかった。" not in first.html  # it was not final
    assert "名前を変えた施策" in KIND.make(asked(measure)).html


@pytest.mark.django_db
def test_the_sheet_is_noted_where_its_answers_came_from(measure):
    ask = asked(measure)
    KIND.printed(ask, KIND.make(ask))
    note = Material.objects.get()
    assert (note.kind, note.subjects) == (Material.Kind.BRIEFING, [measure.key])
    with pytest.raises(UnknownOption, match="施策「99」がありません"):
        KIND.make(replace(ask, options=Options(measure="99")))


@pytest.mark.django_db
@pytest.mark.parametrize("count", [3, 30])
def test_the_documents_are_read_in_as_many_queries_however_many_measures(count, django_assert_num_queries):
    first, *_ = measures = make_measures(count)
    found = opened_round(measures)
    confirm(*[submit(report) for report in found.reports.select_related("round__plan__municipality")])
    ask = asked(first)
    with django_assert_num_queries(52):
        KIND.make(ask)
