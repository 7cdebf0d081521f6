"""検索: everything of a city that holds all the words, by kind, the newest plan first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Model, QuerySet
from django.urls import reverse

from measures.models import Measure
from organizations.search import texts_of
from plans.models import BasicPolicy, Chapter, DataTable, GlossaryTerm, Plan
from portal.place import Place
from portal.snippets import Piece, marked, search_words, snippet
from systems.models import InformationSystem, OnlineProcedure

MOST = 20
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Hit:
    """A row found: its title and a stretch of its text, both cut at the words; `where` names its plan."""

    title: Sequence[Piece]
    url: str
    where: str
    snippet: Sequence[Piece]


@dataclass(frozen=True)
class More:
    """A list that shows all hits of a plan (of the city, for systems)."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Group:
    """All hits of one kind: how many, the first of them, and the lists with the others."""

    code: str
    label: str
    count: int
    hits: Sequence[Hit]
    more: Sequence[More]

    @property
    def rest(self) -> int:
        return self.count - len(self.hits)


@dataclass(frozen=True)
class Found:
    """The answer to a query; without words there are no groups."""

    query: str
    words: Sequence[str]
    groups: Sequence[Group]

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)


@dataclass(frozen=True)
class Kind:
    """What can be found: rows of plans, where each stands, and the page that lists what matches `q`."""

    code: str
    label: str
    model: type[Model]
    url: Callable[[Model, Plan], str]
    list_page: str = ""


def _anchored(page: str, anchor: str) -> Callable[[Model, Plan], str]:
    return lambda row, plan: f"{reverse(f'portal:{page}', args=plan.url_args)}#{anchor}-{row.pk}"


def _listed(row: OnlineProcedure, plan: Plan) -> str:
    return _list_url("online_procedure_list", plan, row.name)


def _list_url(page: str, plan: Plan, query: str) -> str:
    return reverse(f"portal:{page}", args=plan.url_args) + "?" + urlencode({"q": query})


def _measure_url(row: Measure, plan: Plan) -> str:
    return reverse("portal:measure_detail", args=[*plan.url_args, row.key])


KINDS = [
    Kind("measures", "施策", Measure, _measure_url, "measure_list"),
    Kind("policies", "方針", BasicPolicy, _anchored("plan_detail", "policy")),
    Kind("terms", "用語", GlossaryTerm, _anchored("glossary_term_list", "term"), "glossary_term_list"),
    Kind("chapters", "本文", Chapter, _anchored("chapter_list", "chapter")),
    Kind("tables", "図表", DataTable, _anchored("data_table_list", "table")),
    Kind("procedures", "オンライン手続", OnlineProcedure, _listed, "online_procedure_list"),
]


def search(place: Place, query: str) -> Found:
    """Find rows of the city's plans and its systems (at most three queries a kind)."""
    query = query.strip()[:LONGEST_QUERY]
    words = search_words(query)
    if not words:
        return Found(query, [], [])
    groups = [_group(kind, place, query, words) for kind in KINDS]
    return Found(query, words, [*groups[:2], _systems(place, query, words), *groups[2:]])


def _group(kind: Kind, place: Place, query: str, words: Sequence[str]) -> Group:
    plans = {plan.pk: plan for plan in place.plans}
    rows = kind.model.objects.filter(plan__in=place.plans).matching(query)
    counts = dict(rows.order_by().values_list("plan").annotate(Count("pk")))
    newest_first = rows.order_by("-plan__start_fiscal_year", "plan", "order", "pk") if counts else rows.none()
    return Group(
        code=kind.code,
        label=kind.label,
        count=sum(counts.values()),
        hits=[_hit(row, plans[row.plan_id], kind, words) for row in newest_first[:MOST]],
        more=list(_more(kind, place, query, counts)),
    )


def _hit(row: Model, plan: Plan, kind: Kind, words: Sequence[str]) -> Hit:
    return Hit(marked(str(row), words), kind.url(row, plan), plan.title, _snippet(row, words))


def _snippet(row: Model, words: Sequence[str]) -> list[Piece]:
    """Return a stretch of the row's text that its title does not show already."""
    title = str(row)
    texts = [text for name in row.searched_fields for text in texts_of(getattr(row, name))]
    return snippet((text for text in texts if text not in title), words)


def _more(kind: Kind, place: Place, query: str, counts: dict[int, int]) -> Iterator[More]:
    for plan in place.plans:
        if kind.list_page and counts.get(plan.pk):
            yield More(plan.title, _list_url(kind.list_page, plan, query), counts[plan.pk])


def _systems(place: Place, query: str, words: Sequence[str]) -> Group:
    code = place.municipality.code
    rows: QuerySet = InformationSystem.objects.of_city(place.municipality).matching(query)
    count = rows.count()
    hits = [
        Hit(
            marked(system.name, words),
            reverse("portal:information_system_detail", args=[code, system.pk]),
            "",
            _snippet(system, words),
        )
        for system in rows.order_by("pk")[:MOST]
    ]
    page = reverse("portal:information_system_list", args=[code]) + "?" + urlencode({"q": query})
    more = [More("情報システムの一覧", page, count)] if count else []
    return Group("systems", "情報システム", count, hits, more)
