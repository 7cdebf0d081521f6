"""回答課: one table of who answers for what, proposed, narrowed, decided row by row or many at once."""

import pytest
from django.urls import reverse

from measures.models import MeasureDepartment
from organizations.history import save_changed
from organizations.models import DepartmentSuccession
from plans.models import PolicyDepartment
from reviews.models import ReviewRound
from reviews.services import assignments_edit, review_round_prepare
from reviews.services.preparing import AssignmentEdit, Wanted
from tests.factories import make_department, make_measure, make_plan, make_policy, recorded
from tests.posted import posted_fields
from tests.reviews.cast import (
    TODAY,
    by,
    confirm,
    make_measures,
    opened_round,
    planner,
    prepared_round,
    report_of,
    submit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def planning(client):
    client.force_login(planner(), backend="organizations.backends.PortalBackend")
    return client


def address(review_round, query=""):
    return reverse("reviews:assignment_list", args=review_round.url_args) + query


def prepare(**fields) -> ReviewRound:
    values = {"name": "令和6年度 調査", "fiscal_year": 2024, "asks": ["done"], "previous": None} | fields
    return review_round_prepare(plan=make_plan(), values=values, author=by(planner()), today=TODAY)


def told(review_round) -> dict[str, list[str]]:
    """Return by number who answers, then who adds."""
    rows = review_round.assignments.order_by("role", "pk").select_related("measure", "department")
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.measure.number, []).append(row.department.name)
    return found


@recorded
def add_department(measure, name, role=MeasureDepartment.Role.RELATED):
    measure.measure_departments.create(department=make_department(name), role=role, order=9)


def test_printed_departments_are_proposed_and_a_text_is_none():
    one, _ = make_measures()
    add_department(one, "情報管理課")
    make_measure(number="3", name="関係各課の施策", departments_text="関係各課")
    assert told(prepare()) == {"1": ["市民課", "情報管理課"], "2": ["税務課"]}


def test_a_policy_that_is_reported_on_is_answered_by_its_first_department():
    policy = make_policy(reportable=True)
    recorded(lambda: PolicyDepartment.objects.create(policy=policy, department=make_department("市民課")))()
    found = prepare()
    assert [(a.policy, a.department.name) for a in found.assignments.all()] == [(policy, "市民課")]


def test_the_last_round_goes_before_the_printed_departments_and_what_was_finished_is_not_asked_again():
    measures = make_measures()
    last = opened_round(measures)
    moved = Wanted(measures[1], make_department("総務課"), (make_department("市民課"),))
    assignments_edit(
        review_round=last, author=by(planner()),
        edits=[AssignmentEdit(Wanted(measures[1], make_department("税務課")), moved)],
    )  # fmt: skip
    confirm(submit(report_of(last), situation="done"))
    found = prepare(previous=last)
    assert told(found)["2"] == ["総務課", "市民課"]
    assert found.left_out == ["1"]


def test_a_department_that_is_gone_is_followed_to_the_one_that_took_over():
    measures = make_measures()
    last = prepared_round(measures)
    end("市民課", ["窓口課"]), end("税務課", ["納税課", "課税課"])
    found = prepare(previous=last)
    assert told(found) == {"1": ["窓口課"]}


@recorded
def end(name, successors):
    department = make_department(name)
    department.until = "2024-03-31"
    save_changed(department)
    for successor in successors:
        DepartmentSuccession.objects.create(former=department, successor=make_department(successor))


def test_a_row_is_decided_and_the_table_counts_what_is_left(planning):
    make_measure(number="7", name="だれも持たない施策")
    make_measure(number="8", name="もう一つ")
    found = prepare()
    form = posted_fields(planning.get(address(found)))
    first = found.plan.measures.get(number="7")
    form |= {f"lead-m{first.pk}": str(make_department("情報管理課").pk), "action": "save"}
    form[f"related-m{first.pk}"] = [str(make_department("市民課").pk)]
    planning.post(address(found), form)
    assert told(found)["7"][0] == "情報管理課"
    html = planning.get(address(found)).content.decode()
    assert '未定 <b data-undecided>1</b> 件' in html
    html = planning.get(address(found, "?show=undecided")).content.decode()
    assert ("もう一つ" in html, "だれも持たない施策" in html) == (True, False)


def test_several_rows_get_one_department_without_javascript(planning):
    measures = [make_measure(number=str(n), name=f"施策{n}") for n in range(3)]
    found = prepare()
    form = posted_fields(planning.get(address(found)))
    keys = [f"m{measure.pk}" for measure in measures[:2]]
    html = planning.post(address(found), form | {"action": "lead", "pick": keys}).content.decode()
    assert "まとめて決める課を選んでください。" in html
    assert html.count("checked") > 2  # what was picked stays picked
    bulk = {"action": "lead", "pick": keys, "bulk-lead": str(make_department("情報管理課").pk)}
    response = planning.post(address(found), form | bulk)
    assert response.url == address(found)
    assert told(found) == {"0": ["情報管理課"], "1": ["情報管理課"]}
    html = planning.post(address(found), form | {"action": "skip"}).content.decode()
    assert "行を選んでから押してください。" in html


def test_rows_are_left_out_and_asked_again(planning):
    make_measures()
    found = prepare()
    form = posted_fields(planning.get(address(found)))
    key = f"m{found.plan.measures.get(number='1').pk}"
    planning.post(address(found), form | {"action": "skip", "pick": [key]})
    found.refresh_from_db()
    assert (found.left_out, told(found)) == (["1"], {"2": ["税務課"]})
    form = posted_fields(planning.get(address(found)))
    lead = {f"lead-{key}": str(make_department("市民課").pk)}
    planning.post(address(found), form | lead | {"action": "ask", "pick": [key]})
    found.refresh_from_db()
    assert (found.left_out, told(found)["1"]) == ([], ["市民課"])


def test_the_last_situation_stands_beside_each_row(planning):
    last = opened_round(make_measures())
    confirm(submit(report_of(last), situation="done"))
    html = planning.get(address(prepare(previous=last))).content.decode()
    assert "前回「完了」" in html


def test_what_others_changed_elsewhere_stays_and_a_row_both_changed_is_shown(planning):
    make_measures()
    found = prepare()
    one, two = found.plan.measures.all()
    form = posted_fields(planning.get(address(found)))
    other, mine = make_department("総務課"), make_department("情報管理課")
    form = posted_fields(planning.get(address(found)))
    for measure, lead in [(one, "市民課"), (two, "税務課")]:
        edit = AssignmentEdit(Wanted(measure, make_department(lead)), Wanted(measure, other))
        assignments_edit(review_round=found, edits=[edit], author=by(planner()))
    wanted = form | {f"lead-m{one.pk}": str(mine.pk), "action": "save"}
    html = planning.post(address(found), wanted).content.decode()
    assert "ほかの人が次の回答課を変更しました：1 施策その1" in html
    assert "今の回答課：総務課" in html
    assert told(found) == {"1": ["総務課"], "2": ["総務課"]}
    planning.post(address(found), posted_fields(planning.post(address(found), wanted)) | {"action": "save"})
    assert told(found) == {"1": ["情報管理課"], "2": ["総務課"]}


def test_an_open_round_takes_a_new_department_but_no_empty_row(planning):
    found = opened_round(make_measures())
    form = posted_fields(planning.get(address(found)))
    one = found.plan.measures.get(number="1")
    html = planning.post(address(found), form | {f"lead-m{one.pk}": "", "action": "save"}).content.decode()
    assert "回答課が決まっていないものが1件あります：1 施策その1" in html
    planning.post(address(found), form | {f"lead-m{one.pk}": str(make_department("税務課").pk)})
    assert told(found)["1"] == ["税務課"]
