"""工程表 as a poster: whatever the number of measures, one sheet, legible, nothing cut off."""

import io
import json
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.printing.pdf import pdf_bytes
from portal.printing.poster import LANDSCAPE, PORTRAIT, poster
from portal.printing.poster_fit import BARE, LEAST, row_heights
from portal.printing.poster_sheet import poster_css, poster_html
from tests.portal.printing.conftest import DAY, bare, sample
from tests.portal.printing.printed import squeezed

pytestmark = pytest.mark.once  # no database is asked
CITIES = ["132021-ict-2020", "132039-ict-2014", "132152-ict-2023", "132209-ict-2022", "132233-ict-2021"]
SIDES = {"A3": (842, 1191), "A2": (1191, 1684)}  # points


def fixture(name: str) -> dict:
    return json.loads(Path(f"fixtures/{name}.json").read_text(encoding="utf-8"))


def synthetic(many: int, years: int = 5, tracks: int = 1) -> dict:
    """A plan of so many measures, with the names that 武蔵野 gives its own."""
    document = fixture("132039-ict-2014")
    first = document["plan"]["start_fiscal_year"]
    document["plan"]["end_fiscal_year"] = first + years - 1
    words = ["検討", "調達・構築", "運用"]
    names = [measure["name"] for measure in document["measures"]]
    document["measures"] = [
        {
            "number": str(number + 1),
            "name": f"{names[number % len(names)]}{number + 1}",
            "policy": str(number * 4 // many + 1),
            "schedule": [
                {"label": f"工程{track + 1}" if tracks > 1 else ""}
                | {
                    "years": {
                        str(first + year): words[min(2, (year * 3 + track) // years)] for year in range(years)
                    }
                }
                for track in range(tracks)
            ],
        }
        for number in range(many)
    ]
    return document


def made(document: dict, **options) -> tuple[PdfReader, str]:
    found = poster(document, DAY, **options)
    html = poster_html(found)
    return PdfReader(io.BytesIO(pdf_bytes(html, poster_css(found)))), html


def text_of(reader: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in reader.pages))


def words_of(page) -> list[tuple[float, float, float]]:
    """Return where the words of a page stand (points) and in what size."""
    found: list[tuple[float, float, float]] = []

    def note(text, cm, tm, font, size):
        if text.strip():
            scale = abs(cm[3] * tm[3])
            found.append((tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5], size * scale))

    page.extract_text(visitor_text=note)
    return found


def check(reader: PdfReader, document: dict, size: str) -> None:
    """One sheet of the size, every measure named on it, no words beyond its edge, none too small."""
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert tuple(sorted((round(box.width), round(box.height)))) == SIDES[size]
    text = text_of(reader)
    assert [part["name"] for part in document["measures"] if squeezed(part["name"]) not in text] == []
    margin = 8 / 25.4 * 72
    for left, low, height in words_of(reader.pages[0]):
        assert margin < left < float(box.width) - margin
        assert margin < low < float(box.height) - margin
        assert height >= LEAST * 0.7  # departments, badges and western years are smaller than names


@pytest.mark.parametrize("city", CITIES)
def test_every_city_has_its_years_on_one_sheet(city):
    document = fixture(city)
    check(made(document, size="A3")[0], document, "A3")


@pytest.mark.parametrize("city", CITIES)
def test_on_a_larger_sheet_every_city_is_set_larger(city):
    small, large = (poster(fixture(city), DAY, size=size) for size in ("A3", "A2"))
    assert small.total == large.total == 1
    assert large.fit.size > small.fit.size >= LEAST


@pytest.mark.parametrize("size", SIDES)
@pytest.mark.parametrize("many", [1, 53, 120])
def test_any_number_of_measures_fits_one_sheet(many, size):
    found = poster(synthetic(many), DAY, size=size)
    assert found.total == 1
    assert found.fit.size >= LEAST
    named = [entry for column in found.fit.columns for piece in column for entry in piece.entries]
    assert len(named) == many


@pytest.mark.parametrize(("many", "size"), [(1, "A3"), (120, "A3")])
def test_what_was_reckoned_is_what_is_printed(many, size):
    document = synthetic(many)
    check(made(document, size=size)[0], document, size)


def test_ten_years_and_twelve_tracks_fit():
    document = synthetic(10, years=10, tracks=12)
    reader, _ = made(document, size="A2")
    check(reader, document, "A2")
    assert text_of(reader).count("工程12") == 10


@pytest.mark.slow
def test_five_hundred_measures_fit_an_a2():
    document = synthetic(500)
    check(made(document, size="A2")[0], document, "A2")


def test_what_is_too_much_for_legible_type_goes_on_to_a_second_sheet():
    document = synthetic(120, tracks=6)
    found = poster(document, DAY, size="A3")
    assert found.total == 2
    assert found.fit.size >= LEAST
    html = poster_html(found)
    assert "1/2" in html
    assert "2/2" in html
    assert "2枚に分けた" in html


def test_columns_are_no_taller_than_the_sheet():
    found = poster(synthetic(53), DAY, size="A3")
    for column, stretch in zip(found.fit.columns, found.fit.stretches, strict=True):
        rows = [
            sum(row_heights(e, found.fit.widths, found.fit.detail)) for piece in column for e in piece.entries
        ]
        assert sum(rows) * stretch * found.fit.size * 25.4 / 72 < found.room


def test_a_plan_without_a_schedule_shows_work_and_targets():
    reader, html = made(fixture("132152-ict-2023"), size="A3")
    text = text_of(reader)
    assert "国立市DX推進計画取組と目標" in text
    assert "電子申請化した業務数27手続" in text
    assert "この計画に工程表の記載はない。" in text
    assert 'colspan="3">　</td><td class="poster__cell poster__cell--last poster__empty" colspan="2">' in html
    assert "期限を迎える目標30301" in text


def test_a_plan_without_targets_shows_work_and_its_reportable_policies():
    html = poster_html(poster(fixture("132021-ict-2020"), DAY))
    assert "業務継続性の確保" in html
    assert re.findall(r'poster__remark">([^<]*)<', html) == ["10件"]  # policies are not counted
    assert "この計画に工程表と目標の記載はない。" in html


def test_an_empty_plan_says_so():
    html = poster_html(poster(sample("minimal"), DAY))
    assert "施策は該当なし。" in html


def test_the_year_of_printing_is_marked():
    years = re.findall(
        r"poster__year--now[^>]*>([^<]*)<br>", poster_html(poster(fixture("132209-ict-2022"), DAY))
    )
    assert set(years) == {"令和8年度"}
    assert "poster__year--now" not in poster_html(poster(fixture("132039-ict-2014"), DAY))


def test_words_of_one_stage_are_told_apart_by_a_number():
    found = poster(fixture("132039-ict-2014"), DAY)
    codes = {key.label: key.code for key in found.keys}
    assert (codes["調達・構築"], codes["構築"]) == ("▲", "▲2")
    assert len(set(codes.values())) == len(codes)


def test_counts_by_phase_and_year_are_those_of_the_schedule():
    reader, _ = made(fixture("132209-ict-2022"), size="A3")
    assert "◇検討118531" in text_of(reader)
    assert "●実施1518212325" in text_of(reader)


def test_the_way_round_can_be_chosen():
    document = bare(fixture("132209-ict-2022"), measures=[])
    across, upright = (poster(document, DAY, orientation=each) for each in (LANDSCAPE, PORTRAIT))
    assert (across.width, across.height) == (upright.height, upright.width)


def test_many_measures_are_named_without_departments():
    assert poster(synthetic(200), DAY, size="A3").fit.detail == BARE


def test_a_document_gives_the_same_poster_again():
    document = bare(fixture("132209-ict-2022"), measures=fixture("132209-ict-2022")["measures"][:2])
    first, again = (poster(document, DAY) for _ in range(2))
    assert poster_html(first) == poster_html(again)
    assert poster_css(first) == poster_css(again)


def test_long_words_of_phases_and_editors_leave_the_foot_on_the_sheet():
    document = json.loads(Path("tests/plans/torture.json").read_text(encoding="utf-8"))
    for orientation in (LANDSCAPE, PORTRAIT):
        reader, _ = made(document, orientation=orientation)
        assert len(reader.pages) == 1
        assert "工程を読み取れた11件のもの。" in text_of(reader)


def test_phases_for_which_the_counts_have_no_line_are_told():
    document = synthetic(12, years=3)
    stages = document["plan"]["phases"] = [
        {"label": f"第{number}段階", "stage": "build"} for number in range(1, 13)
    ]
    first = document["plan"]["start_fiscal_year"]
    for measure, stage in zip(document["measures"], stages, strict=True):
        measure["schedule"] = [{"label": "", "years": {str(first): stage["label"]}}]
    found = poster(document, DAY)
    assert len(found.foot.counts) == 9
    assert "工程別の数は9つの工程まで。ほかに3つの工程がある。" in found.remarks


def test_counts_say_of_how_many_measures_the_schedule_could_be_read():
    found = poster(fixture("132233-ict-2021"), DAY)
    assert "工程別の数は、原本から工程を読み取れた1件のもの。" in found.remarks


def test_a_target_s_rows_are_as_tall_as_was_reckoned():
    found = poster(fixture("132152-ict-2023"), DAY)
    rows = [row for column in found.sheets[0].columns for block in column for row in block.rows]
    assert all(bool(row.height) != bool(row.lowest) for row in rows)
    assert any(row.lowest for row in rows)


def test_a_single_measure_is_set_large_and_told_in_full():
    document = fixture("132039-ict-2014")
    document["measures"] = document["measures"][:1]
    text = "既存のサービスの問題を洗い出す。" * 12
    document["measures"][0]["content"] = text
    found = poster(document, DAY)
    assert found.fit.size > 15
    assert text in poster_html(found)
