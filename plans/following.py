"""How what plans say of departments follows a reorganisation: their policies, and the list of departments."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from organizations.fiscal_years import fiscal_year_of
from organizations.following import DepartmentsChange, Follower
from organizations.history import bulk_write
from organizations.models import Department, Municipality
from plans.department_names import references
from plans.models import DepartmentListing, Plan, PolicyDepartment

COLUMNS = ["parent", "kind", "since", "until", "successors", "order"]
SAME_AS_BEFORE = ["parent_id", "kind", "since", "until"]


def plans_lock(municipality: Municipality) -> None:
    """Hold off every save of the city's plans until the transaction ends."""
    list(Plan.objects.select_for_update(of=("self",)).filter(municipality=municipality).order_by("pk"))


def policy_links(municipality: Municipality, day: date):
    """Return the departments of policies of plans whose span has not ended."""
    links = PolicyDepartment.objects.filter(
        policy__plan__municipality=municipality,
        policy__plan__end_fiscal_year__gte=fiscal_year_of(day),
    )
    return links.select_related("policy__plan").order_by("policy__plan", "policy__order", "order", "pk")


POLICIES = Follower(
    name="policies",
    label="方針・取組",
    unit="件",
    links=policy_links,
    owner="policy",
    group=lambda link: link.policy.plan.title,
    rank=lambda link: link.order,
    lock=plans_lock,
)


def list_departments(change: DepartmentsChange) -> None:
    """Bring the lists up to date: successors where the plan's span has not ended, names in all plans."""
    year = fiscal_year_of(change.day)
    for plan, listings in _listings(change.municipality).items():
        listing = Listing(plan, listings, change)
        if plan.end_fiscal_year >= year:
            listing.follow()
        listing.write()


def add_departments(plan: Plan, departments: Iterable[Department], change: DepartmentsChange) -> None:
    """List departments in a plan that does not list them yet."""
    listing = Listing(plan, _listings(change.municipality).get(plan, []), change)
    for department in departments:
        listing.add(department)
    listing.write()


def _listings(municipality: Municipality) -> dict[Plan, list[DepartmentListing]]:
    found = defaultdict(list)
    rows = DepartmentListing.objects.filter(plan__municipality=municipality)
    for row in rows.select_related("plan", "department", "parent").order_by("plan", "order", "pk"):
        found[row.plan].append(row)
    return found


class Listing:
    """The departments one plan lists, in its order, while they follow a change."""

    def __init__(self, plan: Plan, rows: list[DepartmentListing], change: DepartmentsChange):
        self.plan, self.rows, self.change = plan, rows, change
        self.by_department = {row.department_id: row for row in rows}
        self.stored = {row.pk: _columns(row) for row in rows}
        self.pointed = self._pointed_to()

    def _pointed_to(self) -> dict[int, list[int | str]]:
        """Read the successors of each row as departments, by the names they had before the change."""
        before = self.change.before
        names = references(self.rows, lambda d: before[d.pk].name if d.pk in before else d.name)
        keys = {name: pk for pk, name in names.items()}
        return {
            row.department_id: [keys.get(name, name) for name in row.successors or []] for row in self.rows
        }

    def follow(self) -> None:
        for pk, successors in self.change.successors.items():
            if pk in self.by_department:
                self._hand_over(self.by_department[pk], successors)
        for row in list(self.rows):
            if row.department_id in self.change.before:
                self._change(row, self.change.before[row.department_id])
            if row.parent_id in self.change.successors and row.parent_id != row.department.parent_id:
                row.parent = row.department.parent
        for row in list(self.rows):
            if row.parent:
                self.add(row.parent)

    def _hand_over(self, row: DepartmentListing, successors: list[Department]) -> None:
        for successor in successors:
            self.add(successor)
        if row.department_id not in {successor.pk for successor in successors}:
            row.until = row.department.until
            self.pointed[row.department_id] = [successor.pk for successor in successors]

    def _change(self, row: DepartmentListing, before: Department) -> None:
        """Follow a department in what this plan says of it as the city did; its own words stay."""
        department = row.department
        for name in SAME_AS_BEFORE:
            if getattr(row, name) == getattr(before, name):
                setattr(row, name, getattr(department, name))
        if department.order != before.order:
            self.rows.remove(row)
            self._place(row)

    def add(self, department: Department) -> None:
        """List a department, and those above it, unless they are listed."""
        if department.pk in self.by_department:
            return
        if department.parent:
            self.add(department.parent)
        row = DepartmentListing(
            plan=self.plan,
            department=department,
            parent=department.parent,
            kind=department.kind,
            since=department.since,
            until=department.until,
        )
        self.by_department[department.pk] = row
        self.pointed[department.pk] = []
        self._place(row)

    def _place(self, row: DepartmentListing) -> None:
        """Put a row before the first department that comes later in 建制順."""
        later = [n for n, other in enumerate(self.rows) if other.department.order > row.department.order]
        self.rows.insert(later[0] if later else len(self.rows), row)

    def write(self) -> None:
        names = references(self.rows)
        for order, row in enumerate(self.rows):
            row.order = order
            row.successors = [names.get(pk, str(pk)) for pk in self.pointed[row.department_id]]
        bulk_write(
            DepartmentListing,
            create=[row for row in self.rows if row.pk is None],
            update=[row for row in self.rows if row.pk and self.stored[row.pk] != _columns(row)],
            fields=COLUMNS,
        )


def _columns(row: DepartmentListing) -> tuple:
    return row.parent_id, row.kind, row.since, row.until, tuple(row.successors or []), row.order
