"""Moving, adding and deleting nodes of the two trees."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizations.edits import Edit
from organizations.exceptions import EditConflict
from organizations.models import ChangeSet
from plans import services
from plans.exceptions import CannotMove, DoesNotFit, StillNeeded
from plans.models import BasicPolicy, CarriedOverIssue, Chapter
from plans.services.tree import DEEPEST_LEVEL
from tests.factories import COMMAND, freeze, make_department, make_measure, make_plan, make_policy, recorded

pytestmark = pytest.mark.django_db
TREE = {"1": None, "1-1": "1", "1-1-1": "1-1", "1-2": "1", "2": None, "3": None}


@recorded
def make_tree(plan, parents=TREE, model=BasicPolicy):
    rows = {}
    for order, (code, parent) in enumerate(parents.items()):
        place = {"plan": plan, "order": order, "parent": rows.get(parent)}
        if model is BasicPolicy:
            rows[code] = BasicPolicy.objects.create(key=code, code=code, name=f"方針{code}", **place)
        else:
            rows[code] = Chapter.objects.create(number=code, title=f"章{code}", **place)
    return rows


def shown(plan, model=BasicPolicy):
    """Return the tree as printed: a dot for each level before the code."""
    rows = model.objects.filter(plan=plan).select_related("parent__parent__parent")
    assert [row.order for row in rows] == list(range(len(rows)))
    return [f"{'.' * _depth(row)}{getattr(row, 'code', None) or row.number}" for row in rows]


def _depth(row):
    return 0 if row.parent is None else 1 + _depth(row.parent)


def move(plan, node, step):
    services.node_move(plan=plan, node=node, step=step, author=COMMAND)


@pytest.mark.parametrize("model", [BasicPolicy, Chapter])
@pytest.mark.parametrize(
    ("code", "step", "after"),
    [
        ("2", "up", ["2", "1", ".1-1", "..1-1-1", ".1-2", "3"]),
        ("1", "down", ["2", "1", ".1-1", "..1-1-1", ".1-2", "3"]),
        ("1-2", "up", ["1", ".1-2", ".1-1", "..1-1-1", "2", "3"]),
        ("1-2", "in", ["1", ".1-1", "..1-1-1", "..1-2", "2", "3"]),
        ("2", "in", ["1", ".1-1", "..1-1-1", ".1-2", ".2", "3"]),
        ("1-1", "out", ["1", ".1-2", "1-1", ".1-1-1", "2", "3"]),
    ],
)
def test_a_node_moves_with_what_stands_below_it(model, code, step, after):
    plan = make_plan()
    nodes = make_tree(plan, model=model)
    before = ChangeSet.objects.count()
    move(plan, nodes[code], step)
    assert shown(plan, model) == after
    assert ChangeSet.objects.count() == before + 1


@pytest.mark.parametrize(
    ("code", "step"), [("1", "up"), ("3", "down"), ("1", "out"), ("1", "in"), ("2", "away")]
)
def test_where_there_is_no_place_nothing_moves(code, step):
    plan = make_plan()
    nodes = make_tree(plan)
    before = ChangeSet.objects.count()
    with pytest.raises(CannotMove, match="動かせません"):
        move(plan, nodes[code], step)
    assert ChangeSet.objects.count() == before


def test_a_node_is_put_below_another_one_before_one_of_its_children():
    plan = make_plan()
    nodes = make_tree(plan)
    places = {"parent": nodes["1"].pk, "before": nodes["1-2"].pk}
    services.node_place(plan=plan, node=nodes["3"], author=COMMAND, **places)
    assert shown(plan) == ["1", ".1-1", "..1-1-1", ".3", ".1-2", "2"]
    services.node_place(plan=plan, node=nodes["3"], parent=None, before=None, author=COMMAND)
    assert shown(plan) == ["1", ".1-1", "..1-1-1", ".1-2", "2", "3"]


def test_a_node_never_stands_below_itself():
    plan = make_plan()
    nodes = make_tree(plan)
    for below in ("1", "1-1-1"):
        with pytest.raises(DoesNotFit):
            services.node_place(
                plan=plan, node=nodes["1"], parent=nodes[below].pk, before=None, author=COMMAND
            )


def test_a_node_is_not_put_into_the_tree_of_another_plan():
    plan, other = make_plan(), make_plan(code="ict-2027", start=2027, end=2031)
    nodes, theirs = make_tree(plan), make_tree(other)
    with pytest.raises(CannotMove):
        services.node_place(plan=plan, node=nodes["2"], parent=theirs["1"].pk, before=None, author=COMMAND)


def test_a_tree_has_six_levels():
    plan = make_plan()
    codes = [str(n) for n in range(1, DEEPEST_LEVEL + 1)]
    nodes = make_tree(plan, dict(zip(codes, [None, *codes], strict=False)) | {"9": "5"})
    with pytest.raises(DoesNotFit, match="6段まで"):
        move(plan, nodes["9"], "in")
    edits = [Edit("code", "", "10"), Edit("name", "", "深い"), Edit("parent", None, nodes["6"])]
    with pytest.raises(DoesNotFit):
        services.policy_save(plan=plan, policy=BasicPolicy(plan=plan), edits=edits, author=COMMAND)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(TREE)), st.sampled_from(["up", "down", "in", "out"])), max_size=8
    )
)
def test_however_nodes_move_the_tree_stays_whole(moves):
    with transaction.atomic():
        plan = make_plan()
        nodes = make_tree(plan)
        for code, step in moves:
            with suppress(CannotMove, DoesNotFit):
                move(plan, nodes[code], step)
        assert sorted(line.strip(".") for line in shown(plan)) == sorted(TREE)
        for policy in plan.policies.exclude(parent=None).select_related("parent"):
            assert policy.parent.order < policy.order
        transaction.set_rollback(True)


# --- Policies -----------------------------------------------------------------------------------


def save(plan, policy=None, **wanted):
    """Save fields of a policy as a page does that showed them as they are."""
    policy = policy or BasicPolicy(plan=plan)
    edits = [Edit(name, getattr(policy, name), value) for name, value in wanted.items()]
    return services.policy_save(plan=plan, policy=policy, edits=edits, author=COMMAND)


def test_a_new_policy_stands_last_below_its_parent_and_is_known_by_its_code():
    plan = make_plan()
    nodes = make_tree(plan)
    policy = save(plan, code="1-3", name="新しい取組", parent=nodes["1"])
    assert shown(plan) == ["1", ".1-1", "..1-1-1", ".1-2", ".1-3", "2", "3"]
    assert policy.key == "1-3"


def test_measures_follow_a_policy_whose_code_changes_and_the_key_stays():
    plan = make_plan()
    policy = make_policy(plan=plan, code="1")
    measure = make_measure(plan=plan, policy=policy)
    unclear = make_measure(plan=plan, number="2", policy_candidates=["1", "9"])
    before = ChangeSet.objects.count()
    save(plan, policy, code="4")
    policy.refresh_from_db()
    measure.refresh_from_db()
    unclear.refresh_from_db()
    assert (policy.key, policy.code, measure.policy) == ("1", "4", policy)
    assert unclear.policy_candidates == ["4", "9"]
    assert ChangeSet.objects.count() == before + 1


def test_the_key_of_a_deleted_policy_of_an_edition_is_not_given_again():
    plan = make_plan()
    policy = make_policy(plan=plan, code="1")
    freeze(plan)
    services.policy_delete(plan=plan, policy=policy, author=COMMAND)
    assert save(plan, code="1", name="別の方針").key == "1-2"


def test_another_parent_takes_a_policy_to_its_end():
    plan = make_plan()
    nodes = make_tree(plan)
    save(plan, nodes["1-1"], parent=nodes["3"], name="移した方針")
    assert shown(plan) == ["1", ".1-2", "2", "3", ".1-1", "..1-1-1"]
    with pytest.raises(DoesNotFit):
        save(plan, nodes["3"], parent=nodes["1-1-1"])


def test_departments_keep_their_order_and_new_ones_come_last():
    plan = make_plan()
    policy = make_policy(plan=plan)
    first, second, third = (make_department(name) for name in ("甲課", "乙課", "丙課"))

    def name(was, mine):
        services.policy_save(
            plan=plan, policy=policy, edits=[], departments=Edit("departments", was, mine), author=COMMAND
        )
        links = policy.policy_departments.all()
        assert [link.order for link in links] == list(range(len(links)))
        return [link.department.name for link in links]

    assert name([], [third, first]) == ["丙課", "甲課"]
    assert name([third, first], [first, second]) == ["甲課", "乙課"]
    with pytest.raises(EditConflict):
        name([third], [second])


def test_a_policy_on_which_something_hangs_stays_and_says_what():
    plan = make_plan()
    nodes = make_tree(plan)
    recorded(CarriedOverIssue.objects.create)(plan=plan, title="残った課題", policy=nodes["1"])
    for number in range(1, 6):
        make_measure(plan=plan, number=str(number), name="電子申請", policy=nodes["1"])
    make_measure(plan=plan, number="6", name="迷う施策", policy_candidates=["1"])
    with pytest.raises(StillNeeded) as refused:
        services.policy_delete(plan=plan, policy=nodes["1"], author=COMMAND)
    for told in ("方針1-1", "方針1-2", "施策「1 電子申請」", "ほか2件", "残った課題", "6 迷う施策"):
        assert told in str(refused.value)
    services.policy_delete(plan=plan, policy=nodes["1-1-1"], author=COMMAND)
    assert shown(plan) == ["1", ".1-1", ".1-2", "2", "3"]


def test_a_chapter_with_chapters_below_it_stays():
    plan = make_plan()
    nodes = make_tree(plan, model=Chapter)
    with pytest.raises(StillNeeded, match="章1-1"):
        services.chapter_delete(plan=plan, chapter=nodes["1"], author=COMMAND)
    services.chapter_delete(plan=plan, chapter=nodes["2"], author=COMMAND)
    assert shown(plan, Chapter) == ["1", ".1-1", "..1-1-1", ".1-2", "3"]


def test_a_move_costs_no_more_queries_in_a_long_tree(django_assert_num_queries):
    counts = []
    for rows in (6, 60):
        plan = make_plan(code=f"ict-20{rows}")
        nodes = make_tree(plan, {str(n): None for n in range(rows)})
        with django_assert_num_queries(20, exact=False) as queries:
            services.node_place(
                plan=plan, node=nodes[str(rows - 1)], parent=None, before=nodes["0"].pk, author=COMMAND
            )
        counts.append(len(queries))
    assert counts[0] == counts[1]
