"""Which dashboard a person gets: the committee's, the planning section's or the own department's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.models import User
from plans.models import Plan
from portal.dashboard.committee import committee_dashboard
from portal.dashboard.department import department_dashboard
from portal.dashboard.keeping import kept_dashboard
from portal.dashboard.panels import Dashboard
from portal.dashboard.planner import planner_dashboard
from portal.dashboard.rounds import address, year_of
from portal.measure_selection import query_of
from portal.place import Place
from reviews.models import ReviewRound

COMMITTEE, PLANNER, DEPARTMENT = "committee", "planner", "department"
NAMES = {COMMITTEE: "計画の全体", PLANNER: "調査の進み", DEPARTMENT: "自課"}
CHOICES = ["view", "round", "by"]
MAKERS = {COMMITTEE: committee_dashboard, PLANNER: planner_dashboard, DEPARTMENT: department_dashboard}


@dataclass(frozen=True)
class Choice:
    """One of several ways to see the page."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class DashboardPage:
    """The page: which view, what else there is to choose, and its figures. `given` is what was chosen."""

    view: str
    given: Mapping[str, str]
    views: list[Choice]
    rounds: list[Choice]
    ways: list[Choice]
    found: Dashboard

    @property
    def name(self) -> str:
        return NAMES[self.view]

    @property
    def query(self) -> str:
        """The query string of what was chosen, for the page's other outputs."""
        return query_of(self.given)


def dashboard_page(place: Place, user: User, params: Mapping[str, str], today: date) -> DashboardPage:
    """Return the page for `view`, `round` and `by` of the address; what does not exist is left out."""
    offered = views_of(user)
    view = params.get("view", "")
    view = view if view in offered else default_view(user, place.plan)
    given = {name: params[name] for name in CHOICES if params.get(name)}
    found = kept_dashboard(
        MAKERS[view], place, user, today, round_key=params.get("round", ""), by=params.get("by", "")
    )
    path = reverse("portal:dashboard", args=place.plan.url_args)
    return DashboardPage(
        view=view,
        given=given,
        views=[
            Choice(NAMES[name], address(path, {}, view=name, round=given.get("round", "")), name == view)
            for name in offered
        ],
        rounds=[
            Choice(year_of(choice), address(path, given, round=choice.key), choice == found.rounds.chosen)
            for choice in found.rounds.opened
        ],
        ways=[
            Choice(label, f"{address(path, given, by=name)}#achievement", is_current)
            for name, label, is_current in found.ways
        ],
        found=found,
    )


def views_of(user: User) -> list[str]:
    """Return the views a person may choose: the round's is the planning section's."""
    own = [DEPARTMENT] if user.department_id else []
    return [COMMITTEE, *([PLANNER] if user.is_planning or user.is_administrator else []), *own]


def default_view(user: User, plan: Plan) -> str:
    """Return what a person sees first (a query for the planning section: whether a round takes answers)."""
    if user.role == User.Role.DEPARTMENT and user.department_id:
        return DEPARTMENT
    is_busy = user.is_planning and ReviewRound.objects.filter(plan=plan).open().exists()
    return PLANNER if is_busy else COMMITTEE
