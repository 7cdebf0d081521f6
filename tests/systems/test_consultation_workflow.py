"""事前協議 from its first draft to the decision: what each move writes, needs and tells."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from organizations.edits import Edit
from organizations.exceptions import EditConflict, UndoRefused
from organizations.models import ChangeSet
from organizations.undo import change_set_undo
from systems.exceptions import ConsultationLocked, ConsultationMoveRefused, NothingToSend, NotYourConsultation
from systems.models import Consultation
from systems.services import consultations as services
from systems.services.effect_checks import effect_check_save
from tests.factories import make_department, make_municipality, make_system
from tests.systems.consulting import (
    TODAY,
    brought_to,
    decided,
    edits,
    filer,
    make_consultation,
    make_rule,
    planner,
)
from workspace.models import Notice

pytestmark = pytest.mark.django_db


def costs_of(row) -> dict:
    return {cost.fiscal_year: (cost.initial, cost.running) for cost in row.costs.all()}


def saved(row, author=None, costs=None, **wanted) -> Consultation:
    return services.consultation_save(
        consultation=row, edits=edits(row, **wanted), costs=costs or {}, author=author or filer()
    )


def cost(place: int, **wanted) -> dict:
    return {place: [Edit(name, was, value) for name, (was, value) in wanted.items()]}


def test_a_department_writes_a_consultation_in_one_save():
    department = make_department("市民課")
    row = Consultation(municipality=department.municipality, department=department)
    row = saved(row, name="窓口支援", fiscal_year=2027, kind="new", costs=cost(1, initial=(None, 500)))
    assert costs_of(row) == {2028: (500, None)}
    assert ChangeSet.objects.filter(by=filer().user, municipality=row.municipality).count() == 1


def test_a_year_of_the_budget_that_moves_takes_the_costs_along():
    row = saved(make_consultation(), fiscal_year=2028)
    assert costs_of(row) == {2028: (30000, None), 2029: (12000, 6000)}


def test_a_year_that_is_emptied_goes():
    row = saved(make_consultation(), costs=cost(0, initial=(30000, None)))
    assert costs_of(row) == {2028: (12000, 6000)}


def test_what_two_people_changed_in_one_year_is_asked():
    row = make_consultation()
    saved(row, costs=cost(0, initial=(30000, 31000)))
    with pytest.raises(EditConflict, match="1年目の導入経費") as refused:
        saved(row, costs=cost(0, initial=(30000, 29000)))
    assert [clash.theirs for clash in refused.value.clashes] == ["31000"]
    assert costs_of(row)[2027] == (31000, None)


@pytest.mark.parametrize("state", ["submitted", "advised", "sent", "decided"])
def test_what_was_handed_in_is_not_changed(state):
    row = brought_to(state)
    with pytest.raises(ConsultationLocked, match="内容を変えられません。"):
        saved(row, author=planner(), name="別の件名")


def test_nobody_writes_for_another_department():
    with pytest.raises(NotYourConsultation):
        saved(make_consultation(), author=filer(make_department("税務課")), name="別の件名")


def test_department_and_system_are_the_own_citys():
    other = make_municipality("132012", "八王子市")
    with pytest.raises(ValidationError, match="この市の部署から選んでください。"):
        saved(make_consultation(), author=planner(), department=make_department("情報課", municipality=other))
    with pytest.raises(ValidationError, match="この市の情報システムから選んでください。"):
        saved(make_consultation(), system=make_system(municipality=other))


def test_handing_in_says_all_that_is_missing():
    row = make_consultation(costs=(), purpose="", starts_on=None)
    with pytest.raises(ValidationError) as refused:
        services.consultation_submit(consultation=row, author=filer(), today=TODAY)
    assert set(refused.value.message_dict) == {"purpose", "starts_on", "costs"}
    row.refresh_from_db()
    assert row.state == "draft"


def test_handing_in_tells_the_planning_section():
    planning = planner().user
    row = make_consultation()
    services.consultation_submit(consultation=row, author=filer(), today=TODAY)
    row.refresh_from_db()
    assert (row.state, row.submitted_on) == ("submitted", TODAY)
    notice = Notice.objects.get(owner=planning)
    assert notice.headline == "事前協議が提出されました。"
    assert notice.url == row.get_absolute_url()


def test_what_comes_back_says_why_until_it_is_handed_in_again():
    someone = filer().user
    row = brought_to("submitted")
    with pytest.raises(ValidationError, match="差し戻す理由を入力してください。"):
        services.consultation_return(consultation=row, reason=" ", author=planner(), today=TODAY)
    services.consultation_return(consultation=row, reason="経費の根拠を足す。", author=planner(), today=TODAY)
    row.refresh_from_db()
    assert (row.state_label, row.submitted_on) == ("差戻し", None)
    assert Notice.objects.filter(owner=someone, text__startswith="事前協議が差し戻されました。").exists()
    services.consultation_submit(consultation=row, author=filer(), today=TODAY)
    row.refresh_from_db()
    assert (row.state_label, row.return_reason) == ("提出済", "")


def test_an_opinion_is_not_empty():
    row = brought_to("submitted")
    with pytest.raises(ValidationError, match="なければ「意見なし」と入力します。"):
        services.consultation_advise(consultation=row, opinion="", author=planner(), today=TODAY)


def test_the_list_takes_all_with_an_opinion_and_asks_for_the_first_year():
    row, other = brought_to("advised"), brought_to("submitted", name="文書管理")
    services.consultations_send(
        municipality=row.municipality, fiscal_year=2027, author=planner(), today=TODAY
    )
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, row.requested, row.sent_on) == ("sent", 30000, TODAY)
    assert other.state == "submitted"


def test_a_list_without_an_opinion_is_not_sent():
    row = brought_to("submitted")
    with pytest.raises(NothingToSend, match="この年度の予算には、意見付きの事前協議がありません。"):
        services.consultations_send(
            municipality=row.municipality, fiscal_year=2027, author=planner(), today=TODAY
        )


def test_what_was_sent_by_mistake_stands_in_the_next_list_again():
    row = brought_to("sent")
    with pytest.raises(ConsultationMoveRefused, match="「財政課へ送付」のため、「意見付き」にはできません。"):
        services.consultation_advise(consultation=row, opinion="別の意見。", author=planner(), today=TODAY)
    services.consultation_unsend(consultation=row, author=planner())
    row.refresh_from_db()
    assert (row.state, row.sent_on, row.opinion) == ("advised", None, "妥当。")
    with pytest.raises(ConsultationMoveRefused):
        services.consultation_unsend(consultation=row, author=planner())


def test_the_history_undoes_no_step():
    row = brought_to("submitted")
    save = ChangeSet.objects.order_by("-pk").first()
    with pytest.raises(UndoRefused, match="事前協議のページで、"):
        change_set_undo(change_set=save, author=planner())
    row.refresh_from_db()
    assert row.state == "submitted"


def test_a_decision_needs_an_amount_and_can_be_corrected():
    row = brought_to("sent")
    with pytest.raises(ValidationError, match="査定額を入力してください。"):
        decided(row, result="見送り")
    decided(row, assessed=0, result="見送り")
    decided(row, assessed=20000)
    row.refresh_from_db()
    assert (row.state, row.assessed, row.result) == ("decided", 20000, "見送り")


def test_a_department_decides_nothing():
    row = brought_to("decided")
    with pytest.raises(NotYourConsultation):
        services.consultation_decide(
            consultation=row, edits=edits(row, assessed=1), author=filer(), today=TODAY
        )


def test_what_was_withdrawn_is_taken_up_again():
    row = brought_to("advised")
    services.consultation_withdraw(consultation=row, author=filer(), today=TODAY)
    services.consultation_reopen(consultation=row, author=filer())
    row.refresh_from_db()
    assert (row.state, row.submitted_on, row.advised_on) == ("draft", None, None)
    with pytest.raises(ConsultationMoveRefused):
        services.consultation_reopen(consultation=row, author=filer())


def due(row) -> dict:
    return dict(row.checks.values_list("after_years", "due_fiscal_year"))


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [(47_999, {1: 2028, 3: 2030, 5: 2032}), (48_000, {}), (None, {})],
    ids=["above", "just not above", "no threshold"],
)
def test_effects_are_checked_above_the_threshold_alone(threshold, expected):
    make_rule(threshold=threshold)
    assert due(brought_to("decided")) == expected


def test_without_terms_nothing_is_checked():
    assert due(brought_to("decided")) == {}


def test_what_got_no_budget_is_not_checked():
    make_rule()
    row = brought_to("sent")
    decided(row, assessed=0)
    assert due(row) == {}


def test_checks_follow_a_start_that_moves_but_not_those_already_written():
    make_rule()
    row = brought_to("decided")
    first = row.checks.get(after_years=1)
    effect_check_save(
        check=first,
        edits=edits(first, verdict="met", text="待ち時間が2割減った。"),
        author=filer(),
        today=TODAY,
    )
    decided(row, starts_on=date(2028, 4, 1))
    assert due(row) == {1: 2028, 3: 2031, 5: 2033}
