"""会議体, 用語集 and the facts of the plan: parts that read as text rather than as tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from organizations.fiscal_years import show_fiscal_years, show_partial_date
from portal.printing.measure_sheets import Entry, Item, items
from portal.printing.words import Part, Source, numbered

QUORUMS = {"majority": "過半数", "half": "半数以上", "two-thirds": "3分の2以上", "number": ""}


@dataclass(frozen=True)
class Body:
    """A committee: its kind beside the name, then what is known of it."""

    name: str
    kind: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Bodies:
    bodies: Sequence[Body]
    template: ClassVar[str] = "print/_bodies.html"


@dataclass(frozen=True)
class Term:
    id: str
    term: str
    remark: str
    explanation: str


@dataclass(frozen=True)
class TermGroup:
    head: str
    terms: Sequence[Term]


@dataclass(frozen=True)
class Glossary:
    groups: Sequence[TermGroup]
    count: int
    template: ClassVar[str] = "print/_glossary.html"


@dataclass(frozen=True)
class Facts:
    """Labels and texts side by side."""

    entries: Sequence[Entry]
    template: ClassVar[str] = "print/_facts.html"


@dataclass(frozen=True)
class PolicyText:
    """What the document says of a policy beyond its name."""

    title: str
    entries: Sequence[Entry]
    items: Sequence[Item]


@dataclass(frozen=True)
class PolicyTexts:
    policies: Sequence[PolicyText]
    template: ClassVar[str] = "print/_policy_texts.html"


def bodies(source: Source) -> Bodies | None:
    """Return the committees by their posts; persons are not in the document."""
    found = [
        Body(part["name"], part.get("kind", ""), list(_body(part))) for part in source.parts("committees")
    ]
    return Bodies(found) if found else None


def _body(part: Part) -> Iterator[Entry]:
    members = [f"{m['post']}（{m['role']}）" if m.get("role") else m["post"] for m in part.get("members", [])]
    known = [
        ("役割", part.get("role")),
        ("上位の会議体", part.get("parent")),
        ("根拠", part.get("basis")),
        ("所掌", "\n".join(f"・{duty}" for duty in part.get("duties", []))),
        ("構成", "、".join(members)),
        ("定足数", _quorum(part.get("quorum", {}))),
        ("事務局", part.get("secretariat")),
    ]
    yield from (Entry(label, text) for label, text in known if text)


def _quorum(quorum: Part) -> str:
    number = f"{quorum['number']}名" if "number" in quorum else ""
    return quorum.get("text") or QUORUMS.get(quorum.get("rule", ""), "") + number


def glossary(source: Source) -> Glossary | None:
    groups: list[tuple[str, list[Term]]] = []
    for place, part in enumerate(source.parts("glossary"), 1):
        head = part.get("group", "")
        if not groups or groups[-1][0] != head:
            groups.append((head, []))
        remark = "　".join(
            filter(None, [part.get("reading"), part.get("full_name"), "、".join(part.get("aliases", []))])
        )
        groups[-1][1].append(Term(f"term-{place}", part["term"], remark, part.get("explanation", "")))
    if not groups:
        return None
    return Glossary(
        [TermGroup(head, terms) for head, terms in groups], sum(len(terms) for _, terms in groups)
    )


def plan_facts(source: Source) -> Facts:
    """Return what the document says of the plan as a whole."""
    plan = source.plan
    span = show_fiscal_years(plan["start_fiscal_year"], plan["end_fiscal_year"])
    months = [show_partial_date(plan[key]) for key in ("start_on", "end_on") if plan.get(key)]
    known = [
        ("計画名", "\n".join(filter(None, [plan["title"], plan.get("subtitle")]))),
        ("計画期間", "\n".join([span, *filter(None, ["～".join(months)])])),
        ("期間の延長", "\n".join(_extension(part) for part in plan.get("extended", []))),
        ("基本理念・目指す姿", plan.get("vision")),
        ("体系の段", "、".join(plan.get("policy_levels", []))),
        ("対象範囲", plan.get("scope")),
        ("見直し", plan.get("revision_rule")),
        (
            "更新の検討",
            plan.get("renewal_lead_months") and f"運用開始の{plan['renewal_lead_months']}か月前までに始める",
        ),
        ("発行", show_partial_date(plan.get("issued_on", ""))),
        ("発行者", plan.get("publisher")),
        ("編集", plan.get("editor")),
    ]
    return Facts([Entry(label, text) for label, text in known if text])


def _extension(part: Part) -> str:
    until = f"{show_partial_date(part['until'])}まで" if part.get("until") else ""
    return "　".join(filter(None, [show_partial_date(part["on"]), until, part.get("text")]))


def policy_texts(source: Source) -> PolicyTexts | None:
    """Return the policies that have more than a name and a description."""
    found = []
    for path in source.policies.values():
        policy = path[-1]
        known = [
            ("説明", policy.get("description") if len(path) > 1 else ""),
            (source.word("issues"), policy.get("issues")),
            (source.word("goal"), policy.get("goal")),
            (source.word("departments"), "、".join(policy.get("departments", []))),
            ("結果", policy.get("outcome")),
        ]
        entries = [Entry(label, text) for label, text in known if text]
        if entries or policy.get("items"):
            found.append(PolicyText(numbered(policy), entries, items(policy)))
    return PolicyTexts(found) if found else None
