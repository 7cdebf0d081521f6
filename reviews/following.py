"""How who answers follows a reorganisation: the rounds under way, and the homework not done yet."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from organizations.following import Follower, Writing
from organizations.models import Department, Municipality
from reviews.models import Assignment, Condition, ReviewRound

UNDER_WAY = [ReviewRound.State.PREPARING, ReviewRound.State.OPEN]
RANKS = {Assignment.Role.LEAD: 0, Assignment.Role.RELATED: 1}


def assignment_links(municipality: Municipality, day: date):
    """Return who answers in the rounds under way. What is final stays with whom it was."""
    links = Assignment.objects.filter(
        round__plan__municipality=municipality, round__state__in=UNDER_WAY
    )
    links = links.select_related("round", "measure", "policy", "department")
    return links.order_by("round", "order", "pk")


@dataclass(frozen=True)
class AssignmentFollower(Follower):
    """A department stands once at each subject of a round; of two that become one the answering one stays."""

    def follow(
        self, municipality: Municipality, destinations: Mapping[tuple[int, int], Department], day: date
    ) -> None:
        if not destinations:
            return
        moving = {pk for pk, _ in destinations}
        by_subject: dict[tuple, list[Assignment]] = defaultdict(list)
        for link in self.links(municipality, day):
            by_subject[link.round_id, *link.subject_key].append(link)
        writing = Writing(replace(self, owner="measure"))
        for links in by_subject.values():
            goals = {
                link.department_id: destinations[link.pk, link.department_id]
                for link in links
                if link.pk in moving
            }
            if goals:
                writing.add(links, goals)
        writing.write()


ASSIGNMENTS = AssignmentFollower(
    name="assignments",
    label="調査の回答",
    unit="件",
    links=assignment_links,
    group=lambda link: link.round.name,
    rank=lambda link: (RANKS[link.role], link.order),
)


def condition_links(municipality: Municipality, day: date):
    """Return 付帯意見 that are not met yet."""
    links = Condition.objects.unmet().filter(plan__municipality=municipality, department__isnull=False)
    return links.select_related("plan").order_by("plan", "pk")


CONDITIONS = Follower(
    name="conditions",
    label="付帯意見",
    unit="件",
    links=condition_links,
    group=lambda link: link.plan.title,
)
