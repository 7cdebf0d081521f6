"""Reading the tables of a reorganisation against the city as it is: departments, then who takes over what."""

import copy
from collections import defaultdict
from datetime import date

from organizations.fiscal_years import show_day
from organizations.following import followers
from organizations.models import Department, Municipality
from organizations.reorganising.blueprint import Blueprint, Destined, Handover, Problem
from organizations.reorganising.names import Directory, written
from organizations.reorganising.people import read_people
from organizations.reorganising.rows import (
    DEPARTMENTS,
    GONE,
    LINES,
    PEOPLE,
    RENAMES,
    DepartmentRow,
    Rows,
)
from organizations.text import normalise_width

NONE = "なし"  # a department without one above


def blueprint_of(municipality: Municipality, rows: Rows, day: date) -> Blueprint:
    """Return what `rows` would do on `day`, with all problems (queries: one a kind of thing, and three)."""
    return Reading(municipality, rows, day).blueprint


class Reading:
    """One reading: the names of today, the departments of the day, and what was found on the way."""

    def __init__(self, municipality: Municipality, rows: Rows, day: date):
        self.rows, self.day = rows, day
        self.blueprint = Blueprint(municipality, day)
        standing = municipality.departments.standing_on(day).select_related("parent").order_by("order", "pk")
        self.standing: list[Department] = list(standing)
        by_key = {department.pk: department for department in self.standing}
        for department in self.standing:
            department.municipality = municipality
            department.parent = by_key.get(department.parent_id, department.parent)
        self.today = Directory(self.standing)
        self.states = {department.pk: copy.copy(department) for department in self.standing}
        self.read()

    def problem(self, table: str, row: int, sentence: str) -> None:
        self.blueprint.problems.append(Problem(table, row, sentence))

    def read(self) -> None:
        self.ending = self._read_formers()
        self._read_renames()
        self._read_departments()
        going_on = [department for department in self.standing if department.pk not in self.ending]
        self.after = Directory([*going_on, *self.blueprint.new])
        self._read_parents()
        self._refuse_twins()
        self._read_successors()
        read_people(self)
        self._find_holdings()
        self._note_changes()

    def find(self, directory: Directory, text: str, table: str, row: int) -> Department | None:
        """Return a department by name; note a problem where several answer to it."""
        try:
            return directory.find(text)
        except ValueError as ambiguity:
            self.problem(table, row, str(ambiguity))
            return None

    # --- Departments ------------------------------------------------------------------------------

    def _read_formers(self) -> set[int]:
        """Find the departments of today that the lines name; return the keys of those that end."""
        self.formers: dict[int, tuple[Department, list]] = {}
        for line in self.rows.lines:
            found = self.today.all_named(line.former)
            if len(found) != 1:
                self._explain_former(line, found)
                continue
            self.formers.setdefault(found[0].pk, (found[0], []))[1].append(line)
        return {
            pk
            for pk, (department, lines) in self.formers.items()
            if not any(self._is_itself(department, line.successor) for line in lines)
        }

    def _explain_former(self, line, found: list[Department]) -> None:
        if not line.former:
            blank = "旧課が空です。なくなる部署か、分かれる部署の名称を書いてください。"
            self.problem(LINES, line.row, blank)
        elif found:
            self.find(self.today, line.former, LINES, line.row)
        else:
            self.problem(LINES, line.row, self._unknown(line.former))

    def _unknown(self, name: str) -> str:
        standing = f"「{name}」という部署は、{show_day(self.day)}の時点でありません。"
        return f"{standing}部署の一覧の名称のとおりに直してください。"

    def _is_itself(self, department: Department, text: str) -> bool:
        """Say whether a line leads from a department to that department: it goes on."""
        return department in self.today.all_named(text)

    def _read_renames(self) -> None:
        for row in self.rows.renames:
            department = self.find(self.today, row.department, RENAMES, row.row)
            name = row.name.strip()
            if department is None:
                if not self.today.all_named(row.department):
                    self.problem(RENAMES, row.row, self._unknown(row.department))
            elif not name or len(name) > 200:
                self.problem(RENAMES, row.row, "新しい名称を200字までで書いてください。")
            elif department.pk in self.ending:
                both = f"「{row.department}」は{LINES}の表でなくなります。"
                self.problem(RENAMES, row.row, f"{both}どちらかの表から除いてください。")
            else:
                department.name = name

    def _read_departments(self) -> None:
        """Find the departments the first table speaks of; those of no known name are new ones."""
        going_on = [department for department in self.standing if department.pk not in self.ending]
        self.meant: list[tuple[DepartmentRow, Department]] = []
        matched: set[int] = set()
        exact = [(row, self._named(going_on, row, with_parent=True)) for row in self.rows.departments]
        matched |= {found[0].pk for _, found in exact if len(found) == 1}
        for row, found in exact:
            if not row.name:
                self.problem(DEPARTMENTS, row.row, "名称が空です。部署の名称を書いてください。")
                continue
            rest = [d for d in self._named(going_on, row, with_parent=False) if d.pk not in matched]
            known = found[0] if len(found) == 1 else rest[0] if len(rest) == 1 else None
            if known is None and any(d.pk in self.ending for d in self.today.all_named(row.name)):
                gone = f"「{row.name}」は「{LINES}」の表でなくなります。"
                self.problem(DEPARTMENTS, row.row, f"{gone}この行を除くか、その表を直してください。")
                continue
            if known is not None:
                matched.add(known.pk)
            self.meant.append((row, known or self._new(row)))

    def _named(self, departments: list[Department], row: DepartmentRow, *, with_parent: bool):
        found = [department for department in departments if written(department.name) == written(row.name)]
        if not with_parent:
            return found
        above = "" if row.parent == NONE else written(row.parent)
        return [d for d in found if written(d.parent.name if d.parent else "") == above]

    def _new(self, row: DepartmentRow) -> Department:
        taken = [*self.standing, *self.blueprint.new]
        last = max((department.order for department in taken), default=-1)
        department = Department(
            municipality=self.blueprint.municipality,
            name=row.name.strip(),
            since=self.day.isoformat(),
            order=self._order_of_former(row.name, last + 1),
        )
        self.blueprint.new.append(department)
        return department

    def _order_of_former(self, name: str, otherwise: int) -> int:
        """Return the place of the first department a new one takes over from."""
        former = [
            department.order
            for department, lines in self.formers.values()
            if any(written(line.successor) == written(name) for line in lines)
        ]
        return min(former, default=otherwise)

    def _read_parents(self) -> None:
        """Read kind, place and order of the departments of the first table; an empty cell changes nothing."""
        kinds = dict(Department.KINDS)
        for row, department in self.meant:
            if row.kind and row.kind not in kinds:
                choices = "・".join(kinds)
                unknown = f"種別「{row.kind}」はありません。"
                self.problem(DEPARTMENTS, row.row, f"{unknown}{choices}から選んでください。")
            department.kind = row.kind if row.kind in kinds else department.kind
            order = normalise_width(row.order).strip()
            if order and not (order.isascii() and order.isdigit() and len(order) < 8):
                self.problem(DEPARTMENTS, row.row, f"建制順「{row.order}」は0以上の整数にしてください。")
            elif order:
                department.order = int(order)
            if row.parent:
                department.parent = None if row.parent == NONE else self._parent(row, department)
        for row, department in self.meant:
            if self._is_ring(department):
                ring = "上位をたどると自分自身に戻ります。上位を確かめてください。"
                self.problem(DEPARTMENTS, row.row, ring)
                department.parent = None
        for department in self.blueprint.new:
            if len(department.name) > 200:
                self.problem(DEPARTMENTS, 0, "名称は200字までにしてください。")

    def _parent(self, row: DepartmentRow, department: Department) -> Department | None:
        parent = self.find(self.after, row.parent, DEPARTMENTS, row.row)
        if parent is None and not self.after.all_named(row.parent):
            lacking = "この改正でなくなります" if self.today.all_named(row.parent) else "ありません"
            mend = "名称を確かめるか、この表に加えてください。"
            self.problem(DEPARTMENTS, row.row, f"上位の部署「{row.parent}」は{lacking}。{mend}")
        return parent

    def _is_ring(self, department: Department) -> bool:
        passed, at = {id(department)}, department.parent
        while at is not None and id(at) not in passed:
            passed.add(id(at))
            at = at.parent
        return at is department

    def _refuse_twins(self) -> None:
        """Refuse two departments of one name below one parent: no document could tell them apart."""
        found = defaultdict(list)
        for department in [*self.standing, *self.blueprint.new]:
            above = department.parent.name if department.parent else ""
            found[written(above), written(department.name)].append(department)
        lines = {id(department): row.row for row, department in self.meant}
        for twins in found.values():
            if len(twins) > 1:
                row = next((lines[id(twin)] for twin in reversed(twins) if id(twin) in lines), 0)
                same = f"「{twins[0].name}」は、同じ上位の部署の下に同じ名称のものがあります。"
                mend = "別の名称にするか、この行を除いて今の部署を使ってください。"
                self.problem(DEPARTMENTS, row, f"{same}{mend}")

    # --- Who takes over ---------------------------------------------------------------------------

    def _read_successors(self) -> None:
        for former, lines in self.formers.values():
            handover = Handover(former, [], lines[0].row)
            for line in lines:
                successor = self._successor(former, line, len(lines))
                if successor in handover.successors:
                    twice = f"「{line.successor}」が2回書かれています。一つにしてください。"
                    self.problem(LINES, line.row, twice)
                elif successor is not None:
                    handover.successors.append(successor)
            handover.names = [self.after.name(successor) for successor in handover.successors]
            if handover.successors != [former]:
                self.blueprint.handovers.append(handover)

    def _successor(self, former: Department, line, count: int) -> Department | None:
        name = line.successor
        if former.pk not in self.ending and self._is_itself(former, name):
            return former
        if name == GONE and count == 1:
            return None
        found = self.find(self.after, name, LINES, line.row) if name else None
        if not name:
            blank = "新課が空です。引き継ぐ部署を書いてください。"
            self.problem(LINES, line.row, f"{blank}引継先なしで廃止する部署は「{GONE}」と書きます。")
        elif found is None and not self.after.all_named(name):
            lacking = "この改正でなくなります" if self.today.all_named(name) else "ありません"
            mend = f"「{DEPARTMENTS}」の表に加えるか、ここを直してください。"
            self.problem(LINES, line.row, f"新課「{name}」は{lacking}。{mend}")
        return found

    def _find_holdings(self) -> None:
        """Find what hangs on the departments that hand over, and where each thing goes."""
        handovers = {handover.former.pk: handover for handover in self.blueprint.handovers}
        named = {change.user.pk for change in self.blueprint.people if change.move or change.names_department}
        moved = {d.pk for row, d in self.meant if row.parent and d.pk}
        for follower in followers():
            for holding in follower.held_by(self.blueprint.municipality, [*handovers], self.day):
                is_told = {"people": named, "departments": moved | self.ending}.get(follower.name, set())
                if holding.pk not in is_told:
                    handover = handovers[holding.former_id]
                    to = self._destination(handover, holding)
                    handover.holdings.append(Destined(holding, to, self.after.name(to) if to else ""))
        for handover in self.blueprint.handovers:
            self._check_destinations(handover)

    def _destination(self, handover: Handover, holding) -> Department | None:
        chosen = self.rows.choices.get(holding.key)
        if chosen and handover.is_split:
            found = [n for n, name in enumerate(handover.names) if chosen == name]
            if found:
                return handover.successors[found[0]]
            lost = f"「{holding.name}」の行き先「{chosen}」は引継先にありません。選び直してください。"
            self.problem(LINES, handover.row, lost)
        return handover.successors[0] if handover.successors else None

    def _check_destinations(self, handover: Handover) -> None:
        lost = [found for found in handover.holdings if found.to is None]
        if lost and not any(p.table == LINES and p.row == handover.row for p in self.blueprint.problems):
            kinds = defaultdict(int)
            for found in lost:
                kinds[found.holding.follower] += 1
            things = "、".join(f"{kind.label}{count}{kind.unit}" for kind, count in kinds.items())
            mend = f"引継先を「{LINES}」の表に書くか、先に担当を変えてください。"
            sentence = f"「{handover.former.name}」には行き先のないものがあります（{things}）。{mend}"
            self.problem(LINES, handover.row, sentence)
        people = [found for found in handover.holdings if found.holding.follower.name == "people"]
        if handover.is_split and people:
            self.blueprint.warnings.append(
                f"「{handover.former.name}」の職員{len(people)}人は、{PEOPLE}の表に新しい部署がないため、"
                "下で選んだ引継先に移ります。"
            )

    def _note_changes(self) -> None:
        for department in self.standing:
            before = self.states[department.pk]
            if department.pk not in self.ending and _place(before) != _place(department):
                self.blueprint.changed.append((before, department))


def _place(department: Department) -> tuple:
    parent = department.parent
    return department.name, department.kind, department.order, parent and (parent.pk or id(parent))
