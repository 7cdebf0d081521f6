"""Reading an edition on screen: from its document alone, by the pieces that print uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from exchange.canonical import ordered
from exchange.loading.measures import key_of
from plans.models import Edition, Plan
from plans.text import Terms, glossary_terms
from portal.printing import bodies, lists
from portal.printing.grouping import MeasureGroup, measure_groups
from portal.printing.inserts import Block, named, of_list
from portal.printing.measure_sheets import Sheet, measure_sheets
from portal.printing.words import Source, department_names, measure_number


@dataclass(frozen=True)
class Section:
    """A heading of the overview and what stands under it."""

    id: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Line:
    """A measure in the edition's list."""

    number: str
    name: str
    departments: str
    url: str


@dataclass(frozen=True)
class Group:
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class OneSheet:
    """A measure's sheet between its neighbours."""

    sheet: Sheet
    previous: Line | None
    next: Line | None


@dataclass(frozen=True)
class EditionPages:
    """The pages of one edition of a plan."""

    edition: Edition
    plan: Plan

    @cached_property
    def source(self) -> Source:
        document, before = self.edition.documents()
        urls = {
            part["number"]: self._url("measure_detail", key_of(part)) for part in document.get("measures", [])
        }
        return Source(ordered(document), ordered(before) if before else {}, urls)

    @cached_property
    def terms(self) -> Terms:
        rows = [
            (place, part["term"], part.get("aliases", []))
            for place, part in enumerate(self.source.parts("glossary"), 1)
        ]
        return glossary_terms(rows, self._url("glossary"))

    @property
    def title(self) -> str:
        return self.source.plan["title"]

    @property
    def measure_word(self) -> str:
        return self.source.word("measure")

    @property
    def measure_count(self) -> int:
        return len(self.source.parts("measures"))

    @property
    def department_word(self) -> str:
        return self.source.word("departments")

    @property
    def schedule_word(self) -> str:
        return self.source.word("schedule")

    def _url(self, page: str, *args: str) -> str:
        return reverse(f"portal:edition_{page}", args=[*self.plan.url_args, self.edition.number, *args])

    @property
    def overview(self) -> list[Section]:
        """Return what the document tells beside measures, schedule, systems and glossary."""
        source = self.source
        found = [
            ("計画の概要", [bodies.plan_facts(source)]),
            ("施策体系", of_list(source, "policies")),
            ("前計画の結果", of_list(source, "results")),
            ("会議体", of_list(source, "committees")),
            ("策定経過", of_list(source, "making")),
            ("1年の進め方", [lists.cycle(source)]),
            ("計画が定める決まり", [lists.rules(source)]),
            ("評価する会議体", [lists.evaluation_bodies(source)]),
            ("評価の観点", [lists.criteria(source)]),
            ("計画全体の事業費", [lists.plan_costs(source)]),
            ("根拠・関連計画", [lists.references(source)]),
            ("この計画の語", [lists.plan_words(source)]),
            ("部署別の索引", [lists.departments(source)]),
        ]
        return [
            Section(f"part-{place}", title, [block for block in blocks if block])
            for place, (title, blocks) in enumerate(found, 1)
            if any(blocks)
        ]

    @property
    def schedule(self) -> list[Block]:
        return of_list(self.source, "schedule")

    @property
    def systems(self) -> list[Block]:
        procedures = of_list(self.source, "procedures")
        return [*of_list(self.source, "systems"), *(named(block, "オンライン手続") for block in procedures)]

    @property
    def glossary(self) -> list[Block]:
        return of_list(self.source, "glossary")

    @property
    def groups(self) -> list[Group]:
        return [self._group(group) for group in measure_groups(self.source)]

    def _group(self, group: MeasureGroup) -> Group:
        return Group(group.title, [self._line(measure) for measure in group.measures])

    def _line(self, measure: Mapping[str, Any]) -> Line:
        url = self.source.sheet_href(measure["number"])
        return Line(measure_number(measure), measure["name"], department_names(measure), url)

    def sheet(self, key: str) -> OneSheet:
        """Return the sheet of a measure; 404 where the edition has none of that key."""
        measures = self.source.parts("measures")
        place = next((place for place, part in enumerate(measures) if key_of(part) == key), None)
        if place is None:
            raise Http404
        before, after = measures[:place], measures[place + 1 :]
        return OneSheet(
            measure_sheets(self.source, [measures[place]], 1)[0],
            self._line(before[-1]) if before else None,
            self._line(after[0]) if after else None,
        )
