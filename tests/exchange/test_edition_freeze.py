"""Freezing: what an edition holds, of which kind it may be, and in which order decisions come."""

import hashlib
import io
import json

import pytest
from django.core.management import call_command

from exchange.canonical import canonical_bytes
from exchange.dump import plan_document
from exchange.exceptions import EditionRefused, PlanChanged
from exchange.freeze import digest_of, edition_freeze, kinds_open, proposed_label
from organizations.history import Author, change_set
from tests.factories import COMMAND, freeze, make_measure, make_plan, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_measure(phases={2022: "検討"}).plan


def decide(plan, kind, adopted_on="", **values):
    return edition_freeze(
        plan=plan, author=COMMAND, **{"kind": kind, "label": "版", "adopted_on": adopted_on} | values
    )


def rename(plan, name):
    measure = plan.measures.get()
    measure.name = name
    with change_set(author=COMMAND):
        measure.save()


def test_an_edition_holds_the_canonical_bytes_and_who_made_it(plan):
    person = make_user("planning", name="計画 太郎")
    edition = edition_freeze(
        plan=plan,
        author=Author(user=person, source="page"),
        kind="initial",
        label="当初",
        adopted_on="2022-03",
        body="庁議",
        document_number="3企第10号",
        reason="計画の決定",
    )
    document = canonical_bytes(plan_document(plan))
    assert edition.document.encode() == document
    assert edition.digest == hashlib.sha256(document).hexdigest()
    assert (edition.number, edition.adopted, edition.body) == (1, "令和4年3月（2022年3月）", "庁議")
    assert (edition.frozen_by_id, edition.frozen_by_name) == (person.pk, "計画 太郎")


def test_the_export_of_an_edition_is_its_exact_bytes_whatever_came_after(plan):
    edition = freeze(plan)
    rename(plan, "あとの名前")
    output = io.StringIO()
    call_command("export_plan", municipality="132209", plan="ict-2022", edition=1, stdout=output)
    assert output.getvalue().encode() == edition.document.encode()
    assert "あとの名前" not in output.getvalue()


def test_the_name_of_who_made_it_outlives_the_person(plan):
    person = make_user("planning", name="計画 太郎")
    edition = edition_freeze(
        plan=plan, author=Author(user=person, source="page"), kind="snapshot", label="控え"
    )
    number = person.pk
    with change_set(author=COMMAND):
        person.delete()
    edition.refresh_from_db()
    assert (edition.frozen_by_name, edition.frozen_by_id) == ("計画 太郎", number)


def test_before_adoption_a_plan_is_adopted_or_copied_and_revised_afterwards(plan):
    assert kinds_open(plan) == ["initial", "snapshot"]
    freeze(plan)
    assert kinds_open(plan) == ["revision", "snapshot"]


def test_labels_are_proposed_by_count(plan):
    assert [proposed_label(plan, kind) for kind in ("initial", "snapshot")] == ["当初", "控え"]
    freeze(plan)
    assert proposed_label(plan, "revision") == "第1回改定"
    decide(plan, "revision")
    assert proposed_label(plan, "revision") == "第2回改定"


@pytest.mark.parametrize(
    ("before", "kind", "sentence"),
    [(["initial"], "initial", "当初はすでに確定しています"), ([], "revision", "先に当初を確定してください")],
)
def test_a_kind_that_does_not_fit_is_refused(before, kind, sentence, plan):
    for earlier in before:
        decide(plan, earlier)
    with pytest.raises(EditionRefused, match=sentence):
        decide(plan, kind)
    assert plan.editions.count() == len(before)


@pytest.mark.parametrize(("adopted_on", "fits"), [
    ("2023-04", True), ("2023-03", True), ("2023-03-01", True), ("2023", True), ("", True),
    ("2023-02", False), ("2022", False),
])  # fmt: skip
def test_decisions_stand_in_the_order_of_their_dates_as_far_as_they_are_known(adopted_on, fits, plan):
    decide(plan, "initial", "2023-03")
    if fits:
        assert decide(plan, "revision", adopted_on).number == 2
    else:
        with pytest.raises(EditionRefused, match="前になっています"):
            decide(plan, "revision", adopted_on)


def test_a_copy_has_no_decision_and_no_order(plan):
    decide(plan, "initial", "2023-03")
    assert decide(plan, "snapshot").adopted == "―"


def test_a_plan_that_changed_since_it_was_shown_is_not_frozen(plan):
    shown = digest_of(canonical_bytes(plan_document(plan)))
    rename(plan, "あとの名前")
    with pytest.raises(PlanChanged):
        decide(plan, "initial", shown_digest=shown)
    assert not plan.editions.exists()


def test_an_edition_keeps_what_the_plan_before_said_then(plan):
    before = make_measure(plan=make_plan(code="ict-2019", start=2019, end=2021), name="前の施策").plan
    with change_set(author=COMMAND):
        plan.predecessor = "ict-2019"
        plan.save()
    edition = freeze(plan)
    rename(before, "あとの名前")
    edition.refresh_from_db()
    assert json.loads(edition.predecessor_document)["measures"][0]["name"] == "前の施策"
