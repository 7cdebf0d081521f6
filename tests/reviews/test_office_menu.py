"""The departments of a row: what is chosen is marked, and a name is a name."""

from organizations.models import Department
from reviews.office_menu import OfficeMenu
from reviews.offices import Office

DIVISION = Department(pk=1, name="市民部")


def menu():
    names = [(2, "市民課", DIVISION), (3, "{name}<b>課", DIVISION), (4, "議会", None)]
    return OfficeMenu(
        Office(Department(pk=pk, name=name), above, pk) for pk, name, above in names
    )


def test_the_options_stand_under_their_divisions():
    assert menu().options(4) == (
        '<optgroup label="市民部"><option value="2">市民課</option>'
        '<option value="3">{name}&lt;b&gt;課</option></optgroup><option value="4" selected>議会</option>'
    )


def test_each_row_has_boxes_of_its_own():
    html = menu().boxes("related-m7", {3})
    assert '<p class="assignments__division">市民部</p>' in html
    assert '<label><input type="checkbox" name="related-m7" value="2">市民課</label>' in html
    assert 'name="related-m7" value="3" checked>{name}&lt;b&gt;課</label>' in html


def test_a_city_without_departments_has_no_menu():
    assert not OfficeMenu([])
