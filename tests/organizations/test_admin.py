import pytest
from django.contrib import admin
from django.urls import reverse

from organizations.history import Author, change_set, save_changed
from organizations.models import ChangeSet, Department, Municipality, User
from tests.admin_pages import as_posted, errors_of, save
from tests.factories import PASSWORD, make_department, make_municipality, make_plan, make_system, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return make_user("administrator", name="管理 太郎")


@pytest.fixture
def boss(client, administrator):
    client.force_login(administrator)
    return client


def url(row, verb="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk])


@pytest.mark.parametrize("role", ["planning", "department", "committee", "viewer"])
def test_nobody_but_the_administrator_enters(role, client):
    client.force_login(make_user(role))
    for name in ["admin:index", "admin:organizations_user_changelist", "admin:login", "admin:autocomplete"]:
        assert client.get(reverse(name)).status_code == 403


def test_the_admin_asks_for_the_portals_own_sign_in_and_leads_back(client):
    asked = reverse("admin:organizations_user_changelist")
    assert client.get(asked)["Location"] == f"/login/?next={asked}"


def test_the_administrator_is_sent_on_to_the_index_and_to_the_portals_password_page(boss):
    assert boss.get(reverse("admin:login"))["Location"] == reverse("admin:index")
    assert boss.get(reverse("admin:password_change"))["Location"] == reverse("organizations:password_change")


def test_the_index_lists_the_portals_tables_from_the_ground_up_and_the_last_changes(boss):
    page = boss.get(reverse("admin:index"))
    labels = [app["app_label"] for app in page.context["app_list"]]
    assert labels == ["organizations", "workspace", "plans", "systems", "measures", "reviews"]
    assert list(page.context["recent_changes"]) == list(ChangeSet.objects.all()[:10])


def test_many_rows_are_not_deleted_at_once():
    assert "delete_selected" not in dict(admin.site.actions)


def test_a_save_is_one_change_set_of_source_admin(boss, administrator):
    department = make_department("総務課")
    before = ChangeSet.objects.count()
    notes = '[{"kind": "editor", "text": "改称"}]'
    assert save(boss, url(department), name="総務部総務課", notes=notes).status_code == 302
    change = ChangeSet.objects.first()
    assert ChangeSet.objects.count() == before + 1
    assert (change.source, change.by) == ("admin", administrator)
    assert change.municipality == department.municipality
    assert change.request_id
    department.refresh_from_db()
    assert (department.name, department.key) == ("総務部総務課", "総務課")
    assert department.notes == [{"kind": "editor", "text": "改称"}]


@pytest.mark.parametrize(
    "notes", ['[{"text": "種類がない"}]', '["注"]', '[{"kind": "editor", "text": 1}]', '[{"kind": "x"}]']
)
def test_a_note_that_a_document_would_not_take_is_refused(notes, boss):
    assert "1つ目の注が正しくありません" in errors_of(save(boss, url(make_department()), notes=notes))[0]


def test_a_save_without_a_change_leaves_no_trace(boss):
    department = make_department("総務課", notes=[{"kind": "editor", "text": "一行目\n二行目"}])
    before = ChangeSet.objects.count(), Department.history.count()
    assert save(boss, url(department)).status_code == 302
    assert (ChangeSet.objects.count(), Department.history.count()) == before


def test_a_new_row_takes_its_key_from_its_name_and_the_place_after_the_others(boss):
    make_department("総務課", order=4)
    city = make_municipality()
    new = reverse("admin:organizations_department_add")
    assert save(boss, new, municipality=city.pk, name="市民課").status_code == 302
    added = Department.objects.get(name="市民課")
    assert (added.key, added.order) == ("市民課", 5)


def test_what_belongs_to_another_city_is_not_pointed_to(boss):
    department = make_department("総務課")
    foreign = make_department("財政課", municipality=make_municipality("132039", "武蔵野市"))
    page = save(boss, url(department), parent=foreign.pk)
    assert errors_of(page) == ["「財政課」は別の団体か計画のものです。選び直してください。"]


def test_what_others_saved_meanwhile_is_not_overwritten(boss):
    department = make_department("総務課")
    shown = as_posted(boss.get(url(department)))
    with change_set(author=Author(user=make_user("planning", name="企画 花子"), source="page")):
        department.kind = "室"
        save_changed(department)
    page = boss.post(url(department), shown | {"name": "総務部"})
    assert "企画 花子" in errors_of(page)[0]
    department.refresh_from_db()
    assert (department.name, department.kind) == ("総務課", "室")


def test_deleting_is_recorded_and_so_is_what_it_empties(boss):
    department = make_department("窓口課")
    person = make_user("department", department=department)
    assert boss.post(url(department, "delete"), {"post": "yes"}).status_code == 302
    change = ChangeSet.objects.first()
    assert Department.history.filter(changeset=change, history_type="-").count() == 1
    assert User.history.filter(changeset=change, id=person.pk).get().department_id is None


def test_the_history_of_a_row_tells_who_changed_what(boss):
    department = make_department("総務課")
    save(boss, url(department), name="総務部総務課")
    page = boss.get(url(department, "history")).content.decode()
    for text in ["管理 太郎", "管理サイト", "総務課", "総務部総務課"]:
        assert text in page


def test_change_sets_are_read_only_and_show_their_rows(boss):
    department = make_department("総務課")
    save(boss, url(department), name="総務部総務課")
    change = ChangeSet.objects.first()
    assert "総務部総務課" in boss.get(url(change)).content.decode()
    assert boss.post(url(change), {"by_name": "別人"}).status_code == 403
    assert boss.post(url(change, "delete"), {"post": "yes"}).status_code == 403
    assert boss.get(reverse("admin:organizations_changeset_add")).status_code == 403


def test_a_new_person_gets_a_password_to_be_changed_and_the_rights_of_the_role(boss):
    city = make_municipality()
    new = reverse("admin:organizations_user_add")
    person = {"username": "tanaka", "name": "田中", "password1": PASSWORD, "password2": PASSWORD}
    assert save(boss, new, role="planning", municipality=city.pk, **person).status_code == 302
    user = User.objects.get(username="tanaka")
    assert (user.must_change_password, user.is_staff, user.is_superuser) == (True, False, False)
    assert user.check_password(PASSWORD)
    assert save(boss, new, role="administrator", **person | {"username": "kanri"}).status_code == 302
    assert User.objects.get(username="kanri").is_superuser


def test_a_role_taken_away_takes_the_rights_along(boss):
    other = make_user("administrator", username="kanri")
    city = make_municipality()
    assert save(boss, url(other), role="viewer", municipality=city.pk).status_code == 302
    other.refresh_from_db()
    assert (other.is_staff, other.is_superuser) == (False, False)


def test_an_administrator_has_no_city_and_everybody_else_has_one(boss):
    page = save(boss, url(make_user("planning")), role="administrator")
    assert "システム管理者には団体を選ばず、ほかの役割には団体を選んでください。" in errors_of(page)


def test_a_password_somebody_else_sets_is_changed_at_the_next_sign_in(boss, administrator):
    person = make_user("planning")
    page = reverse("admin:auth_user_password_change", args=[person.pk])
    data = {"password1": "another-long-word-1", "password2": "another-long-word-1"}
    assert boss.get(page).status_code == 200
    assert boss.post(page, data | {"usable_password": "true", "set-password": "1"}).status_code == 302
    person.refresh_from_db()
    assert person.must_change_password
    assert person.check_password("another-long-word-1")
    assert ChangeSet.objects.first().source == "admin"


def test_nobody_deletes_the_own_account(boss, administrator):
    assert boss.post(url(administrator, "delete"), {"post": "yes"}).status_code == 403


def test_the_administrator_lifts_a_lock_on_sign_ins(boss):
    person = make_user("planning")
    data = {"action": "unlock", "_selected_action": [person.pk]}
    page = boss.post(reverse("admin:organizations_user_changelist"), data, follow=True)
    assert "1人のロックを解除しました。" in page.content.decode()


def test_a_search_field_offers_the_citys_own_rows_and_else_says_whose_they_are(boss):
    own = make_department("総務課")
    make_department("総務課", municipality=make_municipality("132039", "武蔵野市"))
    question = {
        "app_label": "organizations", "model_name": "department", "field_name": "parent", "term": "総務",
    }  # fmt: skip
    ask = reverse("admin:autocomplete")
    everywhere = boss.get(ask, question).json()["results"]
    assert {row["text"] for row in everywhere} == {"総務課（東大和市）", "総務課（武蔵野市）"}
    here = boss.get(ask, question | {"municipality": own.municipality_id}).json()["results"]
    assert here == [{"id": str(own.pk), "text": "総務課"}]


def test_a_search_finds_kana_and_widths_alike(boss):
    make_system(name="ｼｽﾃﾑ管理")
    make_system(name="窓口")
    page = boss.get(reverse("admin:systems_informationsystem_changelist"), {"q": "しすてむ"})
    assert [row.name for row in page.context["cl"].queryset] == ["ｼｽﾃﾑ管理"]


def test_lists_are_filtered_by_city_first(boss):
    make_plan()
    make_plan(municipality=make_municipality("132039", "武蔵野市"))
    city = Municipality.objects.get(code="132039")
    page = boss.get(reverse("admin:plans_plan_changelist"), {"municipality": city.pk})
    assert [row.municipality for row in page.context["cl"].queryset] == [city]
