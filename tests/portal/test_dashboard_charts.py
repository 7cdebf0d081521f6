"""Small charts of the dashboards: geometry from figures, and the drawings on screen and on paper."""

import logging
import re

import pytest
from django.template.loader import render_to_string

from portal.chart_paints import PAINTS
from portal.charts import COLUMN_HEIGHT, Part
from portal.dashboard_charts import (
    EDGE,
    YearMoney,
    chart_key,
    dumbbell,
    meter,
    money_columns,
    state_bar,
    strip_axis,
    year_axis,
    year_labels,
    year_strip,
)
from portal.long_considerations import PlanSpan, Stretch
from portal.printing.html import on_paper, style_of
from portal.printing.pdf import pdf_bytes

pytestmark = pytest.mark.once  # no database
YEARS = range(2026, 2031)
NAMES = {"done": "完了", "on-track": "順調", "late": "遅れ", "unreported": "未報告"}
REPORTS = {
    "confirmed": "確認済", "submitted": "提出済", "returned": "差戻し", "draft": "作成中",
    "unanswered": "未回答",
}  # fmt: skip


def parts(*counts, names=NAMES):
    return [Part(code, name, count) for (code, name), count in zip(names.items(), counts, strict=True)]


def strip(*stretches, plans=((3, "前計画"), (5, "今の計画"))):
    return year_strip(
        title="窓口の総合受付化",
        years=range(2023, 2031),
        stretches=[Stretch(span, kind) for span, kind in stretches],
        plans=[PlanSpan(title, span) for span, title in plans],
    )


def money(*amounts):
    return money_columns(
        title="経費",
        years=[YearMoney(2026 + n, amount, "estimate", "見積") for n, amount in enumerate(amounts)],
    )


def test_a_bar_is_divided_in_proportion_without_gap():
    bar = state_bar(title="全体", parts=parts(4, 38, 6, 5))
    assert [block.text for block in bar.blocks] == ["4", "38", "6", "5"]
    ends = [block.x + block.width for block in bar.blocks]
    assert ends[-1] == pytest.approx(100, abs=0.05)
    assert [block.x for block in bar.blocks[1:]] == pytest.approx(ends[:-1], abs=0.05)
    assert bar.description == "完了4、順調38、遅れ6、未報告5"


def test_a_bar_may_stand_for_more_than_its_parts():
    bar = state_bar(title="全体", parts=parts(1, 1, 0, 0), whole=8)
    assert [block.width for block in bar.blocks] == [12.5, 12.5]


def test_what_is_not_there_is_not_drawn_and_a_small_part_has_no_number():
    bar = state_bar(title="全体", parts=parts(0, 99, 1, 0))
    assert [(block.paint.code, block.text) for block in bar.blocks] == [("on-track", "99"), ("late", "")]


def test_a_bar_of_nothing_says_so():
    bar = state_bar(title="方針4", parts=parts(0, 0, 0, 0))
    assert (bar.blocks, bar.description) == ((), "なし")


def test_only_hatched_parts_that_occur_bring_a_pattern():
    bar = state_bar(title="回答", parts=parts(3, 2, 1, 0, 1, names=REPORTS), numbers=False)
    assert [paint.code for paint in bar.hatched] == ["returned"]
    assert {block.text for block in bar.blocks} == {""}


@pytest.mark.parametrize("group", [list(NAMES), list(REPORTS), ["settled", "budget", "estimate"]])
def test_parts_of_one_bar_differ_without_colour(group):
    lightness = {"good-fill": 0, "good-wash": 2, "bad": 0, "paper": 2, "chart-1": 0, "chart-last": 1,
                 "warn-wash": 2, "wash": 2}  # fmt: skip
    seen = [(lightness[PAINTS[code].fill], PAINTS[code].hatch, PAINTS[code].dash) for code in group]
    assert len(set(seen)) == len(seen)


def test_the_key_counts_or_only_names():
    assert [(entry.name, entry.count) for entry in chart_key(parts(1, 2, 3, 4))][0] == ("完了", 1)
    assert {entry.count for entry in chart_key(parts(1, 2, 3, 4), counts=False)} == {None}


def test_the_era_stands_where_it_begins():
    assert year_labels(range(2017, 2021)) == ["平成29", "30", "令和元", "2"]


def test_years_stand_evenly_inside_the_drawing():
    axis = year_axis(YEARS)
    assert (axis[0].x, axis[2].x, axis[-1].x) == (EDGE, 50, 100 - EDGE)
    assert [tick.x for tick in strip_axis(range(2023, 2027))] == [12.5, 37.5, 62.5, 87.5]
    assert [tick.x for tick in year_axis([2026])] == [EDGE]


@pytest.mark.parametrize(
    ("was", "now", "kind", "words"),
    [
        (2027, 2029, "later", "当初 令和9年度、変更後 令和11年度、後ろ倒し2年"),
        (2029, 2028, "earlier", "当初 令和11年度、変更後 令和10年度、前倒し1年"),
        (2028, 2028, "same", "当初 令和10年度、変更後 令和10年度、変更なし"),
        (2027, None, "dropped", "当初 令和9年度、取下げ"),
    ],
)
def test_a_dumbbell_goes_from_the_first_plan_to_the_plan_of_now(was, now, kind, words):
    drawn = dumbbell(title="移行", years=YEARS, was=was, now=now)
    places = {tick.year: tick.x for tick in drawn.ticks}
    assert (drawn.kind, drawn.description) == (kind, words)
    assert (drawn.was_x, drawn.now_x) == (places[was], places.get(now))


def test_a_year_outside_of_the_axis_stands_at_its_end():
    drawn = dumbbell(title="移行", years=YEARS, was=2025, now=2031)
    assert drawn.was_x < drawn.ticks[0].x
    assert drawn.ticks[-1].x < drawn.now_x < 100


@pytest.mark.parametrize(
    ("figures", "width", "mark", "words"),
    [
        ({"value": 30, "target": 35, "last": 60}, 50, 58.33, "実績 30％、目標 35％、最終目標 60％"),
        ({"value": 92, "target": 46}, 100, 50, "実績 92％、目標 46％"),
        ({"value": 0, "target": 5}, 0, 100, "実績 0％、目標 5％"),
        ({"value": 3, "target": 0}, 100, 0, "実績 3％、目標 0％"),
        ({"value": 0, "target": 0}, 0, 0, "実績 0％、目標 0％"),
        ({"value": 1.25, "target": None, "last": 5}, 25, None, "実績 1.25％、最終目標 5％"),
    ],
)
def test_a_meter_ends_at_the_last_target(figures, width, mark, words):
    drawn = meter(title="申請率", unit="％", **figures)
    assert (drawn.value_width, drawn.target_x, drawn.description) == (width, mark, words)


def test_an_unknown_value_is_not_zero():
    drawn = meter(title="整備率", value=None, target=40, unknown="集計中")
    assert (drawn.value_width, drawn.description) == (None, "実績 集計中、目標 40")


def test_without_a_target_there_is_no_meter():
    assert meter(title="件数", value=7, target=None) is None


def test_a_strip_shows_every_year_and_where_a_plan_begins():
    drawn = strip((2, "unknown"), (4, "run"), (2, "known"))
    assert [cell.kind for cell in drawn.cells] == ["unknown"] * 2 + ["run"] * 4 + ["known"] * 2
    assert drawn.bounds == (37.5,)
    assert drawn.cells[0].x > 0
    assert drawn.cells[-1].x + drawn.cells[-1].width < 100
    assert drawn.description == "検討 令和7年度から令和10年度まで4年"


def test_columns_of_money_stand_in_one_scale():
    drawn = money(41_200, 82_400)
    low, high = (column.block for column in drawn.columns)
    assert (low.height, high.height) == (COLUMN_HEIGHT / 2, COLUMN_HEIGHT)
    assert low.y + low.height == high.y + high.height == drawn.ground
    assert drawn.unit == "千円"
    assert [column.text for column in drawn.columns] == ["41,200", "82,400"]


def test_large_amounts_are_counted_in_millions_and_none_reads_zero():
    drawn = money(1_612_000, 400, 0, None)
    assert drawn.unit == "百万円"
    assert [column.text for column in drawn.columns] == ["1,612", "0.4", "0", "記載なし"]
    assert [column.block is None for column in drawn.columns] == [False, False, True, True]
    assert drawn.description == (
        "令和8年度 1,612,000千円（見積）、令和9年度 400千円（見積）、令和10年度 0千円（見積）、"
        "令和11年度 記載なし"
    )


@pytest.mark.parametrize("amounts", [(), (None, None), (0, None)])
def test_without_an_amount_there_is_no_chart(amounts):
    assert money(*amounts) is None


def drawings():
    bar = state_bar(title="達成状況", parts=parts(4, 38, 6, 5))
    reports = state_bar(title="回答", parts=parts(3, 2, 1, 1, 1, names=REPORTS), numbers=False)
    yield "_state_bar", {"bar": bar, "id": "bar"}
    yield "_state_bar", {"bar": reports, "id": "reports"}
    yield "_chart_key", {"entries": chart_key(parts(4, 38, 6, 5)), "id": "key"}
    yield "_year_axis", {"ticks": year_axis(YEARS)}
    for now in (2029, 2026, 2027, None):
        chart = dumbbell(title="移行", years=YEARS, was=2027, now=now)
        yield "_dumbbell", {"chart": chart, "id": f"slip-{now}"}
    yield "_meter", {"meter": meter(title="申請率", value=30, target=35), "id": "meter"}
    yield "_meter", {"meter": meter(title="申請率", value=None, target=35), "id": "unknown"}
    yield "_year_strip", {"strip": strip((2, "unknown"), (4, "run"), (2, "known")), "id": "strip"}
    yield "_money_columns", {"chart": money(412_000, None, 900_000), "id": "money"}


def page() -> str:
    return "".join(render_to_string(f"portal/charts/{name}.html", context) for name, context in drawings())


def test_each_drawing_has_its_own_ids_and_all_that_are_named():
    ids = re.findall(r' id="([^"]+)"', page())
    named = re.findall(r"url\(#([^)]+)\)", page())
    named += [name for names in re.findall(r'aria-labelledby="([^"]+)"', page()) for name in names.split()]
    assert len(set(ids)) == len(ids)
    assert set(named) <= set(ids)


def test_each_drawing_is_told_in_words_or_hidden_from_those_who_listen():
    for svg in re.findall(r"<svg[^>]*>.*?</svg>", page(), re.DOTALL):
        assert 'aria-hidden="true"' in svg.split(">")[0] or ("<title" in svg and "<desc" in svg)
        assert 'style="' not in svg


def test_the_drawings_stand_on_paper_without_a_warning(caplog):
    html = on_paper(f'<html lang="ja"><head><title>図</title></head><body>{page()}</body></html>')
    assert "var(" not in html
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        assert pdf_bytes(html, style_of(("page", "dashboard-charts"))).startswith(b"%PDF")
    assert caplog.records == []
