"""共同利用: the city that keeps a system takes others in and leaves them out; who is told, who may leave."""

import pytest
import time_machine
from django.test import Client

from organizations.history import Author, change_set, save_changed
from organizations.models import Department, Municipality
from organizations.undo import change_set_undo
from systems.exceptions import ShareInUse
from systems.models import InformationSystem, SystemShare
from systems.services import information_system_delete
from tests.factories import make_department, make_municipality, make_plan, make_system, make_user
from tests.portal.systems.parts import give, make_contract, make_renewal, share
from tests.systems.consulting import TODAY
from tests.systems.editing import CODE, Page, hold
from workspace.models import Notice

pytestmark = pytest.mark.django_db
THEIRS = "133035"


@pytest.fixture
def partner() -> Municipality:
    city = make_municipality(THEIRS, "隣の市")
    make_plan(municipality=city)
    return city


@pytest.fixture
def their_planner(partner):
    return make_user("planning", municipality=partner)


@pytest.fixture
def office(partner) -> Department:
    return make_department("電算課", municipality=partner)


@pytest.fixture
def system() -> InformationSystem:
    """A system no plan lists, held by 市民課."""
    make_plan()
    found = make_system(name="共同のもの")
    hold(found)
    return found


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="organizations.backends.PortalBackend")
    return client


def told(user) -> list[tuple[str, str]]:
    return [(notice.text.partition("。")[0], notice.url) for notice in user.notices.order_by("pk")]


def use_by_department(system, office):
    give(system, office)


def use_by_contract(system, office):
    make_contract(system, city=office.municipality)


def use_by_renewal(system, office):
    make_renewal(system, make_plan(municipality=office.municipality))


USES = [use_by_department, use_by_contract, use_by_renewal]


@pytest.mark.parametrize("use", [None, *USES])
def test_the_save_that_shared_a_system_is_undone_only_while_the_partner_does_not_use_it(
    system, partner, office, use
):
    author = Author(make_user("planning", municipality=system.municipality), "page")
    with change_set(author=author, municipality=system.municipality) as shared:
        save_changed(SystemShare(system=system, municipality=partner))
    if use is None:
        change_set_undo(change_set=shared.row, author=author)
        assert not system.shares.exists()
        return
    use(system, office)
    with pytest.raises(ShareInUse):
        change_set_undo(change_set=shared.row, author=author)
    assert system.shares.exists()


@pytest.mark.parametrize("use", USES)
def test_a_system_a_partner_uses_is_not_deleted(system, partner, office, use):
    share(system, partner)
    use(system, office)
    with pytest.raises(ShareInUse, match="「隣の市」は、このシステムに"):
        information_system_delete(system=system, author=Author(make_user(), "page"), today=TODAY)
    assert system.shares.exists()


def test_the_page_says_why_a_system_a_partner_uses_is_not_deleted(client_as, system, partner, office):
    share(system, partner)
    give(system, office)
    client = client_as("department", department=make_department("市民課"))
    page = Page(client, "information_system_delete", CODE, system.pk).save()
    assert "システムを削除することもできません。" in page.context["refusal"]
    assert InformationSystem.objects.filter(pk=system.pk).exists()


def test_a_partner_is_told_when_a_system_is_shared_and_when_that_is_taken_back(
    client_as, system, their_planner
):
    page = Page(client_as("planning"), "information_system_edit", CODE, system.pk)
    page.save(partners=THEIRS)
    page.save(outline="台帳の更新は知らせない。")
    shared = (
        "東大和市の情報システム「共同のもの」が、共同利用になりました",
        f"/{THEIRS}/systems/{system.pk}/",
    )
    assert told(their_planner) == [shared]
    assert signed_in(their_planner).get(shared[1]).status_code == 200
    page.save(partners="")
    ended = ("東大和市の情報システム「共同のもの」の共同利用が終わりました", f"/{THEIRS}/systems/")
    assert told(their_planner) == [shared, ended]


@time_machine.travel("2026-11-20", tick=False)
def test_a_partner_is_told_once_a_day_when_a_shared_system_ends(client_as, system, partner, their_planner):
    share(system, partner)
    page = Page(client_as("planning"), "information_system_end", CODE, system.pk)
    page.save(ended_on="R9.3", reason_category="typo")
    page.save(ended_on="R9.4", reason_category="typo")
    assert told(their_planner) == [
        (
            "東大和市が、共同利用の情報システム「共同のもの」の廃止の月を変更しました",
            f"/{THEIRS}/systems/{system.pk}/",
        )
    ]


def test_a_partner_is_told_when_an_unused_shared_system_is_deleted(client_as, system, partner, their_planner):
    share(system, partner)
    Page(client_as("planning"), "information_system_delete", CODE, system.pk).save()
    assert [url for _, url in told(their_planner)] == [f"/{THEIRS}/systems/"]


def leave(client, system):
    return client.post(f"/{THEIRS}/systems/{system.pk}/share/", {"leave": "1"})


def test_a_partner_leaves_a_shared_system_and_its_keeper_is_told(system, partner, their_planner):
    keeper = make_user("planning")
    share(system, partner)
    client = signed_in(their_planner)
    assert (
        "共同利用から外れる</button>" in client.get(f"/{THEIRS}/systems/{system.pk}/share/").content.decode()
    )
    assert leave(client, system).url == f"/{THEIRS}/systems/"
    assert not system.shares.exists()
    assert told(keeper) == [
        ("隣の市が、情報システム「共同のもの」の共同利用から外れました", f"/{CODE}/systems/{system.pk}/")
    ]


@pytest.mark.parametrize("use", USES)
def test_a_partner_with_rows_of_its_own_does_not_leave(system, partner, their_planner, office, use):
    share(system, partner)
    use(system, office)
    client = signed_in(their_planner)
    shown = client.get(leave(client, system).url).content.decode()
    assert "所管課・契約・更新計画を登録しているため" in shown
    assert system.shares.exists()


def test_a_partners_department_does_not_take_the_city_out(system, partner, office):
    share(system, partner)
    give(system, office)
    client = signed_in(make_user("department", municipality=partner, department=office))
    assert "共同利用から外れる" not in client.get(f"/{THEIRS}/systems/{system.pk}/share/").content.decode()
    assert leave(client, system).status_code == 403
    assert system.shares.exists()


@time_machine.travel("2026-11-20", tick=False)
def test_the_planning_section_is_told_when_a_department_deletes_a_system(client_as, system):
    planner = make_user("planning")
    owner = client_as("department", department=make_department("市民課"))
    Page(owner, "information_system_edit", CODE, system.pk).save(vendor="A社")
    Page(owner, "information_system_delete", CODE, system.pk).save()
    notice = Notice.objects.filter(owner=planner).latest("pk")
    assert notice.text.startswith("情報システム「共同のもの」を、所管課が削除しました。")
    assert "削除" in signed_in(planner).get(notice.url).content.decode()


def test_a_partner_without_a_plan_is_led_to_where_it_changes_its_part(client_as, system):
    planner = make_user("planning", municipality=make_municipality("133043", "計画のない市"))
    page = Page(client_as("planning"), "information_system_edit", CODE, system.pk)
    page.save(partners="133043")
    page.save(partners="")
    assert [url for _, url in told(planner)] == [f"/133043/systems/{system.pk}/share/", "/"]


def test_a_city_without_a_plan_is_led_to_where_it_changes_the_system(client_as):
    city = make_municipality("133043", "計画のない市")
    office, planner = make_department("電算課", municipality=city), make_user("planning", municipality=city)
    kept = make_system(municipality=city, name="隣のもの")
    give(kept, office)
    client = client_as("department", municipality=city, department=office)
    Page(client, "information_system_edit", "133043", kept.pk).save(vendor="A社")
    notice = planner.notices.get()
    assert notice.url == f"/133043/systems/{kept.pk}/edit/"
    assert notice.text == ("情報システム「隣のもの」の台帳を、所管課が変更しました。内容を確かめてください。")
    assert signed_in(planner).get(notice.url).status_code == 200
    Page(client, "information_system_delete", "133043", kept.pk).save()
    assert planner.notices.latest("pk").url == "/"
