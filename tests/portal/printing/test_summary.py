"""概要版 and 市報原稿, read back: their pages, their words, their limits."""

import io
import json
import re
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from portal.printing.bulletin import MOST, bulletin, lines_of
from portal.printing.bulletin_docx import bulletin_docx
from portal.printing.monochrome import in_monochrome
from portal.printing.pdf import pdf_bytes
from portal.printing.poster_entries import plain
from portal.printing.summary import summary
from portal.printing.summary_sheet import summary_css, summary_html
from portal.printing.type_width import sentences
from tests.portal.printing.conftest import DAY, bare, sample
from tests.portal.printing.printed import squeezed

pytestmark = pytest.mark.once  # no database is asked
CITIES = {
    "132021-ict-2020": "132021-ict-2015", "132039-ict-2014": "132039-ict-2011", "132152-ict-2023": "",
    "132209-ict-2022": "132209-ict-2019", "132233-ict-2021": "132233-ict-2016",
}  # fmt: skip
LEFT, RIGHT, BOTTOM = 17 / 25.4 * 72, (210 - 17) / 25.4 * 72, 10 / 25.4 * 72


def fixture(name: str) -> dict:
    return json.loads(Path(f"fixtures/{name}.json").read_text(encoding="utf-8"))


def printed(document: dict, before: dict | None = None, **options) -> PdfReader:
    made = summary(document, DAY, before, **options)
    return PdfReader(io.BytesIO(pdf_bytes(summary_html(made), summary_css(made))))


def text_of(reader: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in reader.pages))


def lowest(page) -> float:
    """Return how near to the foot of the sheet the lowest words of a page stand, in points."""
    found: list[float] = []

    def note(text, cm, tm, *rest):
        if text.strip():
            found.append(tm[5] * cm[3] + cm[5])

    page.extract_text(visitor_text=note)
    return min(found)


def torture() -> dict:
    """A plan whose every text is too long, in sentences and without."""
    document = fixture("132209-ict-2022")
    endless = "あいうえおかきくけこ" * 90
    document["plan"] |= {
        "title": "第五次" + "総合情報化基本計画" * 21,
        "vision": "長い目指す姿を書いた文です。" * 60,
        "scope": endless,
        "editor": "編集課" * 60,
        "revision_rule": "見直す。" * 300,
        "policy_levels": ["とても長い基本的な方針の名前" * 3],
    }
    document["policies"] = [
        {"code": str(number), "name": "方針の名" * 45, "description": "説明の文が続く。" * 80}
        for number in range(1, 21)
    ]
    document["cycle"] = [{"step": "調査する" * 40, "actor": "課" * 100}] * 14
    document["glossary"].append({"term": "説明", "explanation": "言葉の意味を述べる文。" * 200})
    document["rounds"] = [{"key": "2022-1", "name": "調査", "fiscal_year": 2022, "final_on": "2023-05-01"}]
    for number, measure in enumerate(document["measures"]):
        measure.pop("policy_candidates", None)
        measure |= {
            "name": (measure["name"] + "長い名前" * 60)[:200],
            "content": endless,
            "policy": str(number % 20 + 1),
        }
        measure["reports"] = [{"round": "2022-1", "situation": "done", "done": endless}]
    return document


@pytest.fixture(scope="module")
def reported() -> dict:
    """A plan with two final rounds, the later one answered."""
    document = fixture("132209-ict-2022")
    document["rounds"] = [
        {"key": "2022-1", "name": "調査", "fiscal_year": 2022, "final_on": "2023-07-10"},
        {
            "key": "2023-plan-1",
            "name": "年度計画",
            "kind": "year-plan",
            "fiscal_year": 2024,
            "final_on": "2024-05-15",
        },
        {"key": "2023-1", "name": "調査", "fiscal_year": 2023, "final_on": "2024-07-10"},
    ]
    answers = [
        {"situation": "on-track", "done": "27手続を始めた。利用も伸びた。"},
        {"situation": "done", "done": "予約の仕組みを入れ替えた。"},
        {"situation": "late", "done": "入札が不調に終わった。"},
        {},
    ]
    for measure, answer in zip(document["measures"], answers, strict=False):
        measure["reports"] = [{"round": "2022-1", "situation": "late"}, {"round": "2023-1"} | answer]
    return document


@pytest.mark.parametrize("city", CITIES)
def test_every_city_has_its_summary_on_whole_pages(city):
    document, before = fixture(city), fixture(CITIES[city]) if CITIES[city] else None
    made = summary(document, DAY, before)
    reader = printed(document, before)
    assert len(reader.pages) == len(made.pages)
    assert len(reader.pages) in {2, 4}
    text = text_of(reader).replace("※", "")
    for expected in (
        document["municipality"]["name"],
        *map(squeezed, made.title_lines),
        "お問い合わせ",
        "この計画は",
    ):
        assert squeezed(expected) in text
    assert all(squeezed(policy["name"]) in text for policy in document["policies"])
    assert all(lowest(page) > BOTTOM for page in reader.pages)


@pytest.mark.parametrize("pages", [2, 4])
def test_a_plan_of_endless_texts_keeps_to_its_pages(pages):
    reader = printed(torture(), pages=pages)
    assert len(reader.pages) == pages
    assert all(lowest(page) > BOTTOM for page in reader.pages)


@pytest.mark.parametrize("pages", [2, 4])
def test_an_empty_plan_says_so_in_words(pages):
    reader = printed(sample("minimal"), pages=pages)
    assert len(reader.pages) == pages
    assert "進み具合の確かめ方記載なし" in text_of(reader)
    assert "ことばの説明" not in text_of(reader)
    assert "0件" not in text_of(reader)


def test_how_many_pages_follows_from_what_there_is_to_tell():
    assert len(summary(fixture("132209-ict-2022"), DAY).pages) == 4
    assert len(summary(fixture("132152-ict-2023"), DAY).pages) == 2


def test_texts_are_the_documents_own_whole_sentences():
    document = fixture("132233-ict-2021")
    html = summary_html(summary(document, DAY)).replace('<sup class="summary__sign">※</sup>', "")
    policies = {
        sentence for part in document["policies"] for sentence in sentences(plain(part["description"]))
    }
    measures = {sentence for part in document["measures"] for sentence in sentences(plain(part["content"]))}
    shown = re.findall(r'class="summary__goal[^"]*">([^<]*)<', html)
    assert shown
    assert {sentence for text in shown for sentence in sentences(text)} <= measures
    tiles = re.findall(r'</h3><p class="summary__text">([^<]*)<', html)
    assert {sentence for text in tiles for sentence in sentences(text)} <= policies


def test_headline_measures_are_those_of_priority(reported):
    document = fixture("132039-ict-2014")
    html = summary_html(summary(document, DAY))
    first = {
        part["name"] for part in document["measures"] if part["policy"] == "1" and part.get("is_priority")
    }
    tile = html.split('class="summary__tile')[1].replace('<sup class="summary__sign">※</sup>', "")
    assert {name.strip("・") for name in re.findall(r'summary__measure">([^<]*)<', tile)} <= first


def test_the_last_year_that_was_closed_is_told(reported):
    text = text_of(printed(reported))
    assert "令和5年度（2023年度）の結果" in text
    assert "対象の4件のうち、完了が1件、順調が1件、遅れが1件、未報告が1件でした。" in text
    assert "予約の仕組みを入れ替えた。" in text
    assert "入札が不調に終わった。" not in text


def test_words_are_explained_where_they_are_used_first():
    made = summary(fixture("132039-ict-2014"), DAY)
    html = summary_html(made)
    shown, listed = html.split('<section class="summary__words">')
    assert 0 < len(made.terms) <= 10
    assert shown.count(">※</sup>") == len(made.terms)
    assert all(f"※{term}</b>" in listed for term in made.terms)


def test_a_summary_without_colour_has_no_colour(reported):
    made = summary(reported, DAY)
    html, css = in_monochrome(summary_html(made), summary_css(made))
    greys = re.findall(r"#([0-9a-f]{6})\b", html + css)
    assert all(grey[:2] == grey[2:4] == grey[4:] for grey in greys)


@pytest.mark.parametrize(
    "document",
    [*map(fixture, CITIES), torture(), sample("minimal")],
    ids=lambda each: each["plan"]["title"][:12],
)
def test_an_article_keeps_to_its_characters(document):
    for article in bulletin(document, DAY).articles:
        assert 0 < article.length == len("".join(lines_of(article))) <= MOST
        assert all(sentence.endswith("。") for sentence in article.sentences)
        assert "〔" in article.text


def test_an_article_names_the_plan_its_headlines_and_whom_to_ask():
    text = bulletin(fixture("132209-ict-2022"), DAY).articles[0].text
    for expected in (
        "「第五次東大和市情報化推進計画」は、令和4年度～令和8年度（2022年度～2026年度）の5年間",
        "3つの情報化の目標のもとに、26件の個別計画",
        "個別計画には、「GIS(公開型)の導入」「GIS(庁内型)の導入」「AIチャットボット(市民向け)の導入」などがあります。",
        "お問い合わせは、東大和市 総務部 情報管理課〔電話番号〕へ。",
    ):
        assert expected in text


def test_a_closed_year_has_an_article_of_its_own(reported):
    plan, year = bulletin(reported, DAY).articles
    assert (plan.kind, year.kind) == ("計画のお知らせ", "結果のお知らせ")
    assert "▼施設予約システムの導入　予約の仕組みを入れ替えた。" in list(lines_of(year))
    assert year.counts == [("対象", 4), ("完了", 1), ("順調", 1), ("遅れ", 1), ("未報告", 1)]


def test_the_manuscript_opens_in_word(reported):
    paper = bulletin(reported, DAY)
    book = Document(io.BytesIO(bulletin_docx(paper)))
    lines = [paragraph.text for paragraph in book.paragraphs]
    for article in paper.articles:
        assert article.title in lines
        assert any(line.startswith(f"本文 {article.length}字") for line in lines)
        assert all(line in lines for line in lines_of(article))
    assert lines.count("編集者の追記") == 2
    assert [cell.text for cell in book.tables[0].columns[1].cells] == ["数", "3", "26", "14"]
    fonts = book.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "BIZ UDMincho"
    assert book.core_properties.title == "第五次東大和市情報化推進計画 市報原稿（案）"


def test_the_same_document_gives_the_same_pages(reported):
    made = summary(bare(reported, measures=reported["measures"][:2]), DAY)
    again = summary(bare(reported, measures=reported["measures"][:2]), DAY)
    assert (summary_html(made), summary_css(made)) == (summary_html(again), summary_css(again))


def test_the_timetable_keeps_the_order_of_the_plan():
    document = fixture("132209-ict-2022")
    found = summary(document, DAY, pages=4)
    table = next(
        section.part for section in found.pages[2].sections if section.template.endswith("_timetable.html")
    )
    assert [line.number for line in table.lines] == [str(number) for number in range(1, 27)]
    assert table.heading == "年次計画"
    some = summary(document, DAY, pages=2)
    headings = [getattr(section.part, "heading", "") for page in some.pages for section in page.sections]
    assert "年次計画（主なもの）" in headings


def test_counts_have_their_units_and_whole_labels():
    html = summary_html(summary(fixture("132209-ict-2022"), DAY, pages=4))
    assert re.findall(r">(\d+)</b> (.)</td>", html) == [("3", "つ"), ("26", "件"), ("14", "件")]
    assert f"{torture()['plan']['policy_levels'][0]}<br>" in summary_html(summary(torture(), DAY, pages=4))
