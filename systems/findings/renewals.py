"""Rules on the renewal: review, procurement, the hole or the overlap between the old system and the new."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_era, show_month_by_era
from organizations.months import months_after, months_between
from systems.findings.facts import SystemFacts
from systems.findings.rules import Found, Severity, iso, rule
from systems.renewing import LABELS

IN_ORDER = (
    "review_start", "specification_start", "contract_on", "build_start", "parallel_start", "next_start",
)  # fmt: skip
OVERLAP_LIMIT = 3  # months both may run side by side


def _unless_past(severity: Severity, start: date | None, as_of: date) -> Severity:
    """A renewal that has begun cannot be mended any more: what was wrong with it is only told."""
    return Severity.NOTE if start is not None and start <= as_of else severity


def months_of_gap(current_end: date, next_start: date) -> int:
    """Return the empty months between the last month of the old system and the first of the new."""
    return months_between(current_end, next_start) - 1


@rule(
    "review-late",
    "検討の開始が遅い",
    "検討を早めるか、構築の期間を確保できるかを事業者に確かめ、次期の稼働を見直す。",
)
def review_late(system: SystemFacts, as_of: date) -> Iterator[Found]:
    renewal = system.renewal
    if renewal is None or renewal.next_start is None or renewal.review_start is None:
        return
    start, review, wanted = renewal.next_start, renewal.review_start, renewal.lead_months
    lead = months_between(review, start)
    if lead >= wanted:
        return
    before = f"稼働の{lead}か月前" if lead > 0 else ("稼働と同じ月" if lead == 0 else f"稼働の{-lead}か月後")
    yield Found(
        _unless_past(Severity.ACT, start, as_of),
        f"次期の稼働は{show_month_by_era(start)}。その{wanted}か月前は"
        f"{show_month_by_era(months_after(start, -wanted))}。検討の開始は{show_month_by_era(review)}で、"
        f"{before}です。{wanted}か月に{wanted - lead}か月足りません。",
        lead,
        facts=iso(review_start=review, next_start=start, lead_months=wanted),
    )


@rule("review-undetermined", "検討の開始を判定できない", "検討の開始を確かめて記入する。")
def review_undetermined(system: SystemFacts, as_of: date) -> Iterator[Found]:
    renewal = system.renewal
    if renewal is None or renewal.next_start is None or renewal.review_start is not None:
        return
    due = months_after(renewal.next_start, -renewal.lead_months)
    yield Found(
        _unless_past(Severity.CHECK, renewal.next_start, as_of),
        f"次期の稼働は{show_month_by_era(renewal.next_start)}。検討の開始は記載なしのため、"
        f"{renewal.lead_months}か月前の{show_month_by_era(due)}までに始まるかを判定できません。",
        facts=iso(next_start=renewal.next_start, lead_months=renewal.lead_months),
    )


@rule("procurement-late", "調達が稼働に間に合わない", "調達の時期か次期の稼働を直す。")
def procurement_late(system: SystemFacts, as_of: date) -> Iterator[Found]:
    renewal = system.renewal
    if renewal is None or renewal.next_start is None:
        return
    start, year = renewal.next_start, renewal.procurement_fiscal_year
    severity = _unless_past(Severity.ACT, start, as_of)
    if year is not None and year > fiscal_year_of(start):
        yield Found(
            severity,
            f"次期の稼働は{show_month_by_era(start)}（{show_fiscal_year_by_era(fiscal_year_of(start))}）。"
            f"調達は{show_fiscal_year_by_era(year)}で、稼働の後です。",
            facts=iso(procurement_fiscal_year=year, next_start=start),
        )
    steps = [("contract_on", "契約"), ("build_start", "構築の開始"), ("specification_start", "仕様書の作成")]
    for name, label in steps:
        month = getattr(renewal, name)
        if month is not None and month > start:
            yield Found(
                severity,
                f"次期の稼働は{show_month_by_era(start)}。{label}は{show_month_by_era(month)}で、"
                f"稼働の{months_between(start, month)}か月後です。",
                months_between(start, month),
                name,
                iso(**{name: month, "next_start": start}),
            )


@rule("steps-out-of-order", "工程の順が逆", "どちらの月が正しいかを確かめて直す。")
def steps_out_of_order(system: SystemFacts, as_of: date) -> Iterator[Found]:
    renewal = system.renewal
    if renewal is None:
        return
    given = [(code, month) for code in IN_ORDER if (month := getattr(renewal, code)) is not None]
    for (earlier, first), (later, second) in pairwise(given):
        if first <= second or (later == "next_start" and earlier != "parallel_start"):
            continue  # what lies after the start has a rule of its own
        yield Found(
            _unless_past(Severity.CHECK, renewal.next_start, as_of),
            f"{LABELS[earlier]}は{show_month_by_era(first)}、{LABELS[later]}は{show_month_by_era(second)}で、"
            f"順が逆です（{months_between(second, first)}か月）。",
            months_between(second, first),
            f"{earlier} {later}",
            iso(**{earlier: first, later: second}),
        )


@rule(
    "service-gap", "現行と次期の間の空白", "現行の契約を延ばすか、次期の稼働を早める。終わりの月も確かめる。"
)
def service_gap(system: SystemFacts, as_of: date) -> Iterator[Found]:
    if gap := _gap(system):
        yield Found(
            _unless_past(Severity.ACT, system.renewal.next_start, as_of),
            _words_of_gap(system.renewal.current_end, system.renewal.next_start, gap),
            gap,
            facts=iso(current_end=system.renewal.current_end, next_start=system.renewal.next_start),
        )


@rule("priority-gap", "優先システムの空白", "業務継続の手段（代替機、現行の延長）を先に決める。")
def priority_gap(system: SystemFacts, as_of: date) -> Iterator[Found]:
    if system.has_priority and (gap := _gap(system)):
        priority = f"ICT-BCPの優先度{system.bcp_priority}" if system.bcp_priority else "優先システム"
        yield Found(
            _unless_past(Severity.ACT, system.renewal.next_start, as_of),
            f"{priority}でありながら、動くシステムのない月が{gap}か月あります。",
            gap,
            facts=iso(
                current_end=system.renewal.current_end,
                next_start=system.renewal.next_start,
                bcp_priority=system.bcp_priority,
            ),
        )


def _gap(system: SystemFacts) -> int:
    renewal = system.renewal
    if renewal is None or renewal.current_end is None or renewal.next_start is None:
        return 0
    return max(months_of_gap(renewal.current_end, renewal.next_start), 0)


def _words_of_gap(end: date, start: date, gap: int) -> str:
    first, last = months_after(end, 1), months_after(start, -1)
    months = show_month_by_era(first)
    if gap > 1:
        months += f"から{show_month_by_era(last)}まで"
    return (
        f"現行の終わりは{show_month_by_era(end)}、次期の稼働は{show_month_by_era(start)}。"
        f"間の{months}の{gap}か月、動くシステムがありません。"
    )


@rule("overlap-long", "並行稼働が長い", "現行の終わりを早めるか、並行稼働の理由を書いて了承する。")
def overlap_long(system: SystemFacts, as_of: date) -> Iterator[Found]:
    renewal = system.renewal
    if renewal is None or renewal.current_end is None or renewal.next_start is None:
        return
    months = months_between(renewal.next_start, renewal.current_end) + 1
    if months > OVERLAP_LIMIT:
        yield Found(
            _unless_past(Severity.CHECK, renewal.next_start, as_of),
            f"次期の稼働は{show_month_by_era(renewal.next_start)}、現行の終わりは"
            f"{show_month_by_era(renewal.current_end)}。{months}か月重なり、目安の{OVERLAP_LIMIT}か月を超えます。",
            months,
            facts=iso(current_end=renewal.current_end, next_start=renewal.next_start),
        )


@rule(
    "end-before-review",
    "検討の前に現行が終わる",
    "現行の終わりと検討の開始のどちらが正しいかを確かめて直す。",
)
def end_before_review(system: SystemFacts, as_of: date) -> Iterator[Found]:
    renewal = system.renewal
    if renewal is None or renewal.current_end is None or renewal.review_start is None:
        return
    months = months_between(renewal.current_end, renewal.review_start)
    if months > 0:
        yield Found(
            _unless_past(Severity.ACT, renewal.next_start, as_of),
            f"現行の終わりは{show_month_by_era(renewal.current_end)}、検討の開始は"
            f"{show_month_by_era(renewal.review_start)}。終わってから{months}か月後に検討を始めることになります。",
            months,
            facts=iso(current_end=renewal.current_end, review_start=renewal.review_start),
        )
