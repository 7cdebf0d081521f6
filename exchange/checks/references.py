"""References: whatever an object names must stand in the same document, once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from exchange.checks.raw import Entry, inner, objects, raw_member, text, texts, tree
from exchange.errors import Path, Problem
from exchange.schema.base import is_year

INSERTS = (
    "policies", "measures", "schedule", "systems", "results",
    "procedures", "committees", "making", "glossary",
)  # fmt: skip
APART = "どちらを指すか分かるように、片方を改めてください。"


class Names:
    """The names a list of the document offers to references.

    `ambiguous` is what to do about a name that two entries bear; without it the list's twins are errors
    by themselves, and a reference to them is not another one. Where `source`, the member of the document
    that should be the list, is none, nothing is said of references to it.
    """

    def __init__(self, place: str, names: Iterable[str | None], source: Any, ambiguous: str = ""):
        self.place = place
        self.is_readable = source in (None, "") or isinstance(source, list)
        self.count = Counter(name for name in names if name)
        self.ambiguous = ambiguous

    def check(self, path: Path, name: str | None) -> Iterator[Problem]:
        """Yield what is wrong with a reference; an absent one is not."""
        if name is None or not self.is_readable:
            return
        if not self.count[name]:
            lacking = f"「{name[:60]}」は {self.place} にありません。"
            yield Problem(path, f"{lacking}そこに加えるか、ここを直してください。")
        elif self.count[name] > 1 and self.ambiguous:
            yield Problem(path, f"「{name[:60]}」は {self.place} に2つ以上あります。{self.ambiguous}")


class DepartmentNames(Names):
    """Departments answer to their name where it is unique, and always to `parent name`."""

    def __init__(self, raw: Any):
        super().__init__(
            "departments",
            (),
            raw_member(raw, "departments"),
            "「上位の部署名 部署名」と、空白1つで区切って書いてください。",
        )
        entries = [entry for _, entry in objects(raw, "departments")]
        names = {full_name(entry): text(entry, "name") for entry in entries if text(entry, "name")}
        self.count = Counter(names.values()) | Counter(names.keys())
        for name in names:
            self.count[name] = 1


class SystemNames(Names):
    """Systems answer to their name, or to their key where two share a name."""

    def __init__(self, raw: Any):
        super().__init__(
            "systems", (), raw_member(raw, "systems"), "名前が同じシステムは key で指してください。"
        )
        entries = [entry for _, entry in objects(raw, "systems") if text(entry, "name")]
        identities = {(text(entry, "key") or text(entry, "name"), text(entry, "name")) for entry in entries}
        self.by_name = Counter(name for _, name in identities)
        self.count = Counter(self.by_name)
        for key, name in identities:
            if self.by_name[name] > 1:
                self.count[key] = 1

    def own(self, system: dict[str, Any]) -> str | None:
        """Return what a reference to this very system would be."""
        name = text(system, "name")
        return (text(system, "key") or name) if self.by_name[name] > 1 else name


def full_name(department: dict[str, Any]) -> str | None:
    """Return `parent name` of a department, its name alone where it has no parent."""
    name, parent = text(department, "name"), text(department, "parent")
    return f"{parent} {name}" if name and parent else name


def reference_errors(raw: Any) -> Iterator[Problem]:
    """Yield every reference that leads nowhere or to more than one place."""
    departments, systems = DepartmentNames(raw), SystemNames(raw)
    codes = (text(policy, "code") for _, policy in tree(raw, "policies"))
    policies = Names("policies の code", codes, raw_member(raw, "policies"))
    yield from _department_errors(raw, departments)
    yield from _plan_errors(raw)
    for path, policy in tree(raw, "policies"):
        yield from each_reference(policy, "departments", path, departments)
    yield from _insert_errors(raw)
    committees = names_of(raw, "committees", "name")
    yield from _parent_errors(list(objects(raw, "committees")), committees)
    yield from _measure_errors(raw, departments, policies, systems)
    for path, issue in objects(raw, "carried_over"):
        yield from policies.check((*path, "policy"), text(issue, "policy"))
    for path, system in objects(raw, "systems"):
        yield from each_reference(system, "departments", path, departments)
        yield from one_reference(system, "successor", path, systems, systems.own(system))


def names_of(holder: Any, key: str, member: str, ambiguous: str = "", place: str = "") -> Names:
    names = (text(entry, member) for _, entry in objects(holder, key))
    return Names(f"{place}{key} の {member}", names, raw_member(holder, key), ambiguous)


def one_reference(
    holder: dict, key: str, path: Path, names: Names, own: str | None = None
) -> Iterator[Problem]:
    name = text(holder, key)
    if name is not None and name == own:
        yield Problem((*path, key), "自分自身を指しています。別のものを指すか、キーを省いてください。")
    else:
        yield from names.check((*path, key), name)


def each_reference(holder: dict, key: str, path: Path, names: Names) -> Iterator[Problem]:
    """Yield what is wrong with a list of references: each must lead somewhere, and stand there once."""
    seen: set[str] = set()
    for place, name in texts(holder, key, path):
        if name in seen:
            yield Problem(place, f"「{name[:60]}」が2回書かれています。一つにしてください。")
        else:
            yield from names.check(place, name)
        seen.add(name)


def _department_errors(raw: Any, departments: DepartmentNames) -> Iterator[Problem]:
    entries = list(objects(raw, "departments"))
    yield from _parent_errors(entries, departments)
    for path, department in entries:
        yield from each_reference(department, "successors", path, departments)


def _parent_errors(entries: list[Entry], names: Names) -> Iterator[Problem]:
    """Yield parents that are unknown, and rings of parents at the last link of each."""
    position_of = {
        name: position
        for position, (_, entry) in enumerate(entries)
        for name in (text(entry, "name"), full_name(entry))
        if name and names.count[name] == 1
    }
    above = [position_of.get(text(entry, "parent")) for _, entry in entries]
    for position, (path, entry) in enumerate(entries):
        yield from names.check((*path, "parent"), text(entry, "parent"))
        passed, at = [position], above[position]
        while at is not None and at not in passed:
            passed.append(at)
            at = above[at]
        if at == position == max(passed):
            yield Problem((*path, "parent"), "上位をたどると自分自身に戻ります。上位を確かめてください。")


def _plan_errors(raw: Any) -> Iterator[Problem]:
    plan = inner(raw, "plan")
    code = text(plan, "code")
    if code and text(plan, "predecessor") == code:
        yield Problem(("plan", "predecessor"), "自分自身を指しています。前の計画のコードにしてください。")


def _insert_errors(raw: Any) -> Iterator[Problem]:
    named = {
        "survey": names_of(raw, "surveys", "name"),
        "table": names_of(raw, "tables", "number", APART),
    }
    for path, chapter in tree(raw, "chapters"):
        for line in (text(chapter, "insert") or "").splitlines():
            word, colon, name = line.partition(":")
            if colon and word in named:
                yield from named[word].check((*path, "insert"), name)
            elif line not in INSERTS:
                choices = "・".join((*INSERTS, "survey:名前", "table:番号"))
                yield Problem(
                    (*path, "insert"),
                    f"「{line[:60]}」は差し込めません。1行に1つ、{choices} から書いてください。",
                )


def _measure_errors(raw: Any, departments: Names, policies: Names, systems: Names) -> Iterator[Problem]:
    plan = inner(raw, "plan")
    measures = names_of(raw, "measures", "number")
    grounds = names_of(raw, "references", "title", APART)
    words = {
        key: names_of(plan, key, "label", place="plan.") for key in ("phases", "achievements", "directions")
    }
    axes = names_of(raw, "axes", "code")
    categories: dict[str, Names] = {}
    for _, axis in objects(raw, "axes"):
        if code := text(axis, "code"):
            within = names_of(axis, "categories", "code", place=f"分類軸「{code[:60]}」の ")
            categories.setdefault(code, within)
    for path, measure in objects(raw, "measures"):
        yield from policies.check((*path, "policy"), text(measure, "policy"))
        yield from each_reference(measure, "policy_candidates", path, policies)
        yield from each_reference(measure, "departments", path, departments)
        yield from each_reference(measure, "related_departments", path, departments)
        yield from each_reference(measure, "grounds", path, grounds)
        yield from each_reference(measure, "systems", path, systems)
        yield from _category_errors(measure, path, axes, categories)
        yield from _measure_link_errors(measure, path, measures)
        yield from _word_errors(measure, path, words)


def _category_errors(
    measure: dict, path: Path, axes: Names, categories: dict[str, Names]
) -> Iterator[Problem]:
    yield from each_reference(measure, "categories_unclear", path, axes)
    chosen, place = inner(measure, "categories"), (*path, "categories")
    for axis in chosen:
        yield from axes.check((*place, axis), axis)
        if axis in categories:
            yield from each_reference(chosen, axis, place, categories[axis])


def _measure_link_errors(measure: dict, path: Path, measures: Names) -> Iterator[Problem]:
    own = text(measure, "number")
    yield from one_reference(inner(measure, "ended"), "into", (*path, "ended"), measures, own)
    seen: set[str] = set()
    for place, link in objects(measure, "related_measures", path=path):
        number = text(link, "number")
        if number in seen:
            yield Problem((*place, "number"), f"「{number}」が2回書かれています。一つにしてください。")
        else:
            yield from one_reference(link, "number", place, measures, own)
        seen |= {number} - {None}
    refs: set[str] = set()
    for place, link in objects(measure, "continues", path=path):
        ref = text(link, "ref")
        if ref in refs:
            yield Problem((*place, "ref"), f"「{ref[:60]}」が2回書かれています。一つにしてください。")
        refs |= {ref} - {None}


def _word_errors(measure: dict, path: Path, words: dict[str, Names]) -> Iterator[Problem]:
    for place, track in objects(measure, "schedule", path=path):
        for year, phase in inner(track, "years").items():
            if isinstance(phase, str) and phase and is_year(year):
                yield from words["phases"].check((*place, "years", year), phase)
    outcome, place = inner(measure, "outcome"), (*path, "outcome")
    for key, kind in (
        ("achievement", "achievements"),
        ("direction", "directions"),
        ("target_phase", "phases"),
    ):
        yield from words[kind].check((*place, key), text(outcome, key))
    for place, value in objects(measure, "indicators", "values", path=path):
        yield from words["achievements"].check((*place, "achievement"), text(value, "achievement"))
