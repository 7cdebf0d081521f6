"""後ろ倒し: the rule, per track and stage."""

import pytest

from measures.slips import Slip, slip_of_measure, slips, years_in_words

OLD = {"-": {2022: "consider", 2023: "build", 2024: "implement", 2025: "implement", 2026: "operate"}}


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (OLD["-"], []),
        (OLD["-"] | {2024: "build"}, [("implement", 2024, 2025, "後ろ倒し 1年")]),
        (OLD["-"] | {2024: "build", 2025: "build"}, [("implement", 2024, None, "取下げ")]),
        (OLD["-"] | {2023: "implement"}, [
            ("build", 2023, None, "取下げ"), ("implement", 2024, 2023, "前倒し 1年")]),
        (OLD["-"] | {2022: ""}, [("consider", 2022, None, "取下げ")]),
        (OLD["-"] | {2023: "consider", 2024: "build", 2026: "implement"}, [
            ("build", 2023, 2024, "後ろ倒し 1年"), ("implement", 2024, 2025, "後ろ倒し 1年"),
            ("operate", 2026, None, "取下げ")]),
        ({}, [("consider", 2022, None, "取下げ"), ("build", 2023, None, "取下げ"),
              ("implement", 2024, None, "取下げ"), ("operate", 2026, None, "取下げ")]),
    ],
)  # fmt: skip
def test_a_stage_slips_by_the_years_its_first_year_moved(new, found):
    moved = slips(OLD, {"-": new})
    assert [(slip.stage, slip.was, slip.now, slip.in_words) for slip in moved] == found


def test_a_stage_that_only_ends_later_does_not_slip():
    assert slips({"-": {2022: "build", 2023: "operate"}}, {"-": {2022: "build", 2024: "operate"}}) != []
    assert slips({"-": {2022: "build"}}, {"-": {2022: "build", 2023: "build"}}) == []


def test_tracks_are_compared_each_with_itself():
    old = {"窓口": {2022: "build"}, "庁内": {2022: "build"}}
    new = {"庁内": {2023: "build"}, "外部": {2022: "consider"}, "窓口": {2022: "build"}}
    assert slips(old, new) == [Slip("庁内", "build", 2022, 2023), Slip("外部", "consider", None, 2022)]


def test_a_track_that_is_gone_is_withdrawn_and_a_new_one_added():
    (gone,) = slips({"窓口": {2022: "build"}}, {})
    (come,) = slips({}, {"窓口": {2022: "build"}})
    assert (gone.is_withdrawn, gone.years, come.is_added, come.in_words) == (True, 0, True, "追加")


@pytest.mark.parametrize(
    ("years", "of_measure"),
    [([1, 3, 0], 3), ([1, -4], 1), ([-1, -2], -2), ([0], 0), ([], 0)],
)
def test_the_slip_of_a_measure_is_its_largest(years, of_measure):
    assert slip_of_measure(Slip("-", "build", 2022, 2022 + by) for by in years) == of_measure


def test_no_slip_has_no_words():
    assert years_in_words(0) == ""
