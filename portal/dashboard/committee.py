"""The committee's dashboard: what it needs to see of a plan at once, on one screen and one sheet of paper."""

from collections.abc import Iterator
from datetime import date

from organizations.fiscal_years import show_fiscal_years
from organizations.models import User
from portal.dashboard.considerations import Long
from portal.dashboard.figures import Figures, read_figures
from portal.dashboard.groups import DEPARTMENT, POLICY
from portal.dashboard.late import Late
from portal.dashboard.makeup import makeup_panels, outcome_panels
from portal.dashboard.panels import Dashboard, Panel, listed
from portal.dashboard.rounds import as_of, year_of
from portal.dashboard.slips import Slips
from portal.dashboard.strip import strip_of
from portal.dashboard.tables import Number
from portal.place import Place

FEW = 5  # panels up to which the results of the plan before are told, too


def committee_dashboard(
    place: Place, user: User, today: date, *, round_key: str = "", by: str = ""
) -> Dashboard:
    """Read the committee's page, in a number of queries that does not grow with the plan.

    `round_key` asks for a round (else the latest with settled answers), `by` is policy or department.
    """
    found = read_figures(place, user, today, round_key=round_key, by=by)
    return Dashboard(
        lead=_lead(found),
        rounds=found.rounds,
        facts=strip_of(found, place, today),
        panels=list(_panels(found, place)),
        remarks=list(_remarks(found, place)),
        ways=_ways(found),
    )


def _ways(found: Figures) -> list[tuple[str, str, bool]]:
    names = {POLICY: f"{found.table.policy_word}別", DEPARTMENT: "部別"}
    shown = found.achievement
    return [(by, names[by], by == shown.by) for by in shown.offers] if shown else []


def _lead(found: Figures) -> list[str]:
    """Say what the page tells of: the year reported, its day, how much of it is there."""
    result = found.result
    if result is None:
        waiting = found.rounds.open
        told = f"{waiting.name}を受付中です。" if waiting else ""
        span = show_fiscal_years(found.table.plan.start_fiscal_year, found.table.plan.end_fiscal_year)
        return [span, f"{told}確認済の実績の報告は、まだありません。"]
    unit = result.unit(found.unit)
    return [
        f"{year_of(result.round)}実績",
        as_of(result.round),
        f"{len(result.rows)}{unit}のうち{result.reported}{unit}が報告済",
    ]


def _panels(found: Figures, place: Place) -> Iterator[Panel]:
    """Yield the panels in the order of the page; those without figures are left out."""
    shown = list(_first_panels(found, place)) + list(_further_panels(found))
    if found.result is None:
        shown += outcome_panels(found.table, place, tells_before=len(shown) < FEW)
    yield from shown[:1]
    yield from sorted(shown[1:], key=lambda panel: not panel.is_wide)
    if found.changes:
        changes = found.changes
        link = ("変更の記録", changes.whole.url)
        yield Panel("changes", changes.title, changes, [changes.table], link)


def _first_panels(found: Figures, place: Place) -> Iterator[Panel]:
    if found.achievement:
        yield Panel("achievement", "達成状況", found.achievement, [found.achievement.table])
    else:
        yield from makeup_panels(found.table, place)
    if found.stages:
        title = f"{found.table.plan.words['schedule']}（年度別）"
        yield Panel("stages", title, found.stages, found.stages.tables, found.stages.link)
    if found.late and found.late.lines:
        count = found.late.count
        link = listed(count.count, found.late.unit, count.url)
        yield Panel("late", "遅れと理由", found.late, [found.late.table], link)


def _further_panels(found: Figures) -> Iterator[Panel]:
    if found.slips and found.slips.lines:
        later = found.slips.later
        link = listed(later.count, found.unit, later.url)
        yield Panel("slips", "後ろ倒し（当初との比較）", found.slips, [found.slips.table], link)
    if found.long and found.long.lines:
        count = found.long.count
        link = listed(count.count, found.unit, count.url)
        yield Panel("long", "長期検討（3年以上）", found.long, [found.long.table], link)
    if found.targets:
        count = found.targets.count
        link = listed(count.count, "指標", count.url)
        is_wide = not found.stages
        yield Panel("targets", "目標", found.targets, [found.targets.table], link, is_wide=is_wide)
    if found.money:
        link = ("内訳", found.money.url) if found.money.url else None
        yield Panel("money", "経費（年度別）", found.money, [found.money.table], link)
    if found.renewals:
        count = found.renewals.count
        link = listed(count.count, "システム", count.url)
        tables = [found.renewals.table] if found.renewals.is_told else []
        yield Panel("renewals", "更新を控えた情報システム", found.renewals, tables, link)


def _remarks(found: Figures, place: Place) -> Iterator[str]:
    """Say why some panels are not there: nothing of the kind, not legible, not told by the document."""
    none, unread = [], []
    for name, panel, number in _counted(found):
        if panel and number.count is None:
            unread.append(name)
        elif panel and not panel.lines:
            none.append(name)
    if none:
        yield f"該当のないもの：{'、'.join(none)}"
    if unread:
        yield f"原本から読み取れず、数えられないもの：{'、'.join(unread)}"
    if absent := list(_absent(found, place)):
        yield f"この計画の文書に記載のないもの：{'、'.join(absent)}"


def _counted(found: Figures) -> Iterator[tuple[str, Late | Slips | Long | None, Number | None]]:
    yield "遅れ", _late(found), found.late.count if found.late else None
    yield "後ろ倒し・前倒し", found.slips, found.slips.later if found.slips else None
    yield "長期検討", found.long, found.long.count if found.long else None


def _late(found: Figures) -> Late | None:
    """Return 遅れ; None where no schedule could be late and nobody reported that something is."""
    is_told = found.late and (found.table.prints_schedule or found.late.lines)
    return found.late if is_told else None


def _absent(found: Figures, place: Place) -> Iterator[str]:
    if not found.stages:
        yield "年度ごとの工程"
    if not found.targets:
        yield "指標と目標"
    if not found.money:
        yield "経費"
    is_told = found.renewals and found.renewals.is_told
    if not is_told and place.plan == place.plans[0]:
        yield "情報システムの更新の時期"
