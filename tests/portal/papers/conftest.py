"""A small plan and what its people print."""

from datetime import date

import pytest

from plans.models import Plan
from portal.papers.kind import Asked
from portal.papers.options import Options
from portal.place import find_place
from tests.factories import make_measure, make_user

DAY = date(2026, 11, 21)


@pytest.fixture
def plan(db) -> Plan:
    return make_measure(phases={2022: "検討", 2023: "構築"}).plan


@pytest.fixture
def asked(plan):
    """Return a function that asks for a paper of the small plan, or of another one."""

    def ask(*, role="planning", of: Plan = plan, **options) -> Asked:
        user = make_user(role, username=f"who-asks-{role}")
        place = find_place(user, of.municipality.code, of.code, today=DAY)
        return Asked(place, user, DAY, Options(**options))

    return ask
