"""How one part of a document is known from the others of its list, and what it is called."""

from collections.abc import Hashable, Sequence
from functools import cache

from exchange.comparing.matching import Identity
from exchange.comparing.matching import Part as Values
from exchange.comparing.words import shown
from exchange.schema.base import ItemPart, NotePart, Part
from exchange.schema.book import (
    AxisPart,
    CarriedOverPart,
    CategoryPart,
    ChapterPart,
    ColumnPart,
    CommitteePart,
    CyclePart,
    GenerationPart,
    MakingPart,
    MemberPart,
    PlanCostPart,
    RowPart,
    SurveyItemPart,
    SurveyPart,
    TablePart,
    TermPart,
)
from exchange.schema.measures import (
    BudgetLinePart,
    ContinuesPart,
    CostPart,
    FundingPart,
    IndicatorPart,
    IndicatorValuePart,
    MeasurePart,
    RelatedMeasurePart,
    TrackPart,
)
from exchange.schema.plan import (
    AchievementPart,
    CriterionPart,
    DepartmentPart,
    DirectionPart,
    EvaluationBodyPart,
    ExtensionPart,
    PhasePart,
    PolicyPart,
    ReferencePart,
    RulePart,
    VerdictPart,
)
from exchange.schema.rounds import (
    AdditionPart,
    AttendancePart,
    ConditionPart,
    EvaluationPart,
    MeetingItemPart,
    MeetingPart,
    ReportPart,
    RoundPart,
)
from exchange.schema.systems import (
    ContractAmountPart,
    ContractPart,
    MigrationPart,
    ProcedurePart,
    ProcedureUsePart,
    RenewalCostPart,
    SupportEndPart,
    SystemPart,
)
from measures.models import track_key

# By what the parts of a list are matched, the surest first; members apart by spaces belong together.
MEMBERS: dict[type[Part], Sequence[str]] = {
    ItemPart: ["number name", "name", "number"],
    NotePart: ["kind field text", "kind field", "kind"],
    ReferencePart: ["kind title", "title"],
    ChapterPart: ["number title", "title", "number kind"],
    TablePart: ["number title", "title", "number"],
    ColumnPart: ["label"],
    RowPart: ["group label", "label", "code"],
    AxisPart: ["code"],
    CategoryPart: ["code"],
    CommitteePart: ["name"],
    MemberPart: ["post role", "post"],
    MakingPart: ["on subject", "subject", "on body"],
    CyclePart: ["step", "actor months"],
    PlanCostPart: ["fiscal_year basis", "fiscal_year"],
    CarriedOverPart: ["number title", "title", "number"],
    GenerationPart: ["title", "ordinal"],
    SurveyPart: ["name"],
    SurveyItemPart: ["number name", "name", "number"],
    TermPart: ["term"],
    ProcedurePart: ["name"],
    ProcedureUsePart: ["fiscal_year"],
    MigrationPart: ["business"],
    SupportEndPart: ["kind name on", "kind name", "kind"],
    RenewalCostPart: ["fiscal_year"],
    ContractAmountPart: ["fiscal_year"],
    PhasePart: ["label", "stage"],
    AchievementPart: ["label", "code"],
    DirectionPart: ["label", "code"],
    RulePart: ["code text", "text", "code"],
    EvaluationBodyPart: ["name"],
    VerdictPart: ["label", "code"],
    CriterionPart: ["name"],
    ExtensionPart: ["on"],
    ContinuesPart: ["ref"],
    RelatedMeasurePart: ["number"],
    IndicatorValuePart: ["fiscal_year as_of state", "fiscal_year"],
    CostPart: ["fiscal_year"],
    BudgetLinePart: ["fiscal_year name account", "fiscal_year name", "fiscal_year account", "fiscal_year"],
    FundingPart: ["source"],
    RoundPart: ["key"],
    ReportPart: ["round"],
    EvaluationPart: ["body"],
    ConditionPart: ["body text", "text", "given_on"],
    AdditionPart: ["department"],
    MeetingPart: ["held_on body title", "held_on body", "held_on title", "title"],
    MeetingItemPart: ["title", "kind"],
    AttendancePart: ["post role", "post"],
}
# Parts with a key for life; it is left out of a document where it equals this member.
KEYED: dict[type[Part], str] = {
    MeasurePart: "number", PolicyPart: "code", SystemPart: "name", DepartmentPart: "name",
    IndicatorPart: "name", TrackPart: "label", ContractPart: "name",
}  # fmt: skip
NAMES = [
    "title",
    "name",
    "label",
    "term",
    "post",
    "subject",
    "step",
    "fiscal_year",
    "source",
    "ref",
    "on",
    "text",
]
OWN_NAMES = {
    ReportPart: "round", EvaluationPart: "body", AdditionPart: "department", MigrationPart: "business",
}  # fmt: skip
NUMBERS = ["printed_number", "printed_code", "number"]


def key_of(part: type[Part], values: Values) -> str:
    """Return the key for life of a part that has one."""
    if part is TrackPart:
        return values.get("key") or track_key(values.get("label", ""))
    if part is DepartmentPart and not values.get("key"):
        return " ".join(filter(None, [values.get("parent"), values["name"]]))
    return values.get("key") or values[KEYED[part]]


@cache
def identities(part: type[Part]) -> list[Identity]:
    """Return by what the parts of a list are matched, the surest first."""
    if part is DepartmentPart:  # a department that moves under another keeps its name
        return [lambda values: key_of(part, values), lambda values: values.get("key") or values["name"]]
    if part in KEYED:
        return [lambda values: key_of(part, values)]
    return [_by(members.split()) for members in MEMBERS[part]]


def _by(members: Sequence[str]) -> Identity:
    def identity(values: Values) -> Hashable | None:
        found = tuple(values.get(member) for member in members)
        return found if any(value is not None for value in found) else None

    return identity


def number_of(part: type[Part], values: Values) -> str:
    """Return the number a part is printed with, "" for none."""
    keys = [*NUMBERS, "code"] if part in (PolicyPart, RulePart) else NUMBERS
    return next((str(values[key]) for key in keys if values.get(key)), "")


def name_of(part: type[Part], values: Values) -> str:
    """Return what a part is called without its number, its first words where it has no name."""
    if part is NotePart:
        return shown(part, "kind", values["kind"])
    if part is SupportEndPart:
        return f"{shown(part, 'kind', values['kind'])} {values.get('name', '')}".strip()
    if part is BudgetLinePart:
        year = shown(part, "fiscal_year", values["fiscal_year"])
        return f"{year} {values.get('name') or values.get('account', '')}".strip()[:60]
    key = OWN_NAMES.get(part) or next((key for key in NAMES if values.get(key)), "")
    return shown(part, key, values[key]).partition("\n")[0][:60] if key else ""


def title_of(part: type[Part], values: Values) -> str:
    """Return number and name."""
    return f"{number_of(part, values)} {name_of(part, values)}".strip()
