import pytest
from django.urls import reverse

from organizations.exceptions import ReasonMissing
from organizations.models import ChangeSet
from plans.models import Axis, Edition, GlossaryTerm, Plan, Word
from tests.admin_pages import as_posted, errors_of, save
from tests.factories import freeze, make_municipality, make_plan, make_policy, make_user

pytestmark = pytest.mark.django_db
MISSING = str(ReasonMissing())


@pytest.fixture
def boss(client):
    client.force_login(make_user("administrator"))
    return client


def url(row, verb="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk])


@pytest.fixture
def adopted():
    plan = make_plan()
    freeze(plan)
    return plan


def test_a_plan_is_saved_with_its_rows_in_one_change_set(boss):
    plan = make_plan()
    shown = as_posted(boss.get(url(plan)))
    before = ChangeSet.objects.count()
    new_axis = {"axes-TOTAL_FORMS": "1", "axes-0-code": "field", "axes-0-name": "分野", "axes-0-order": "0"}
    answer = boss.post(url(plan), shown | new_axis | {"vision": "やさしい\r\nデジタル"})
    assert answer.status_code == 302
    change = ChangeSet.objects.first()
    assert ChangeSet.objects.count() == before + 1
    assert (change.plan_code, change.municipality) == ("ict-2022", plan.municipality)
    plan.refresh_from_db()
    assert plan.vision == "やさしい\nデジタル"
    assert Axis.objects.get(plan=plan).name == "分野"


def test_an_adopted_plan_is_not_changed_without_a_reason_and_nothing_is_half_written(boss, adopted):
    before = ChangeSet.objects.count()
    shown = as_posted(boss.get(url(adopted)))
    new_axis = {"axes-TOTAL_FORMS": "1", "axes-0-code": "field", "axes-0-name": "分野", "axes-0-order": "0"}
    page = boss.post(url(adopted), shown | new_axis | {"title": "改めた計画"})
    assert errors_of(page) == [MISSING]
    assert 'value="改めた計画"' in page.content.decode()
    assert not Axis.objects.exists()
    assert Plan.objects.get().title == "情報化推進計画"
    assert ChangeSet.objects.count() == before


@pytest.mark.parametrize(
    ("category", "text", "is_saved"),
    [("law", "条例の改正", True), ("typo", "", True), ("law", "", False), ("", "条例の改正", False)],
)
def test_the_reason_is_asked_for_as_everywhere(category, text, is_saved, boss, adopted):
    answer = save(boss, url(adopted), title="改めた計画", reason_category=category, reason_text=text)
    assert (answer.status_code == 302) is is_saved
    if is_saved:
        change = ChangeSet.objects.first()
        assert (change.reason_category, change.reason_text, change.source) == (category, text, "admin")


def test_a_row_of_an_adopted_plan_needs_a_reason_too_and_its_deletion(boss, adopted):
    policy = make_policy(plan=adopted)
    assert errors_of(save(boss, url(policy), name="改めた方針")) == [MISSING]
    page = boss.post(url(policy, "delete"), {"post": "yes"})
    assert MISSING in page.content.decode()
    assert adopted.policies.exists()
    reason = {"post": "yes", "reason_category": "decision", "reason_text": "議会の議決"}
    assert boss.post(url(policy, "delete"), reason).status_code == 302
    assert ChangeSet.objects.first().reason_text == "議会の議決"


def test_an_adopted_plan_saved_as_it_stands_needs_no_reason(boss, adopted):
    assert save(boss, url(adopted)).status_code == 302


def test_a_plan_with_editions_is_not_deleted_and_editions_never_change(boss, adopted):
    edition = adopted.editions.get()
    assert "確定版" in boss.get(url(adopted, "delete")).content.decode()
    boss.post(url(adopted, "delete"), {"post": "yes", "reason_category": "typo"})
    assert Edition.objects.filter(pk=edition.pk).exists()
    assert boss.get(url(edition)).status_code == 200
    assert boss.post(url(edition), {"label": "改めた版"}).status_code == 403
    assert boss.post(url(edition, "delete"), {"post": "yes"}).status_code == 403
    assert boss.get(reverse("admin:plans_edition_add")).status_code == 403


def test_years_and_months_are_typed_as_people_write_them(boss):
    plan = make_plan()
    written = {"start_fiscal_year": "令和4年度", "end_fiscal_year": "Ｒ９", "start_on": "令和4年7月"}
    assert save(boss, url(plan), **written).status_code == 302
    plan.refresh_from_db()
    assert (plan.start_fiscal_year, plan.end_fiscal_year) == (2022, 2027)
    assert plan.start_on.isoformat() == "2022-07-01"
    page = save(boss, url(plan), end_fiscal_year="令和0年", start_on="2022年")
    assert len(errors_of(page)) == 2


def test_json_is_shown_in_japanese_and_its_kind_is_checked(boss):
    plan = make_plan(labels={"measure": "個別計画"}, notes=[{"kind": "editor", "text": "二行\nの注"}])
    page = boss.get(url(plan)).content.decode()
    assert "個別計画" in page
    assert "\\u500b" not in page
    assert errors_of(save(boss, url(plan), notes='{"a": 1}')) == ["[ ] で囲んだ並びにしてください。"]
    assert save(boss, url(plan), labels="", notes="").status_code == 302
    plan.refresh_from_db()
    assert (plan.labels, plan.notes) == ({}, [])


def test_the_plan_leads_to_its_long_lists(boss):
    plan = make_plan()
    page = boss.get(url(plan)).content.decode()
    for name in ["plans_chapter", "plans_glossaryterm", "measures_measure", "systems_renewalplan"]:
        assert reverse(f"admin:{name}_changelist") + f"?plan={plan.pk}" in page


def test_a_new_row_belongs_to_the_plan_of_the_list_one_comes_from(boss):
    plan = make_plan()
    new = reverse("admin:plans_glossaryterm_add")
    page = boss.get(new, {"_changelist_filters": f"plan={plan.pk}"})
    assert page.context["adminform"].form["plan"].value() == str(plan.pk)
    assert save(boss, new, plan=plan.pk, term="ＩＣＴ", explanation="情報通信技術").status_code == 302
    assert GlossaryTerm.objects.get().plan == plan


def test_the_plan_filter_offers_the_plans_of_the_chosen_city(boss):
    make_plan()
    other = make_plan(municipality=make_municipality("132039", "武蔵野市"))
    page = boss.get(reverse("admin:plans_chapter_changelist"), {"municipality": other.municipality_id})
    plans = next(spec for spec in page.context["cl"].filter_specs if spec.parameter_name == "plan")
    assert [title for _, title in plans.lookup_choices] == ["武蔵野市 ict-2022"]


def test_a_word_of_another_plan_is_not_pointed_to(boss):
    plan, other = make_plan(), make_plan(code="ict-2027", start=2027, end=2031)
    policy, foreign = make_policy(plan=plan), make_policy(plan=other, code="9")
    page = save(boss, url(policy), parent=foreign.pk)
    assert "別の団体か計画" in errors_of(page)[0]


def test_words_are_chosen_by_their_common_code(boss):
    plan = make_plan()
    page = boss.get(url(plan.word_set.first())).content.decode()
    assert '<optgroup label="工程区分">' in page
    assert Word.objects.count() == 4


def test_the_largest_plan_page_stays_below_the_limit_of_posted_fields(boss, settings):
    plan = make_plan()
    fields = len(as_posted(boss.get(url(plan))))
    assert fields < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS / 5
