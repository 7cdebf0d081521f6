"""A 当初 is reconstructed: what was added later goes, and nothing else."""

import json
from pathlib import Path

from exchange.additions import without_additions
from exchange.checks import validate

FULL = json.loads(Path("tests/documents/ict-plan-1-full.json").read_text(encoding="utf-8"))
MUSASHINO = json.loads(Path("fixtures/132039-ict-2014.json").read_text(encoding="utf-8"))


def plan_with(*measures):
    return {"measures": [{"name": f"施策{m['number']}"} | m for m in measures]}


def test_measures_added_later_go_with_what_refers_to_them():
    document = plan_with(
        {"number": "1", "related_measures": [{"number": "2"}, {"number": "3"}]},
        {"number": "2", "ended": {"kind": "統合", "into": "3"}},
        {"number": "3", "added": {"fiscal_year": 2023}},
    )
    first, second = without_additions(document)["measures"]
    assert first["related_measures"] == [{"number": "2"}]
    assert second["ended"] == {"kind": "統合"}
    assert len(document["measures"]) == 3  # what was handed over stays as it was


def test_a_reconstruction_is_a_valid_document():
    for document in (FULL, MUSASHINO):
        assert validate(without_additions(document)).errors == []


def test_musashino_differs_in_its_two_additions_alone():
    before = without_additions(MUSASHINO)
    gone = [m for m in MUSASHINO["measures"] if m not in before["measures"]]
    assert [(m["number"], m["name"]) for m in gone] == [
        ("52", "観光客受入環境の整備"),
        ("53", "介護保険制度改正に伴うシステム改修"),
    ]
    assert before["measures"] == [m for m in MUSASHINO["measures"] if m not in gone]
    assert before | {"measures": []} == MUSASHINO | {"measures": []}
