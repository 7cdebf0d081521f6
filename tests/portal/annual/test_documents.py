"""年次報告 as a pure function of a document: its parts and rounds, texts and sizes that are hard on paper."""

import copy
import json
from datetime import date
from pathlib import Path

import pytest

from organizations.exceptions import PortalError
from portal.annual_report.report import annual_report
from portal.annual_report.rounds import RoundNotTold
from portal.printing.annual_report import CONDITIONS, PARTS, RESULTS, SHEETS, SUMMARY, SYSTEMS
from portal.printing.annual_report_press import annual_report_html
from tests.portal.annual.sheets import DAY, of_document
from tests.portal.printing.conftest import sample

FIXTURES = ["132021-ict-2020", "132039-ict-2014", "132152-ict-2023", "132209-ict-2022", "132233-ict-2021"]
NASTY = '<img src="file:///etc/passwd">' + "長い文章" * 225


def full(**changes) -> dict:
    document = sample("full")
    document["rounds"] = [one for one in document["rounds"] if one["key"] != "2023-2"]
    for measure in document["measures"]:
        measure["reports"] = [one for one in measure.get("reports", []) if one["round"] != "2023-2"]
    return document | changes


def many(count: int) -> dict:
    """Return a document of so many measures, each late, with a text that is hard to break."""
    document = full()
    first = document["measures"][0]
    document["measures"] = []
    for number in range(1, count + 1):
        measure = copy.deepcopy(first) | {"number": str(number), "name": f"{number}番目の{NASTY[30:90]}"}
        measure.pop("continues", None)
        document["measures"].append(measure)
    return document


def test_parts_come_in_the_order_wanted():
    pages = of_document(full(), parts=(SYSTEMS, CONDITIONS))
    text = "".join(pages)
    assert text.index(PARTS[SYSTEMS]) < text.index(PARTS[CONDITIONS])
    assert "1ページでみる" not in text
    assert "方針ごとの結果" not in text


@pytest.mark.parametrize("name", FIXTURES)
def test_the_summary_is_one_page_for_every_city(name):
    document = json.loads(Path(f"fixtures/{name}.json").read_text(encoding="utf-8"))
    assert len(of_document(document, day=date(2026, 11, 28), parts=(SUMMARY,))) == 1


@pytest.mark.parametrize("count", [1, 120])
def test_the_summary_stays_one_page_of_many_late_measures_with_long_names(count):
    (page,) = of_document(many(count), parts=(SUMMARY,))
    assert f"遅れと理由{count}" in page
    assert (f"ほか{count - 6}件" in page) == (count > 6)


def test_a_round_of_policies_and_measures_counts_items():
    report = annual_report(full(), DAY)
    assert report.unit == "件"
    assert [year.subject.key[0] for year in report.years] == ["policy", "measure", "measure"]
    assert report.told_subjects[0].startswith("policy:")
    text = "".join(of_document(full(), parts=(RESULTS, SHEETS)))
    assert "対象の手続を選んだ。" in text


def test_a_half_year_round_is_held_against_the_round_before():
    report = annual_report(sample("full"), DAY, round_key="2023-2")
    assert report.rounds.before.round.key == "2022-1"
    text = "".join(of_document(sample("full"), round_key="2023-2", parts=(SUMMARY,)))
    assert "1ページでみる令和5年度下期" in text


def test_two_axes_of_verdict_stand_in_the_sheet():
    document = full()
    report = document["measures"][0]["reports"][0]
    verdict = report["evaluations"][0]
    direction = document["plan"]["directions"][0]["label"]
    verdict |= {"direction": direction, "goal": "changed", "resources": "more"}
    text = "".join(of_document(document, parts=(SHEETS,)))
    for words in [direction, "目標を変える", "資源を増やす", *verdict.get("ratings", {}).values()]:
        assert words in text


def test_what_a_city_keeps_to_itself_is_left_out_and_counted():
    document = sample("inventory")
    public = "".join(of_document(document, parts=(SYSTEMS,)))
    inside = annual_report(document, DAY, is_internal=True)
    left_out = annual_report(document, DAY).left_out
    assert left_out > 0
    assert inside.left_out == 0
    assert f"{left_out}項目は、市の内部にとどめ、載せていません。" in public
    assert "内部用です。" in annual_report_html(inside, is_internal=True)


def test_an_empty_plan_prints_that_nothing_is_there():
    text = "".join(of_document(sample("minimal")))
    assert "費用記載なし" in text
    assert "付帯意見とその対応該当なし" in text
    assert "情報システムの更新記載なし" in text


def test_a_round_that_the_document_does_not_tell_is_refused():
    with pytest.raises(RoundNotTold, match="文書に調査「1999-1」がありません"):
        annual_report(full(), DAY, round_key="1999-1")
    assert issubclass(RoundNotTold, PortalError)


def test_hostile_texts_print_as_text():
    document = full()
    document["plan"]["title"] = NASTY[:120]
    for measure in document["measures"]:
        measure["name"] = NASTY[:150]
        for report in measure["reports"]:
            report |= {"done": NASTY, "issues": NASTY, "effect": NASTY}
    text = "".join(of_document(document))
    assert text.count("<imgsrc=") > 5


def test_every_number_in_the_list_of_results_leads_to_its_sheet():
    html = annual_report_html(annual_report(full(), DAY))
    for place in (1, 2):
        assert f'href="#measure-{place}"' in html
        assert f'id="measure-{place}"' in html
    assert "href=" not in annual_report_html(annual_report(full(), DAY), parts=(RESULTS,))
