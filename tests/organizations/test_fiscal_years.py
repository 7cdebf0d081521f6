from datetime import date

import pytest

from organizations.exceptions import DatesDisagree, PortalError, UnreadableDate
from organizations.fiscal_years import (
    disagreements,
    fiscal_year_of,
    parse_day,
    parse_fiscal_year,
    parse_fiscal_year_range,
    parse_month,
    show_day,
    show_fiscal_year,
    show_fiscal_year_by_era,
    show_fiscal_year_by_letter,
    show_fiscal_year_short,
    show_fiscal_years,
    show_month,
    show_partial_date,
)

FISCAL_YEARS = [
    ("令和4", 2022),
    ("R4", 2022),
    ("r4", 2022),
    ("R4年度", 2022),
    ("2022", 2022),
    ("2022年度", 2022),
    ("H26", 2014),
    ("Ｈ２６", 2014),
    ("平成26年度", 2014),
    ("平成 26 年度", 2014),
    ("平成31年度", 2019),
    ("令和元年度", 2019),
    ("令和1", 2019),
    ("令和4年", 2022),
    ("㋿4年度", 2022),
    ("S63年度", 1988),
    ("昭和64", 1989),
    ("令和４年度（２０２２年度）", 2022),
    ("令和4(2022)年度", 2022),
    ("平成31(2019)年度", 2019),
    ("2022年度（令和4年度）", 2022),
    ("2012（平成24）年度", 2012),
    ("令和8年度（2026年）", 2026),
    ("令和4年度 2022年度", 2022),
    ("令和4年度／2022年度", 2022),
    ("令和4年度・2022年度", 2022),
]

NOT_FISCAL_YEARS = [
    ("", "何も書かれていません。"),
    (" 　", "何も書かれていません。"),
    ("令和0年", "最初の年は「令和元年」です。"),
    ("昭和70", "昭和は64年までです。平成7年のことなら、そう入力してください。"),
    ("平成32年度", "平成は31年までです。令和2年のことなら、そう入力してください。"),
    ("20222", "「令和4年度」「R4」「2022」のように入力してください。"),
    ("202", "「令和4年度」「R4」「2022」のように入力してください。"),
    ("1867", "1868年から2999年までの西暦にしてください。"),
    ("3000", "1868年から2999年までの西暦にしてください。"),
    ("令和百年", "「令和百年」は読み取れません。"),
    ("令和100", "「令和100」は読み取れません。"),
    ("慶応3", "「慶応3」は読み取れません。"),
    ("未定", "「未定」は読み取れません。"),
    ("令和4年7月", "月は要りません。"),
    ("令和4年度～令和8年度", "「令和4年度～令和8年度」は読み取れません。"),
    ("2022年度（2022年度）", "和暦と西暦を一つずつにしてください。"),
    ("令和4年度（R4年度）", "和暦と西暦を一つずつにしてください。"),
    ("令和4年度（予定）", "「予定」は読み取れません。"),
]

MONTHS = [
    ("平成31年7月", date(2019, 7, 1)),
    ("令和元年7月", date(2019, 7, 1)),
    ("令和元年4月", date(2019, 4, 1)),
    ("平成29年1月", date(2017, 1, 1)),
    ("２０２２年１０月", date(2022, 10, 1)),
    ("2022-07", date(2022, 7, 1)),
    ("2022/7", date(2022, 7, 1)),
    ("R4.7", date(2022, 7, 1)),
    ("H16.12", date(2004, 12, 1)),
    ("平成29年1月（2017年1月）", date(2017, 1, 1)),
    ("2012年（平成24年）7月", date(2012, 7, 1)),
    ("令和5年(2023年)3月", date(2023, 3, 1)),
    ("令和4(2022)年4月", date(2022, 4, 1)),
    ("平成31年7月（2019年7月）", date(2019, 7, 1)),
    ("平成31年3月（2018年度）", date(2019, 3, 1)),
]

NOT_MONTHS = [
    ("", "何も書かれていません。"),
    ("2022", "「令和4年7月」「R4.7」「2022-07」のように入力してください。"),
    ("令和4年度", "「令和4年7月」「R4.7」「2022-07」のように入力してください。"),
    ("令和4年度7月", "「令和4年度7月」は読み取れません。"),
    ("2022年13月", "暦にない日付です。"),
    ("2022年0月", "暦にない日付です。"),
    ("2022-07-01", "「2022-07-01」は読み取れません。"),
    ("夏", "「夏」は読み取れません。"),
]

DISAGREEING = [
    (parse_fiscal_year, "令和4年度（2023年度）", "令和4年度", "2023年度"),
    (parse_fiscal_year, "平成30（2013）年", "平成30年", "2013年"),
    (parse_fiscal_year, "2021年度 令和4年度", "令和4年度", "2021年度"),
    (parse_month, "平成30年8月（2018年2月）", "平成30年8月", "2018年2月"),
    (parse_month, "平成31年3月（2019年度）", "平成31年3月", "2019年度"),
    (parse_month, "平成31年3月（2018年）", "平成31年3月", "2018年"),
    (parse_day, "令和4年7月1日（2022年7月2日）", "令和4年7月1日", "2022年7月2日"),
    (
        parse_fiscal_year_range,
        "令和4年度～令和8年度(2022年度～2025年度)",
        "令和4年度~令和8年度",
        "2022年度~2025年度",
    ),
    (parse_fiscal_year_range, "令和4(2022)年度から5(2024)年度", "令和5年度", "2024年度"),
]

RANGES = [
    ("令和4年度～令和8年度(2022年度～2026年度)", (2022, 2026)),
    ("令和4年度〜令和8年度\n(2022年度〜2026年度)", (2022, 2026)),
    ("令和4(2022)年度から5(2023)年度", (2022, 2023)),
    ("令和4年度から8年度まで", (2022, 2026)),
    ("令和4～8年度", (2022, 2026)),
    ("平成 27（2015）年度から平成 31（2019）年度まで", (2015, 2019)),
    ("平成27年(2015)～令和６(2024)年度", (2015, 2024)),
    ("令和２(2020)～令和６(2024)年度", (2020, 2024)),
    ("平成31年度～令和3年度", (2019, 2021)),
    ("2022-2026", (2022, 2026)),
    ("2022年度～2026年度", (2022, 2026)),
    ("2022～2022", (2022, 2022)),
]

NOT_RANGES = [
    ("", "何も書かれていません。"),
    ("令和4年度", "「令和4年度～令和8年度」「2022～2026」のように入力してください。"),
    ("令和8年度～令和4年度", "終わりの年度が始まりの年度より前です。"),
    ("令和4年7月～令和8年3月", "月は要りません。"),
    ("令和4年度～未定", "「未定」は読み取れません。"),
]


@pytest.mark.parametrize(("text", "year"), FISCAL_YEARS)
def test_a_fiscal_year_is_read_however_it_is_written(text, year):
    assert parse_fiscal_year(text) == year


@pytest.mark.parametrize(("text", "sentence"), NOT_FISCAL_YEARS)
def test_what_is_no_fiscal_year_is_refused_with_a_remedy(text, sentence):
    with pytest.raises(UnreadableDate) as refusal:
        parse_fiscal_year(text)
    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith("。")


@pytest.mark.parametrize(("text", "month"), MONTHS)
def test_a_month_is_read_however_it_is_written(text, month):
    assert parse_month(text) == month


@pytest.mark.parametrize(("text", "sentence"), NOT_MONTHS)
def test_what_is_no_month_is_refused_with_a_remedy(text, sentence):
    with pytest.raises(UnreadableDate) as refusal:
        parse_month(text)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("text", ["令和4年7月1日", "R4.7.1", "2022-07-01", "2022/7/1", "令和4(2022)年7月1日"])
def test_a_day_is_read_however_it_is_written(text):
    assert parse_day(text) == date(2022, 7, 1)


@pytest.mark.parametrize("text", ["", "2022-02-30", "2022-07-00", "令和4年7月", "R4"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(UnreadableDate):
        parse_day(text)


@pytest.mark.parametrize(("text", "years"), RANGES)
def test_a_span_of_fiscal_years_is_read_however_it_is_written(text, years):
    assert parse_fiscal_year_range(text) == years


@pytest.mark.parametrize(("text", "sentence"), NOT_RANGES)
def test_what_is_no_span_is_refused_with_a_remedy(text, sentence):
    with pytest.raises(UnreadableDate) as refusal:
        parse_fiscal_year_range(text)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(("parse", "text", "era", "western"), DISAGREEING)
def test_an_era_and_a_western_date_that_differ_are_told(parse, text, era, western):
    with pytest.raises(DatesDisagree) as refusal:
        parse(text)
    assert (refusal.value.era, refusal.value.western) == (era, western)
    assert str(refusal.value) == (
        f"和暦「{era}」と西暦「{western}」が一致しません。どちらが正しいか確かめて直してください。"
    )
    assert isinstance(refusal.value, PortalError)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("平成30（2013）年の調査による。", [("平成30年", "2013年")]),
        ("更新は平成30年8月（2018年2月）、移行は令和元年7月（2019年7月）。", [("平成30年8月", "2018年2月")]),
        ("令和13(2032)年までの10年間", [("令和13年", "2032年")]),
        (
            "計画期間は令和4年度～令和8年度(2022年度～2027年度)",
            [("令和4年度~令和8年度", "2022年度~2027年度")],
        ),
        ("令和4(2022)年度から5(2024)年度にかけて", [("令和5年度", "2024年度")]),
        ("2012年（平成 25年）7月に国の", [("平成25年", "2012年")]),
    ],
)
def test_a_disagreement_is_found_in_running_text(text, found):
    assert [(one.era, one.western) for one in disagreements(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "平成30（2018）年の調査による。",
        "令和4年度～令和8年度\n(2022年度～2026年度)",
        "令和4(2022)年度から5(2023)年度にかけて",
        "平成31年度（2019年度）と令和元年度（2019年度）",
        "令和4年度 (2022)　令和5年度 (2023)",
        "平成13年（2001年～2005年）",
        "交付率は令和4年（46.6%）",
        "2012年（平成24年）7月",
        "型番PH12(2013)とABCR4(1999)",
    ],
)
def test_dates_that_agree_are_passed_over_in_running_text(text):
    assert list(disagreements(text)) == []


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2022, 4, 1), 2022),
        (date(2023, 3, 31), 2022),
        (date(2022, 3, 31), 2021),
        (date(2019, 5, 1), 2019),
        (date(2019, 12, 31), 2019),
    ],
)
def test_a_fiscal_year_runs_from_april_to_march(day, year):
    assert fiscal_year_of(day) == year


@pytest.mark.parametrize(
    ("year", "shown", "short", "by_letter"),
    [
        (2022, "令和4年度（2022年度）", "令和4", "R4年度"),
        (2019, "令和元年度（2019年度）", "令和元", "R元年度"),
        (2018, "平成30年度（2018年度）", "平成30", "H30年度"),
        (1989, "平成元年度（1989年度）", "平成元", "H元年度"),
        (1988, "昭和63年度（1988年度）", "昭和63", "S63年度"),
        (1926, "大正15年度（1926年度）", "大正15", "T15年度"),
        (1912, "大正元年度（1912年度）", "大正元", "T元年度"),
        (1911, "明治44年度（1911年度）", "明治44", "M44年度"),
    ],
)
def test_a_fiscal_year_is_shown_by_era_and_western_year(year, shown, short, by_letter):
    assert show_fiscal_year(year) == shown
    assert show_fiscal_year_by_era(year) == f"{short}年度"
    assert show_fiscal_year_short(year) == short
    assert show_fiscal_year_by_letter(year) == by_letter
    assert parse_fiscal_year(shown) == parse_fiscal_year(short) == parse_fiscal_year(by_letter) == year


@pytest.mark.parametrize(
    ("month", "shown"),
    [
        (date(2017, 1, 1), "平成29年1月（2017年1月）"),
        (date(2019, 4, 1), "平成31年4月（2019年4月）"),
        (date(2019, 5, 1), "令和元年5月（2019年5月）"),
        (date(2019, 7, 1), "令和元年7月（2019年7月）"),
        (date(1989, 1, 1), "昭和64年1月（1989年1月）"),
        (date(1989, 2, 1), "平成元年2月（1989年2月）"),
    ],
)
def test_a_month_is_shown_by_era_and_western_year(month, shown):
    assert show_month(month) == shown
    assert parse_month(shown) == month


def test_a_span_is_shown_by_era_and_western_years():
    shown = show_fiscal_years(2018, 2022)
    assert shown == "平成30年度～令和4年度（2018年度～2022年度）"
    assert parse_fiscal_year_range(shown) == (2018, 2022)


def test_a_day_is_shown_by_the_era_of_that_day():
    assert show_day(date(1989, 1, 7)) == "昭和64年1月7日（1989年1月7日）"
    assert show_day(date(1989, 1, 8)) == "平成元年1月8日（1989年1月8日）"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("2003", "平成15年（2003年）"),
        ("2019", "令和元年（2019年）"),
        ("2022-03", "令和4年3月（2022年3月）"),
        ("2022-03-25", "令和4年3月25日（2022年3月25日）"),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(text, shown):
    assert show_partial_date(text) == shown
