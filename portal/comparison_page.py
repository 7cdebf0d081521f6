"""The page of a 新旧対照表: what is chosen, the chips that filter, and one page of what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse

from exchange.comparing import Comparison, Kind
from plans.models import Plan
from portal.comparison import Version, compared, reasons_of
from portal.comparison_entries import ShownEntry, kind_labels, shown_entries

SHOWN = 20  # entries on a page
ALWAYS = {Kind.ADDED, Kind.ENDED}


@dataclass(frozen=True)
class Chip:
    label: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True)
class ComparisonPage:
    """One page of a comparison. `next_url` and `previous_url` are "" at its ends."""

    old: Version
    new: Version
    comparison: Comparison
    chips: Sequence[Chip]
    entries: Sequence[ShownEntry]
    page: Page
    next_url: str
    previous_url: str

    @property
    def rest_begins_with(self) -> ShownEntry | None:
        """The first entry of the page that is no measure."""
        return next((shown for shown in self.entries if not shown.entry.key), None)

    @property
    def left(self) -> int:
        """How many entries come after this page."""
        return self.page.paginator.count - self.page.end_index()


def comparison_page(plan: Plan, old: Version, new: Version, params: Mapping[str, str]) -> ComparisonPage:
    """Compare two versions and draw the entries of one page; texts of others are not even looked at."""
    comparison = compared(plan, old, new)
    kind = next((kind for kind in Kind if kind.value == params.get("kind")), None)
    entries = comparison.only(kind) if kind else comparison.entries
    page = Paginator(entries, SHOWN).get_page(params.get("page"))
    return ComparisonPage(
        old=old,
        new=new,
        comparison=comparison,
        chips=_chips(comparison, old, new, kind),
        entries=shown_entries(
            comparison,
            page.object_list,
            reasons=reasons_of(plan, old, new),
            decision=new.decision,
            urls=_urls(plan),
        ),
        page=page,
        next_url=_url(old, new, kind, page.next_page_number()) if page.has_next() else "",
        previous_url=_url(old, new, kind, page.previous_page_number()) if page.has_previous() else "",
    )


def _urls(plan: Plan) -> dict[str, str]:
    """Return the pages of the measures the plan has now (one query)."""
    keys = plan.measures.values_list("key", flat=True)
    return {key: reverse("portal:measure_detail", args=[*plan.url_args, key]) for key in keys}


def _chips(comparison: Comparison, old: Version, new: Version, current: Kind | None) -> list[Chip]:
    labels = kind_labels(comparison)
    chips = [Chip("すべて", comparison.places, _url(old, new, None), current is None)]
    for kind, count in comparison.counts.items():
        if count or kind in ALWAYS or kind == current:
            chips.append(Chip(labels[kind], count, _url(old, new, kind), kind == current))
    return chips


def _url(old: Version, new: Version, kind: Kind | None, page: int = 1) -> str:
    params = {"old": old.value, "new": new.value} | ({"kind": kind.value} if kind else {})
    return f"?{urlencode(params | ({'page': page} if page > 1 else {}))}"
