"""経過の要約: since when a measure is considered, for how long, and where it stands, in sentences."""

from collections.abc import Iterator

from organizations.fiscal_years import show_fiscal_year_by_era as era
from plans.models import Word
from portal.chronicle.telling import Chronicle, YearLine

STARTED = (Word.Stage.IMPLEMENT, Word.Stage.OPERATE)


def summary(found: Chronicle) -> list[str]:
    """Return the sentences; each is computed from the plans and from settled answers alone."""
    return [
        _consideration(found),
        *_bases(found),
        *_still_considered(found),
        _start(found),
        _latest(found),
        *_conditions(found),
        _money(found),
        *_due(found),
    ]


def _consideration(found: Chronicle) -> str:
    """令和元年度から検討し、通算8年（うち今年度まで6年）。"""
    years = sorted({year for part in found.parts for year in part.considered})
    if not years:
        first = found.parts[0]
        since = era(first.years[0].fiscal_year)
        return f"検討だけの年度はありません。記載は{since}（{first.plan}）からです。"
    so_far = sum(year <= found.this_year for year in years)
    if not so_far:
        return f"{era(years[0])}から検討する予定で、計画の上では通算{len(years)}年です。"
    rest = "" if so_far == len(years) else f"（うち今年度まで{so_far}年）"
    has_gaps = years[-1] - years[0] + 1 != len(years)
    gap = "間に、検討だけではない年度か記載のない年度があります。" if has_gaps else ""
    return f"{era(years[0])}から検討し、通算{len(years)}年{rest}。{gap}"


def _bases(found: Chronicle) -> Iterator[str]:
    """Say which years are counted for what a plan aimed at, and which plans cannot be looked into."""
    for part in found.parts:
        if part.is_by_target:
            yield f"{part.plan}は年度ごとの工程がなく、取組目標が検討のため計画期間を数えています。"
    if found.unloaded:
        refs = "、".join(ref for ref, _ in found.unloaded)
        yield f"それより前の{refs}は登録されておらず、数えていません。"


def _still_considered(found: Chronicle) -> Iterator[str]:
    """Name the years in which the plan meant to be further than what was reported."""
    years = []
    for line in found.lines:
        stages = {phase.stage for _, phase in line.actual}
        planned = {phase.stage for _, phase in line.planned}
        if stages == {Word.Stage.CONSIDER} and planned and Word.Stage.CONSIDER not in planned:
            years.append(line.name)
    if years:
        yield f"計画では次の段階の{'、'.join(years)}も、実績は検討でした。"


def _start(found: Chronicle) -> str:
    """Say when a plan begins or began to put it into practice."""
    starts = [
        line.fiscal_year for line in found.lines if any(phase.stage in STARTED for _, phase in line.planned)
    ]
    if not starts:
        return "実施・運用の年度は、計画に記載がありません。"
    year = min(starts)
    return f"計画では{era(year)}から実施・運用{'の予定です' if year > found.this_year else 'の段階です'}。"


def _latest(found: Chronicle) -> str:
    answered = [(line, answer) for line in found.lines for answer in line.answers]
    if not answered:
        return "実績の報告は記載なしです。"
    line, answer = max(answered, key=lambda pair: (pair[0].fiscal_year, pair[1].part))
    said = f"最新の実績は{line.name}"
    if answer.situation:
        said = f"最新の実績（{line.name}）は「{answer.situation}」"
    verdicts = [f"{one.body}の評価は「{one.verdict_label}」" for one in answer.evaluations]
    return f"{'、'.join([said, *verdicts])}です。"


def _conditions(found: Chronicle) -> Iterator[str]:
    conditions = [one for part in found.parts for one in part.conditions]
    conditions += [one for line in found.lines for one in line.conditions]
    if conditions:
        unmet = sum(one.is_unmet for one in conditions)
        yield f"付帯意見は{len(conditions)}件、うち対応中は{unmet}件です。"


def _money(found: Chronicle) -> str:
    settled = [line for line in found.lines if line.money.settled is not None]
    if settled:
        total = sum(line.money.settled for line in settled)
        rough = "（見込を含む）" if any(line.money.is_expected for line in settled) else ""
        return f"決算額は、分かっている{_span(settled)}の計{total:,}千円{rough}です。"
    known = any(line.money.lines for line in found.lines)
    return "決算額は記載なしです。" if known else "経費は記載なしです。"


def _span(lines: list[YearLine]) -> str:
    years = [era(year) for year in sorted({line.fiscal_year for line in lines})]
    return "、".join(years) if len(years) < 3 else f"{years[0]}～{years[-1]}のうち{len(years)}年度"


def _due(found: Chronicle) -> Iterator[str]:
    if due := found.due:
        passed = "（過ぎています）" if due < found.this_year else ""
        yield f"結論を出す期限は{era(due)}です{passed}。"
