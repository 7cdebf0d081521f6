"""Where a page stands: the city, the plan, and the places every page leads to."""

from dataclasses import dataclass
from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import reverse

from organizations.fiscal_years import fiscal_year_of
from organizations.models import Municipality, User
from plans.models import Plan

PLACES = [
    ("portal:plan_detail", "計画"),
    ("portal:dashboard", "進捗一覧"),
    ("portal:measure_list", "施策"),
    ("portal:schedule_grid", "工程表"),
    ("portal:review_round_list", "進捗状況調査"),
    ("portal:information_system_list", "情報システム"),
    ("portal:plan_book", "計画書"),
]


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Place:
    """The city and plan of a page. `plan` is the city's current one where the page names none."""

    municipality: Municipality
    plan: Plan
    plans: list[Plan]
    current: str
    fiscal_year: int

    @property
    def links(self) -> list[Link]:
        links = []
        for name, label in PLACES:
            is_citywide = name == "portal:information_system_list"
            args = [self.municipality.code] if is_citywide else self.plan.url_args
            links.append(Link(label, reverse(name, args=args), name == self.current))
        return links

    @property
    def this_year(self) -> int:
        """Today's fiscal year, brought into the plan's span."""
        return self.plan.this_year(self.fiscal_year)

    @property
    def this_year_remark(self) -> str:
        """Say which year `this_year` is: today's, or the plan's nearest to it."""
        if self.this_year == self.fiscal_year:
            return "今年度"
        return "最終年度" if self.this_year < self.fiscal_year else "初年度"


def find_place(
    user: User, code: str, plan_code: str | None = None, *, today: date, current: str = ""
) -> Place:
    """Return the place of a page, or answer 404 for another city or an unknown plan (two queries).

    `current` is the URL name of the place the page belongs to.
    """
    municipality = get_object_or_404(Municipality.objects.visible_to(user), code=code)
    place = place_of(municipality, plan_code, today=today, current=current)
    return place or get_object_or_404(Plan.objects.none())


def place_of(
    municipality: Municipality, plan_code: str | None = None, *, today: date, current: str = ""
) -> Place | None:
    """Return the place of a city's plan, the current one without a code; None where there is none."""
    fiscal_year = fiscal_year_of(today)
    plans = list(municipality.plans.with_adoption().current_first(fiscal_year))
    for plan in plans:
        plan.municipality = municipality
    wanted = [plan for plan in plans if plan_code in (None, plan.code)]
    return Place(municipality, wanted[0], plans, current, fiscal_year) if wanted else None
