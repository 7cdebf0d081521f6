"""了承: with a reason and for the dates shown; no order of edits lets it hide a new finding."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizations.history import Author, change_set, save_changed
from organizations.models import User
from organizations.months import months_after
from systems.exceptions import AcceptanceUnfit, FindingGone
from systems.findings.findings import city_findings
from systems.models import AcceptedFinding, RenewalPlan
from systems.services.findings import finding_accept, finding_unaccept
from tests.factories import make_department, make_municipality, make_plan, make_system, make_user, recorded

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
NEXT, END = date(2028, 4, 1), date(2027, 9, 1)


@recorded
def make_renewal(**dates) -> RenewalPlan:
    plan = make_plan()
    system = make_system(plan=plan, name="戸籍情報システム")
    system.system_departments.create(department=make_department("市民課"))
    return RenewalPlan.objects.create(plan=plan, system=system, **({"next_start": NEXT} | dates))


def change(renewal: RenewalPlan, **dates) -> None:
    with change_set(author=Author(None, "test"), municipality=renewal.plan.municipality):
        for name, value in dates.items():
            setattr(renewal, name, value)
        save_changed(renewal)


def standing(renewal: RenewalPlan, today: date = TODAY) -> dict[str, bool]:
    return {row.rule.code: row.is_accepted for row in city_findings(renewal.plan.municipality, as_of=today)}


def accept(renewal: RenewalPlan, rule: str = "service-gap", **fields) -> AcceptedFinding:
    city = renewal.plan.municipality
    shown = next(row for row in city_findings(city, as_of=TODAY) if row.rule.code == rule)
    seen = {"rule": rule, "subject": shown.found.subject, "facts": shown.found.facts}
    return finding_accept(**_asked(renewal) | seen | fields)


def test_an_accepted_finding_is_told_with_who_accepted_it_and_why():
    renewal = make_renewal(current_end=END)
    assert standing(renewal)["service-gap"] is False
    accepted = accept(renewal)
    [finding] = [
        row for row in city_findings(renewal.plan.municipality, as_of=TODAY) if row.rule.code == "service-gap"
    ]
    assert finding.acceptance == accepted
    assert (accepted.accepted_by_name, accepted.accepted_on) == (str(accepted.accepted_by), TODAY)
    assert accepted.history.count() == 1


def test_it_returns_when_a_date_it_was_accepted_for_changes_and_holds_again_when_that_comes_back():
    renewal = make_renewal(current_end=END)
    accept(renewal)
    change(renewal, current_end=months_after(END, -1))
    assert standing(renewal)["service-gap"] is False
    change(renewal, current_end=END)
    assert standing(renewal)["service-gap"] is True


def test_it_returns_on_the_day_after_the_acceptance_runs_out():
    renewal = make_renewal(current_end=END)
    accept(renewal, until=date(2026, 12, 31))
    assert standing(renewal, date(2026, 12, 31))["service-gap"] is True
    assert standing(renewal, date(2027, 1, 1))["service-gap"] is False


def test_accepting_one_rule_leaves_the_others_standing():
    renewal = make_renewal(current_end=END, review_start=date(2027, 1, 1))
    accept(renewal)
    assert standing(renewal)["review-late"] is False


def test_it_can_be_taken_back_and_given_anew():
    renewal = make_renewal(current_end=END)
    finding_unaccept(accepted=accept(renewal), author=Author(None, "test"))
    assert standing(renewal)["service-gap"] is False
    accept(renewal)
    change(renewal, current_end=months_after(END, -1))
    accept(renewal)
    assert standing(renewal)["service-gap"] is True
    assert AcceptedFinding.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"reason": "　"}, AcceptanceUnfit),
        ({"until": date(2026, 11, 27)}, AcceptanceUnfit),
        ({"facts": {"current_end": "2027-08-01", "next_start": "2028-04-01"}}, FindingGone),
        ({"rule": "overlap-long"}, FindingGone),
    ],
)
def test_what_cannot_be_accepted_is_refused_and_nothing_is_written(fields, refusal):
    renewal = make_renewal(current_end=END)
    with pytest.raises(refusal, match="。"):
        accept(renewal) if not fields else finding_accept(**_asked(renewal) | fields)
    assert not AcceptedFinding.objects.exists()


def _planner() -> User:
    return User.objects.first() or make_user()


def _asked(renewal: RenewalPlan) -> dict:
    city = renewal.plan.municipality
    facts = {"current_end": END.isoformat(), "next_start": NEXT.isoformat()}
    return {
        "municipality": city, "system": renewal.system, "rule": "service-gap", "subject": "", "facts": facts,
        "reason": "協議中。", "until": None, "author": Author(_planner(), "page"), "today": TODAY,
    }  # fmt: skip


MONTHS = st.one_of(st.none(), st.integers(-30, 40).map(lambda count: months_after(NEXT, count)))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["current_end", "review_start", "contract_on", "next_start"]), MONTHS),
        st.tuples(st.just("procurement_fiscal_year"), st.one_of(st.none(), st.integers(2024, 2031))),
        st.tuples(st.just("accept"), st.integers(0, 9)),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_order_of_edits_lets_an_accepted_finding_hide_a_new_one(steps):
    renewal = RenewalPlan.objects.first() or make_renewal(current_end=END)
    city = renewal.plan.municipality
    for accepted in AcceptedFinding.objects.all():
        finding_unaccept(accepted=accepted, author=Author(None, "test"))
    change(renewal, current_end=END, review_start=None, contract_on=None, next_start=NEXT,
           procurement_fiscal_year=None)  # fmt: skip
    agreed_to = set()
    for what, value in steps:
        if what == "accept":
            open_ones = [row for row in city_findings(city, as_of=TODAY) if not row.is_accepted]
            if open_ones:
                chosen = open_ones[value % len(open_ones)]
                finding_accept(
                    **_asked(renewal) | {"rule": chosen.rule.code, "subject": chosen.found.subject,
                                         "facts": chosen.found.facts}
                )  # fmt: skip
                agreed_to.add(chosen.found.sentence)
        else:
            change(renewal, **{what: value})
    hidden = {row.found.sentence for row in city_findings(city, as_of=TODAY) if row.is_accepted}
    assert hidden <= agreed_to


@pytest.mark.parametrize("rows", [2, 30])
def test_the_findings_of_a_city_cost_as_many_queries_however_many_systems(rows, django_assert_num_queries):
    plan = make_plan()
    for n in range(rows):
        make_renewal_of(plan, n)
    with django_assert_num_queries(9):
        assert len({row.system.system_id for row in city_findings(plan.municipality, as_of=TODAY)}) == rows


@recorded
def make_renewal_of(plan, n: int) -> None:
    system = make_system(plan=plan, name=f"システム{n}")
    system.system_departments.create(department=make_department(f"第{n}課", municipality=plan.municipality))
    RenewalPlan.objects.create(plan=plan, system=system, current_end=END, next_start=NEXT)


def test_a_shared_system_is_judged_in_each_city_by_its_own_dates():
    renewal = make_renewal(current_end=END)
    partner = make_municipality("133035", "隣の市")
    theirs = make_plan(municipality=partner)
    with change_set(author=Author(None, "test")):
        renewal.system.shares.create(municipality=partner)
        RenewalPlan.objects.create(
            plan=theirs, system=renewal.system, current_end=months_after(NEXT, -1), next_start=NEXT
        )
    accept(renewal)
    assert "service-gap" not in {row.rule.code for row in city_findings(partner, as_of=TODAY)}
    assert standing(renewal)["service-gap"] is True
    assert [row.system.departments for row in city_findings(partner, as_of=TODAY)][0] == []
