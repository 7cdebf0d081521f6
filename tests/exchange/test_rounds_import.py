"""Final rounds go in and out with the plan's document; what is under way, and samples, stay as they are."""

import json
from datetime import date
from pathlib import Path

import pytest

from exchange.canonical import canonical_bytes
from exchange.checks import validate
from exchange.dump import plan_document
from exchange.exceptions import DocumentRefused
from exchange.finalising import review_round_file
from exchange.freeze import edition_freeze
from exchange.load import plan_import
from organizations.history import Author, Reason
from organizations.models import ChangeSet, Department
from organizations.trail import tracked_models
from plans.models import DepartmentListing, Plan
from reviews.models import (
    Assignment,
    Attendance,
    Condition,
    Evaluation,
    Meeting,
    MeetingItem,
    ProgressReport,
    RelatedAddition,
    ReviewRound,
)
from reviews.services import progress_report_submit, review_round_finalise
from tests.exchange.sample import full_document
from tests.factories import COMMAND, freeze, make_department, make_municipality, make_plan, recorded
from tests.reviews.cast import (
    TODAY,
    answer,
    answerer,
    by,
    confirm,
    confirmed_round,
    make_body,
    make_measures,
    opened_round,
    planner,
    report_of,
    submit,
)

pytestmark = pytest.mark.django_db

FULL = Path("tests/documents/ict-plan-1-full.json").read_bytes()
REASON = Reason("decision", "第2回会議の決定")
PERSON = "職員の氏名"


def load(document, **options):
    found = validate(document)
    assert found.errors == []
    return plan_import(document=found.document, author=COMMAND, fiscal_year=2026, **options)


def exported(plan=None) -> bytes:
    plan = Plan.objects.get(pk=(plan or make_plan()).pk)
    return canonical_bytes(plan_document(plan))


def document_of(plan=None) -> dict:
    return json.loads(exported(plan))


def traces() -> dict[str, int]:
    return {model.__name__: model.history.count() for model in tracked_models()}


def listed_measures(count=2):
    """Make the measures of the cast in a plan that prints their departments, as if it had been imported."""
    make_plan(municipality_part={"code": "132209", "name": "東大和市", "kind": "市"})
    measures = make_measures(count)
    for order, name in enumerate(["市民課", "税務課"]):
        recorded(DepartmentListing.objects.create)(
            plan=make_plan(), department=make_department(name), order=order, kind="課"
        )
    return measures


@pytest.fixture
def a_final_round():
    """A round of two measures that was answered, evaluated and made final as people do it."""
    found = confirmed_round(listed_measures())
    body = make_body()
    report = report_of(found)
    meeting = recorded(Meeting.objects.create)(
        plan=found.plan, body=body, body_name=body.name, round=found, title="第1回委員会", held_on=TODAY,
        state="held",
    )  # fmt: skip
    recorded(Attendance.objects.create)(meeting=meeting, order=3, post="副市長", name=PERSON)
    recorded(Attendance.objects.create)(
        meeting=meeting, order=5, post="総務部長", state="absent", name=PERSON
    )
    recorded(MeetingItem.objects.create)(meeting=meeting, order=2, title="実施状況", kind="round")
    recorded(Evaluation.objects.create)(
        round=found, measure=report.measure, body=body, meeting=meeting, verdict="commented",
        verdict_label="条件付き了承", comment="台数を増やすこと。", decided_on=TODAY, recorded_by_name=PERSON,
    )  # fmt: skip
    recorded(Condition.objects.create)(
        plan=found.plan, round=found, measure=report.measure, meeting=meeting, body_name=body.name,
        text="台数の根拠を示すこと。", department=make_department("水道課"), given_on=TODAY,
        state="answered", answer="調べた。", answered_by_name=PERSON,
    )  # fmt: skip
    recorded(RelatedAddition.objects.create)(
        report=report, department=make_department("税務課"), text="税の窓口でも使う。", by_name=PERSON,
        written_on=TODAY,
    )  # fmt: skip
    review_round_finalise(review_round=found, author=by(planner()), today=date(2024, 7, 1))
    return ReviewRound.objects.get(pk=found.pk)


def test_what_people_did_in_a_year_stands_in_the_document(a_final_round):
    document = document_of()
    assert [part["key"] for part in document["rounds"]] == ["2023-1"]
    (report,) = document["measures"][0]["reports"]
    assert report == {
        "round": "2023-1",
        "situation": "on-track",
        "done": "窓口に端末を3台置いた。",
        "departments": ["市民課"],
        "submitted_on": "2024-05-20",
        "evaluations": [
            {
                "body": "情報化推進委員会",
                "verdict": "commented",
                "label": "条件付き了承",
                "comment": "台数を増やすこと。",
                "decided_on": "2024-05-20",
            }
        ],
        "conditions": [
            {
                "text": "台数の根拠を示すこと。",
                "body": "情報化推進委員会",
                "department": "水道課",
                "given_on": "2024-05-20",
                "state": "answered",
                "answer": "調べた。",
            }
        ],
        "additions": [{"department": "税務課", "text": "税の窓口でも使う。"}],
    }


def test_the_meeting_that_was_held_stands_beside_it(a_final_round):
    assert document_of()["meetings"] == [
        {
            "body": "情報化推進委員会",
            "title": "第1回委員会",
            "held_on": "2024-05-20",
            "round": "2023-1",
            "items": [{"kind": "round", "title": "実施状況"}],
            "attendance": [{"post": "副市長"}, {"post": "総務部長", "state": "absent"}],
        }
    ]


def test_no_person_is_named_in_it(a_final_round):
    names = {"計画主管課", "担当課", PERSON}
    for model in (ProgressReport, Evaluation, Condition, Attendance, RelatedAddition):
        assert model.objects.exists()
    assert [name for name in names if name in exported().decode()] == []


def test_it_comes_back_without_a_change(a_final_round):
    before, changes = traces(), ChangeSet.objects.count()
    assert load(document_of()).has_changes is False
    assert (traces(), ChangeSet.objects.count()) == (before, changes)


def test_an_answer_that_was_handed_in_twice_or_late_comes_back_without_a_change():
    found = opened_round(listed_measures(), grace_until=date(2024, 6, 30))
    late = submit(report_of(found), today=date(2024, 6, 3), carries_over=True, carry_over_reason="納入待ち")
    ProgressReport.objects.filter(pk=submit(report_of(found, "2")).pk).update(submitted_on=date(2024, 6, 20))
    confirm(*found.reports.all())
    review_round_finalise(review_round=found, author=by(planner()), today=date(2024, 7, 1))
    first, second = (measure["reports"][0] for measure in document_of()["measures"])
    assert (first["late"], first["carry_over_reason"]) == (True, "納入待ち")
    assert "late" not in second
    assert second["submitted_on"] == "2024-05-20"
    assert load(document_of()).has_changes is False
    late.refresh_from_db()
    assert late.came_late


def test_what_was_never_answered_is_told_as_asked_and_stays_as_it_is():
    found = opened_round(listed_measures())
    confirm(submit(report_of(found)))
    ProgressReport.objects.filter(pk=report_of(found, "2").pk).update(status="draft", done="書きかけ")
    review_round_finalise(
        review_round=found, author=by(planner()), today=date(2024, 7, 1), leaves_unanswered=True
    )
    assert document_of()["measures"][1]["reports"] == [{"round": "2023-1", "departments": ["税務課"]}]
    assert load(document_of()).has_changes is False
    assert report_of(found, "2").done == "書きかけ"


def test_an_empty_database_gets_all_of_it_back(a_final_round):
    source = exported()
    other = json.loads(source)
    other["municipality"] = {"code": "132233", "name": "武蔵村山市"}
    plan = load(other).plan
    assert json.loads(exported(plan)) == other
    found = plan.rounds.get()
    assert (found.state, found.is_sample, found.answer_due) == ("final", False, date(2024, 5, 28))
    report = found.reports.get(measure__number="1")
    assert (report.status, report.first_submitted_on) == ("final", date(2024, 5, 20))
    assert [str(row.department) for row in found.assignments.leads()] == ["市民課", "税務課"]
    assert plan.municipality.departments.filter(name="水道課").exists()


def test_rounds_under_way_planned_meetings_and_samples_are_not_told_and_not_touched(a_final_round):
    before = exported()
    sample = recorded(ReviewRound.objects.create)(
        plan=make_plan(), key="2022-1", name="サンプル", fiscal_year=2022, state="final", is_sample=True
    )
    under_way = recorded(ReviewRound.objects.create)(
        plan=make_plan(), key="2024-1", name="次の調査", fiscal_year=2024, previous=a_final_round
    )
    recorded(ProgressReport.objects.create)(
        round=under_way, measure=make_plan().measures.first(), status="draft", done="書きかけ"
    )
    recorded(Meeting.objects.create)(plan=make_plan(), title="次の会議", held_on=TODAY)
    recorded(Meeting.objects.create)(
        plan=make_plan(), title="審査会", held_on=TODAY, state="held", round=under_way
    )
    assert exported() == before
    assert load(before).has_changes is False
    changed = json.loads(before)
    changed["rounds"][0]["name"] = "実施状況確認"
    load(changed)
    assert {row.name for row in make_plan().rounds.all()} == {"サンプル", "次の調査", "実施状況確認"}
    assert Meeting.objects.count() == 3
    sample.refresh_from_db()
    assert sample.state == "final"


@pytest.mark.parametrize(
    ("fields", "state"), [({"state": "open"}, "受付中"), ({"state": "final", "is_sample": True}, "サンプル")]
)
def test_a_key_that_a_round_under_way_or_a_sample_has_is_refused(a_final_round, fields, state):
    document = document_of()
    ReviewRound.objects.update(answer_due=TODAY, **fields)
    with pytest.raises(DocumentRefused) as refusal:
        load(document)
    (problem,) = map(str, refusal.value.problems)
    assert problem.startswith(f"rounds[0].key: 調査「2023-1」は、この計画では{state}です。")


def test_the_rounds_become_equal_to_a_changed_file():
    plan = load(FULL).plan
    document = full_document(
        {
            "rounds[0].name": "令和4年度 実施状況確認",
            "measures[0].reports[0].done": "9手続を電子化した。",
            "measures[0].reports[0].departments": ["総務課 庶務係", "水道課"],
            "measures[0].reports[0].evaluations[0].verdict": "approved",
            "measures[0].reports[0].conditions[0].answer": "9月に納入された。",
            "measures[0].reports[2].done": "10手続を電子化した。",
            "measures[1].reports[0].phases": {"案内": "構築"},
            "meetings[0].items[1].outcome": "了承した。",
        }
    )
    document["meetings"][0]["attendance"].reverse()
    document["measures"][0]["reports"][0]["additions"] = []
    load(document)
    assert exported(plan) == canonical_bytes(document)
    assert load(document).has_changes is False
    # and back: an answer that is taken out is 未報告 again
    load(FULL)
    assert exported(plan) == FULL
    report = ProgressReport.objects.get(round__key="2023-2", measure__key="online")
    assert (report.status, report.first_submitted_on) == ("unanswered", None)


def test_leads_may_change_places():
    plan = load(FULL).plan
    names = full_document()["measures"][0]["reports"][0]["departments"]
    load(full_document({"measures[0].reports[0].departments": names[::-1]}))
    leads = Assignment.objects.leads().filter(round__plan=plan, round__key="2022-1", measure__key="online")
    assert [str(row.department) for row in leads] == ["庶務係"]


def test_a_final_round_the_file_lacks_goes_with_all_of_it():
    plan = load(FULL).plan
    document = full_document()
    without_what_happened(document)
    load(document)
    for model in (ReviewRound, ProgressReport, Evaluation, Condition, Meeting, Assignment):
        assert not model.objects.exists()
    assert exported(plan) == canonical_bytes(document)


def without_what_happened(document):
    del document["rounds"], document["meetings"]
    for part in (*document["measures"], document["policies"][0]["children"][0]):
        part.pop("reports", None)


def test_a_round_that_an_edition_holds_stays():
    plan = load(FULL).plan
    edition_freeze(plan=plan, kind="initial", label="当初", author=COMMAND)
    document = full_document()
    without_what_happened(document)
    with pytest.raises(DocumentRefused) as refusal:
        load(document, reason=REASON)
    found = [str(problem) for problem in refusal.value.problems]
    assert [line.partition("は確定版")[0] for line in found] == [
        "rounds: 調査「2022-1」",
        "rounds: 調査「2023-plan-1」",
        "rounds: 調査「2023-2」",
        "meetings: 会議「令和5年度 第1回 情報化推進本部」（令和5年6月20日（2023年6月20日））",
        "meetings: 会議「令和5年度 臨時会」（令和6年2月1日（2024年2月1日））",
    ]
    before = exported(plan)
    load(document, reason=REASON, end_missing=True)
    assert exported(plan) == before


def test_a_round_that_filed_an_edition_stays_in_it_and_in_the_plan():
    found = confirmed_round(listed_measures(1))
    freeze(make_plan())
    review_round_file(review_round=found, author=by(planner()), today=date(2024, 7, 1))
    edition = make_plan().editions.latest("number")
    assert json.loads(edition.document)["rounds"][0]["final_on"] == "2024-07-01"
    assert edition.document.encode() == exported()
    document = document_of()
    del document["rounds"], document["measures"][0]["reports"]
    with pytest.raises(DocumentRefused, match="2023-1」は確定版にあるため削除できません"):
        load(document, reason=REASON)


def test_a_department_of_another_name_or_of_none_is_named_so_that_it_is_found_again(a_final_round):
    twin, other = (
        recorded(Department.objects.create)(municipality=make_municipality(), key=key, name="出張所")
        for key in ("北 出張所", "南 出張所")
    )
    report = report_of(a_final_round)
    for department in (twin, other):
        recorded(Assignment.objects.create)(
            round=a_final_round, measure=report.measure, department=department, role="related", order=9
        )
    named = document_of()["measures"][0]["reports"][0]["departments"]
    assert named == ["市民課", "北 出張所", "南 出張所"]
    count = Department.objects.count()
    assert load(document_of()).has_changes is False
    assert Department.objects.count() == count


def test_a_word_that_a_round_under_way_uses_cannot_be_left_out():
    measures = listed_measures(1)
    found = opened_round(measures)
    phase = make_plan().word_set.phases().get(label="構築")
    progress_report_submit(
        report=report_of(found), answer=answer(phases={measures[0].tracks.get(): phase}),
        author=by(answerer()), today=TODAY,
    )  # fmt: skip
    document = document_of()
    document["plan"]["phases"] = [part for part in document["plan"]["phases"] if part["label"] != "構築"]
    del document["measures"][0]["schedule"][0]["years"]["2023"]
    with pytest.raises(
        DocumentRefused, match="「構築」は、この計画の実際の工程が使っているため削除できません"
    ):
        load(document)


@pytest.mark.parametrize("count", [2, 30])
def test_many_reports_cost_no_more_queries_than_two(count, django_assert_max_num_queries):
    found = confirmed_round(listed_measures(count))
    review_round_finalise(review_round=found, author=by(planner()), today=TODAY)
    document = document_of()
    with django_assert_max_num_queries(62):
        document_of()
    assert all(measure["reports"] for measure in document["measures"])
    document["municipality"] = {"code": "132233", "name": "武蔵村山市"}
    document = validate(document).document
    with django_assert_max_num_queries(130):
        plan_import(document=document, author=Author(None, "command"), fiscal_year=2026)
    with django_assert_max_num_queries(75):
        plan_import(document=document, author=Author(None, "command"), fiscal_year=2026)
