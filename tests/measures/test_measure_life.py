"""The life of measures: ended, taken up again, renumbered, split, merged, moved: the rules."""

from datetime import date

import pytest

from measures import services
from measures.edits import MeasureEdit
from measures.exceptions import EndingUnfit, NameHeld, NumberHeld, NumberTaken, NumberUnfit, PartsMissing
from measures.models import Measure
from measures.services.held import free_numbers
from measures.services.life import Decision, Ending, Part
from organizations.edits import Edit
from organizations.exceptions import EditConflict, ReasonMissing
from organizations.history import Reason
from organizations.models import ChangeSet
from tests.factories import COMMAND, freeze, make_department, make_measure, make_plan, make_policy

pytestmark = pytest.mark.django_db
TODAY = date(2024, 2, 1)  # 令和5年度
WHY = Reason("decision", "委員会の決定による。")
DECIDED = Decision("2024-01-31", "情報化推進委員会", "5情第12号")


@pytest.fixture
def plan():
    plan = make_plan()
    for number, name in [("1", "電子申請"), ("2", "窓口の予約"), ("3", "庁内の電話")]:
        make_measure(plan=plan, number=number, name=name, department=make_department(f"{name}課"))
    return plan


def numbered(plan, number):
    return plan.measures.get(number=number)


def end(measure, reason=WHY, **fields):
    wanted = {"ended_kind": "廃止", "ended_fiscal_year": 2024} | fields
    shown = {name: Measure._meta.get_field(name).get_default() for name in wanted}
    edits = [Edit(name, shown[name], value) for name, value in wanted.items()]
    return services.measure_end(measure=measure, edits=edits, author=COMMAND, reason=reason)


def renumber(plan, reason=WHY, **numbers):
    edits = {plan.measures.get(key=key.lstrip("k")).pk: (key.lstrip("k"), to) for key, to in numbers.items()}
    return services.measure_renumber(
        plan=plan,
        numbers={pk: Edit("number", was, to) for pk, (was, to) in edits.items()},
        author=COMMAND,
        reason=reason,
    )


def create(plan, reason=WHY, **fields):
    edit = MeasureEdit(fields=[Edit(name, "", value) for name, value in fields.items()])
    return services.measure_create(plan=plan, edit=edit, author=COMMAND, today=TODAY, reason=reason)


def split(measure, *parts, ending=None, reason=WHY):
    return services.measure_split(
        measure=measure, parts=[Part(*part) for part in parts], ending=ending, decision=DECIDED,
        author=COMMAND, today=TODAY, reason=reason,
    )  # fmt: skip


def merge(measure, *others, takes_departments=True, reason=WHY):
    return services.measure_merge(
        measure=measure, others=others, ending=Ending(2024, "統合", "一つにした。", DECIDED),
        takes_departments=takes_departments, author=COMMAND, reason=reason,
    )  # fmt: skip


@pytest.mark.parametrize(
    "act",
    [
        lambda plan: end(numbered(plan, "1"), reason=None),
        lambda plan: renumber(plan, reason=None, k1="9"),
        lambda plan: split(numbered(plan, "1"), ("9", "新しい施策"), reason=None),
        lambda plan: merge(numbered(plan, "1"), numbered(plan, "2"), reason=None),
        lambda plan: create(plan, reason=None, number="9", name="新しい施策"),
    ],
    ids=["end", "renumber", "split", "merge", "create"],
)
def test_the_life_of_an_adopted_plan_changes_only_with_a_reason(act, plan):
    freeze(plan)
    before = ChangeSet.objects.count()
    with pytest.raises(ReasonMissing):
        act(plan)
    assert ChangeSet.objects.count() == before
    assert plan.measures.count() == 3


def test_a_measure_added_to_an_adopted_plan_is_marked_with_this_fiscal_year(plan):
    freeze(plan)
    added = create(plan, number="4", name="窓口の案内", added_on="2024-01", added_body="情報化推進委員会")
    assert (added.added_fiscal_year, added.added_label) == (2023, "追加")
    assert (added.added_on, added.added_body) == ("2024-01", "情報化推進委員会")


def test_an_addition_is_labelled_as_the_plan_labels_the_others_of_its_year(plan):
    make_measure(
        plan=plan, number="4", name="前年の追加", added_fiscal_year=2022, added_label="４年度追加施策"
    )
    make_measure(
        plan=plan, number="5", name="今年の追加", added_fiscal_year=2023, added_label="５年度追加施策"
    )
    freeze(plan)
    assert create(plan, number="6", name="もう一つ").added_label == "５年度追加施策"


def test_a_measure_of_a_draft_is_no_addition(plan):
    assert create(plan, reason=None, number="4", name="窓口の案内").added_fiscal_year is None


def test_the_next_number_is_none_an_edition_has_given(plan):
    last = make_measure(plan=plan, number="4", name="消える施策")
    freeze(plan)
    renumber(plan, k4="40")
    renumber_back = {last.pk: Edit("number", "40", "4")}
    services.measure_renumber(plan=plan, numbers=renumber_back, author=COMMAND, reason=WHY)
    numbers = free_numbers(plan)
    assert [next(numbers), next(numbers)] == ["5", "6"]


@pytest.mark.parametrize(
    ("numbers", "following"), [(["1-1", "1-9"], ["1-10", "1-11"]), (["A"], ["1", "2"]), ([], ["1", "2"])]
)
def test_numbers_are_counted_on_as_the_plan_counts_them(numbers, following):
    plan = make_plan()
    for number in numbers:
        make_measure(plan=plan, number=number, name=f"施策{number}")
    found = free_numbers(plan)
    assert [next(found), next(found)] == following


def test_a_number_or_name_of_an_edition_never_goes_to_another_measure(plan):
    freeze(plan)
    renumber(plan, k1="9")
    with pytest.raises(NumberHeld, match="番号「1」は確定版で別の施策の番号です"):
        create(plan, number="1", name="別の施策")
    with pytest.raises(NameHeld, match="名称「窓口の予約」は確定版で別の施策の名称です"):
        create(plan, number="10", name="窓口の予約")
    with pytest.raises(NumberHeld):
        renumber(plan, k2="1")


def test_a_measure_may_take_its_own_number_again(plan):
    freeze(plan)
    renumber(plan, k1="9")
    first = plan.measures.get(key="1")
    services.measure_renumber(
        plan=plan, numbers={first.pk: Edit("number", "9", "1")}, author=COMMAND, reason=WHY
    )
    assert plan.measures.get(key="1").number == "1"


def test_two_measures_of_a_draft_exchange_their_numbers_and_keep_their_keys(plan):
    assert renumber(plan, reason=None, k1="2", k2="1") == 2
    assert [(m.number, m.key, m.name) for m in plan.measures.order_by("key")][:2] == [
        ("2", "1", "電子申請"), ("1", "2", "窓口の予約"),
    ]  # fmt: skip
    assert "1 窓口の予約" in [str(m) for m in Measure.objects.matching("窓口")]


def test_a_new_measure_gets_another_key_where_its_number_is_one(plan):
    renumber(plan, reason=None, k1="9")
    assert create(plan, reason=None, number="1", name="新しい一番").key == "1_2"


@pytest.mark.parametrize(
    ("number", "refusal"),
    [("2", NumberTaken), ("", NumberUnfit), ("1/2", NumberUnfit), ("一\n二", NumberUnfit)],
)
def test_a_number_that_cannot_be_is_refused(number, refusal, plan):
    with pytest.raises(refusal):
        renumber(plan, reason=None, k1=number)


def test_numbers_somebody_else_changed_meanwhile_are_not_overwritten(plan):
    renumber(plan, reason=None, k1="8")
    with pytest.raises(EditConflict) as refused:
        renumber(plan, reason=None, k1="9")
    assert [(clash.theirs, clash.mine) for clash in refused.value.clashes] == [("8", "9")]


def test_an_end_says_how_when_why_and_by_whose_decision(plan):
    freeze(plan)
    end(numbered(plan, "2"), ended_kind="統合", ended_into=numbered(plan, "1"), ended_reason="一つにした。",
        ended_on="2024-03-28", ended_body="情報化推進委員会", ended_document_number="5情第40号")  # fmt: skip
    ended = numbered(plan, "2")
    assert (ended.ended_kind, ended.ended_fiscal_year, ended.ended_into.number) == ("統合", 2024, "1")
    assert (ended.ended_on, ended.ended_body) == ("2024-03-28", "情報化推進委員会")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ended_kind": ""}, "終え方と年度を両方"),
        ({"ended_fiscal_year": 2021}, "2022年度）以降"),
        ({"ended_kind": "統合"}, "統合先の施策を選び"),
    ],
)
def test_an_end_that_does_not_hold_together_is_refused(fields, sentence, plan):
    with pytest.raises(EndingUnfit, match=sentence):
        end(numbered(plan, "1"), **fields)


def test_measures_do_not_end_into_each_other(plan):
    first, second = numbered(plan, "1"), numbered(plan, "2")
    end(first, ended_kind="統合", ended_into=second)
    with pytest.raises(EndingUnfit, match="元の施策に戻ります"):
        end(second, ended_kind="統合", ended_into=first)


def test_an_end_somebody_else_put_in_meanwhile_is_not_overwritten(plan):
    end(numbered(plan, "1"), ended_kind="見送り")
    with pytest.raises(EditConflict) as refused:
        end(numbered(plan, "1"), ended_kind="廃止")
    assert [(clash.theirs, clash.mine) for clash in refused.value.clashes] == [("見送り", "廃止")]


def test_an_ended_measure_is_taken_up_again_as_if_it_had_not_ended(plan):
    freeze(plan)
    ended = end(numbered(plan, "2"), ended_kind="統合", ended_into=numbered(plan, "1"), ended_body="委員会")
    with pytest.raises(ReasonMissing):
        services.measure_reopen(measure=ended, author=COMMAND)
    services.measure_reopen(measure=ended, author=COMMAND, reason=WHY)
    again = numbered(plan, "2")
    assert not again.is_ended
    assert (again.ended_into, again.ended_body) == (None, "")


def test_taking_up_what_goes_on_leaves_no_trace(plan):
    before = ChangeSet.objects.count()
    services.measure_reopen(measure=numbered(plan, "1"), author=COMMAND)
    assert ChangeSet.objects.count() == before


def test_a_split_copies_departments_policy_and_says_where_from(plan):
    policy, first = make_policy(plan=plan), numbered(plan, "1")
    services.measure_edit(
        measure=first, edit=MeasureEdit(fields=[Edit("policy", None, policy)]), author=COMMAND
    )
    freeze(plan)
    made = split(
        first, ("4", "申請の受付"), ("5", "申請の審査"), ending=Ending(2023, "分割", "大きくなった。")
    )
    assert [(m.number, m.key, m.policy, m.added_fiscal_year, m.added_body) for m in made] == [
        ("4", "4", policy, 2023, "情報化推進委員会"), ("5", "5", policy, 2023, "情報化推進委員会"),
    ]  # fmt: skip
    assert [d.name for d in made[1].departments.all()] == ["電子申請課"]
    assert [(r.related.number, r.text) for r in made[0].relations.all()] == [("1", "分割元")]
    ended = numbered(plan, "1")
    assert [(r.related.number, r.text) for r in ended.relations.all()] == [("4", "分割先"), ("5", "分割先")]
    assert (ended.ended_kind, ended.ended_into) == ("分割", None)


def test_a_split_measure_may_go_on_or_end_into_its_first_part(plan):
    split(numbered(plan, "1"), ("4", "申請の受付"))
    assert not numbered(plan, "1").is_ended
    split(numbered(plan, "2"), ("5", "予約の電話"), ending=Ending(2023, "統合"))
    assert numbered(plan, "2").ended_into.number == "5"


def test_a_split_is_one_save(plan):
    before = ChangeSet.objects.count()
    split(numbered(plan, "1"), ("4", "申請の受付"), ("5", "申請の審査"), ending=Ending(2023, "分割"))
    assert ChangeSet.objects.count() == before + 1


def test_a_split_into_nothing_is_refused(plan):
    with pytest.raises(PartsMissing):
        split(numbered(plan, "1"))


def test_merged_measures_end_into_the_one_that_takes_their_departments(plan):
    freeze(plan)
    merge(numbered(plan, "1"), numbered(plan, "2"), numbered(plan, "3"))
    ended = plan.measures.exclude(number="1")
    assert {(m.ended_kind, m.ended_into.number, m.ended_on) for m in ended} == {("統合", "1", "2024-01-31")}
    links = numbered(plan, "1").measure_departments.select_related("department")
    assert [(link.department.name, link.role) for link in links] == [
        ("電子申請課", "lead"), ("窓口の予約課", "responsible"), ("庁内の電話課", "responsible"),
    ]  # fmt: skip


def test_what_has_ended_is_not_merged(plan):
    end(numbered(plan, "2"))
    with pytest.raises(EndingUnfit, match="すでに終えています"):
        merge(numbered(plan, "1"), numbered(plan, "2"))


@pytest.mark.parametrize(
    ("number", "to", "order"),
    [("2", "up", "213"), ("2", "down", "132"), ("1", "up", "123"), ("3", 0, "312"), ("1", 99, "231")],
)
def test_a_measure_moves_a_step_or_to_a_place(number, to, order, plan):
    services.measure_move(measure=numbered(plan, number), to=to, author=COMMAND)
    assert "".join(m.number for m in plan.measures.order_by("order")) == order
