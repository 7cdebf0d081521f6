"""What was typed survives an expired session, a closed tab and an error, until it is saved."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from measures.edits import CellEdit
from measures.models import Measure, ScheduleEntry
from measures.services import schedule_save
from organizations.edits import Edit
from organizations.models import Municipality
from plans.models import Plan
from plans.services import row_save
from tests.factories import COMMAND, PASSWORD, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once,
    pytest.mark.usefixtures("five_plans"),
]

TYPED = "令和8年度までに、すべての窓口で使えるようにする。"
OFFER = "保存されていない入力があります"


@pytest.fixture
def measure():
    return Measure.objects.get(plan=plan(), key="3")


def plan() -> Plan:
    return Plan.objects.get(municipality__code="132209", code="ict-2022")


@pytest.fixture
def edit_page(sign_in, live_server, measure):
    """Sign in as the planning section and open the edit page of a measure."""
    page = sign_in()
    page.goto(live_server.url + reverse("measures:measure_edit", args=[*measure.plan.url_args, measure.key]))
    return page


def offer_of(page):
    return page.get_by_role("region", name="保存されていない入力")


def type_goal(page, text=TYPED):
    """Type into the form and wait until the browser keeps it."""
    page.locator("[name=goal]").fill(text)
    page.wait_for_function(
        "text => Object.entries(localStorage).some(([key, kept]) => key.startsWith('draft:')"
        " && JSON.parse(kept).fields.some(([, value]) => value === text))",
        arg=text,
    )


def save(page):
    page.get_by_role("button", name="保存する").click()


def sign_in_again(page, user=None):
    page.locator("[name=username]").fill(user.username if user else "132209-planning")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()


def test_text_typed_before_the_session_expired_is_restored_and_saved(edit_page, measure):
    page, address = edit_page, edit_page.url
    page.locator("[name=goal]").fill(TYPED)
    Session.objects.all().delete()
    save(page)
    sign_in_again(page)
    expect(page).to_have_url(address)
    expect(offer_of(page)).to_contain_text(OFFER)
    assert page.locator("[name=goal]").input_value() == measure.goal
    page.get_by_role("button", name="入力を戻す").click()
    save(page)
    expect(page.get_by_text("を保存しました。")).to_be_visible()
    measure.refresh_from_db()
    assert measure.goal == TYPED
    page.goto(address)
    expect(page.locator("[name=goal]")).to_have_value(TYPED)
    expect(offer_of(page)).to_have_count(0)


def test_a_closed_tab_leaves_its_text_to_the_next(edit_page):
    type_goal(edit_page)
    address, context = edit_page.url, edit_page.context
    edit_page.close()
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="入力を戻す").click()
    expect(page.locator("[name=goal]")).to_have_value(TYPED)


def test_a_server_error_loses_nothing(edit_page):
    page, address = edit_page, edit_page.url

    def fail(route):
        if route.request.method == "POST":
            route.fulfill(status=500, content_type="text/html", body="<!doctype html><h1>500</h1>")
        else:
            route.continue_()

    page.route(address, fail)
    page.locator("[name=goal]").fill(TYPED)
    save(page)
    expect(page.get_by_role("heading")).to_have_text("500")
    page.goto(address)
    page.get_by_role("button", name="入力を戻す").click()
    expect(page.locator("[name=goal]")).to_have_value(TYPED)


def test_what_the_form_refuses_stays_kept(edit_page):
    page, address = edit_page, edit_page.url
    page.locator("[name=goal]").fill(TYPED)
    page.locator("[name=number]").fill("1")
    save(page)
    expect(page.get_by_text("同じ番号の施策がすでにあります").first).to_be_visible()
    expect(offer_of(page)).to_have_count(0)
    page.goto(address)
    expect(offer_of(page)).to_be_visible()


def test_what_is_thrown_away_is_not_offered_again(edit_page):
    type_goal(edit_page)
    edit_page.reload()
    edit_page.get_by_role("button", name="捨てる").click()
    edit_page.reload()
    expect(edit_page.get_by_role("button", name="保存する")).to_be_visible()
    expect(offer_of(edit_page)).to_have_count(0)


def test_signing_out_removes_what_was_typed(edit_page):
    page, address = edit_page, edit_page.url
    type_goal(page)
    page.get_by_role("button", name="ログアウト").click()
    expect(page.locator("[name=username]")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:')).length") == 0
    sign_in_again(page)
    page.goto(address)
    expect(offer_of(page)).to_have_count(0)


def test_another_person_on_the_same_browser_is_offered_nothing(edit_page):
    page, address = edit_page, edit_page.url
    type_goal(page)
    Session.objects.all().delete()
    city = Municipality.objects.get(code="132209")
    page.goto(address)
    sign_in_again(page, make_user(username="another", municipality=city))
    expect(page).to_have_url(address)
    expect(page.get_by_role("button", name="保存する")).to_be_visible()
    expect(offer_of(page)).to_have_count(0)


def test_a_restored_text_does_not_overwrite_what_somebody_saved_meanwhile(edit_page, measure):
    page = edit_page
    type_goal(page)
    theirs = Edit("goal", measure.goal, "ほかの人が書いた目標。")
    row_save(plan=measure.plan, row=measure, edits=[theirs], author=COMMAND)
    page.reload()
    page.get_by_role("button", name="入力を戻す").click()
    save(page)
    expect(page.get_by_text("ほかの人が次の項目を変更しました")).to_be_visible()
    measure.refresh_from_db()
    assert measure.goal == "ほかの人が書いた目標。"


def test_a_row_added_on_the_page_comes_back_with_what_was_typed_into_it(edit_page):
    page, address = edit_page, edit_page.url
    page.get_by_role("button", name="指標の行を足す").click()
    names = page.locator("[name^=indicators-][name$='-name']")
    last = names.last.get_attribute("name")
    names.last.fill("窓口の数")
    page.get_by_role("button", name="指標の行を足す").click()
    page.goto(address)
    expect(page.locator(f"[name={last}]")).to_have_count(0)
    page.get_by_role("button", name="入力を戻す").click()
    expect(page.locator(f"[name={last}]")).to_have_value("窓口の数")
    expect(page.locator(f"[name={last}]")).to_be_visible()


def test_unsaved_cells_of_the_grid_come_back(sign_in, live_server):
    page = sign_in()
    page.on("dialog", lambda dialog: dialog.accept())
    address = live_server.url + reverse("portal:schedule_edit", args=plan().url_args)
    page.goto(address)
    entry = ScheduleEntry.objects.filter(track__measure__plan=plan(), phase__isnull=False).first()
    name = page.evaluate(
        """() => {
        const cell = [...document.querySelectorAll("form[data-draft] select")].find((one) => one.value);
        cell.value = "";
        cell.dispatchEvent(new Event("input", { bubbles: true }));
        return cell.name;
    }"""
    )
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('draft:'))")
    page.goto(address)
    page.get_by_role("button", name="入力を戻す").click()
    assert page.locator(f"[name='{name}']").input_value() == ""
    expect(page.get_by_text(re.compile("未保存 1"))).to_be_visible()
    assert entry.phase is not None


def cells_of_grid(page, count=2):
    """Return the names of the first cells of the grid that have a phase."""
    return page.evaluate(
        """count => [...document.querySelectorAll("form[data-draft] select")]
        .filter((one) => one.value && one.closest("td")).slice(0, count).map((one) => one.name)""",
        count,
    )


def empty_cell(page, name):
    page.evaluate(
        """name => {
        const cell = document.getElementsByName(name)[0];
        cell.value = "";
        cell.dispatchEvent(new Event("input", { bubbles: true }));
    }""",
        name,
    )


def save_as_somebody_else(name, phase):
    track, year = re.fullmatch(r"t(\d+)-(\d{4})", name).groups()
    entry = ScheduleEntry.objects.select_related("phase").get(track=int(track), fiscal_year=int(year))
    edit = CellEdit(int(track), int(year), Edit("phase", entry.phase.label, phase))
    schedule_save(plan=plan(), cells=[edit], author=COMMAND)


def test_a_grid_that_came_back_with_a_conflict_offers_nothing(sign_in, live_server):
    page = sign_in()
    page.on("dialog", lambda dialog: dialog.accept())
    address = live_server.url + reverse("portal:schedule_edit", args=plan().url_args)
    page.goto(address)
    mine, theirs, *_ = cells_of_grid(page)
    phase = page.locator(f"[name='{mine}']").input_value()
    other = next(word.label for word in plan().word_set.phases() if word.label != phase)
    empty_cell(page, mine)
    save_as_somebody_else(mine, other)
    save_as_somebody_else(theirs, "")
    page.locator("form[data-draft]").evaluate("form => form.requestSubmit()")
    expect(page.get_by_text("ほかの人が次の項目を変更しました")).to_be_visible()
    assert page.locator(f"[name='{mine}']").input_value() == ""
    expect(offer_of(page)).to_have_count(0)
    page.goto(address)
    expect(offer_of(page)).to_be_visible()


def test_a_row_added_to_a_list_of_the_plan_comes_back(sign_in, live_server):
    page = sign_in()
    committee = plan().committees.first()
    address = live_server.url + reverse("plans:committee_edit", args=[*plan().url_args, committee.pk])
    page.goto(address)
    page.get_by_role("button", name="構成の行を足す").click()
    posts = page.locator("[name^=members-][name$='-post']")
    added = posts.last.get_attribute("name")
    posts.last.fill("情報化推進員")
    page.get_by_role("button", name="構成の行を足す").click()
    expect(page.locator(f"[name={added}]")).to_have_value("情報化推進員")
    expect(offer_of(page)).to_have_count(0)
    page.goto(address)
    page.get_by_role("button", name="入力を戻す").click()
    expect(page.locator(f"[name={added}]")).to_have_value("情報化推進員")
    expect(page.locator(f"[name={added}]")).to_be_visible()
    expect(offer_of(page)).to_have_count(0)


def test_a_track_added_on_the_grid_comes_back_alone(sign_in, live_server):
    page = sign_in()
    page.on("dialog", lambda dialog: dialog.accept())
    address = live_server.url + reverse("portal:schedule_edit", args=plan().url_args)
    page.goto(address)
    page.get_by_role("button", name="工程の内訳を足す").nth(1).click()
    new = page.locator("[name^=m][name$='n1-label']")
    expect(new).to_have_count(1)
    label = new.get_attribute("name")
    page.locator(f"[name={label}]").fill("窓口の分")
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('draft:'))")
    page.goto(address)
    page.get_by_role("button", name="入力を戻す").click()
    expect(page.locator(f"[name={label}]")).to_have_value("窓口の分")
    expect(page.locator(f"[name={label}]")).to_be_visible()
    expect(new).to_have_count(1)
    expect(offer_of(page)).to_have_count(0)


def test_a_reorganisation_is_kept_over_its_preview_until_it_is_planned(sign_in, live_server):
    page = sign_in()
    address = live_server.url + reverse("organizations:reorganisation_create", args=["132209"])
    page.goto(address)
    page.locator("[name=reason]").fill("組織規則の改正")
    page.locator("[name=renames-0-department]").fill("情報管理課")
    page.locator("[name=renames-0-name]").fill("デジタル課")
    page.get_by_role("button", name="移るものを確かめる").click()
    expect(page.get_by_text("まだ保存していません")).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="入力を戻す").click()
    expect(page.locator("[name=renames-0-name]")).to_have_value("デジタル課")
    page.get_by_role("button", name="移るものを確かめる").click()
    page.get_by_role("button", name="入力に戻る").click()
    expect(page.locator("[name=reason]")).to_have_value("組織規則の改正")
    expect(offer_of(page)).to_have_count(0)
    page.get_by_role("button", name="移るものを確かめる").click()
    page.get_by_role("button", name="この内容で予定する").click()
    expect(page.get_by_text("を予定しました。")).to_be_visible()
    page.goto(address)
    expect(page.locator("[name=reason]")).to_have_value("")
    expect(offer_of(page)).to_have_count(0)
