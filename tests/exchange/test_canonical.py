import json

import pytest

from exchange.canonical import canonical_bytes, ordered
from exchange.checks import validate
from tests.exchange.sample import FULL, INVENTORY, MINIMAL, full_document, minimal_document


@pytest.mark.parametrize("path", [FULL, INVENTORY, MINIMAL], ids=lambda path: path.name)
def test_a_sample_document_is_its_own_canonical_form(path):
    document, errors, warnings = validate(path.read_bytes(), known_plans={"ict-2019"})
    assert errors == warnings == []
    assert canonical_bytes(document) == path.read_bytes()


def shuffled(value):
    """Return the document with the keys of every object in reverse and every empty member there can be."""
    if isinstance(value, dict):
        return {key: shuffled(member) for key, member in reversed(value.items())}
    return [shuffled(entry) for entry in value] if isinstance(value, list) else value


def test_the_order_of_keys_in_a_file_does_not_matter():
    document = shuffled(full_document())
    assert list(document) != list(full_document())
    assert canonical_bytes(document) == FULL.read_bytes()


@pytest.mark.parametrize("empty", [None, "", [], {}], ids=repr)
def test_an_empty_member_is_left_out(empty):
    document = full_document({"plan.vision": empty, "measures[0].outcome.summary": empty})
    result = ordered(document)
    assert "vision" not in result["plan"]
    assert "summary" not in result["measures"][0]["outcome"]


def test_an_object_whose_members_are_all_empty_is_left_out():
    result = ordered(full_document({"systems[0].renewal": {"current_end": None, "notes": []}}))
    assert "renewal" not in result["systems"][0]


def test_elements_of_lists_stay_and_false_and_zero_are_not_empty():
    values = [None, 0, "", 12.0, 12.5, "未定"]
    result = ordered(full_document({"tables[0].rows[0].values": values, "measures[0].is_new": False}))
    assert result["tables"][0]["rows"][0]["values"] == [None, 0, "", 12, 12.5, "未定"]
    assert result["measures"][0]["is_new"] is False
    assert result["measures"][0]["costs"][0]["running"] == 0


def test_whole_numbers_lose_their_decimal_point():
    text = canonical_bytes(full_document({"generations[0].rate": 40.0})).decode()
    assert '"rate": 40,' in text


def test_years_ascend_and_categories_follow_the_axes():
    document = full_document(
        {
            "measures[0].schedule[0].years": {"2024": "実施", "2022": "検討"},
            "measures[0].categories": {"sdgs": ["9"], "field": ["2", "1"]},
        }
    )
    measure = ordered(document)["measures"][0]
    assert list(measure["schedule"][0]["years"]) == ["2022", "2024"]
    assert list(measure["categories"].items()) == [("field", ["2", "1"]), ("sdgs", ["9"])]


def test_japanese_is_written_as_it_is_read_with_a_final_newline():
    data = canonical_bytes(minimal_document())
    assert "東大和市".encode() in data
    assert data.endswith(b"\n}\n")
    assert b"\\u" not in data
    assert json.loads(data) == minimal_document()


def test_key_comes_first_and_notes_come_last():
    measure = ordered(full_document())["measures"][0]
    assert [*measure][:3] == ["key", "number", "printed_number"]
    assert [*measure][-1] == "notes"


def test_a_key_that_the_schema_does_not_know_is_not_dropped_unseen():
    with pytest.raises(ValueError, match="MeasurePart has no colour"):
        ordered(full_document({"measures[0].colour": "teal"}))


def test_ordering_leaves_its_argument_alone():
    document = full_document({"plan.vision": ""})
    ordered(document)
    assert document["plan"]["vision"] == ""
