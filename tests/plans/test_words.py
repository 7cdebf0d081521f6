"""計画の言葉 and 分類: whole lists in one save; what is used stays, and another word may take its place."""

import pytest
from django.urls import reverse

from measures.models import ScheduleEntry
from organizations.models import ChangeSet
from plans.models import Category, Word
from tests.factories import freeze, make_measure, make_municipality, make_plan, make_user, recorded
from tests.posted import posted_fields

pytestmark = pytest.mark.django_db
REASON = {"reason_category": "decision", "reason_text": "本部会議の決定による。"}


@pytest.fixture
def plan():
    plan = make_plan()
    make_measure(plan=plan, phases={2022: "検討", 2023: "検討", 2024: "実施"})
    return plan


@pytest.fixture
def address(plan):
    return reverse("plans:word_list", args=plan.url_args)


def labels(plan):
    return list(plan.word_set.phases().order_by("order").values_list("label", flat=True))


def cells(plan):
    return [entry.phase.label for entry in ScheduleEntry.objects.filter(track__measure__plan=plan)]


def post(client, address, **typed):
    return client.post(address, posted_fields(client.get(address)) | typed)


def test_several_words_are_changed_in_one_save(client_as, plan, address):
    client, before = client_as("planning"), ChangeSet.objects.count()
    typed = {
        "phase-0-label": "調査・検討", "phase-4-label": "終了", "phase-4-code": "operate",
        "achievement-0-label": "達成", "achievement-0-code": "achieved",
        "achievement-0-meaning": "目標に達した。",
        "direction-0-label": "拡充", "direction-0-code": "continue", "direction-0-resources": "more",
    }  # fmt: skip
    assert post(client, address, **typed).status_code == 302
    assert labels(plan) == ["調査・検討", "構築", "実施", "運用", "終了"]
    assert plan.word_set.get(label="達成").kind == Word.Kind.ACHIEVEMENT
    assert plan.word_set.get(label="拡充").resources == "more"
    assert ChangeSet.objects.count() == before + 1


def test_a_renamed_word_keeps_its_cells(client_as, plan, address):
    post(client_as("planning"), address, **{"phase-0-label": "調査"})
    assert cells(plan) == ["調査", "調査", "実施"]


def test_words_are_reordered_by_buttons_and_saved_together(client_as, plan, address):
    client = client_as("planning")
    page = post(client, address, reshape="phase:up:2")
    assert labels(plan) == ["検討", "構築", "実施", "運用"]
    page = client.post(address, posted_fields(page) | {"reshape": "phase:up:1"})
    client.post(address, posted_fields(page))
    assert labels(plan) == ["実施", "検討", "構築", "運用"]


def test_an_order_somebody_else_made_stays_where_i_moved_nothing(client_as, plan, address):
    client = client_as("planning")
    late = posted_fields(client.get(address)) | {"phase-3-label": "稼働"}
    page = post(client, address, reshape="phase:down:0")
    client.post(address, posted_fields(page))
    client.post(address, late)
    assert labels(plan) == ["構築", "検討", "実施", "稼働"]


def test_a_word_in_use_is_not_deleted(client_as, plan, address):
    page = post(client_as("planning"), address, **{"phase-0-remove": "1", "phase-1-label": "整備"})
    assert "「検討」は削除できません。" in page.content.decode()
    assert labels(plan) == ["検討", "構築", "実施", "運用"]


def test_an_unused_word_is_deleted(client_as, plan, address):
    post(client_as("planning"), address, **{"phase-1-remove": "1"})
    assert labels(plan) == ["検討", "実施", "運用"]
    assert list(plan.word_set.phases().order_by("order").values_list("order", flat=True)) == [0, 1, 2]


def test_another_word_takes_the_place_of_a_removed_one_in_one_save(client_as, plan, address):
    client, build = client_as("planning"), plan.word_set.get(label="構築")
    before = ChangeSet.objects.count()
    typed = {"phase-0-remove": "1", "phase-0-into": str(build.pk)}
    assert post(client, address, **typed).status_code == 302
    assert cells(plan) == ["構築", "構築", "実施"]
    assert labels(plan) == ["構築", "実施", "運用"]
    assert ChangeSet.objects.count() == before + 1


def test_taking_the_place_of_a_used_word_in_an_adopted_plan_needs_a_reason(client_as, plan, address):
    freeze(plan)
    client, build = client_as("planning"), plan.word_set.get(label="構築")
    typed = {"phase-0-remove": "1", "phase-0-into": str(build.pk)}
    page = post(client, address, **typed)
    assert "変更の理由（区分と内容）を入力してください" in page.content.decode()
    assert cells(plan) == ["検討", "検討", "実施"]
    assert post(client, address, **typed, **REASON).status_code == 302
    assert cells(plan) == ["構築", "構築", "実施"]


def test_a_word_cannot_make_way_for_one_of_another_plan(client_as, plan, address):
    other = make_plan(municipality=make_municipality("132039", "武蔵野市")).word_set.get(label="構築")
    page = post(client_as("planning"), address, **{"phase-0-remove": "1", "phase-0-into": str(other.pk)})
    assert "「検討」は削除できません。" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"phase-0-label": ""}, "このフィールドは必須です。"),
        ({"phase-4-label": "終了"}, "このフィールドは必須です。"),
        ({"phase-1-label": "検討"}, "この計画には同じ言葉がすでにあります。"),
        ({"phase-0-code": "achieved"}, "正しく選択してください"),
    ],
)
def test_bad_input_is_explained_and_nothing_is_half_written(typed, sentence, client_as, plan, address):
    page = post(client_as("planning"), address, **{"phase-3-label": "稼働"} | typed)
    assert sentence in page.content.decode()
    assert labels(plan) == ["検討", "構築", "実施", "運用"]


def test_a_word_both_changed_is_shown_with_its_row_and_the_person_picks(client_as, plan, address):
    client = client_as("planning")
    late = posted_fields(client.get(address)) | {"phase-0-label": "私の検討"}
    post(client, address, **{"phase-0-label": "ほかの検討"})
    page = client.post(address, late)
    assert "ほかの検討　言葉" in page.content.decode()
    client.post(address, posted_fields(page) | {"pick-phase-0-label": "mine"})
    assert labels(plan)[0] == "私の検討"


def test_saving_an_untouched_list_leaves_no_trace(client_as, plan, address):
    client, before = client_as("planning"), ChangeSet.objects.count()
    assert post(client, address).status_code == 302
    assert ChangeSet.objects.count() == before


@recorded
def make_axis(plan):
    axis = plan.axes.create(code="field", name="分野")
    for order, label in enumerate(["福祉", "防災"]):
        Category.objects.create(axis=axis, code=str(order + 1), label=label, order=order)
    return axis


def test_the_categories_of_an_axis_are_saved_together(client_as, plan):
    axis = make_axis(plan)
    address = reverse("plans:category_list", args=[*plan.url_args, axis.pk])
    typed = {"category-0-label": "保健福祉", "category-1-remove": "1", "category-2-code": "3",
             "category-2-label": "教育"}  # fmt: skip
    post(client_as("planning"), address, **typed)
    assert list(axis.categories.values_list("code", "label")) == [("1", "保健福祉"), ("3", "教育")]


def test_an_axis_of_another_city_is_not_found(client, plan):
    axis = make_axis(plan)
    other = make_plan(municipality=make_municipality("132039", "武蔵野市"))
    stranger = make_user("planning", municipality=other.municipality)
    client.force_login(stranger, backend="organizations.backends.PortalBackend")
    for parts in (plan.url_args, other.url_args):
        assert client.get(reverse("plans:category_list", args=[*parts, axis.pk])).status_code == 404
