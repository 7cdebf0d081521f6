"""情報システム台帳 on paper: every fact a document tells of its systems, in one table or, where wide, two."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from exchange.comparing.words import shown as worded
from exchange.inventory_facts import month_of
from exchange.inventory_order import identity_of
from exchange.schema.systems import MigrationPart, RenewalCostPart, SystemPart
from organizations.fiscal_years import show_day, show_fiscal_year, show_fiscal_year_by_letter, show_month
from portal.inventory.columns import COLUMNS, DATE, NUMBER, TEXT, UNKNOWN
from portal.inventory.workbook import WITHHELD
from portal.printing.tables import Column, Group, PrintedTable, printed_table, row, shares
from portal.printing.words import Part
from systems.disclosure import is_internal_by
from systems.findings.facts import SystemFacts
from systems.renewing import LABELS
from systems.terms import contract_schedule

LINE = 286  # half-width characters across an A3
MOST = 17  # columns that can be read side by side
ROOMY = 8  # columns beside which a date has room for both eras in one line


@dataclass(frozen=True)
class Listed:
    """A running system: its part of the document, and what the rules know of it."""

    part: Part
    facts: SystemFacts
    contracts: Mapping[str, str]  # names by what systems refer to them by

    @property
    def group(self) -> str:
        return self.part.get("group", "")

    def keeps(self, field: str) -> bool:
        """Say whether a field stays within the city: costs of a renewal do where the renewal does."""
        fields = {"renewal_costs": ["renewal", "renewal_costs"], "": []}.get(field, [field])
        return any(is_internal_by(self.part.get("disclosure", {}), one) for one in fields)


Read = Callable[[Listed, date], str]


@dataclass(frozen=True)
class Field:
    """A column; `field` decides whether it may be published (`systems.disclosure`)."""

    label: str
    field: str
    read: Read
    kind: str = TEXT


def listed_systems(document: Part, facts: Sequence[SystemFacts]) -> list[Listed]:
    """Return the running systems of a document with their facts, in its order."""
    parts = document.get("systems", [])
    contracts = {identity_of(part): part["name"] for part in document.get("contracts", [])}
    return [Listed(parts[one.system_id - 1], one, contracts) for one in facts]


def _text(key: str) -> Read:
    return lambda one, day: one.part.get(key, "")


def _word(key: str) -> Read:
    return lambda one, day: worded(SystemPart, key, one.part[key]) if key in one.part else ""


def _number(key: str) -> Read:
    return lambda one, day: f"{one.part[key]:,}" if key in one.part else ""


def _yes(key: str, yes: str, no: str) -> Read:
    return lambda one, day: {True: yes, False: no}.get(one.part.get(key), "")


def _month(key: str) -> Read:
    return lambda one, day: _shown(one.part.get(key))


def _step(key: str) -> Read:
    return lambda one, day: _shown(one.part.get("renewal", {}).get(key))


def _shown(month: str | None) -> str:
    return show_month(month_of(month)) if month else ""


def _businesses(one: Listed, day: date) -> str:
    named = [part["business"] for part in one.part.get("migrations", [])]
    return "、".join(dict.fromkeys([*one.part.get("standard_businesses", []), *named]))


def _migrations(one: Listed, day: date) -> str:
    states = [
        (part["business"], worded(MigrationPart, "state", part["state"]) if "state" in part else UNKNOWN)
        for part in one.part.get("migrations", [])
    ]
    return "、".join(f"{business} {state}" for business, state in states)


def _support_end(one: Listed, day: date) -> str:
    ends = sorted(one.facts.supports, key=lambda end: (end.ends_on < day, end.ends_on))
    return show_day(ends[0].ends_on) if ends else ""


def _contract_end(one: Listed, day: date) -> str:
    terms = [contract_schedule(contract, day) for contract in one.facts.contracts]
    ends = [term.term_end for term in terms if term.term_end and not term.is_over]
    return show_day(min(ends)) if ends else ""


def _procurement(one: Listed, day: date) -> str:
    year = one.part.get("renewal", {}).get("procurement_fiscal_year")
    return show_fiscal_year(year) if year else ""


def _contracts(one: Listed, day: date) -> str:
    return "、".join(one.contracts[name] for name in one.part.get("contracts", []) if name in one.contracts)


def _costs(one: Listed, day: date) -> str:
    return "\n".join(
        f"{show_fiscal_year_by_letter(cost['fiscal_year']).removesuffix('年度')}　{cost['amount']:,}"
        f"（{worded(RenewalCostPart, 'basis', cost.get('basis', 'estimate'))}）"
        for cost in one.part.get("renewal", {}).get("costs", [])
    )


OF_LIST: dict[str, Read] = {  # what the list on screen calls so too
    "department": lambda one, day: "、".join(one.facts.departments),
    "outline": _text("outline"), "started": _month("started_on"), "vendor": _text("vendor"),
    "product": _text("product"), "hosting": _word("hosting"), "location": _text("location"),
    "segment": _word("segment"), "shared": lambda one, day: "、".join(one.part.get("shared_with", [])),
    "bcp": _text("bcp_priority"), "personal": _yes("has_personal_information", "あり", "なし"),
    "users": _number("users"), "cost": _number("yearly_cost"), "business": _businesses,
    "migration": _migrations, "support": _support_end, "contract": _contracts,
    "contract_end": _contract_end, "current_end": _step("current_end"),
    "review_start": _step("review_start"), "procurement": _procurement, "next_start": _step("next_start"),
    "ended": _month("ended_on"),
}  # fmt: skip
STEPS = {step: LABELS[step] for step in ("specification_start", "build_start", "parallel_start")} | {
    "contract_on": "更新の契約"
}  # beside the contracts that run
ALL = {
    **{key: Field(COLUMNS[key].label, COLUMNS[key].field, read, COLUMNS[key].kind)
       for key, read in OF_LIST.items()},
    "priority": Field("重点", "is_priority", _yes("is_priority", "●", "")),
    "migrates": Field("次期へ移行", "migrates_to_next", _yes("migrates_to_next", "する", "しない")),
    "successor": Field("後継", "successor", _text("successor")),
    **{step: Field(STEPS[step], "renewal", _step(step), DATE)
       for step in STEPS},
    "costs": Field("更新の経費（千円）", "renewal_costs", _costs),
}  # fmt: skip
BASIC = [
    "department", "outline", "priority", "started", "vendor", "product", "hosting", "location", "segment",
    "shared", "bcp", "personal", "users", "cost", "successor", "ended",
]  # fmt: skip
COURSE = [
    "business", "migration", "support", "contract", "contract_end", "migrates", "current_end", "review_start",
    "specification_start", "procurement", "contract_on", "build_start", "parallel_start", "next_start",
    "costs",
]  # fmt: skip


@dataclass(frozen=True)
class Inventory:
    """The tables, and what they leave out: fields nobody wrote, fields no system shows, single values."""

    tables: Sequence[PrintedTable]
    untold: Sequence[str]
    fields: Sequence[str]
    values: int


def inventory(systems: Sequence[Listed], day: date, *, is_internal: bool) -> Inventory:
    """Return the inventory as of `day`. For the public a column that is internal for every system falls
    away, a single such value says `WITHHELD`.
    """
    fields = [ALL[key] for key in [*BASIC, *COURSE]]
    closed = [one for one in fields if not is_internal and all(system.keeps(one.field) for system in systems)]
    texts = {
        one.label: [_cell(one, system, day, is_internal) for system in systems]
        for one in fields
        if one not in closed
    }
    written = {label for label, values in texts.items() if any(text not in ("", WITHHELD) for text in values)}
    return Inventory(
        tables=list(_tables(systems, {label: texts[label] for label in texts if label in written})),
        untold=[label for label, values in texts.items() if not any(values)],
        fields=[one.label for one in closed],
        values=0 if is_internal else sum(values.count(WITHHELD) for values in texts.values()),
    )


def _cell(field: Field, system: Listed, day: date, is_internal: bool) -> str:
    if not is_internal and system.keeps(field.field):
        return WITHHELD
    return field.read(system, day)


def _tables(systems: Sequence[Listed], texts: Mapping[str, Sequence[str]]) -> Iterator[PrintedTable]:
    """Yield one table, or one of the systems as they are and one of what becomes of them."""
    if len(texts) <= MOST:
        yield _table(systems, texts, "情報システム台帳")
        return
    halves = {"業務と設置": BASIC, "標準化・契約・更新": COURSE}
    for number, (name, keys) in enumerate(halves.items(), 1):
        own = {ALL[key].label: texts[ALL[key].label] for key in keys if ALL[key].label in texts}
        if own:
            yield _table(systems, own, f"情報システム台帳（{number}）{name}")


def _table(systems: Sequence[Listed], texts: Mapping[str, Sequence[str]], name: str) -> PrintedTable:
    values = {"情報システム": [system.part["name"] for system in systems], **_lines(texts)}
    widths = shares([[label, *column] for label, column in values.items()], LINE)
    numbers = {field.label for field in ALL.values() if field.kind == NUMBER}
    columns = [
        Column(label, width, "label" if not place else "number" if label in numbers else "soft")
        for place, (label, width) in enumerate(zip(values, widths, strict=True))
    ]
    groups: dict[str, list] = {}
    for system, line in zip(systems, zip(*values.values(), strict=True), strict=True):
        groups.setdefault(system.group, []).append(row(columns, line))
    made = [Group(found, band, f"{len(found)}システム") for band, found in groups.items()]
    return printed_table(columns, made, name, f"{len(systems)}システム")


def _lines(texts: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Break dates before their western year where there are many columns."""
    dates = {field.label for field in ALL.values() if field.kind == DATE} if len(texts) > ROOMY else set()
    return {
        label: [text.replace("（", "\n（", 1) for text in column] if label in dates else column
        for label, column in texts.items()
    }
