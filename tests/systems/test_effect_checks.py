"""The check of the effect: who is told when, once each, and how it is written."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from organizations.history import Author
from systems.exceptions import EffectNotDue, NotYourConsultation
from systems.models import ConsultationRule, EffectCheck
from systems.services.effect_checks import checks_wanted, effect_check_save, effect_checks_remind
from tests.factories import make_department, make_user, recorded
from tests.systems.consulting import TODAY, brought_to, edits, filer, make_consultation, make_rule, planner
from workspace.due import due_steps
from workspace.models import Notice

NOW = datetime(2028, 4, 3, 2, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {1: 2028, 3: 2030, 5: 2032}),
        ({"starts_on": date(2028, 3, 31)}, {1: 2028, 3: 2030, 5: 2032}),
        ({"starts_on": date(2028, 4, 1)}, {1: 2029, 3: 2031, 5: 2033}),
        ({"cost": 10_001}, {1: 2028, 3: 2030, 5: 2032}),
        ({"cost": 10_000}, {}),
        ({"cost": None}, {}),
        ({"starts_on": None}, {}),
        ({"assessed": 0}, {}),
        ({"assessed": None}, {}),
    ],
)
def test_effects_are_checked_so_many_fiscal_years_after_the_start(fields, expected):
    rule = ConsultationRule(threshold=10_000)
    given = {"cost": 50_000, "starts_on": date(2028, 1, 1), "assessed": 1} | fields
    assert checks_wanted(rule, **given) == expected


def test_a_city_has_years_of_its_own():
    rule = ConsultationRule(threshold=0, checked_after=[2])
    assert checks_wanted(rule, cost=1, starts_on=date(2028, 1, 1), assessed=1) == {2: 2029}


@pytest.mark.django_db
def test_a_department_is_told_of_a_due_check_once():
    make_rule()
    row = brought_to("decided")
    someone = filer().user
    make_user("department", department=make_department("税務課"), username="other")
    Notice.objects.all().delete()
    assert effect_checks_remind(date(2028, 12, 31), NOW) == "効果の検証のお知らせはありません。"
    assert effect_checks_remind(date(2029, 1, 1), NOW) == "効果の検証のお知らせを1件送りました。"
    assert effect_checks_remind(date(2029, 4, 1), NOW) == "効果の検証のお知らせはありません。"
    notice = Notice.objects.get()
    assert notice.owner == someone
    assert notice.text == (
        "効果の検証を書く時期になりました。令和10年度まで「住民記録システムの更新」（稼働後1年）"
    )
    assert notice.url == row.get_absolute_url()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "told_on"),
    [
        (date(2028, 3, 1), date(2029, 3, 1)),  # not in April 2028, though its year is 2028
        (date(2028, 4, 1), date(2029, 4, 1)),
        (date(2028, 2, 29), date(2029, 3, 1)),
    ],
)
def test_nobody_is_told_before_the_full_years_have_passed(start, told_on):
    make_rule(checked_after=[1])
    brought_to("decided", starts_on=start)
    filer()
    Notice.objects.all().delete()
    effect_checks_remind(told_on - timedelta(days=1), NOW)
    assert not Notice.objects.exists()
    effect_checks_remind(told_on, NOW)
    assert Notice.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [2, 30])
def test_the_night_costs_the_same_queries_however_many_checks_are_due(rows, django_assert_num_queries):
    for number in range(rows):
        make_check(make_consultation(name=f"更新{number}"))
    someone = filer().user
    with django_assert_num_queries(6):  # two of them a savepoint
        effect_checks_remind(date(2029, 1, 1), NOW)
    assert someone.notices.count() == rows


@pytest.mark.django_db
def test_the_night_tells_of_due_checks():
    assert "effect_checks" in {step.name for step in due_steps()}


def written(check: EffectCheck, author, **wanted) -> EffectCheck:
    return effect_check_save(check=check, edits=edits(check, **wanted), author=author, today=TODAY)


@pytest.mark.django_db
def test_what_was_written_is_told_to_planning_and_asked_for_no_more():
    make_rule()
    someone = filer().user
    check = brought_to("decided").checks.get(after_years=1)
    effect_checks_remind(date(2029, 1, 1), NOW)
    Notice.objects.exclude(key__startswith="effect-check").delete()
    check = written(check, filer(), verdict="met", text="2割減った。")
    assert check.checked_on == TODAY
    assert Notice.objects.get(owner=someone).read_at is not None
    assert Notice.objects.filter(owner=planner().user, text__startswith="効果の検証が書かれました。").exists()
    assert effect_checks_remind(date(2029, 2, 1), NOW) == "効果の検証のお知らせはありません。"


@pytest.mark.django_db
def test_a_check_needs_a_verdict_and_a_text():
    make_rule()
    check = brought_to("decided").checks.get(after_years=1)
    with pytest.raises(ValidationError) as refused:
        written(check, filer(), verdict="")
    assert set(refused.value.message_dict) == {"verdict", "text"}


@pytest.mark.django_db
def test_another_department_writes_no_check():
    make_rule()
    check = brought_to("decided").checks.get(after_years=1)
    other = make_user("department", department=make_department("税務課"), username="other")
    with pytest.raises(NotYourConsultation):
        written(check, Author(user=other, source="page"), verdict="met", text="2割減った。")


@pytest.mark.django_db
def test_nothing_is_checked_before_it_is_decided():
    check = make_check(brought_to("sent"))
    with pytest.raises(EffectNotDue, match="先に査定の結果を記録してください。"):
        written(check, filer(), verdict="met", text="2割減った。")


@recorded
def make_check(row) -> EffectCheck:
    return EffectCheck.objects.create(consultation=row, after_years=1, due_fiscal_year=2028)
