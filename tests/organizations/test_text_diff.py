import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.text_diff import word_diff


def marked(old: str, new: str) -> str:
    """Return the difference as one line: [-gone-] and {+new+}."""
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in word_diff(old, new))


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("令和4年度に構築する。", "令和14年度に構築する。", "令和[-4-]{+14+}年度に構築する。"),
        ("情報化推進計画", "情報化推進方針", "情報化推進[-計画-]{+方針+}"),
        ("情報管理課", "総務課", "[-情報管理課-]{+総務課+}"),
        ("ICTの活用", "IoTの活用", "[-ICT-]{+IoT+}の活用"),
        ("電子申請を進める。", "電子申請の拡充を進める。", "電子申請{+の拡充+}を進める。"),
        ("市民課、税務課、福祉課", "市民課、福祉課", "市民課、[-税務課、-]福祉課"),
        ("2,000件", "2,500件", "[-2,000-]{+2,500+}件"),
        ("第一。第二。第三。", "第一。第三。", "第一。[-第二。-]第三。"),
        ("窓口の改善", "業務の刷新", "[-窓口の改善-]{+業務の刷新+}"),
        ("", "新しい", "{+新しい+}"),
        ("なくなる", "", "[-なくなる-]"),
        ("同じ。", "同じ。", "同じ。"),
    ],
)
def test_changed_words_are_marked_whole(old, new, difference):
    assert marked(old, new) == difference


LETTERS = st.text("情報化計画サーバー12,をのに、。\nAb ", max_size=80)


@given(LETTERS, LETTERS)
def test_the_pieces_without_what_is_new_are_the_old_text_and_without_what_is_gone_the_new_one(old, new):
    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
    assert all(one.kind != other.kind for one, other in zip(pieces, pieces[1:], strict=False))


def test_a_text_of_another_world_is_compared_by_sentences_alone():
    old, new = "、の" * 4000, "の、" * 4000
    assert [piece.kind for piece in word_diff(old, new)] == ["gone", "new"]
