"""新旧対照表 as data: nothing that differs is missing, nothing that does not is shown."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.canonical import canonical_bytes
from exchange.comparing import Comparison, Kind, compare
from exchange.comparing.words import label_of
from exchange.schema.document import Document, parts_of

FIXTURES = sorted(Path("fixtures").glob("*.json"))
FULL = json.loads(Path("tests/documents/ict-plan-1-full.json").read_text())
INVENTORY = json.loads(Path("tests/documents/ict-plan-1-inventory.json").read_text())
SPAN = {"plan": {"title": "計画", "start_fiscal_year": 2022, "end_fiscal_year": 2026}}
PHASES = [
    {"label": label, "stage": stage}
    for label, stage in [("検討", "consider"), ("構築", "build"), ("実施", "implement"), ("運用", "operate")]
]
# What a reference says is shown at what it refers to; codes and enumerated words are shown in Japanese.
UNREAD = {
    "format",
    "code",
    "key",
    "kind",
    "stage",
    "state",
    "source",
    "basis",
    "direction",
    "bound",
    "resources",
}
UNREAD |= {"quadrant", "year_kind", "rule", "started_kind", "schedule_state"}


def plan(*measures: dict, **parts: Any) -> dict:
    head = {"format": "ict-plan/1", "municipality": {"code": "132209", "name": "東大和市"}}
    return copy.deepcopy(
        head
        | {"plan": {"code": "ict-2022", "phases": PHASES} | SPAN["plan"], "measures": list(measures)}
        | parts
    )


def measure(number: str = "1", **parts: Any) -> dict:
    return {"number": number, "name": "電子申請の拡充", "goal": "180手続にする。"} | parts


def schedule(years: str, **parts: Any) -> dict:
    """Return a track from 2022 on: one letter a year, c b i o, - for none."""
    labels = dict(zip("cbio", ["検討", "構築", "実施", "運用"], strict=True))
    cells = {str(2022 + place): labels[letter] for place, letter in enumerate(years) if letter != "-"}
    return {"years": cells} | parts


def texts(found: Comparison) -> str:
    """Return all a comparison says."""
    told = []
    for entry in found.entries:
        told += [entry.number, entry.name, entry.departments]
        for change in entry.changes:
            told += [change.label, change.remark]
            told += [text for line in change.lines for text in (line.label, line.old, line.new)]
            for track in change.tracks:
                told += [track.label, track.sentence, *track.old.values(), *track.new.values()]
    return "\n".join(told)


def kinds(found: Comparison) -> dict[str, int]:
    return {kind.value: count for kind, count in found.counts.items() if count}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_document_does_not_differ_from_itself(path):
    document = json.loads(path.read_text())
    found = compare(document, json.loads(path.read_text()))
    assert found.is_empty
    assert found.unchanged == len(document["measures"])


def test_the_measures_musashino_added_are_exactly_two_additions():
    new = json.loads(Path("fixtures/132039-ict-2014.json").read_text())
    old = new | {"measures": [part for part in new["measures"] if part["number"] not in ("52", "53")]}
    found = compare(old, new)
    assert [entry.number for entry in found.entries] == ["52", "53"]
    assert (kinds(found), found.unchanged) == ({"added": 2}, 51)
    labels = [line.label for line in found.measures[0].changes[0].lines]
    assert new["plan"]["labels"]["goal"] in labels


def leaves(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """Yield the path of every text, number and truth value."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in members:
        if isinstance(part, dict | list):
            yield from leaves(part, (*path, key))
        elif part is not None:
            yield (*path, key)


def at(document: Any, path: tuple) -> Any:
    for key in path:
        document = document[key]
    return document


def changed(document: dict, path: tuple, mark: str) -> dict:
    document = copy.deepcopy(document)
    value = at(document, path)
    other = (
        not value if isinstance(value, bool) else f"{value}{mark}" if isinstance(value, str) else value + 1
    )
    at(document, path[:-1])[path[-1]] = other
    return document


LEAVES = [(sample, path) for sample in (FULL, INVENTORY) for path in leaves(sample) if path != ("format",)]


@pytest.mark.parametrize(("sample", "path"), LEAVES, ids=lambda value: str(value)[:80])
def test_whatever_differs_is_told(sample, path):
    new = changed(sample, path, "改")
    found = compare(sample, new)
    assert not found.is_empty
    name = next(key for key in reversed(path) if isinstance(key, str))
    value = at(new, path)
    if isinstance(value, str) and name not in UNREAD and not name.isdecimal():
        assert value in texts(found)


EDITS = st.lists(
    st.tuples(st.sampled_from(["change", "remove", "double", "turn"]), st.integers(0, 2000)), max_size=6
)


def edited(document: dict, edits: list[tuple[str, int]]) -> dict:
    """Return a document after some edits: values changed, entries removed or doubled, lists turned."""
    document = copy.deepcopy(document)
    for verb, number in edits:
        if verb == "change":
            paths = [path for path in leaves(document) if path != ("format",)]
            document = changed(document, paths[number % len(paths)], str(number))
            continue
        lists = [path for path in list_paths(document) if at(document, path)]
        found = at(document, lists[number % len(lists)])
        match verb:
            case "remove":
                found.pop(number % len(found))
            case "double":
                found.insert(number % len(found), copy.deepcopy(found[0]))
            case "turn":
                found.reverse()
    return document


def list_paths(value: Any, path: tuple = ()) -> Iterator[tuple]:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in members:
        if isinstance(part, list):
            yield (*path, key)
        if isinstance(part, dict | list):
            yield from list_paths(part, (*path, key))


@settings(derandomize=True, deadline=None, max_examples=200)
@pytest.mark.parametrize("sample", [FULL, INVENTORY], ids=["full", "inventory"])
@given(EDITS, EDITS)
def test_a_comparison_is_empty_if_and_only_if_the_documents_are_one(sample, before, after):
    old, new = edited(sample, before), edited(sample, after)
    are_one = canonical_bytes(old) == canonical_bytes(new)
    assert compare(old, new).is_empty is are_one
    assert compare(new, old).is_empty is are_one


def test_the_documents_compared_are_left_as_they_were():
    old, new = copy.deepcopy(FULL), changed(FULL, ("plan", "title"), "改")
    compare(old, new)
    assert old == FULL


def test_a_renumbering_is_a_renumbering_and_shows_once():
    old = plan(measure("1"), measure("2", related_measures=[{"number": "1"}]))
    new = plan(measure("7", key="1"), measure("2", related_measures=[{"number": "7"}]))
    found = compare(old, new)
    assert (kinds(found), found.unchanged) == ({"number": 1}, 1)
    (line,) = found.measures[0].changes[0].lines
    assert (line.old, line.new) == ("1", "7")


def test_two_measures_that_exchange_their_numbers_are_still_themselves():
    old = plan(measure("1", name="窓口"), measure("2", name="庁内"))
    new = plan(measure("1", key="2", name="庁内"), measure("2", key="1", name="窓口"))
    found = compare(old, new)
    assert kinds(found) == {"number": 2, "rest": 1}
    assert found.rest[0].changes[0].label == "施策の順"


def test_a_renamed_word_does_not_change_the_cells_it_stands_in():
    new = plan(measure(schedule=[schedule("cb")]))
    new["plan"]["phases"][1]["label"] = "調達・構築"
    new["measures"][0]["schedule"][0]["years"]["2023"] = "調達・構築"
    found = compare(plan(measure(schedule=[schedule("cb")])), new)
    assert found.measures == []
    assert "調達・構築" in texts(found)


@pytest.mark.parametrize(
    ("member", "old", "new", "kind"),
    [
        ("name", "電子申請", "電子申請の拡充", "name"), ("goal", "180", "220", "text"),
        ("issues", "", "紙が多い。", "text"), ("departments", ["市民課"], ["税務課"], "departments"),
        ("is_priority", None, True, "marks"), ("policy", "1", "2", "policy"),
        ("categories", {"a": ["1"]}, {"a": ["2"]}, "categories"),
        ("costs", [{"fiscal_year": 2022, "total": 10}], [{"fiscal_year": 2022, "total": 20}], "costs"),
        ("indicators", [], [{"name": "件数", "kind": "numeric"}], "indicators"),
        ("ended", None, {"fiscal_year": 2024, "kind": "終了"}, "ended"),
        ("items", [{"name": "窓口"}], [{"name": "窓口", "text": "広げる。"}], "text"),
        ("notes", [], [{"kind": "editor", "text": "注"}], "other"),
    ],
)  # fmt: skip
def test_a_place_is_of_the_kind_of_its_member(member, old, new, kind):
    found = compare(plan(measure(**{member: old})), plan(measure(**{member: new})))
    assert kinds(found) == {kind: 1}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("ciiio", "cbiio", "実施 令和5年度 → 令和6年度（後ろ倒し 1年）、構築 令和5年度を追加"),
        (
            "bbioo",
            "bioo-",
            "実施 令和6年度 → 令和5年度（前倒し 1年）、運用 令和7年度 → 令和6年度（前倒し 1年）",
        ),
        ("cbi--", "cb---", "実施（令和6年度から）を取下げ"),
        ("bbi--", "bbii-", "令和7年度 なし → 実施"),
    ],
)
def test_a_schedule_says_what_moved_and_by_how_many_years(old, new, sentence):
    found = compare(plan(measure(schedule=[schedule(old)])), plan(measure(schedule=[schedule(new)])))
    ((change,),) = [entry.changes for entry in found.measures]
    (track,) = change.tracks
    assert (change.kind, track.sentence) == (Kind.SCHEDULE, sentence)
    assert track.changed_years == {
        2022 + place for place, (before, after) in enumerate(zip(old, new, strict=True)) if before != after
    }


def test_tracks_are_matched_by_their_key():
    old = plan(measure(schedule=[schedule("cb", label="窓口"), schedule("bi", label="庁内")]))
    new = plan(measure(schedule=[schedule("ci", key="庁内", label="庁舎内"), schedule("b", label="外部")]))
    (entry,) = compare(old, new).measures
    told = [(change.label, change.remark, [(x.old, x.new) for x in change.lines]) for change in entry.changes]
    assert told == [
        ("工程表　窓口", "削除", []), ("工程表　庁舎内", "", [("庁内", "庁舎内")]),
        ("工程表　外部", "追加", []),
    ]  # fmt: skip


def test_measures_stand_in_the_new_order_and_removed_ones_where_they_stood():
    old = plan(*(measure(str(number)) for number in range(1, 6)))
    new = plan(measure("1", goal=""), measure("3", goal=""), measure("9"), measure("5", goal=""))
    found = [(entry.number, entry.is_old, entry.is_new) for entry in compare(old, new).measures]
    assert found == [
        ("1", True, True), ("2", True, False), ("3", True, True), ("4", True, False),
        ("9", False, True), ("5", True, True),
    ]  # fmt: skip


def test_only_what_moved_is_said_to_have_moved():
    old = plan(*(measure(str(number), name=f"施策{number}") for number in range(1, 6)))
    new = old | {"measures": [old["measures"][place] for place in (3, 0, 1, 2, 4)]}
    (entry,) = compare(old, new).rest
    ((line,),) = [change.lines for change in entry.changes]
    assert (line.label, line.old, line.new) == ("4 施策4", "「3 施策3」の次", "先頭")


def test_a_chapter_under_another_one_has_moved_and_its_parts_are_still_known():
    old = plan(
        chapters=[{"title": "総論", "children": [{"title": "背景", "body": "古い。"}]}, {"title": "各論"}]
    )
    new = plan(
        chapters=[{"title": "総論"}, {"title": "各論", "children": [{"title": "背景", "body": "新しい。"}]}]
    )
    entries = compare(old, new).rest
    assert [(entry.noun, entry.name) for entry in entries if entry.name] == [("章", "背景")]
    labels = [change.label for change in entries[0].changes]
    assert labels == ["本文", "上位の章"]


def test_only_one_kind_can_be_asked_for():
    found = compare(plan(measure(), measure("2")), plan(measure(goal="", name="窓口"), measure("2", goal="")))
    assert [[change.label for change in entry.changes] for entry in found.only(Kind.NAME)] == [["名称"]]


def test_every_member_of_a_document_has_a_japanese_name():
    waiting, seen, unnamed = [Document], set(), set()
    while waiting:
        part = waiting.pop()
        seen.add(part)
        unnamed |= {key for key in list(part.keys()) if label_of(part, key).isascii()}
        waiting += [child for child in parts_of(part).values() if child not in seen]
    assert unnamed == {"children"}
