"""Saving the schedule grid: many cells and tracks at once, what others changed, and what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.edits import CellEdit, TrackEdit
from measures.exceptions import PhaseUnknown, TrackGone, TrackUnnamed
from measures.models import ScheduleEntry
from measures.services import schedule_save
from organizations.edits import Edit
from organizations.exceptions import EditConflict, ReasonMissing
from organizations.history import Reason
from organizations.models import ChangeSet
from tests.factories import COMMAND, freeze, make_measure, make_plan, make_track, recorded
from tests.portal.crowd import make_crowd

pytestmark = pytest.mark.django_db
CONSIDER = dict.fromkeys([2022, 2023, 2024], "検討")


@pytest.fixture
def track():
    return make_measure(phases=CONSIDER).tracks.get()


def cell(track, year, was, mine):
    return CellEdit(track.pk, year, Edit("phase", was, mine, f"t{track.pk}-{year}"))


def label(was, mine):
    return Edit("label", was, mine, "label")


def place(was, mine):
    return Edit("order", was, mine, "order")


def save(plan, *cells, tracks=(), reason=None):
    return schedule_save(plan=plan, cells=cells, tracks=tracks, author=COMMAND, reason=reason)


def phases(track):
    return {entry.fiscal_year: entry.phase and entry.phase.label for entry in track.entries.all()}


def test_cells_of_many_measures_are_saved_as_one_change_and_counted(track):
    plan = track.measure.plan
    other = make_measure(plan=plan, number="2", phases={2022: "構築"}).tracks.get()
    before = ChangeSet.objects.count()
    saved = save(
        plan, cell(track, 2024, "検討", "実施"), cell(track, 2025, "", "運用"), cell(other, 2022, "構築", "")
    )
    assert saved.in_words("施策") == "2 施策、3 セル"
    assert phases(track) == {2022: "検討", 2023: "検討", 2024: "実施", 2025: "運用"}
    assert phases(other) == {2022: None}
    assert ChangeSet.objects.count() == before + 1


def test_every_cell_has_its_line_in_the_history(track):
    save(track.measure.plan, cell(track, 2022, "検討", ""), cell(track, 2026, "", "運用"))
    change = ChangeSet.objects.first()
    rows = ScheduleEntry.history.filter(changeset=change).values_list("history_type", "fiscal_year")
    assert sorted(rows) == [("+", 2026), ("~", 2022)]
    emptied = ScheduleEntry.history.get(changeset=change, fiscal_year=2022)
    assert (emptied.track_id, emptied.phase_id, emptied.id) == (track.pk, None, track.entries.first().pk)


def test_saving_what_is_stored_leaves_no_trace(track):
    before = ChangeSet.objects.count()
    assert save(track.measure.plan, cell(track, 2022, "構築", "検討")).in_words("施策") == ""
    assert ChangeSet.objects.count() == before


def test_each_cell_both_changed_is_a_clash_and_nothing_is_written(track):
    plan = track.measure.plan
    save(plan, cell(track, 2022, "検討", "構築"), cell(track, 2023, "検討", "実施"))
    with pytest.raises(EditConflict) as conflict:
        save(
            plan,
            cell(track, 2022, "検討", "運用"),
            cell(track, 2023, "検討", "実施"),
            cell(track, 2024, "検討", ""),
        )
    (clash,) = conflict.value.clashes
    assert (clash.name, clash.was, clash.theirs, clash.mine) == (f"t{track.pk}-2022", "検討", "構築", "運用")
    assert clash.label == "1 電子申請の拡充　工程　令和4年度（2022年度）"
    assert phases(track)[2024] == "検討"


def test_an_adopted_plan_changes_only_with_a_reason(track):
    plan = track.measure.plan
    freeze(plan)
    with pytest.raises(ReasonMissing):
        save(plan, cell(track, 2022, "検討", "構築"))
    assert phases(track)[2022] == "検討"
    save(plan, cell(track, 2022, "検討", "構築"), reason=Reason("typo"))
    assert ChangeSet.objects.first().reason_category == "typo"


def test_an_adopted_plan_needs_no_reason_for_no_change(track):
    freeze(track.measure.plan)
    assert save(track.measure.plan).cells == 0


def test_a_year_outside_of_the_plan_is_refused(track):
    with pytest.raises(ValidationError, match="計画期間（2022-2026年度）の中の年度にしてください。"):
        save(track.measure.plan, cell(track, 2027, "", "検討"))


def test_a_word_of_another_plan_is_refused(track):
    other = make_plan(code="ict-2030", start=2030, end=2034)
    recorded(other.word_set.create)(kind="phase", label="試行", code="build", order=9)
    with pytest.raises(PhaseUnknown, match="「試行」はこの計画の工程区分にありません。"):
        save(track.measure.plan, cell(track, 2022, "検討", "試行"))


def test_a_track_of_another_plan_is_none_of_this_one(track):
    other = make_plan(code="ict-2030", start=2030, end=2034)
    with pytest.raises(TrackGone):
        save(other, cell(track, 2030, "", "検討"))


def test_what_was_typed_into_a_track_somebody_removed_is_said(track):
    plan = track.measure.plan
    save(plan, tracks=[TrackEdit(track, None, {}, remove=True)])
    with pytest.raises(TrackGone, match="1行除きました。その行に入力したもの（2か所）"):
        save(plan, cell(track, 2022, "検討", "構築"), cell(track, 2023, "検討", "構築"))
    assert save(plan, tracks=[TrackEdit(track, None, {}, remove=True)]).tracks == 0


def test_tracks_are_added_named_and_filled_in_one_save(track):
    measure = track.measure
    new = {2025: Edit("phase", "", "運用", "m1n1-2025")}
    saved = save(
        measure.plan,
        tracks=[
            TrackEdit(track, label("", "窓口"), {2022: Edit("phase", "検討", "構築", "c")}),
            TrackEdit(None, label("", "庁内"), new, measure=measure),
        ],
    )
    assert saved.in_words("施策") == "1 施策、2 セル、2 行の工程の内訳"
    named = [(t.label, t.key, t.order, phases(t)) for t in measure.tracks.order_by("order")]
    assert named == [
        ("窓口", "-", 0, {2022: "構築", 2023: "検討", 2024: "検討"}),
        ("庁内", "庁内", 1, {2025: "運用"}),
    ]


def test_a_measure_without_a_track_gets_one_by_its_first_cell():
    measure = make_measure()
    cells = {2022: Edit("phase", "", "検討", "m1n0-2022")}
    save(measure.plan, tracks=[TrackEdit(None, None, cells, measure=measure)])
    assert (measure.tracks.get().key, phases(measure.tracks.get())) == ("-", {2022: "検討"})


def test_a_new_track_never_takes_the_key_of_a_renamed_one():
    measure = make_measure()
    track = make_track(measure=measure, label="窓口", phases={})
    save(
        measure.plan,
        tracks=[
            TrackEdit(track, label("窓口", "庁内"), {}),
            TrackEdit(None, label("", "窓口"), {}, measure=measure),
        ],
    )
    assert list(measure.tracks.order_by("order").values_list("label", "key")) == [
        ("庁内", "窓口"), ("窓口", "窓口-2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("moved", "wanted", "order"), [(2, 0, "丙甲乙"), (0, 2, "乙丙甲"), (1, 0, "乙甲丙"), (0, 1, "乙甲丙")]
)
def test_a_track_moves_to_its_place_and_the_others_close_up(moved, wanted, order):
    measure = make_measure()
    tracks = [make_track(measure=measure, label=name, phases={}) for name in "甲乙丙"]
    save(measure.plan, tracks=[TrackEdit(tracks[moved], None, {}, order=place(moved, wanted))])
    assert "".join(measure.tracks.order_by("order").values_list("label", flat=True)) == order


def test_a_removed_track_takes_its_cells_along_and_leaves_no_gap():
    measure = make_measure()
    first, last = (make_track(measure=measure, label=name, phases=CONSIDER) for name in "甲乙")
    save(measure.plan, tracks=[TrackEdit(first, None, {}, remove=True)])
    last.refresh_from_db()
    assert last.order == 0
    assert ScheduleEntry.history.filter(history_type="-", track_id=first.pk).count() == 3


def test_two_tracks_need_different_names(track):
    with pytest.raises(TrackUnnamed):
        save(track.measure.plan, tracks=[TrackEdit(None, None, {}, measure=track.measure)])


def test_a_name_both_changed_is_a_clash(track):
    save(track.measure.plan, tracks=[TrackEdit(track, label("", "窓口"), {})])
    with pytest.raises(EditConflict, match="1 電子申請の拡充　内訳の名前"):
        save(track.measure.plan, tracks=[TrackEdit(track, label("", "庁内"), {})])


def test_two_hundred_cells_cost_as_many_queries_as_five():
    plan = make_crowd(205)
    cells = ScheduleEntry.objects.filter(fiscal_year=2022).select_related("phase", "track").order_by("pk")
    edits = [cell(c.track, 2022, c.phase.label, "" if n % 3 else "運用") for n, c in enumerate(cells)]
    with CaptureQueriesContext(connection) as few:
        save(plan, *edits[:5])
    with CaptureQueriesContext(connection) as many:
        assert save(plan, *edits[5:]).cells >= 150
    assert len(many) == len(few)
