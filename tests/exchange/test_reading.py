import json

import pytest

from exchange.checks import validate
from tests.exchange.sample import FULL, MINIMAL, full_document, lines, minimal_document

MINIMAL_BYTES = MINIMAL.read_bytes()


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (b"", "JSONとして読めません（1行1文字目）。"),
        (b"{", "JSONとして読めません（1行2文字目）。"),
        (b'{"format": "ict-plan/1",\n}', "JSONとして読めません（2行1文字目）。"),
        (MINIMAL_BYTES + b"{}", "JSONとして読めません"),
        (b"\xef\xbb\xbf" + MINIMAL_BYTES, "先頭にBOM（バイト順マーク）があります。"),
        (MINIMAL_BYTES.decode().encode("utf-16"), "先頭にBOM（バイト順マーク）があります。"),
        (MINIMAL_BYTES.decode().encode("cp932"), "UTF-8として読めません（"),
        (MINIMAL_BYTES + b" " * (20 * 1024 * 1024), "ファイルが20MBを超えています"),
        (b"[" * 5_000, "入れ子が深すぎます。"),
    ],
    ids=["empty", "open", "comma", "rest", "bom", "utf-16", "cp932", "size", "depth"],
)
def test_bytes_that_are_no_json_are_refused_in_one_sentence(source, sentence):
    document, errors, warnings = validate(source)
    assert document is None
    assert len(errors) == 1
    assert str(errors[0]).startswith(f"（文書全体）: {sentence}")
    assert warnings == []


def test_a_file_of_exactly_twenty_megabytes_is_read():
    padding = b" " * (20 * 1024 * 1024 - len(MINIMAL_BYTES))
    assert validate(MINIMAL_BYTES + padding).errors == []


@pytest.mark.parametrize("source", [b"[]", b"null", b"3", b'"ict-plan/1"', b"true"])
def test_json_that_is_no_object_is_refused(source):
    assert lines(validate(source).errors) == ["（文書全体）: オブジェクト（{ }）で書いてください。"]


def test_every_key_that_comes_twice_is_named_with_its_path():
    source = MINIMAL_BYTES.replace(b'"name":', b'"name": "x", "name":').replace(
        b'"title":', b'"title": "x", "title":'
    )
    assert lines(validate(source).errors) == [
        "municipality.name: 同じキーが2回以上書かれています。一つにしてください。",
        "plan.title: 同じキーが2回以上書かれています。一つにしてください。",
    ]


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", "1e16", "9" * 16, "9" * 40, "9" * 5000]
)
def test_numbers_json_or_the_portal_does_not_know_are_named_with_their_path(number):
    source = FULL.read_bytes().replace(b'"rate": 42.1', f'"rate": {number}'.encode())
    assert lines(validate(source).errors) == [
        "surveys[0].rate: NaN・Infinity や、大きすぎる数は使えません。数値を確かめてください。"
    ]


@pytest.mark.parametrize("character", ["\\u0000", "\\ud800", "\\u001b"])
def test_characters_nobody_can_see_are_named_with_their_path(character):
    source = MINIMAL_BYTES.replace("東大和市".encode(), f"東{character}大和市".encode())
    assert lines(validate(source).errors) == [
        "municipality.name: 表示できない文字（制御文字など）が入っています。削ってください。"
    ]


def test_a_key_with_such_a_character_is_named_readably():
    errors = validate(b'{"a\\ud800": 1}').errors
    assert (
        "a\N{REPLACEMENT CHARACTER}: 表示できない文字（制御文字など）が入っています。削ってください。"
        in lines(errors)
    )


def test_line_breaks_and_tabs_in_texts_are_kept():
    text = "1行目\n\t2行目\r\n3行目"
    assert validate(full_document({"plan.vision": text})).document["plan"]["vision"] == text


def test_whole_numbers_are_read_with_or_without_a_decimal_point():
    source = MINIMAL_BYTES.replace(b'"end_fiscal_year": 2024', b'"end_fiscal_year": 2024.0')
    assert validate(source).document == minimal_document()


def test_a_document_is_checked_alike_as_bytes_and_as_values():
    document = full_document({"measures[0].number": 1, "measures[1].name": ""})
    assert validate(document).errors == validate(json.dumps(document).encode()).errors != []


def test_values_that_json_does_not_have_are_refused():
    assert lines(validate(minimal_document({"plan.vision": object()})).errors) == [
        "plan.vision: JSONにない型の値です。文字列や数値にしてください。"
    ]
