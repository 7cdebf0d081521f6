"""Texts as HTML: links to the glossary, and Markdown that brings no markup of its own."""

import pytest

from plans.text import NO_TERMS, glossary_terms, link_terms, render_markdown

TERMS = glossary_terms(
    [
        (1, "AI", ["人工知能"]),
        (2, "AI-OCR", []),
        (3, "クラウド", []),
        (4, "ＩＣＴ", []),
        (5, "番号制度（社会保障・税番号制度）", []),
        (6, "可用性", []),
    ],
    "/132209/ict-2022/glossary/",
)


def link(pk, word):
    return f'<a class="term" href="/132209/ict-2022/glossary/#term-{pk}">{word}</a>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("AIを使う。", f"{link(1, 'AI')}を使う。"),
        ("人工知能を使う。", f"{link(1, '人工知能')}を使う。"),
        ("AI-OCRを使う。", f"{link(2, 'AI-OCR')}を使う。"),
        ("ＡＩを使う。", f"{link(1, 'ＡＩ')}を使う。"),
        ("ICTの活用", f"{link(4, 'ICT')}の活用"),
        ("番号制度の開始", f"{link(5, '番号制度')}の開始"),
        ("高可用性", f"高{link(6, '可用性')}"),
        ("自治体クラウドの利用", f"自治体{link(3, 'クラウド')}の利用"),
    ],
)
def test_a_term_is_linked_however_it_is_written(text, shown):
    assert link_terms(text, TERMS) == shown


@pytest.mark.parametrize("text", ["MAILで送る。", "クラウドサービス", "ガバメントクラウド", "AIM"])
def test_the_middle_of_a_longer_word_is_no_term(text):
    assert link_terms(text, TERMS) == text


def test_the_longest_term_wins_and_each_is_linked_once_a_text():
    assert link_terms("AI-OCRとAIと人工知能", TERMS) == f"{link(2, 'AI-OCR')}と{link(1, 'AI')}と人工知能"


def test_what_stands_in_a_text_is_escaped_and_its_lines_are_kept():
    assert link_terms("<b>AI</b>\n終わり", TERMS) == f"&lt;b&gt;{link(1, 'AI')}&lt;/b&gt;<br>終わり"
    assert link_terms("<script>", NO_TERMS) == "&lt;script&gt;"


def test_a_plan_without_glossary_links_nothing():
    assert link_terms("AIを使う。", glossary_terms([])) == "AIを使う。"


def test_markdown_links_a_term_once_but_not_inside_a_link_or_code():
    html = render_markdown("[AI](https://example.jp/) `AI` **AI**と人工知能", TERMS)
    assert html.count('class="term"') == 1
    assert f"<strong>{link(1, 'AI')}</strong>" in html


@pytest.mark.parametrize(
    ("markdown", "refused"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<b onclick="x()">強調</b>', "<b "),
        ("[悪い](javascript:alert(1))", "<a "),
        ("![絵](https://example.jp/x.png)", "<img"),
    ],
)
def test_markdown_brings_no_tags_scripts_or_images(markdown, refused):
    assert refused not in render_markdown(markdown)


def test_markdown_headings_begin_below_the_title_of_their_chapter():
    assert "<h3>目的</h3>" in render_markdown("# 目的")
    assert "<h6>細目</h6>" in render_markdown("###### 細目")


def test_a_markdown_table_can_be_scrolled_and_carries_no_style():
    html = render_markdown("| 年度 | 件数 |\n|---|--:|\n| 令和4 | 27 |")
    assert '<div class="table-scroll" role="region" aria-label="表" tabindex="0">' in html
    assert '<th class="table__head" scope="col">年度</th>' in html
    assert "style=" not in html
