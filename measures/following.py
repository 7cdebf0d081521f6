"""How the measures of plans whose span has not ended follow a reorganisation. Ended plans keep theirs."""

from datetime import date

from measures.models import MeasureDepartment
from organizations.fiscal_years import fiscal_year_of
from organizations.following import Follower
from organizations.models import Municipality

Role = MeasureDepartment.Role
RANKS = {role: rank for rank, role in enumerate((Role.LEAD, Role.RESPONSIBLE, Role.RELATED))}


def measure_links(municipality: Municipality, day: date):
    """Return the departments of the measures that follow, in any role."""
    links = MeasureDepartment.objects.filter(
        measure__plan__municipality=municipality,
        measure__plan__end_fiscal_year__gte=fiscal_year_of(day),
    )
    return links.select_related("measure__plan").order_by("measure__plan", "measure__order", "order", "pk")


MEASURES = Follower(
    name="measures",
    label="施策",
    unit="件",
    links=measure_links,
    owner="measure",
    group=lambda link: link.measure.plan.title,
    rank=lambda link: (RANKS[link.role], link.order),
)
