"""What a plan says to citizens, from its document: policies, headline measures, checks, results.

Nothing is made up: texts are the document's own, cut at whole sentences by whoever lays them out.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from organizations.fiscal_years import show_fiscal_year, show_fiscal_years
from portal import told_words
from portal.printing.grouping import measure_groups
from portal.printing.poster_entries import plain, work_of
from portal.printing.results import results
from portal.printing.type_width import sentences
from portal.printing.words import Part, Source, numbered

SITUATIONS = [told_words.SITUATIONS[code] for code in ("done", "on-track", "late")]  # in this order
UNREPORTED = "未報告"
PROGRESS = "progress"


@dataclass(frozen=True)
class PolicyFacts:
    """A policy of the top level; several where the document leaves open to which its measures belong."""

    names: Sequence[str]
    text: str
    measures: Sequence[Part]
    fields: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    """What came of something: a word and a number each, and sentences about single measures."""

    title: str
    lead: str
    counts: Sequence[tuple[str, int]]
    told: Sequence[tuple[str, str]]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


def headlines(measures: Sequence[Part]) -> list[Part]:
    """Return the measures that still run, priority first, then new ones, else in the document's order."""
    running = [measure for measure in measures if not measure.get("ended")]
    return sorted(running, key=lambda part: (not part.get("is_priority"), not part.get("is_new")))


def policies(source: Source) -> list[PolicyFacts]:
    """Return the policies of the top level in the document's order, open ones at the first of them."""
    under: dict[str, list[Part]] = {}
    between: dict[tuple[str, ...], list[Part]] = {}
    for group in measure_groups(source):
        if group.path:
            under.setdefault(group.path[0]["code"], []).extend(group.measures)
        else:
            codes = tuple(_tops(source, group.measures[0]))
            between.setdefault(codes, []).extend(group.measures)
    told: list[PolicyFacts] = []
    open_codes = {code for codes in between for code in codes}
    for policy in source.parts("policies"):
        code, text = policy["code"], plain(policy.get("description", ""))
        for codes in [codes for codes in between if codes and codes[0] == code]:
            parts = [part for part in source.parts("policies") if part["code"] in codes]
            told.append(PolicyFacts([numbered(part) for part in parts], "", between.pop(codes), []))
        if code in under or text or code not in open_codes:
            fields = [numbered(child) for child in policy.get("children", [])]
            told.append(PolicyFacts([numbered(policy)], text, under.get(code, []), fields))
    rest = [measure for measures in between.values() for measure in measures]
    return [*told, PolicyFacts([source.word("measure")], "", rest, [])] if rest else told


def _tops(source: Source, measure: Part) -> Iterator[str]:
    """Yield the codes of the uppermost policies among which a measure's policy is left open."""
    found = [
        source.policies[code] for code in measure.get("policy_candidates", []) if code in source.policies
    ]
    yield from dict.fromkeys(path[0]["code"] for path in found)


def lead(source: Source) -> list[str]:
    """Return in whole sentences which plan this is: its span, how many policies and measures it has."""
    plan, many = source.plan, len(source.parts("measures"))
    span = show_fiscal_years(source.years[0], source.years[-1])
    found = [
        f"{quoted(plan['title'])}は、{span}の{len(source.years)}年間を期間とする{source.city}の計画です。"
    ]
    word = (plan.get("policy_levels") or ["方針"])[0]
    if many and (count := len(source.parts("policies"))):
        found.append(f"{count}つの{word}のもとに、{many}件の{source.word('measure')}を定めています。")
    elif many:
        found.append(f"{many}件の{source.word('measure')}を定めています。")
    return found


def quoted(text: str) -> str:
    """Return a text in 「」, its own brackets one kind further in."""
    return f"「{text.replace('「', '『').replace('」', '』')}」"


def numbers(source: Source) -> list[tuple[str, int, str]]:
    """Return (label, count, unit) of what can be counted; what the plan does not mark is not counted."""
    measures = source.parts("measures")
    word = (source.plan.get("policy_levels") or ["方針"])[0]
    marked = [
        (source.mark(key), sum(bool(measure.get(key)) for measure in measures))
        for key in ("is_priority", "is_new")
    ]
    found = [(source.word("measure"), len(measures)), *marked]
    policies = [(word, count, "つ")] if (count := len(source.parts("policies"))) else []
    return [*policies, *((label, count, "件") for label, count in found if count)]


def steps(source: Source) -> list[tuple[str, str]]:
    """Return the steps of a year: what is done, and by whom and when where that is known."""
    return [
        (step["step"], "　".join(filter(None, [step.get("actor"), step.get("months")])))
        for step in source.parts("cycle")
    ]


def latest_round(source: Source) -> tuple[Part, list[tuple[Part, Part]]] | None:
    """Return the last final round of what was reached, its subjects and their reports; None before one."""
    rounds = [part for part in source.parts("rounds") if part.get("kind", PROGRESS) == PROGRESS]
    if not rounds:
        return None
    chosen = rounds[-1]
    subjects = [path[-1] for path in source.policies.values()] + source.parts("measures")
    reports = [
        (subject, report)
        for subject in subjects
        for report in subject.get("reports", [])
        if report["round"] == chosen["key"]
    ]
    return (chosen, reports) if reports else None


def year_result(source: Source) -> Outcome | None:
    """Return the result of the last year that was closed."""
    found = latest_round(source)
    if found is None:
        return None
    chosen, reports = found
    counted = Counter(told_words.situation_of(report) or UNREPORTED for _, report in reports)
    counts = [(word, counted[word]) for word in [*SITUATIONS, UNREPORTED] if counted[word]]
    year = show_fiscal_year(chosen["fiscal_year"]) + (
        f" {chosen['part_label']}" if chosen.get("part_label") else ""
    )
    told = [
        (subject["name"], plain(report["done"]))
        for subject, report in sorted(reports, key=_telling)
        if report.get("done") and report.get("situation") in {"done", "on-track"}
    ]
    said = "、".join(f"{word}が{count}件" for word, count in counts)
    return Outcome(f"{year}の結果", f"{year}は、対象の{len(reports)}件のうち、{said}でした。", counts, told)


def _telling(found: tuple[Part, Part]) -> tuple[bool, bool]:
    subject, report = found
    return report.get("situation") != "done", not subject.get("is_priority")


def earlier_result(source: Source) -> Outcome | None:
    """Return what became of the plan before, None where it is not known."""
    found = results(source)
    shares = found and (found.achievements or found.directions)
    if not shares:
        return None
    counts = [(share.label, share.count) for share in shares]
    said = "、".join(f"{label}が{count}件" for label, count in counts)
    before = [part for part in source.predecessor.get("measures", []) if part.get("outcome")]
    told = [
        (part["name"], plain(part["outcome"]["summary"])) for part in before if part["outcome"].get("summary")
    ]
    title = source.predecessor["plan"]["title"]
    return Outcome(
        "前の計画の結果",
        f"{quoted(title)}では、結果の分かる{found.count}件のうち、{said}でした。",
        counts,
        told,
    )


def first_sentence(measure: Part) -> str:
    """Return the first whole sentence of a measure's goal or content."""
    text = plain(measure.get("goal", "")) or work_of(measure)
    return next(iter(sentences(text)), "")


def editor_of(source: Source) -> str:
    return source.plan.get("editor") or source.plan.get("publisher") or source.city
