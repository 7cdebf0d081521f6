"""Working papers that stand beside a plan's document when it is printed as it stands: no document has them.

了承 of findings, 事前協議, the city's own closed days. They are read by primary keys and handed over by the
numbers that `exchange.inventory_facts` gives; an edition is printed without them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from exchange.dumping.inventory import WholeInventory
from exchange.inventory_facts import Departments, departments_of
from exchange.inventory_order import identity_of
from organizations.models import Department, Municipality, User
from organizations.working_days import ClosedDays, closed_days_of
from portal.boards.budget import scope_of
from portal.boards.budget_items import NO_DEPARTMENT, Wished, wishes_of
from systems.findings.findings import Acceptances
from systems.models import AcceptedFinding, Contract


@dataclass(frozen=True)
class Beside:
    """`acceptances` and `wishes` by the numbers of systems and departments in the document, `more` the names
    of departments that stand in none of its lists. `unlisted` counts the systems that no plan's list has;
    `scope` says which wishes are kept from the reader, "" where none is.
    """

    acceptances: Acceptances = field(default_factory=dict)
    wishes: Sequence[Wished] = ()
    more: Sequence[str] = ()
    closed: ClosedDays = ClosedDays()
    unlisted: int = 0
    scope: str = ""


def beside_of(city: Municipality, whole: WholeInventory, fiscal_year: int, *, user: User | None) -> Beside:
    """Read what stands beside the document of a city's plan; 事前協議 for the budget of a fiscal year, those
    that `user` (None: a command) may see.
    """
    systems = {pk: number for number, pk in enumerate(whole.systems, 1)}
    wishes = wishes_of(city, fiscal_year, user=user)
    names = dict(Department.objects.filter(municipality=city).values_list("pk", "name"))
    known = departments_of(whole.document)
    more = [names[wish.department] for wish in wishes if wish.department in names]
    more = list(dict.fromkeys(name for name in more if name not in known.names.values()))
    return Beside(
        acceptances=_acceptances(city, whole, systems),
        wishes=[
            replace(
                wish,
                url="",
                department=_number(known.having(more), names.get(wish.department, "")),
                system=systems.get(wish.system, 0),
            )
            for wish in wishes
        ],
        more=more,
        closed=closed_days_of(city),
        unlisted=whole.unlisted,
        scope=scope_of(user),
    )


def _number(departments: Departments, name: str) -> int:
    """Return the first number of a department of that name."""
    return next((n for n, own in enumerate(departments.names.values(), 1) if own == name), NO_DEPARTMENT)


def _acceptances(city: Municipality, whole: WholeInventory, systems: Mapping[int, int]) -> Acceptances:
    """Return what was accepted. A finding on a contract has its primary key as subject, here its number."""
    places = {identity_of(part): number for number, part in enumerate(whole.document.get("contracts", []), 1)}
    keys = dict(Contract.objects.filter(municipality=city).values_list("pk", "key"))
    contracts = {f"{pk}": f"{places[key]}" for pk, key in keys.items() if key in places}
    found = {}
    for row in AcceptedFinding.objects.filter(municipality=city):
        if row.system_id in systems:
            subject = contracts.get(row.subject, "") if row.rule == "notice-passed" else row.subject
            found[0, systems[row.system_id], row.rule, subject] = row
    return found
