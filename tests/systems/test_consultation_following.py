"""事前協議 goes to the department that takes over the work."""

import pytest

from organizations.history import change_set
from systems.following import CONSULTATIONS
from tests.factories import COMMAND, make_department
from tests.systems.consulting import TODAY, brought_to, make_consultation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["draft", "decided"])
def test_a_consultation_goes_with_its_department(state):
    row, successor = brought_to(state), make_department("窓口課")
    city = row.municipality
    held = CONSULTATIONS.held_by(city, [row.department_id], TODAY)
    assert [(one.name, one.group) for one in held] == [("住民記録システムの更新", "令和9年度予算")]
    with change_set(author=COMMAND, municipality=city):
        CONSULTATIONS.follow(city, {(row.pk, row.department_id): successor}, TODAY)
    row.refresh_from_db()
    assert row.department == successor


def test_what_was_withdrawn_stays_where_it_was():
    row = make_consultation(state="withdrawn")
    assert CONSULTATIONS.held_by(row.municipality, [row.department_id], TODAY) == []
