import copy
import json
from pathlib import Path

import pytest

from exchange.canonical import canonical_bytes
from exchange.checks import validate
from exchange.dump import plan_document
from exchange.exceptions import DocumentRefused
from exchange.freeze import edition_freeze
from exchange.load import plan_import
from measures.models import Measure, ScheduleEntry
from organizations.exceptions import ReasonMissing
from organizations.history import Reason
from organizations.models import ChangeSet, Department
from plans.models import BasicPolicy, Plan
from tests.factories import COMMAND

pytestmark = pytest.mark.django_db

FULL = Path("tests/documents/ict-plan-1-full.json").read_bytes()
INVENTORY = Path("tests/documents/ict-plan-1-inventory.json").read_bytes()
FIXTURES = sorted(Path("fixtures").glob("*.json"))


def load(source, **options):
    document = validate(source).document if isinstance(source, bytes) else source
    return plan_import(document=document, author=COMMAND, fiscal_year=2026, **options)


def exported(plan: Plan) -> bytes:
    return canonical_bytes(plan_document(Plan.objects.get(pk=plan.pk)))


def documents():
    return [pytest.param(path.read_bytes(), id=path.stem) for path in FIXTURES] + [
        pytest.param(FULL, id="full"),
        pytest.param(INVENTORY, id="inventory"),
    ]


@pytest.mark.parametrize("source", documents())
def test_export_after_import_gives_the_same_bytes(source):
    assert exported(load(source).plan) == source


@pytest.mark.parametrize("source", documents())
def test_importing_the_same_file_again_changes_nothing(source):
    load(source)
    changes, rows = ChangeSet.objects.count(), Measure.history.count()
    assert load(source).has_changes is False
    assert (ChangeSet.objects.count(), Measure.history.count()) == (changes, rows)


@pytest.fixture
def document():
    return json.loads(FULL)


def test_the_plan_becomes_equal_to_a_changed_file(document):
    load(FULL)
    document["measures"].reverse()
    document["measures"][0]["name"] = "名前を変えた施策"
    del document["glossary"]
    plan = load(validate(document).document).plan
    assert json.loads(exported(plan)) == document


def test_one_import_is_one_change_set(document):
    load(FULL)
    before = ChangeSet.objects.count()
    document["plan"]["title"] = "新しい題名"
    document["measures"][0]["name"] = "名前を変えた施策"
    load(document)
    assert ChangeSet.objects.count() == before + 1


def test_measures_may_exchange_their_numbers(document):
    load(FULL)
    first, second = document["measures"][:2]
    first["key"], second["key"] = first.get("key", first["number"]), second.get("key", second["number"])
    first["number"], second["number"] = second["number"], first["number"]
    plan = load(document).plan
    assert Measure.objects.get(plan=plan, key=first["key"]).number == first["number"]


def test_a_measure_may_get_another_lead(document):
    document["departments"].append({"key": "会計課", "name": "会計課"})
    for leads in (
        ["情報管理課", "会計課"],
        ["会計課", "情報管理課"],
        ["情報管理課", "会計課"],
        ["会計課"],
        ["情報管理課"],
    ):
        document["measures"][0]["departments"] = leads
        plan = load(document).plan
        assert plan_document(Plan.objects.get(pk=plan.pk))["measures"][0]["departments"] == leads


def test_a_cell_the_file_leaves_empty_keeps_its_row_without_phase(document):
    plan = load(FULL).plan
    cells = ScheduleEntry.objects.filter(track__measure__plan=plan)
    count = cells.filter(phase__isnull=False).count()
    track = next(m["schedule"][0] for m in document["measures"] if m.get("schedule", [{}])[0].get("years"))
    del track["years"][min(track["years"])]
    load(document)
    assert cells.filter(phase__isnull=False).count() == count - 1
    assert cells.count() == count


def test_a_measure_the_file_lacks_is_deleted_while_no_edition_holds_it(document):
    plan = load(FULL).plan
    gone = document["measures"].pop()
    load(without_references_to(document, gone["number"]))
    assert not plan.measures.filter(number=gone["number"]).exists()


def without_references_to(document, number):
    for measure in document["measures"]:
        measure["related_measures"] = [
            link for link in measure.get("related_measures", []) if link["number"] != number
        ]
        if measure.get("ended", {}).get("into") == number:
            del measure["ended"]["into"]
    return document


@pytest.fixture
def adopted(document):
    plan = load(FULL).plan
    edition_freeze(plan=plan, kind="initial", label="当初", author=COMMAND)
    return plan


REASON = Reason("decision", "第2回会議の決定")


def test_an_adopted_plan_changes_only_with_a_reason(adopted, document):
    document["measures"][0]["name"] = "名前を変えた施策"
    before = exported(adopted)
    with pytest.raises(ReasonMissing):
        load(copy.deepcopy(document))
    assert exported(adopted) == before
    assert load(document, reason=REASON).has_changes
    assert ChangeSet.objects.first().reason_text == "第2回会議の決定"


def test_importing_an_adopted_plan_unchanged_needs_no_reason(adopted):
    assert load(FULL).has_changes is False


def test_a_measure_an_edition_holds_is_not_deleted_but_ended_on_request(adopted, document):
    gone = next(measure for measure in document["measures"] if "ended" not in measure)
    document["measures"].remove(gone)
    document = without_references_to(document, gone["number"])
    with pytest.raises(DocumentRefused, match="--end-missing"):
        load(document, reason=REASON)
    load(document, reason=REASON, end_missing=True)
    ended = adopted.measures.get(number=gone["number"])
    assert (ended.ended_fiscal_year, ended.ended_kind, ended.ended_reason) == (2026, "終了", REASON.text)
    assert load(document).has_changes is False


def test_a_number_an_edition_holds_never_returns_to_another_measure(adopted, document):
    document["measures"][0]["key"] = "別の施策"
    with pytest.raises(DocumentRefused) as refusal:
        load(document, reason=REASON, end_missing=True)
    assert str(refusal.value.problems[0]).startswith("measures[0].number: 番号「")


def test_two_plans_may_give_one_department_different_parents(document):
    first = load(FULL).plan
    before = exported(first)
    child = next(part for part in document["departments"] if part.get("parent"))
    other = {
        "format": "ict-plan/1",
        "municipality": document["municipality"],
        "departments": [{"name": "別の部"}, {"name": child["name"], "parent": "別の部"}],
        "plan": {
            "code": "ict-2019", "title": "前の計画", "start_fiscal_year": 2019, "end_fiscal_year": 2021,
        },
    }  # fmt: skip
    second = load(validate(other).document).plan
    assert exported(first) == before
    assert json.loads(exported(second))["departments"][1]["parent"] == "別の部"
    assert Department.objects.filter(name=child["name"]).count() == 1


def test_policies_keep_their_tree(document):
    plan = load(FULL).plan
    child = BasicPolicy.objects.filter(plan=plan, parent__isnull=False).first()
    assert child.parent.plan == plan


@pytest.mark.parametrize("factor", [1, 6])
def test_import_and_export_cost_no_more_queries_for_more_measures(
    factor, document, django_assert_max_num_queries
):
    template = document["measures"][0] | {"related_measures": [], "continues": []}
    for n in range(100, 100 + 5 * factor):
        copied = copy.deepcopy(template)
        document["measures"].append(copied | {"key": f"k{n}", "number": str(n), "name": f"施策{n}"})
    with django_assert_max_num_queries(205):
        plan = load(document).plan
    with django_assert_max_num_queries(68):
        plan_document(Plan.objects.get(pk=plan.pk))


def test_the_import_of_a_new_city_is_a_save_of_that_city():
    plan = load(FULL).plan
    assert ChangeSet.objects.get().municipality == plan.municipality


def test_a_document_without_the_citys_kind_comes_out_without_it(document):
    load(FULL)
    assert document["municipality"].pop("kind") == "市"
    small = {key: document[key] for key in ("format", "municipality")}
    small["plan"] = {
        "code": "ict-2027", "title": "次の計画", "start_fiscal_year": 2027, "end_fiscal_year": 2031,
    }  # fmt: skip
    source = canonical_bytes(small)
    assert exported(load(source).plan) == source


@pytest.mark.parametrize("more", [0, 30])
def test_importing_again_costs_no_more_queries_for_more_categories(
    more, document, django_assert_max_num_queries
):
    codes = [{"code": f"c{n}", "label": f"分類{n}"} for n in range(more)]
    document["axes"][0]["categories"] += codes
    load(document)
    with django_assert_max_num_queries(90):
        load(document)
