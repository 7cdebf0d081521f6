"""What a system hangs together with, as its page draws it: one line after another, and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from measures.models import Measure
from organizations.models import User
from plans.models import Plan
from portal.inventory.contracts import ContractLine
from portal.systems import SystemRow
from systems.models import InformationSystem, OnlineProcedure

MOST_NAMES = 3
NEWEST_PLAN_FIRST = ["-plan__start_fiscal_year", "plan", "order", "pk"]


@dataclass(frozen=True)
class Related:
    """Something a system is tied to; `remark` says more of it."""

    name: str
    url: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Branch:
    """The related things of one kind."""

    kind: str
    items: Sequence[Related]


@dataclass(frozen=True)
class Relations:
    """What came before and comes after a system, and what else is tied to it."""

    before: Sequence[Related]
    after: Sequence[Related]
    branches: Sequence[Branch]

    @property
    def is_any(self) -> bool:
        return bool(self.before or self.after or self.filled)

    @property
    def filled(self) -> list[Branch]:
        return [branch for branch in self.branches if branch.items]

    @property
    def sentence(self) -> str:
        """Say all in words, what there is none of as well."""
        told = [("前身", self.before), ("後継", self.after), *((b.kind, b.items) for b in self.branches)]
        known = "、".join(f"{kind}は{_names(items)}" for kind, items in told if items)
        missing = "、".join(kind for kind, items in told if not items)
        return "".join([f"{known}。" if known else "", f"{missing}の記載はありません。" if missing else ""])


def _names(items: Sequence[Related]) -> str:
    names = "・".join(item.name for item in items[:MOST_NAMES])
    return names if len(items) <= MOST_NAMES else f"{names}など{len(items)}件"


def relations_of(row: SystemRow, user: User, contracts: Sequence[ContractLine], plan: Plan) -> Relations:
    """Read what the city knows of a system's neighbours (four queries); nothing of its partners' part.

    Of what belongs to another plan than `plan` the plan is named.
    """
    systems = InformationSystem.objects.of_city(row.city)
    return Relations(
        before=[_system(row, one) for one in systems.filter(successor=row.system).order_by("pk")],
        after=[_system(row, one) for one in systems.filter(pk=row.system.successor_id)],
        branches=[
            Branch(plan.words["measure"], _measures(row, user, plan)),
            Branch("オンライン手続", _procedures(row, plan)),
            Branch("契約", [_contract(line) for line in contracts]),
            Branch("共同利用の団体", [Related(city.name) for city in row.partners]),
        ],
    )


def _system(row: SystemRow, system: InformationSystem) -> Related:
    url = reverse("portal:information_system_detail", args=[row.city.code, system.pk])
    return Related(system.name, url)


def _measures(row: SystemRow, user: User, plan: Plan) -> list[Related]:
    measures = Measure.objects.visible_to(user).filter(systems=row.system, plan__municipality=row.city)
    return [
        Related(str(measure), measure.get_absolute_url(), _other(measure.plan, plan))
        for measure in measures.select_related("plan__municipality").order_by(*NEWEST_PLAN_FIRST)
    ]


def _procedures(row: SystemRow, plan: Plan) -> list[Related]:
    procedures = OnlineProcedure.objects.filter(system=row.system, plan__municipality=row.city)
    return [
        Related(procedure.name, _listed(procedure), _other(procedure.plan, plan))
        for procedure in procedures.select_related("plan__municipality").order_by(*NEWEST_PLAN_FIRST)
    ]


def _other(plan: Plan, shown: Plan) -> str:
    return "" if plan == shown else plan.title


def _listed(procedure: OnlineProcedure) -> str:
    page = reverse("portal:online_procedure_list", args=procedure.plan.url_args)
    return f"{page}?{urlencode({'q': procedure.name})}"


def _contract(line: ContractLine) -> Related:
    others = "、".join(system.name for system in line.others)
    return Related(line.contract.name, f"#contract-{line.contract.pk}", f"{others}も対象" if others else "")
