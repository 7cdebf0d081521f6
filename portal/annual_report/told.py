"""What a plan document tells, as the figures take it: the same values that rows are read to, and no query.

Models stand here as values alone: never saved, their primary keys are places in the document.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from exchange import shapes
from measures.models import BudgetLine, CostEstimate, Indicator, IndicatorValue
from organizations.models import Department, Municipality
from plans.models import BasicPolicy, EvaluationBody, Plan, Word
from portal.layers import phases_in, tracks_in
from portal.measure_groups import Groups, groups_of_leads, policy_groups
from portal.measure_table import Badge, DepartmentName, MeasureRow, MeasureTable, badges_of
from portal.targets import TargetRow, judged_rows
from portal.told_words import bodies_of
from reviews.offices import Office
from reviews.subjects import POLICY, SubjectKey

Part = Mapping[str, Any]
WORDS = [
    (Word.Kind.PHASE, "phases", shapes.PHASE),
    (Word.Kind.ACHIEVEMENT, "achievements", shapes.ACHIEVEMENT),
    (Word.Kind.DIRECTION, "directions", shapes.DIRECTION),
]


@dataclass(frozen=True)
class Told:
    """A document in canonical form (ict-plan/1) and what stands in it, each read when it is asked for."""

    document: Part

    def parts(self, key: str) -> Sequence[Part]:
        return self.document.get(key, ())

    @property
    def measures(self) -> Sequence[Part]:
        return self.parts("measures")

    @cached_property
    def plan(self) -> Plan:
        city = self.document["municipality"]
        named = Municipality(code=city["code"], name=city["name"], kind=city.get("kind", ""))
        return Plan(**shapes.PLAN.read(self.document["plan"]), municipality=named)

    @cached_property
    def words(self) -> list[Word]:
        head = self.document["plan"]
        found = [(kind, shape.read(part)) for kind, key, shape in WORDS for part in head.get(key, ())]
        return [Word(pk=n, order=n, kind=kind, **columns) for n, (kind, columns) in enumerate(found, 1)]

    @cached_property
    def policy_parts(self) -> list[tuple[BasicPolicy, Part]]:
        """Every policy with its part, in the document's order."""
        found: list[tuple[BasicPolicy, Part]] = []

        def add(parts: Sequence[Part], parent: int | None) -> None:
            for part in parts:
                place = len(found) + 1
                key = part.get("key") or part["code"]
                columns = shapes.POLICY.read(part)
                found.append((BasicPolicy(pk=place, parent_id=parent, order=place, key=key, **columns), part))
                add(part.get("children", ()), place)

        add(self.parts("policies"), None)
        return found

    @cached_property
    def departments(self) -> list[DepartmentName]:
        """The departments in 建制順: as the document lists them, then those that it names besides."""
        listed = [part["name"] for part in self.parts("departments")]
        besides = dict.fromkeys(
            name
            for part in [*self.measures, *(part for _, part in self.policy_parts)]
            for name in _department_names(part)
            if name not in self._listed
        )
        return [DepartmentName(n, name, n) for n, name in enumerate([*listed, *besides], 1)]

    @cached_property
    def _listed(self) -> dict[str, int]:
        """The places of the listed departments by the names the document calls them."""
        places: dict[str, int] = {}
        for place, part in enumerate(self.parts("departments"), 1):
            parent = part.get("parent")
            names = [part.get("key"), part["name"], f"{parent}{part['name']}" if parent else None]
            for name in filter(None, names):
                places.setdefault(name, place)
        return places

    def department(self, name: str) -> DepartmentName:
        """Return the department that the document calls by that name."""
        if name in self._listed:
            return self.departments[self._listed[name] - 1]
        return next(one for one in self.departments[len(self.parts("departments")) :] if one.name == name)

    @cached_property
    def offices(self) -> dict[int, Office]:
        """The departments by place, each with the topmost one above it."""
        made = {one.pk: Department(pk=one.pk, name=one.name, key=one.name) for one in self.departments}
        above = {
            place: self._listed.get(part.get("parent", ""))
            for place, part in enumerate(self.parts("departments"), 1)
        }

        def division(place: int) -> Department | None:
            seen, top = {place}, above.get(place)
            while top and above.get(top) and top not in seen:
                seen.add(top)
                top = above[top]
            return made.get(top)

        return {place: Office(department, division(place), place) for place, department in made.items()}

    @cached_property
    def table(self) -> MeasureTable:
        policies = {policy.pk: policy for policy, _ in self.policy_parts}
        return MeasureTable(self.plan, list(self._rows()), policies, self.words)

    def _rows(self) -> Iterator[MeasureRow]:
        policies = {policy.code: policy.pk for policy, _ in self.policy_parts}
        marks, phases = badges_of(self.plan), phases_in(self.document)
        pages = reverse("portal:measure_list", args=self.plan.url_args)
        for place, part in enumerate(self.measures, 1):
            yield MeasureRow(
                pk=place,
                key=key_of(part),
                number=part["number"],
                name=part["name"],
                url=pages,
                is_new=part.get("is_new"),
                is_priority=part.get("is_priority"),
                is_added=bool(part.get("added")),
                is_ended=bool(part.get("ended")),
                policy_id=policies.get(part.get("policy")),
                policy_candidates=part.get("policy_candidates", []),
                departments=[self.department(name) for name in printed_departments(part)],
                departments_text=part.get("departments_text", ""),
                schedule_state=part.get("schedule_state", ""),
                has_schedule_note=False,
                tracks=tracks_in(part, phases),
                badges=_badges(marks, part),
            )

    @cached_property
    def groups(self) -> dict[str, Groups]:
        """The groups of the measures by uppermost policy and by lead department."""
        leads = {
            place: self.department(part["departments"][0]).pk
            for place, part in enumerate(self.measures, 1)
            if part.get("departments")
        }
        return {"policy": policy_groups(self.table), "department": groups_of_leads(self.table, leads)}

    @cached_property
    def bodies(self) -> dict[str, EvaluationBody]:
        return bodies_of(self.document["plan"])

    def judged(self, fiscal_year: int) -> list[TargetRow]:
        """Judge every indicator in a western fiscal year."""
        found: dict[int, list[Indicator]] = {}
        values: dict[int, list[IndicatorValue]] = {}
        for place, measure in enumerate(self.measures, 1):
            for part in measure.get("indicators", ()):
                key = len(values) + 1
                found.setdefault(place, []).append(Indicator(pk=key, **shapes.INDICATOR.read(part)))
                values[key] = [
                    IndicatorValue(order=n, **shapes.INDICATOR_VALUE.read(value))
                    for n, value in enumerate(part.get("values", ()))
                ]
        words = {word.label: word.code for word in self.words if word.kind == Word.Kind.ACHIEVEMENT}
        leads = self.groups["department"]
        return judged_rows(self.table, fiscal_year, found, values, words=words, leads=leads)

    def costs(self) -> tuple[dict[int, list[CostEstimate]], dict[int, list[BudgetLine]]]:
        """Return the estimates and the lines of the budget by the place of their measure."""
        estimates = {
            place: [CostEstimate(**shapes.COST.read(part)) for part in measure.get("costs", ())]
            for place, measure in enumerate(self.measures, 1)
        }
        budget = {
            place: [BudgetLine(**shapes.BUDGET_LINE.read(part)) for part in measure.get("budget_lines", ())]
            for place, measure in enumerate(self.measures, 1)
        }
        return estimates, budget

    def subjects(self) -> Iterator[tuple[SubjectKey, Part]]:
        """Yield what may be reported on, policies first, as a round asks for them."""
        for policy, part in self.policy_parts:
            yield ("policy", policy.pk), part
        for place, part in enumerate(self.measures, 1):
            yield ("measure", place), part

    def names(self) -> dict[SubjectKey, str]:
        """Return how lists of a round name each subject for life: `3`, `policy:1-2`."""
        named: dict[SubjectKey, str] = {("policy", p.pk): f"{POLICY}{p.key}" for p, _ in self.policy_parts}
        return named | {("measure", n): key_of(part) for n, part in enumerate(self.measures, 1)}


def key_of(measure: Part) -> str:
    return measure.get("key") or measure["number"]


def printed_departments(part: Part) -> list[str]:
    return [*part.get("departments", ()), *part.get("related_departments", ())]


def _department_names(part: Part) -> Iterator[str]:
    yield from printed_departments(part)
    for report in part.get("reports", ()):
        yield from report.get("departments", ())
        yield from (addition["department"] for addition in report.get("additions", ()))
        yield from (one["department"] for one in report.get("conditions", ()) if one.get("department"))


def _badges(marks: Mapping[str, Badge], part: Part) -> list[Badge]:
    holds = {
        "priority": part.get("is_priority"), "new": part.get("is_new"),
        "added": part.get("added"), "ended": part.get("ended"),
    }  # fmt: skip
    return [marks[name] for name, is_so in holds.items() if is_so]
