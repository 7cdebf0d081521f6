"""部署の追加: departments that are there and only missing here."""

import pytest
from django.urls import reverse

from organizations.models import ChangeSet, Department
from tests.factories import make_department, make_plan

pytestmark = pytest.mark.django_db
URL = reverse("organizations:department_create", args=["132209"])


@pytest.fixture
def planning(client_as):
    make_plan()
    return client_as("planning")


def add(client, names, **typed):
    return client.post(URL, {"names": names, "kind": "課", "parent": ""} | typed)


def test_several_are_added_at_the_end_of_the_order_in_one_save(planning):
    division = make_department("市民部", kind="部", order=4)
    assert add(planning, "市民課\r\n\r\n 保険課 ", parent=str(division.pk)).status_code == 302
    rows = Department.objects.filter(parent=division).order_by("order")
    assert [(d.name, d.kind, d.order) for d in rows] == [("市民課", "課", 5), ("保険課", "課", 6)]
    assert Department.history.filter(changeset=ChangeSet.objects.first()).count() == 2


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ("", "このフィールドは必須です。"),
        ("市民課\n市民課", "同じ名称が二度書かれています。"),
        ("税務課", "同じ上位の部署の下に同じ名称の部署があります。"),
        ("あ" * 201, "名称は200字までにしてください。"),
    ],
)
def test_what_cannot_be_is_explained_and_nothing_is_added(names, sentence, planning):
    make_department("税務課")
    count = Department.objects.count()
    html = add(planning, names).content.decode()
    assert sentence in html
    assert Department.objects.count() == count


def test_a_name_that_stands_elsewhere_gets_a_key_of_its_own(planning):
    make_department("庶務係")
    division = make_department("市民部", kind="部")
    add(planning, "庶務係", parent=str(division.pk))
    assert Department.objects.get(parent=division).key == "市民部 庶務係"
