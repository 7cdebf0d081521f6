"""表示設定: whose they are, who sees and removes them, which pages may be kept."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests.factories import make_municipality, make_plan, make_user
from workspace.models import SavedView
from workspace.saved_views import views_for

pytestmark = pytest.mark.django_db
LIST = reverse("workspace:saved_view_list")
CREATE = reverse("workspace:saved_view_create")


@pytest.fixture
def path():
    return reverse("portal:measure_list", args=make_plan().url_args)


def make_view(owner, name="重点だけ", *, path="/132209/ict-2022/measures/", **fields):
    city = fields.pop("municipality", None) or owner.municipality or make_municipality()
    return SavedView.objects.create(owner=owner, municipality=city, name=name, path=path, **fields)


def test_a_page_is_kept_with_its_conditions_and_opened_again(path, client_as):
    client = client_as("department")
    data = {"name": "電子申請", "path": path, "query": "q=電子&page=3&order=&phase=x"}
    response = client.post(CREATE, data)
    view = SavedView.objects.get()
    assert response.url == view.get_absolute_url() == f"{path}?q=%E9%9B%BB%E5%AD%90&phase=x"
    assert (view.owner, view.municipality) == (make_user("department"), make_municipality())
    assert not view.is_shared
    assert "この表示を「電子申請」として保存しました。" in client.get(response.url).content.decode()
    assert "電子申請" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/132209/ict-2022/measures/",
        "//example.com/132209/ict-2022/measures/",
        "/\\example.com/132209/ict-2022/measures/",
        "javascript:alert(1)",
        "132209/ict-2022/measures/",
        "/132209/ict-2022/no-such-page/",
        "/notices/",
        "/admin/",
        "/133035/ict-2022/measures/",
        "",
    ],
)
def test_only_a_page_of_the_own_city_is_kept(address, path, client_as):
    make_plan(municipality=make_municipality("133035", "隣の市"))
    response = client_as("viewer").post(CREATE, {"name": "外", "path": address, "query": ""})
    assert response.status_code == 200
    assert not SavedView.objects.exists()


def test_a_name_is_used_once_by_each_person(path, client_as):
    make_view(make_user("planning"))
    client = client_as("viewer")
    data = {"name": "重点だけ", "path": path, "query": "q=DX"}
    assert client.post(CREATE, data).status_code == 302
    html = client.post(CREATE, data).content.decode()
    assert "同じ名前の表示がすでにあります。別の名前にしてください。" in html
    assert f'name="path" value="{path}"' in html
    assert 'name="query" value="q=DX"' in html


def test_shared_views_are_seen_in_the_own_city_and_removed_by_the_planning_section():
    planner, viewer = make_user("planning"), make_user("viewer")
    other = make_user("planning", municipality=make_municipality("133035", "隣の市"))
    shared, private = make_view(viewer, "共有", is_shared=True), make_view(viewer, "自分")
    views = SavedView.objects
    assert set(views.visible_to(viewer)) == set(views.changeable_by(viewer)) == {shared, private}
    assert list(views.visible_to(planner)) == list(views.removable_by(planner)) == [shared]
    assert list(views.changeable_by(planner)) == []
    assert list(views.removable_by(make_user("department"))) == []
    assert list(views.visible_to(other)) == []
    assert list(views.visible_to(make_user("administrator"))) == [shared]


def test_ones_own_is_renamed_shared_and_deleted(client_as):
    client = client_as("viewer")
    view = make_view(make_user("viewer"))
    edit = reverse("workspace:saved_view_edit", args=[view.pk])
    assert client.post(edit, {"name": "改めた名前", "is_shared": "on"}).url == LIST
    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("改めた名前", True)
    make_view(make_user("viewer"), "別の名前")
    assert "同じ名前の表示" in client.post(edit, {"name": "別の名前"}).content.decode()
    client.post(reverse("workspace:saved_view_delete", args=[view.pk]))
    assert [view.name for view in SavedView.objects.all()] == ["別の名前"]


def test_the_views_of_a_page_come_with_the_own_ones_first(path):
    viewer, planner = make_user("viewer"), make_user("planning")
    make_view(planner, "あ 共有", path=path, is_shared=True)
    make_view(planner, "い 企画だけ", path=path)
    make_view(viewer, "う 自分", path=path)
    make_view(viewer, "え 別のページ", path="/132209/systems/")
    assert [view.name for view in views_for(viewer, path)] == ["う 自分", "あ 共有"]


def test_a_page_includes_the_form_and_marks_the_view_it_shows(path):
    viewer = make_user("viewer")
    make_view(viewer, "重点", path=path, query="q=DX")
    context = {"views": views_for(viewer, path), "path": path, "query": "q=DX", "csrf_token": "token"}
    html = render_to_string("workspace/_save_view.html", context)
    assert f'href="{path}?q=DX" aria-current="page"' in html
    assert 'name="query" value="q=DX"' in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html


@pytest.mark.parametrize("rows", [2, 40])
def test_the_list_costs_the_same_however_long_it_is(rows, client_as, django_assert_num_queries):
    client = client_as("viewer")
    for number in range(rows):
        owner = make_user("department", username=f"user{number}")
        make_view(owner, f"表示{number}", is_shared=True)
    with django_assert_num_queries(5):
        client.get(LIST)
