"""Hits inside texts: found however written, shown as written."""

import pytest

from portal.snippets import marked, search_words, snippet


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("マイナンバーカードの普及", "まいなんばー", "[マイナンバー]カードの普及"),
        ("ﾊﾟｿｺﾝの更新", "パソコン", "[ﾊﾟｿｺﾝ]の更新"),
        ("パソコンの更新", "ﾊﾟｿｺﾝ", "[パソコン]の更新"),
        ("ＬＧＷＡＮとlgwan", "LGWAN", "[ＬＧＷＡＮ]と[lgwan]"),
        ("㈱見本と契約", "(株)", "[㈱]見本と契約"),
        ("電子申請と電子決裁", "電子 申請", "[電子申請]と[電子]決裁"),
        ("がぎぐ", "か", "がぎぐ"),
        ("<b>太字</b>", "b", "<[b]>太字</[b]>"),
        ("言葉なし", "", "言葉なし"),
    ],
)
def test_words_are_found_whatever_their_width_case_or_kana(text, query, expected):
    assert shown(marked(text, search_words(query))) == expected


def test_a_snippet_starts_a_little_before_the_first_hit():
    found = shown(
        snippet(["関係のない文。", "あ" * 60 + "電子申請を広げる。" + "い" * 200], search_words("電子申請"))
    )
    assert found.startswith("…" + "あ" * 40 + "[電子申請]を広げる。")
    assert found.endswith("い…")


def test_a_short_text_is_shown_whole():
    assert shown(snippet(["電子申請を\n広げる。"], search_words("申請"))) == "電子[申請]を 広げる。"


def test_without_a_hit_there_is_no_snippet():
    assert snippet(["関係のない文。"], search_words("電子")) == []
