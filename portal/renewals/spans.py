"""What the timetable draws of one system: spans of months in two lines, given and computed ones apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import show_month_by_era
from organizations.months import last_day, months_after, months_between
from portal.renewals.entries import Entry
from systems.findings.renewals import OVERLAP_LIMIT
from systems.findings.running import LONG_LIFE
from systems.renewing import RenewalStep
from systems.terms import contract_schedule

SIGNS = {
    "current": "□", "review": "◇", "specification": "▽", "procurement": "△", "build": "▲", "parallel": "◎",
    "next": "■", "gap": "！", "gap-accepted": "", "unknown": "",
}  # fmt: skip
NAMES = {
    "current": "現行", "review": "検討", "specification": "仕様書", "procurement": "調達", "build": "構築",
    "parallel": "並行", "next": "稼働",
}  # fmt: skip
STEPS = {
    "review_start": "review", "specification_start": "specification",
    "procurement_fiscal_year": "procurement", "build_start": "build", "parallel_start": "parallel",
}  # fmt: skip
CURRENT, FOLLOWING = 0, 1


@dataclass(frozen=True)
class Span:
    """From the first month on until, but without, `stop`; None where the drawing's edge ends it.

    `texts` are what can be written on it, the longest first; `beside` what stands to its right.
    """

    kind: str
    line: int
    start: date | None
    stop: date | None
    texts: tuple[str, ...] = ()
    is_computed: bool = False
    beside: str = ""


def spans_of(entry: Entry, as_of: date) -> list[Span]:
    """Return all that is drawn of a system."""
    return [*_current(entry, as_of), *_following(entry, as_of), *_unsupported(entry)]


def _named(kind: str, line: int, start: date | None, stop: date | None, is_computed: bool = False) -> Span:
    word = f"{SIGNS[kind]} {NAMES[kind]}"
    texts = (f"{word}（計算）", word, SIGNS[kind]) if is_computed else (word, SIGNS[kind])
    return Span(kind, line, start, stop, texts, is_computed)


def _current(entry: Entry, as_of: date) -> Iterator[Span]:
    """Yield what runs now, the hole until the next one, and what is not known of its end."""
    renewal, started = entry.renewal, entry.facts.started_on
    end, following = renewal.current_end, renewal.next_start
    if end is not None:
        over = months_after(end, 1)
        yield _named("current", CURRENT, started if started and started < over else None, over)
        if following is not None and following > over:
            yield _gap(entry, over, following)
        elif following is None and over <= as_of:
            months = months_between(over, as_of) + 1
            text = (f"！ 終わりを過ぎて{months}か月", f"！ {months}か月", "！")
            yield Span("gap", CURRENT, over, months_after(as_of, 1), text)
        return
    if following is not None:
        since = started if started and started < following else None
        yield _named("current", CURRENT, since, following, is_computed=True)
        return
    known = _known_until(entry, as_of)
    if known is not None:
        yield _named("current", CURRENT, started, known)
    yield Span("unknown", CURRENT, known, None, ("終わり 記載なし", "記載なし") if known else ("記載なし",))


def _known_until(entry: Entry, as_of: date) -> date | None:
    """Return until when a system without an end is known to run: today, or as long as a contract does."""
    ends = [contract_schedule(row, as_of, entry.facts.closed).term_end for row in entry.facts.contracts]
    if entry.facts.started_on is None and not any(ends):
        return None
    return max([as_of.replace(day=1), *(months_after(end, 1) for end in ends if end)])


def _gap(entry: Entry, start: date, stop: date) -> Span:
    months = months_between(start, stop)
    is_accepted = any(
        finding.rule.code == "service-gap" and finding.is_accepted for finding in entry.findings
    )
    sign, kind = ("", "gap-accepted") if is_accepted else ("！ ", "gap")
    return Span(
        kind, CURRENT, start, stop, (f"{sign}空白 {months}か月", f"{sign}{months}か月", f"{sign}{months}")
    )


def _unsupported(entry: Entry) -> Iterator[Span]:
    """Yield the months in which what still runs has lost its maker's support."""
    following = entry.renewal.next_start
    stop = min(filter(None, [following, _after(entry.renewal.current_end)]), default=None)
    if following is None or stop is None or entry.renewal.next_start is None:
        return
    ends = [row.ends_on for row in entry.facts.supports if row.ends_on < last_day(months_after(stop, -1))]
    ends = [end for end in ends if entry.facts.started_on is None or end >= entry.facts.started_on]
    if ends:
        start = months_after(min(ends), 1 if min(ends) == last_day(min(ends)) else 0)
        months = months_between(start, stop)
        beside = f"サポート終了 {show_month_by_era(min(ends))}" if stop == following else ""
        text = (f"！ 保守なし {months}か月", f"！ {months}か月", "！")
        yield Span("gap", CURRENT, start, stop, text, beside=beside)


def _after(month: date | None) -> date | None:
    return months_after(month, 1) if month else None


def _following(entry: Entry, as_of: date) -> Iterator[Span]:
    """Yield what prepares the next system, each step until the next one, and the next system itself."""
    steps = {step.code: step for step in entry.steps if step.is_known}
    begins = _begins(steps)
    start = entry.next_start
    for place, (code, (begin, is_computed)) in enumerate(begins.items()):
        later = [other for other, _ in list(begins.values())[place + 1 :]]
        year = steps[code].fiscal_year
        ends = [*later, start, date(year + 1, 4, 1) if year is not None else None]
        stop = min((end for end in ends if end is not None and end > begin), default=None)
        if begin in later or begin == start:
            continue
        if stop is None:
            stop = months_after(begin, 3)
        yield _named(STEPS[code], FOLLOWING, begin, stop, is_computed)
    if start is not None and start <= as_of:  # it runs by now, and nobody says until when
        known = max(_known_until(entry, as_of) or as_of.replace(day=1), months_after(start, 1))
        yield _named("next", FOLLOWING, start, known)
        yield Span("unknown", FOLLOWING, known, None, ("終わり 記載なし", "記載なし"))
    elif start is not None:
        yield _named("next", FOLLOWING, start, None)
    else:
        last = max((begin for begin, _ in begins.values()), default=None)
        since = months_after(last, 3) if last else as_of.replace(day=1)
        yield Span("unknown", FOLLOWING, since, None, _no_plan(entry))


def _begins(steps: Mapping[str, RenewalStep]) -> dict[str, tuple[date, bool]]:
    """Return when each step begins, and whether that is computed. A computed step that would begin before a
    given one ahead of it, or after a given one behind it, has no room and is left out.
    """
    given = {code: _begin(step) for code, step in steps.items() if code in STEPS and not step.is_computed}
    found: dict[str, tuple[date, bool]] = {}
    for place, code in enumerate(STEPS):
        if code not in steps:
            continue
        order = list(STEPS)
        ahead = max((given[other] for other in order[:place] if other in given), default=None)
        behind = [given[other] for other in order[place + 1 :] if other in given]
        begin = _placed(steps, code, max((month for month, _ in found.values()), default=None), behind)
        is_computed = steps[code].is_computed
        if not is_computed or (
            (ahead is None or _nominal(steps, code) > ahead) and all(begin < other for other in behind)
        ):
            found[code] = (begin, is_computed)
    return found


def _begin(step: RenewalStep) -> date:
    return step.month or date(step.fiscal_year, 4, 1)


def _nominal(steps: Mapping[str, RenewalStep], code: str) -> date:
    """Return when a computed step is due: of the year of procurement, its contract."""
    step = steps["contract_on"] if code == "procurement_fiscal_year" else steps[code]
    return _begin(step)


def _placed(steps: Mapping[str, RenewalStep], code: str, before: date | None, behind: list[date]) -> date:
    """Return where a step begins: one known by its year alone after what comes before it in that year."""
    step, begin = steps[code], _begin(steps[code])
    if before is None or step.fiscal_year is None or begin > before:
        return begin
    following = steps["next_start"].month if "next_start" in steps else None
    stop = min(filter(None, [*behind, following, date(step.fiscal_year + 1, 4, 1)]))
    months = months_between(before, stop) // 2
    return months_after(before, months) if months > 0 else begin


def _no_plan(entry: Entry) -> tuple[str, ...]:
    started = entry.facts.started_on
    if started is None:
        return ("次期の稼働 記載なし", "記載なし")
    ten = show_month_by_era(months_after(started, LONG_LIFE))
    return (f"更新計画 記載なし（稼働から10年になるのは{ten}）", "更新計画 記載なし", "記載なし")


def overlap_of(entry: Entry) -> tuple[date, date, int] | None:
    """Return from when until (without) when both systems run longer than usual, and how many months."""
    end, start = entry.renewal.current_end, entry.renewal.next_start
    if end is None or start is None:
        return None
    months = months_between(start, end) + 1
    return (start, months_after(end, 1), months) if months > OVERLAP_LIMIT else None


def told(entry: Entry) -> str:
    """Say in words all that is drawn of a system."""
    parts = [f"{entry.name}。"]
    end = entry.renewal.current_end
    parts.append(f"現行の終わりは{show_month_by_era(end)}。" if end else "現行の終わりは記載なし。")
    for step in entry.steps:
        if step.code != "current_end":
            parts.append(f"{step.label}は{step.shown}{'（計算）' if step.is_computed else ''}。")
    standing = [finding.rule.label for finding in entry.findings if not finding.is_accepted]
    return "".join(parts) + (f"確認事項は{'、'.join(standing)}。" if standing else "")
