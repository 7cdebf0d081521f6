"""What needs a hand first: the few figures above the panels. What is not known is not shown as 0."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.fiscal_years import show_day, show_fiscal_year_by_era
from plans.models import Plan
from portal.dashboard.considerations import Long
from portal.dashboard.figures import Figures
from portal.dashboard.late import Late
from portal.dashboard.panels import BAD, PLAIN, WARN, Fact
from portal.dashboard.renewals import Renewals
from portal.dashboard.results import RoundResults
from portal.dashboard.rounds import result_list_url, year_of
from portal.dashboard.slips import Slips
from portal.dashboard.tables import Number
from portal.dashboard.targets import Targets
from portal.measure_selection import query_of
from portal.place import Place
from portal.summary import measure_list_url
from reviews.models import Condition, ProgressReport, ReviewRound
from reviews.offices import Office

MOST_FACTS = 5
MOST_NAMED = 3  # divisions a note names


@dataclass(frozen=True)
class Overdue:
    """Answers that are overdue in an open round: how many, of which divisions, since when."""

    round: ReviewRound
    count: int
    notes: Sequence[str]


def facts_of_report(
    found: RoundResults, late: Late, overdue: Overdue | None, has_schedule: bool
) -> Iterator[Fact]:
    """Yield what a report tells. A plan without schedules has no 遅れ unless somebody reported one."""
    if has_schedule or late.count.count:
        waiting = found.reported < len(found.rows)
        notes = [f"報告済{found.reported}{late.unit}のうち"] if waiting else []
        notes += [f"うち重点 {late.priorities}"] if late.priorities else []
        if late.count.count:
            missing = late.unexplained
            notes.append(f"理由の記載なし {missing}" if missing else "理由と対応はすべて記入済")
        aside = f"{year_of(found.round)}実績"
        yield Fact("late", "遅れ", aside, late.count, late.unit, notes, _tone(late.count, BAD))
    if overdue is not None:
        due = overdue.round.answer_due
        number = Number(overdue.count, result_list_url(overdue.round, overdue=1))
        aside = f"提出期限 {due.month}月{due.day}日" if due else ""
        yield Fact("overdue", "期限超過", aside, number, "回答", overdue.notes, _tone(number, BAD))
    elif found.reported < len(found.rows):
        number = Number(
            len(found.rows) - found.reported, result_list_url(found.round, situation="unreported")
        )
        yield Fact("unreported", "未報告", f"{year_of(found.round)}実績", number, late.unit, [])


def overdue_of(
    review_round: ReviewRound | None, found: RoundResults, offices: Mapping[int, Office], today: date
) -> Overdue | None:
    """Return what is overdue in the round that takes answers; None without one.

    A query where that is another round than the one that was read.
    """
    if review_round is None:
        return None
    leads = _overdue_leads(review_round, found, today) if review_round.is_overdue(today) else []
    if not leads:
        return Overdue(review_round, 0, [])
    names = Counter(_division(offices.get(lead)) for lead in leads)
    named = [f"{name} {count}" for name, count in names.most_common(MOST_NAMED)]
    rest = len(names) - MOST_NAMED
    told = "、".join(named) + (f"ほか{rest}" if rest > 0 else "")
    return Overdue(review_round, len(leads), [told, f"{(today - review_round.answer_due).days}日超過"])


def _overdue_leads(review_round: ReviewRound, found: RoundResults, today: date) -> list[int | None]:
    """Return who answers for each answer that is overdue."""
    if review_round == found.round:
        return [row.lead_id for row in found.rows if row.status in ProgressReport.OUTSTANDING]
    reports = ProgressReport.objects.filter(round=review_round).overdue(today).with_lead().order_by()
    return list(reports.values_list("lead_id", flat=True))


def _division(office: Office | None) -> str:
    return "回答課の記載なし" if office is None else office.division_name or office.name


def fact_of_conditions(plan: Plan, today: date) -> Iterator[Fact]:
    """Yield what the bodies ask for and nobody has answered (one query); nothing where they never asked."""
    columns = plan.conditions.exclude(state=Condition.State.WITHDRAWN).order_by()
    states = list(columns.values_list("state", "due_on"))
    if not states:
        return
    due = [day for state, day in states if state == Condition.State.OPEN]
    known = sorted(day for day in due if day)
    answered = sum(state == Condition.State.ANSWERED for state, _ in states)
    notes = [f"期限超過 {late}"] if (late := sum(day < today for day in known)) else []
    notes += [f"最も近い期限 {show_day(coming).partition('（')[0]}"
              for coming in [day for day in known if day >= today][:1]]  # fmt: skip
    notes += [f"ほかに対応報告済 {answered}"] if answered else []
    number = Number(len(due), condition_list_url(plan, state=Condition.State.OPEN))
    yield Fact("conditions", "付帯意見", "未対応", number, "件", notes, _tone(number, WARN))


def condition_list_url(plan: Plan, **conditions: object) -> str:
    return reverse("portal:condition_list", args=plan.url_args) + query_of(conditions)


def fact_of_slips(slips: Slips | None) -> Iterator[Fact]:
    """Yield the slips, where 当初 is known and a schedule could move."""
    if slips is not None:
        notes = [f"最大 {slips.lines[0].years}年"] if slips.later.count else []
        notes += [f"前倒し {slips.earlier.count}"] if slips.earlier.count else []
        aside = f"{slips.initial}との比較"
        yield Fact("slips", "後ろ倒し", aside, slips.later, slips.unit, notes, _tone(slips.later, WARN))


def fact_of_long(long: Long | None, unit: str) -> Iterator[Fact]:
    if long is not None:
        notes = [f"最長 {long.longest.years}年"] if long.longest else []
        notes += [f"決定の期限を過ぎたもの {long.overdue}"] if long.overdue else []
        yield Fact("long", "長期検討", "3年以上", long.count, unit, notes, _tone(long.count, WARN))


def fact_of_targets(targets: Targets | None) -> Iterator[Fact]:
    """Yield the indicators that fall short; before any value is known, how many there are."""
    if targets is None:
        return
    year = show_fiscal_year_by_era(targets.year)
    if not targets.is_reported:
        yield Fact("targets", "目標", year, targets.count, "指標", ["実績は未報告"])
        return
    for count in [count for count in targets.short if count.count] or targets.short[:1]:
        number = Number(count.count, count.url)
        yield Fact(
            f"targets-{count.code}", f"目標の{count.word}", year, number, "指標", [], _tone(number, BAD)
        )


def fact_of_renewals(renewals: Renewals | None) -> Iterator[Fact]:
    if renewals is not None and renewals.is_told:
        aside = f"{renewals.months}か月以内に稼働"
        notes = [f"次は {renewals.lines[0].renewal.system.name}"] if renewals.lines else []
        yield Fact("renewals", "システムの更新", aside, renewals.count, "システム", notes)


def _tone(number: Number, tone: str) -> str:
    return tone if number.count else PLAIN


def strip_of(found: Figures, place: Place, today: date) -> list[Fact]:
    """Return the figures that come first, at most MOST_FACTS of them (at most three queries)."""
    facts: list[Fact] = []
    if found.result and found.late:
        overdue = overdue_of(found.rounds.open, found.result, found.offices, today)
        facts += facts_of_report(found.result, found.late, overdue, found.table.prints_schedule)
    facts += fact_of_conditions(place.plan, today)
    facts += fact_of_renewals(found.renewals)
    facts += fact_of_targets(found.targets)
    facts += fact_of_slips(found.slips)
    facts += fact_of_long(found.long, found.unit)
    return facts[:MOST_FACTS] if found.result else [_whole(found), *facts][:MOST_FACTS]


def _whole(found: Figures) -> Fact:
    """Return how many measures there are, for a plan nobody has reported on."""
    plan, rows = found.table.plan, found.table.rows
    priorities = sum(row.is_priority is True for row in rows)
    notes = [f"うち重点 {priorities}"] if priorities else []
    number = Number(len(rows), measure_list_url(plan))
    return Fact("whole", f"すべての{found.unit}", "", number, "件", notes)
