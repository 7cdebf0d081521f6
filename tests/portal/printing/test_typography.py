"""What Japanese typesetting asks of lines: none begins or ends with what may not (禁則)."""

import pytest

from tests.portal.printing.conftest import bare

pytestmark = pytest.mark.once
MAY_NOT_BEGIN = "、。，．）」』】〕］｝・：；？！ーッャュョァィゥェォっゃゅょぁぃぅぇぉ々〻"
MAY_NOT_END = "（「『【〔［｛"
LONG = "この計画（第2次）は、「デジタル市役所」をめざし、サーバーの更新・ネットワークの強化を進める。" * 60


@pytest.fixture(scope="module")
def pages(print_book, full_document):
    chapters = [{"title": "はじめに", "body": LONG}]
    return print_book(bare(full_document, chapters=chapters))


def test_no_line_begins_or_ends_with_what_may_not(pages):
    lines = [line.strip() for page in pages.reader.pages for line in page.extract_text().splitlines()]
    lines = [line for line in lines if len(line) > 20]
    assert len(lines) >= 40
    assert [line for line in lines if line[0] in MAY_NOT_BEGIN] == []
    assert [line for line in lines if line[-1] in MAY_NOT_END] == []
