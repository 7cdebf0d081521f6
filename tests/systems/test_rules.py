"""Every rule with a case that triggers it, one that just does not, and one in which a date is not known."""

from datetime import date

import pytest

from systems.findings.facts import ContractFacts, MigrationFacts, RenewalFacts, SupportFacts, SystemFacts
from systems.findings.findings import findings_in
from systems.findings.rules import RULES, Severity

TODAY = date(2027, 6, 3)


def month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def renewed(**dates) -> RenewalFacts:
    months = {name: month(value) for name, value in dates.items() if isinstance(value, str)}
    return RenewalFacts(**(dates | months))


def a_system(**fields) -> SystemFacts:
    return SystemFacts(1, 1, **({"name": "戸籍情報システム", "started_on": month("2022-12")} | fields))


def a_contract(**fields) -> ContractFacts:
    term = {"first_start": date(2026, 4, 1), "first_end": date(2027, 6, 30)}
    yearly = {"renews_automatically": True, "renewal_months": 12, "notice_days": 30}
    return ContractFacts(**({"pk": 1, "name": "保守契約"} | term | yearly | fields))


def a_support(ends_on: date, kind: str = "os") -> SupportFacts:
    return SupportFacts(kind, "", ends_on)


def found(rule: str, system: SystemFacts, today: date = TODAY):
    return [row.found for row in findings_in([system], today) if row.rule.code == rule]


NEXT = "2028-01"
CASES = [  # rule, system, months and severity (None: it finds nothing)
    ("review-late", a_system(renewal=renewed(review_start="2026-02", next_start=NEXT)), (23, "要対応")),
    ("review-late", a_system(renewal=renewed(review_start="2026-01", next_start=NEXT)), None),
    ("review-late", a_system(renewal=renewed(review_start="2028-03", next_start=NEXT)), (-2, "要対応")),
    ("review-late",
     a_system(renewal=renewed(review_start="2026-02", next_start=NEXT, lead_months=23)), None),
    ("review-late", a_system(renewal=renewed(next_start=NEXT)), None),
    ("review-late", a_system(renewal=renewed(review_start="2026-02")), None),
    ("review-late", a_system(renewal=renewed(review_start="2025-10", next_start="2027-06")), (20, "参考")),
    ("review-undetermined", a_system(renewal=renewed(next_start=NEXT)), (None, "要確認")),
    ("review-undetermined", a_system(renewal=renewed(review_start="2026-01", next_start=NEXT)), None),
    ("review-undetermined", a_system(renewal=renewed(current_end="2027-12")), None),
    ("procurement-late",
     a_system(renewal=renewed(next_start="2028-03", procurement_fiscal_year=2028)), (None, "要対応")),
    ("procurement-late",
     a_system(renewal=renewed(next_start="2028-03", procurement_fiscal_year=2027)), None),
    ("procurement-late", a_system(renewal=renewed(next_start=NEXT)), None),
    ("procurement-late", a_system(renewal=renewed(next_start=NEXT, contract_on="2028-03")), (2, "要対応")),
    ("procurement-late", a_system(renewal=renewed(next_start=NEXT, build_start="2028-01")), None),
    ("steps-out-of-order",
     a_system(renewal=renewed(review_start="2026-03", contract_on="2026-02", next_start=NEXT)),
     (1, "要確認")),
    ("steps-out-of-order",
     a_system(renewal=renewed(contract_on="2027-05", build_start="2027-04")), (1, "要確認")),
    ("steps-out-of-order",
     a_system(renewal=renewed(parallel_start="2028-02", next_start=NEXT)), (1, "要確認")),
    ("steps-out-of-order",
     a_system(renewal=renewed(contract_on="2027-04", build_start="2027-04", next_start=NEXT)), None),
    ("steps-out-of-order", a_system(renewal=renewed(build_start="2028-02", next_start=NEXT)), None),
    ("steps-out-of-order", a_system(renewal=renewed(contract_on="2027-04")), None),
    ("service-gap", a_system(renewal=renewed(current_end="2027-11", next_start=NEXT)), (1, "要対応")),
    ("service-gap", a_system(renewal=renewed(current_end="2027-12", next_start=NEXT)), None),
    ("service-gap", a_system(renewal=renewed(current_end="2028-01", next_start=NEXT)), None),
    ("service-gap", a_system(renewal=renewed(next_start=NEXT)), None),
    ("service-gap", a_system(renewal=renewed(current_end="2026-01", next_start="2027-06")), (16, "参考")),
    ("priority-gap",
     a_system(is_priority=True, renewal=renewed(current_end="2027-11", next_start=NEXT)), (1, "要対応")),
    ("priority-gap",
     a_system(bcp_priority="A", renewal=renewed(current_end="2027-10", next_start=NEXT)), (2, "要対応")),
    ("priority-gap",
     a_system(is_priority=False, renewal=renewed(current_end="2027-11", next_start=NEXT)), None),
    ("priority-gap", a_system(is_priority=True, renewal=renewed(next_start=NEXT)), None),
    ("overlap-long", a_system(renewal=renewed(current_end="2028-04", next_start=NEXT)), (4, "要確認")),
    ("overlap-long", a_system(renewal=renewed(current_end="2028-03", next_start=NEXT)), None),
    ("overlap-long", a_system(renewal=renewed(current_end="2028-04")), None),
    ("end-before-review",
     a_system(renewal=renewed(current_end="2027-07", review_start="2027-08", next_start=NEXT)),
     (1, "要対応")),
    ("end-before-review",
     a_system(renewal=renewed(current_end="2027-08", review_start="2027-08", next_start=NEXT)), None),
    ("end-before-review", a_system(renewal=renewed(current_end="2027-07", next_start=NEXT)), None),
    ("start-without-end", a_system(), (None, "参考")),
    ("start-without-end", a_system(renewal=renewed(current_end="2028-03")), None),
    ("start-without-end", a_system(contracts=[a_contract()]), None),
    ("start-without-end", a_system(started_on=None), None),
    ("start-without-end", a_system(started_on=None, renewal=renewed(next_start=NEXT)), (None, "参考")),
    ("past-end", a_system(renewal=renewed(current_end="2027-05")), (1, "要対応")),
    ("past-end", a_system(renewal=renewed(current_end="2027-06")), None),
    ("past-end", a_system(renewal=renewed(current_end="2026-12", next_start=NEXT)), (6, "要対応")),
    ("past-end", a_system(renewal=renewed(current_end="2026-12", next_start="2027-06")), None),
    ("past-end", a_system(renewal=renewed(next_start=NEXT)), None),
    ("end-without-next", a_system(renewal=renewed(current_end="2029-06")), (24, "要確認")),
    ("end-without-next", a_system(renewal=renewed(current_end="2029-05")), (23, "要対応")),
    ("end-without-next", a_system(renewal=renewed(current_end="2029-05", next_start="2029-06")), None),
    ("end-without-next", a_system(renewal=renewed(current_end="2027-05")), None),
    ("end-without-next", a_system(renewal=renewed(review_start="2027-05")), None),
    ("support-ends-first",
     a_system(renewal=renewed(next_start=NEXT), supports=[a_support(date(2027, 12, 31))]), (1, "要対応")),
    ("support-ends-first",
     a_system(renewal=renewed(next_start=NEXT), supports=[a_support(date(2028, 1, 1))]), None),
    ("support-ends-first", a_system(supports=[a_support(date(2027, 6, 2))]), (1, "要対応")),
    ("support-ends-first", a_system(supports=[a_support(date(2027, 6, 3))]), None),
    ("support-ends-first", a_system(supports=[a_support(date(2022, 11, 30))]), None),
    ("support-ends-first",
     a_system(renewal=renewed(current_end="2028-03"), supports=[a_support(date(2028, 3, 30))]),
     (1, "要対応")),
    ("support-ends-first",
     a_system(renewal=renewed(current_end="2028-03"), supports=[a_support(date(2028, 4, 1))]), None),
    ("support-ends-first", a_system(renewal=renewed(next_start=NEXT)), None),
    ("notice-passed", a_system(contracts=[a_contract()]), (12, "参考")),
    ("notice-passed", a_system(contracts=[a_contract()], renewal=renewed(next_start=NEXT)), (12, "要対応")),
    ("notice-passed",
     a_system(contracts=[a_contract()], renewal=renewed(next_start="2028-06")), (12, "要対応")),
    ("notice-passed",
     a_system(contracts=[a_contract()], renewal=renewed(next_start="2028-07")), (12, "参考")),
    ("notice-passed",
     a_system(contracts=[a_contract()], renewal=renewed(next_start="2027-06")), (12, "参考")),
    ("notice-passed",
     a_system(contracts=[a_contract()], renewal=renewed(current_end="2028-03")), (12, "要対応")),
    ("notice-passed", a_system(contracts=[a_contract(renewal_months=None)]), (None, "参考")),
    ("notice-passed", a_system(contracts=[a_contract(notice_days=27)]), None),
    ("notice-passed", a_system(contracts=[a_contract(notice_days=None)]), None),
    ("notice-passed", a_system(contracts=[a_contract(renews_automatically=None)]), None),
    ("contract-over",
     a_system(contracts=[a_contract(renews_automatically=False, first_end=date(2027, 6, 2))]), (1, "要確認")),
    ("contract-over",
     a_system(contracts=[a_contract(renews_automatically=False, first_end=date(2027, 6, 3))]), None),
    ("contract-over", a_system(contracts=[a_contract(first_end=date(2027, 6, 2))]), None),
    ("contract-over", a_system(contracts=[a_contract(first_end=None)]), None),
    ("contract-over", a_system(), None),
    ("no-renewal-plan", a_system(started_on=month("2017-06")), (120, "要確認")),
    ("no-renewal-plan", a_system(started_on=month("2017-07")), None),
    ("no-renewal-plan",
     a_system(started_on=month("2017-06"), renewal=renewed(next_start=NEXT)), None),
    ("no-renewal-plan", a_system(started_on=None), None),
    ("migration-overdue",
     a_system(migrations=[MigrationFacts("戸籍", "migrating", date(2027, 6, 2), "遅延")]), (15, "要対応")),
    ("migration-overdue",
     a_system(migrations=[MigrationFacts("戸籍", "migrating", date(2027, 6, 3), "遅延")]), None),
    ("migration-overdue",
     a_system(migrations=[MigrationFacts("戸籍", "migrating", date(2027, 6, 3))]), (15, "要対応")),
    ("migration-overdue",
     a_system(migrations=[MigrationFacts("戸籍", "special", date(2030, 3, 31))]), (15, "要対応")),
    ("migration-overdue", a_system(migrations=[MigrationFacts("戸籍", "migrated")]), None),
    ("migration-overdue", a_system(migrations=[MigrationFacts("戸籍", "migrating")]), (15, "要対応")),
    ("migration-overdue",
     a_system(migrations=[MigrationFacts("戸籍", "special", date(2030, 3, 31), "改修が遅れるため")]), None),
    ("migration-overdue",
     a_system(migrations=[MigrationFacts("戸籍", "special", None, "改修が遅れるため")]), (15, "要確認")),
    ("migration-overdue", a_system(standard_businesses=["戸籍"]), (15, "要確認")),
    ("dates-missing", a_system(started_on=None), (None, "参考")),
    ("dates-missing", a_system(), None),
    ("dates-missing", a_system(started_on=None, contracts=[a_contract()]), None),
    ("dates-missing", a_system(started_on=None, contracts=[a_contract(first_end=None)]), (None, "参考")),
    ("dates-missing",
     a_system(started_on=None, renewal=renewed(procurement_fiscal_year=2027)), (None, "参考")),
    ("dates-missing", a_system(started_on=None, renewal=renewed(current_end="2028-03")), None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "system", "expected"), CASES)
def test_a_rule_finds_what_it_looks_for_and_no_more(rule, system, expected):
    assert [(row.months, row.severity.value) for row in found(rule, system)] == (
        [expected] if expected else []
    )


def test_every_rule_has_a_case_that_triggers_it_and_one_that_does_not():
    assert {rule for rule, _, expected in CASES if expected} == set(RULES)
    assert {rule for rule, _, expected in CASES if not expected} == set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_says_in_a_sentence_what_mends_it(rule):
    assert rule.label
    assert rule.remedy.endswith("。")


def test_every_sentence_ends_and_tells_its_arithmetic():
    system = a_system(renewal=renewed(review_start="2026-12", next_start=NEXT))
    assert [row.sentence for row in found("review-late", system)] == [
        "次期の稼働は令和10年1月。その24か月前は令和8年1月。検討の開始は令和8年12月で、稼働の13か月前です。"
        "24か月に11か月足りません。"
    ]
    assert all(row.found.sentence.endswith("。") for row in findings_in([s for _, s, _ in CASES], TODAY))


def test_the_same_rule_tells_two_contracts_and_two_supports_apart():
    system = a_system(
        contracts=[a_contract(), a_contract(pk=2, name="利用契約")],
        supports=[a_support(date(2027, 1, 1)), a_support(date(2027, 2, 1))],
    )
    assert len({row.subject for row in found("notice-passed", system)}) == 2
    assert len({row.subject for row in found("support-ends-first", system)}) == 2


def test_no_subject_is_longer_than_an_acceptance_can_hold():
    system = a_system(supports=[SupportFacts("os", "版" * 200, date(2027, 1, 1))])
    assert [len(row.subject) for row in found("support-ends-first", system)] == [200]


def test_of_a_system_renewed_already_it_is_said_that_the_next_renewal_is_not_known():
    system = a_system(renewal=renewed(next_start="2026-04"), supports=[a_support(date(2027, 1, 1))])
    assert found("support-ends-first", system)[0].sentence.endswith("その次の更新は記載なしです。")


def test_a_renewal_that_has_begun_is_told_and_no_more_asked_to_be_mended():
    dates = {"review_start": "2026-02", "current_end": "2027-03", "next_start": NEXT}
    before = a_system(renewal=renewed(**dates))
    severities = {row.severity for row in findings_in([before], date(2028, 1, 1)) if row.found.months}
    assert severities == {Severity.NOTE}
