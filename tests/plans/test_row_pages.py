"""The edit pages of a plan's rows: adding, editing, deleting, moving; conflicts; what is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchange.canonical import canonical_bytes
from exchange.checks import validate
from exchange.dump import plan_document
from exchange.load import plan_import
from organizations.history import Reason
from organizations.models import ChangeSet
from plans.models import (
    Axis,
    CarriedOverIssue,
    Committee,
    Criterion,
    CycleStep,
    EvaluationBody,
    Generation,
    GlossaryTerm,
    MakingStep,
    Plan,
    PlanCost,
    PlanRule,
    Reference,
)
from tests.factories import COMMAND
from tests.plan_rows import TYPED
from tests.posted import posted_fields

pytestmark = pytest.mark.django_db

STORED = {  # the model of each noun, and what is stored of what `TYPED` has
    "glossary_term": (GlossaryTerm, {"aliases": ["生成ＡＩ", "GenAI"]}),
    "axis": (Axis, {"code": "view"}),
    "committee": (Committee, {"members": [{"post": "情報管理課長", "role": "部会長"}],
                              "quorum": {"rule": "number", "number": 3}}),
    "evaluation_body": (EvaluationBody, {"verdicts": [{"label": "承認", "code": "approved"}],
                                         "rates_direction": True}),
    "criterion": (Criterion, {"labels": ["高い", "低い"], "good_end": "first"}),
    "making_step": (MakingStep, {"on": "2022-06-01", "until": "2022-06"}),
    "cycle_step": (CycleStep, {"months": "8月"}),
    "reference": (Reference, {"issued_on": "2019-07", "start_fiscal_year": 2022, "end_fiscal_year": 2026}),
    "plan_rule": (PlanRule, {"text": "毎年度見直す。"}),
    "plan_cost": (PlanCost, {"fiscal_year": 2022, "amount": 1500, "approximate": False}),
    "carried_over_issue": (CarriedOverIssue, {"title": "人材の不足"}),
    "generation": (Generation, {"themes": ["基盤", "人材"], "items": [{"name": "窓口", "on": "1998-03"}]}),
}  # fmt: skip
NOUNS = sorted(STORED)
EDITED = [*NOUNS, "word", "category", "plan_head"]


def rows(plan, noun):
    return STORED[noun][0].objects.filter(plan=plan).order_by("order", "pk")


def url(plan, name, *args):
    return reverse(f"plans:{name}", args=[*plan.url_args, *args])


def addresses(plan, noun):
    """Return the edit pages of every row of one noun."""
    match noun:
        case "plan_head":
            return [url(plan, "plan_head_edit")]
        case "word":
            return [url(plan, "word_edit", row.pk) for row in plan.word_set.all()]
        case "category":
            axes = plan.axes.prefetch_related("categories")
            return [url(plan, "category_edit", row.pk) for axis in axes for row in axis.categories.all()]
    return [url(plan, f"{noun}_edit", row.pk) for row in rows(plan, noun)]


def post(client, address, **typed):
    return client.post(address, posted_fields(client.get(address)) | typed)


@pytest.mark.parametrize("noun", NOUNS)
def test_a_row_is_added_at_the_end_of_its_list(noun, a_city):
    stored = STORED[noun][1]
    assert post(a_city.client(), url(a_city.plan, f"{noun}_create"), **TYPED[noun]).status_code == 302
    row = rows(a_city.plan, noun).last()
    assert {name: getattr(row, name) for name in stored} == stored
    assert row.order == rows(a_city.plan, noun).count() - 1


@pytest.mark.parametrize("noun", EDITED)
def test_saving_an_untouched_page_leaves_no_trace(noun, a_city):
    before = ChangeSet.objects.count()
    assert addresses(a_city.plan, noun)
    for address in addresses(a_city.plan, noun):
        assert post(a_city.client(), address).status_code == 302, address
    assert ChangeSet.objects.count() == before


@pytest.mark.parametrize("noun", EDITED)
def test_a_note_on_a_field_is_added(noun, a_city):
    address = addresses(a_city.plan, noun)[0]
    page = a_city.client().get(address)
    fields = posted_fields(page)
    number = int(fields["notes-parts"]) - 1
    note = {f"notes-{number}-kind": "editor", f"notes-{number}-text": "原本を見直した。"}
    assert a_city.client().post(address, fields | note).status_code == 302
    assert "原本を見直した。" in a_city.client().get(address).content.decode()


@pytest.mark.parametrize("noun", NOUNS)
def test_a_row_is_moved_by_its_buttons(noun, a_city):
    post(a_city.client(), url(a_city.plan, f"{noun}_create"), **TYPED[noun])
    moved = rows(a_city.plan, noun).last()
    response = a_city.client().post(url(a_city.plan, f"{noun}_list"), {"move": f"up:{moved.pk}"}, follow=True)
    numbers = {row.pk: row.order for row in rows(a_city.plan, noun)}
    assert numbers[moved.pk] == len(numbers) - 2
    assert sorted(numbers.values()) == list(range(len(numbers)))
    assert f"「{moved}」を上へ移しました。" in response.content.decode()


@pytest.mark.parametrize("noun", NOUNS)
def test_an_unused_row_is_deleted_and_the_list_closes_up(noun, a_city):
    post(a_city.client(), url(a_city.plan, f"{noun}_create"), **TYPED[noun])
    row = rows(a_city.plan, noun).last()
    address = url(a_city.plan, f"{noun}_delete", row.pk)
    assert a_city.client().get(address).status_code == 200
    assert a_city.client().post(address).status_code == 302
    assert not rows(a_city.plan, noun).filter(pk=row.pk).exists()
    assert [r.order for r in rows(a_city.plan, noun)] == list(range(rows(a_city.plan, noun).count()))


def test_what_was_edited_goes_out_and_comes_in_again_unchanged(a_city):
    client, plan = a_city.client(), a_city.plan
    for noun in NOUNS:
        post(client, url(plan, f"{noun}_create"), **TYPED[noun])
    for noun in EDITED:
        for address in addresses(plan, noun):
            fields = posted_fields(client.get(address))
            number = int(fields["notes-parts"]) - 1
            note = {f"notes-{number}-kind": "footnote", f"notes-{number}-text": "直した。"}
            assert client.post(address, fields | note).status_code == 302, address
    text = canonical_bytes(plan_document(Plan.objects.get(pk=plan.pk)))
    checked = validate(text, known_plans={"ict-2019"})
    assert checked.errors == []
    imported = plan_import(document=checked.document, author=COMMAND, fiscal_year=2026, reason=Reason("typo"))
    assert not imported.has_changes


@pytest.mark.parametrize(
    ("noun", "typed", "sentence"),
    [
        ("glossary_term", {"term": "RPA"}, "この計画には同じ用語がすでにあります。"),
        ("glossary_term", {"term": ""}, "このフィールドは必須です。"),
        ("committee", {"name": "部会", "members-0-role": "座長"}, "1件目の「職」：このフィールド"),
        ("making_step", {"on": "昭和70年", "subject": "会議"}, "昭和は64年までです。"),
        ("making_step", {"on": "R4.6.2", "until": "R4.6.1", "subject": "会議"}, "年月日より前です。"),
        ("making_step", {"on": "2022", "subject": "会議"}, "「2022」は読み取れません。"),
        ("reference", {"kind": "law", "title": "法", "start_fiscal_year": "R5", "end_fiscal_year": "R4"},
         "開始年度より前です。"),
        ("reference", {"kind": "law", "title": "法", "start_fiscal_year": "令和4年度（2023年度）"},
         "一致しません"),
        ("plan_cost", {"fiscal_year": "2023", "amount": "1", "basis": "一般財源・新規支出"},
         "同じ年度・同じ範囲の経費がすでにあります。"),
        ("plan_cost", {"fiscal_year": "2023", "amount": "-1"}, "0 以上"),
        ("plan_rule", {"code": "R1", "text": "別のきまり"}, "同じコードのきまりがすでにあります。"),
        ("axis", {"code": "sdgs", "name": "目標"}, "コード"),
        ("evaluation_body", {"name": "情報化推進本部"}, "同じ名称の会議体がすでに評価"),
        ("evaluation_body", {"name": "庁議", "verdicts-0-label": "否認", "verdicts-0-code": "rejected"},
         "「了承」に当たる言葉がありません。"),
        ("evaluation_body", {"name": "庁議", "verdicts-0-label": "承認"}, "1件目の「区分」"),
        ("criterion", {"name": "効率性", "labels": "高い"}, "段階は二つ以上にしてください。"),
        ("criterion", {"name": "効率性", "labels": "高い\n高い"}, "同じ段階の名前が二つあります。"),
        ("criterion", {"name": "達成度", "labels": "高い\n低い"}, "この計画には同じ観点がすでにあります。"),
        ("generation", {"title": "計画", "rate": "120"}, "100 以下"),
        ("carried_over_issue", {"title": "一行目\n二行目"}, "改行は使えません。"),
    ],
)  # fmt: skip
def test_bad_input_is_explained_and_nothing_is_written(noun, typed, sentence, a_city):
    before = ChangeSet.objects.count()
    response = post(a_city.client(), url(a_city.plan, f"{noun}_create"), **typed)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert ChangeSet.objects.count() == before


def test_entries_of_a_list_are_moved_added_and_removed_without_javascript(a_city):
    committee = a_city.plan.committees.get(name="情報化推進本部")
    address, client = url(a_city.plan, "committee_edit", committee.pk), a_city.client()
    page = post(client, address, reshape="members:up:1")
    assert posted_fields(page)["members-0-post"] == "副市長"
    page = client.post(address, posted_fields(page) | {"members-2-post": "教育長", "reshape": "members:more"})
    assert posted_fields(page)["members-parts"] == "4"
    committee.refresh_from_db()
    assert committee.members[0]["post"] == "市長"
    client.post(address, posted_fields(page) | {"members-0-_remove": "1"})
    committee.refresh_from_db()
    kept = {"notes": [{"kind": "editor", "text": "見本の注。"}]}
    assert committee.members == [{"post": "市長", "role": "本部長"} | kept, {"post": "教育長"}]


def test_a_list_both_changed_is_shown_and_the_person_picks(a_city):
    committee = a_city.plan.committees.get(name="情報化推進本部")
    address, client = url(a_city.plan, "committee_edit", committee.pk), a_city.client()
    late = posted_fields(client.get(address)) | {"members-1-post": "私の副市長", "role": "私が直した役割"}
    post(client, address, **{"members-1-post": "ほかの副市長"})
    page = client.post(address, late)
    assert "ほかの人が保存した値" in page.content.decode()
    assert "ほかの副市長" in page.content.decode()
    client.post(address, posted_fields(page) | {"pick-members": "theirs"})
    committee.refresh_from_db()
    assert [member["post"] for member in committee.members] == ["市長", "ほかの副市長"]
    assert committee.role == "私が直した役割"


def test_a_choice_both_changed_is_shown_in_its_words(a_city):
    reference = a_city.plan.references.last()
    address, client = url(a_city.plan, "reference_edit", reference.pk), a_city.client()
    late = posted_fields(client.get(address)) | {"kind": "law"}
    post(client, address, kind="national")
    clash = client.post(address, late).context["page"].conflict.clashes[0]
    assert (clash.was, clash.theirs, clash.mine) == ("市の計画", "国", "法令")


def test_a_row_another_person_deleted_is_said_to_be_gone(a_city):
    step = a_city.plan.cycle.get()
    address, client = url(a_city.plan, "cycle_step_edit", step.pk), a_city.client()
    client.post(url(a_city.plan, "cycle_step_delete", step.pk))
    assert client.post(address, {"step": "直した"}).status_code == 404


def test_those_below_a_committee_follow_its_name(a_city):
    head = a_city.plan.committees.get(name="情報化推進本部")
    before = ChangeSet.objects.count()
    post(a_city.client(), url(a_city.plan, "committee_edit", head.pk), name="DX推進本部")
    assert a_city.plan.committees.get(name="専門部会").parent == "DX推進本部"
    assert ChangeSet.objects.count() == before + 1


def test_a_body_that_evaluates_follows_the_name_of_its_committee(a_city):
    head = a_city.plan.committees.get(name="情報化推進本部")
    body = a_city.plan.evaluation_bodies.get(name="情報化推進本部")
    post(a_city.client(), url(a_city.plan, "committee_edit", head.pk), name="DX推進本部")
    body.refresh_from_db()
    assert body.name == "DX推進本部"


def test_the_name_of_a_body_is_proposed_from_the_committees(a_city):
    html = a_city.client().get(url(a_city.plan, "evaluation_body_create")).content.decode()
    assert '<option value="専門部会">' in html
    assert 'list="committee-names"' in html


def test_a_committee_cannot_stand_above_itself(a_city):
    head = a_city.plan.committees.get(name="情報化推進本部")
    page = post(a_city.client(), url(a_city.plan, "committee_edit", head.pk), parent="専門部会")
    assert "上位をたどると自分自身に戻ります。" in page.content.decode()
    head.refresh_from_db()
    assert head.parent == ""


@pytest.mark.parametrize(
    ("noun", "lookup", "sentence"),
    [
        ("committee", {"name": "情報化推進本部"}, "これを上位とする会議体「専門部会」があります。"),
        ("axis", {"code": "field"}, "削除できません。"),
        ("reference", {"title": "官民データ活用推進基本法"}, "削除できません。"),
    ],
)
def test_what_is_used_is_not_deleted_and_the_page_says_by_what(noun, lookup, sentence, a_city):
    row = rows(a_city.plan, noun).get(**lookup)
    response = a_city.client().post(url(a_city.plan, f"{noun}_delete", row.pk))
    assert sentence in response.content.decode()
    assert rows(a_city.plan, noun).filter(pk=row.pk).exists()


def test_a_title_measures_name_as_their_ground_stays_unique(a_city):
    typed = {"kind": "law", "title": "官民データ活用推進基本法"}
    page = post(a_city.client(), url(a_city.plan, "reference_create"), **typed)
    assert "同じ題名のものは2つ置けません。" in page.content.decode()


def test_a_term_shows_from_where_the_book_links_to_it(a_city):
    chapter = a_city.plan.chapters.exclude(body="").first()
    word = chapter.body.split()[0][:4]
    post(a_city.client(), url(a_city.plan, "glossary_term_create"), term=word)
    term = a_city.plan.glossary.get(term=word)
    html = a_city.client().get(url(a_city.plan, "glossary_term_edit", term.pk)).content.decode()
    glossary = reverse("portal:glossary_term_list", args=a_city.plan.url_args)
    assert f'<a class="term" href="{glossary}#term-{term.pk}"' in html


def test_the_hub_counts_what_there_is_in_few_queries(a_city, django_assert_max_num_queries):
    client = a_city.client()
    with django_assert_max_num_queries(9):
        html = client.get(url(a_city.plan, "plan_edit")).content.decode()
    for name in ["会議体", "施策体系", "用語", "章"]:
        assert name in html


@pytest.mark.parametrize("noun", NOUNS)
def test_a_list_costs_no_more_queries_for_more_rows(noun, a_city):
    client, address = a_city.client(), url(a_city.plan, f"{noun}_list")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    post(client, url(a_city.plan, f"{noun}_create"), **TYPED[noun])
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
