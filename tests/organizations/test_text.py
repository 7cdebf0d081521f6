import pytest

from organizations.text import normalise_for_search


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("ＩＣＴ－ＢＣＰ", "ict-bcp"),
        ("システム", "しすてむ"),
        ("ｼｽﾃﾑ", "しすてむ"),
        ("ヴァーチャル", "ゔぁーちゃる"),
        ("マイナンバーカード", "まいなんばーかーど"),
        ("令和４～８年度", "令和4~8年度"),
        ("令和4〜8年度", "令和4~8年度"),
        ("ICT−BCP", "ict-bcp"),
        ("ICT—BCP", "ict-bcp"),
        ("ICT‐BCP", "ict-bcp"),
        ("①", "1"),
        ("㈱", "(株)"),
        ("髙橋", "高橋"),
        ("Straße", "strasse"),
    ],
)
def test_widths_cases_kana_dashes_and_waves_are_alike_to_a_search(written, typed):
    assert normalise_for_search(written) == typed
    assert normalise_for_search(typed) == typed


@pytest.mark.parametrize(
    ("one", "other"), [("サーバ", "サーハ"), ("ビル", "ビール"), ("課", "科"), ("か", "が")]
)
def test_different_words_stay_different(one, other):
    assert normalise_for_search(one) != normalise_for_search(other)
