"""Rules on the system that runs: its end, its support, its contracts, its age, what nobody wrote down."""

from collections.abc import Iterator
from datetime import date

from organizations.fiscal_years import show_day, show_month_by_era
from organizations.months import last_day, months_after, months_between
from systems.findings.facts import MigrationFacts, SystemFacts
from systems.findings.rules import Found, Severity, iso, rule
from systems.terms import contract_dates, renewed_until

LONG_LIFE = 120  # months: after ten years without a renewal plan one is asked for
LONGEST_SUBJECT = 200  # as `AcceptedFinding.subject` holds it
MIGRATION_DEADLINE = date(2026, 3, 31)  # 標準化法の基本方針: 原則として令和7年度末まで


def running_since(system: SystemFacts, as_of: date) -> date | None:
    """Return the month since which what now runs has run: the next start once it has come."""
    renewal = system.renewal
    if renewal is not None and renewal.next_start is not None and renewal.next_start <= as_of:
        return renewal.next_start
    return system.started_on


def end_to_come(system: SystemFacts, as_of: date) -> date | None:
    """Return the month until which the present system runs, None where nobody says."""
    renewal = system.renewal
    if renewal is None or (renewal.next_start is not None and renewal.next_start <= as_of):
        return None
    return renewal.current_end


@rule("start-without-end", "終わりの記載なし", "契約か機器の期間を確かめ、現行の終了を記入する。")
def start_without_end(system: SystemFacts, as_of: date) -> Iterator[Found]:
    since = running_since(system, as_of)
    renewal = system.renewal
    if since is None and (renewal is None or renewal.next_start is None or renewal.current_end is not None):
        return
    if end_to_come(system, as_of) is not None or any(row.first_end for row in system.contracts):
        return
    start = (
        f"稼働は{show_month_by_era(since)}から"
        if since
        else f"次期の稼働は{show_month_by_era(renewal.next_start)}"
    )
    yield Found(
        Severity.NOTE,
        f"{start}。いまのシステムがいつまで動くかは記載なしのため、更新の時期を判定できません。",
        facts=iso(running_since=since, next_start=renewal.next_start if renewal else None),
    )


@rule("past-end", "終わりを過ぎて動いている", "延長した契約の終わりを記入するか、廃止を記録する。")
def past_end(system: SystemFacts, as_of: date) -> Iterator[Found]:
    end = end_to_come(system, as_of)
    if end is None or last_day(end) >= as_of:
        return
    months = months_between(end, as_of)
    start = system.renewal.next_start
    ahead = f"次期の稼働は{show_month_by_era(start)}。" if start else "次期の稼働は記載なし。"
    yield Found(
        Severity.ACT,
        f"現行の終わりは{show_month_by_era(end)}で、{max(months, 1)}か月過ぎています。{ahead}",
        max(months, 1),
        facts=iso(current_end=end, next_start=start),
    )


@rule("end-without-next", "終わりの後の記載なし", "次期の稼働を決めて記入するか、廃止の予定を記録する。")
def end_without_next(system: SystemFacts, as_of: date) -> Iterator[Found]:
    end, renewal = end_to_come(system, as_of), system.renewal
    if end is None or renewal.next_start is not None or last_day(end) < as_of:
        return
    left = months_between(as_of, end)
    yield Found(
        Severity.ACT if left < renewal.lead_months else Severity.CHECK,
        f"現行の終わりは{show_month_by_era(end)}で、あと{left}か月です。次期の稼働は記載なしです。"
        f"検討は{renewal.lead_months}か月前に始めます。",
        left,
        facts=iso(current_end=end, lead_months=renewal.lead_months),
    )


@rule(
    "support-ends-first", "サポートが更新より前に終わる", "延長サポートの見積を取るか、次期の稼働を早める。"
)
def support_ends_first(system: SystemFacts, as_of: date) -> Iterator[Found]:
    since, (until, end) = running_since(system, as_of), _end_of_present(system, as_of)
    for support in system.supports:
        if since is not None and support.ends_on < since:
            continue  # of the system before
        if until is not None and support.ends_on < until:
            months = max(months_between(support.ends_on, until), 1)
            words = (
                f"{support.words}のサポートは{show_day(support.ends_on)}まで、{end}。"
                f"およそ{months}か月、サポートのないまま動きます。"
            )
        elif until is None and support.ends_on < as_of:
            months = max(months_between(support.ends_on, as_of), 1)
            words = f"{support.words}のサポートは{show_day(support.ends_on)}に終わりました。{end}。"
        else:
            continue
        facts = iso(ends_on=support.ends_on, until=until, kind=support.kind, name=support.name)
        subject = f"{support.kind} {support.ends_on.isoformat()} {support.name}".strip()
        yield Found(Severity.ACT, words, months, subject[:LONGEST_SUBJECT], facts)


def _end_of_present(system: SystemFacts, as_of: date) -> tuple[date | None, str]:
    """Return the month from which the present system runs no more, and what is known of it in words."""
    renewal, end = system.renewal, end_to_come(system, as_of)
    if renewal is not None and renewal.next_start is not None:
        if renewal.next_start > as_of:
            return renewal.next_start, f"次期の稼働は{show_month_by_era(renewal.next_start)}"
        return None, "その次の更新は記載なしです"
    if end is not None:
        return months_after(end, 1), f"現行の終わりは{show_month_by_era(end)}、次期の稼働は記載なしです"
    return None, "次期の稼働は記載なしです"


@rule(
    "notice-passed",
    "解約の申出の期限を過ぎた",
    "相手方と協議するか、次の期間の終わりに合わせて更新を計画する。",
)
def notice_passed(system: SystemFacts, as_of: date) -> Iterator[Found]:
    for contract in system.contracts:
        if not contract.renews_automatically or contract.terminated_on is not None:
            continue
        schedule = contract_dates(contract, as_of, system.closed)
        if schedule.notice_by is None or not schedule.notice_by < as_of <= schedule.term_end:
            continue
        until, _ = _end_of_present(system, as_of)
        renewed = renewed_until(contract, schedule)
        is_wanted = until is not None and renewed is not None and schedule.term_end < until <= renewed
        more = f"さらに{contract.renewal_months}か月" if contract.renewal_months else "（月数は記載なし）"
        yield Found(
            Severity.ACT if is_wanted else Severity.NOTE,
            f"「{contract.name}」の解約の申出は{show_day(schedule.notice_by)}まででした。"
            f"{show_day(schedule.term_end)}の後、{more}続きます。",
            contract.renewal_months,
            f"{contract.pk}",
            iso(notice_by=schedule.notice_by, term_end=schedule.term_end, until=until),
        )


@rule("contract-over", "契約の期間が終わっている", "更新した契約を記入するか、システムの廃止を記録する。")
def contract_over(system: SystemFacts, as_of: date) -> Iterator[Found]:
    ends = [contract_dates(contract, as_of) for contract in system.contracts]
    if not ends or any(row.term_end is None or not row.is_over for row in ends):
        return
    last = max(row.term_end for row in ends)
    yield Found(
        Severity.CHECK,
        f"契約はどれも終わっています（最後は{show_day(last)}まで）。システムは動いているものとされています。",
        max(months_between(last, as_of), 1),
        facts=iso(term_end=last),
    )


@rule(
    "no-renewal-plan", "更新計画がないまま10年（推定）", "更新の予定を所管課に確かめ、次期の稼働を記入する。"
)
def no_renewal_plan(system: SystemFacts, as_of: date) -> Iterator[Found]:
    since, renewal = running_since(system, as_of), system.renewal
    if since is None or (renewal and renewal.next_start and renewal.next_start > as_of):
        return
    months = months_between(since, as_of)
    if months < LONG_LIFE:
        return
    ten = show_month_by_era(months_after(since, LONG_LIFE))
    yield Found(
        Severity.CHECK,
        f"{show_month_by_era(since)}から動いており、{ten}で10年になりました。その後の更新計画は記載なしです"
        "（更新の記録がないだけのこともあるため、推定です）。",
        months,
        facts=iso(running_since=since),
    )


@rule(
    "migration-overdue",
    "標準化の移行期限を過ぎた",
    "移行の状況を記入する。特定移行支援なら理由と新しい期限を書く。",
)
def migration_overdue(system: SystemFacts, as_of: date) -> Iterator[Found]:
    told = {migration.business for migration in system.migrations}
    untold = [MigrationFacts(name) for name in system.standard_businesses if name not in told]
    for migration in [*system.migrations, *untold]:
        if lack := migration_lack(migration, as_of):
            severity, words = lack
            missed = min(migration.due_on or MIGRATION_DEADLINE, MIGRATION_DEADLINE)
            yield Found(
                severity,
                f"「{migration.business}」の移行の期限は{show_day(missed)}でした。{words}",
                max(months_between(missed, as_of), 1),
                migration.business,
                iso(due_on=migration.due_on, state=migration.state, reason=migration.reason),
            )


def migration_lack(migration: MigrationFacts, as_of: date) -> tuple[Severity, str] | None:
    """Say what a migration lacks whose deadline has passed; None where it is done, in time, or explained.

    A later deadline of its own counts only with a reason (特定移行支援).
    """
    due = migration.due_on or MIGRATION_DEADLINE
    if migration.state == "migrated" or min(due, MIGRATION_DEADLINE) >= as_of:
        return None
    if not migration.state:
        return Severity.CHECK, "移行の状況は記載なしです。"
    if due < as_of:
        if migration.state == "special" and migration.reason and migration.due_on is None:
            return Severity.CHECK, "特定移行支援の新しい期限は記載なしです。"
        return Severity.ACT, "移行は終わっていません。"
    if not migration.reason:
        return Severity.ACT, f"新しい期限は{show_day(due)}ですが、遅れる理由は記載なしです。"
    return None


@rule("dates-missing", "日付の記載なし", "稼働開始、現行の終了、次期の稼働を所管課に確かめて記入する。")
def dates_missing(system: SystemFacts, as_of: date) -> Iterator[Found]:
    renewal = system.renewal
    is_planned = renewal is not None and (renewal.current_end or renewal.next_start)
    if system.started_on or is_planned or any(contract.first_end for contract in system.contracts):
        return
    yield Found(
        Severity.NOTE,
        "稼働開始、現行の終了、次期の稼働、契約の終わりのどれも記載なしのため、何も判定できません。",
    )
