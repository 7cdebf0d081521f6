"""The schedule grid as an instrument, in a real browser: keys, mouse, two people, no script, a phone."""

import re

import pytest
from playwright.sync_api import expect

from measures.models import ScheduleEntry
from tests.browser.test_accessibility import runs_off, violations
from tests.factories import PASSWORD, freeze, make_measure, make_plan, make_track, make_user

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
YEARS = range(2022, 2027)


@pytest.fixture
def plan(transactional_db):
    """A plan of six measures, 検討 in its first two years; the last one has two tracks."""
    plan = make_plan()
    for n in range(1, 7):
        phases = {2022: "検討", 2023: "検討"}
        measure = make_measure(plan=plan, number=str(n), name=f"施策{n}", phases=None if n == 6 else phases)
    for label in ("窓口", "庁内"):
        make_track(measure=measure, label=label, phases={2022: "構築"})
    return plan


@pytest.fixture
def edit(plan, sign_in, live_server):
    """Sign in and open the grid for editing."""
    page = sign_in("planning")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/132209/ict-2022/schedule/edit/")
    return page


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def cell(page, measure, year):
    line = page.locator("[data-grid] tbody tr:has(> td > select)").nth(measure - 1)
    return line.locator("td:has(> select)").nth(year - 2022)


def enter(page):
    """Reach the first cell by keyboard alone."""
    page.get_by_role("link", name="編集を終える").focus()
    press(page, "Tab", "Tab")
    expect(cell(page, 1, 2022)).to_be_focused()


def saved(number):
    """Return the first letters of a measure's phases by year, － for none."""
    rows = ScheduleEntry.objects.filter(track__measure__number=str(number), phase__isnull=False)
    found = dict(rows.values_list("fiscal_year", "phase__label"))
    return "".join(found.get(year, "－")[0] for year in YEARS)


def count(page):
    return page.locator("[data-unsaved-count]")


def test_twenty_cells_are_edited_by_keyboard_alone_and_saved(edit):
    enter(edit)
    for _ in range(4):
        press(edit, "1", "ArrowRight", "2", "ArrowRight", "3", "Shift+ArrowRight", "ArrowRight", "4")
        press(edit, "Home", "ArrowRight", "ArrowDown")
    press(edit, "3", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight")
    expect(count(edit)).to_have_text("未保存 5 施策、21 セル")
    press(edit, "Escape")
    expect(edit.get_by_role("button", name="保存する")).to_be_focused()
    press(edit, "Enter")
    expect(edit.get_by_role("status").first).to_contain_text("5 施策、21 セルを保存しました。")
    assert [saved(n) for n in range(1, 6)] == [*["検構実実運"] * 4, "実実実実実"]


def test_a_carried_phase_is_drawn_as_one_bar_and_announced(edit):
    cell(edit, 1, 2023).click()
    press(edit, "Shift+ArrowRight")
    expect(cell(edit, 1, 2024)).to_be_focused()
    expect(cell(edit, 1, 2024)).to_have_attribute("data-comes-on", "")
    expect(cell(edit, 1, 2023)).to_have_attribute("data-goes-on", "")
    expect(cell(edit, 1, 2024)).to_have_attribute("aria-label", "検討（続き）、未保存")
    expect(edit.locator("[data-grid-said]")).to_have_text("続けました")


def test_undo_and_redo_take_back_whole_steps_and_the_marks_go(edit):
    cell(edit, 1, 2022).click()
    press(edit, "Control+Shift+ArrowDown", "Control+Shift+ArrowRight", "4")
    expect(count(edit)).to_have_text("未保存 2 施策、4 セル")
    press(edit, "Delete")
    press(edit, "Control+z")
    expect(cell(edit, 2, 2023).locator("select")).to_have_value("運用")
    press(edit, "Control+z")
    expect(count(edit)).to_have_text("未保存の変更はありません")
    assert edit.locator("[data-changed]").count() == 0
    press(edit, "Control+y")
    expect(count(edit)).to_have_text("未保存 2 施策、4 セル")


def test_several_cells_are_chosen_by_mouse_and_set_by_a_button(edit):
    cell(edit, 1, 2024).click()
    cell(edit, 3, 2025).click(modifiers=["Shift"])
    cell(edit, 5, 2026).click(modifiers=["Control"])
    assert edit.locator("[aria-selected=true]").count() == 7
    edit.get_by_role("button", name="実施").click()
    expect(count(edit)).to_have_text("未保存 4 施策、7 セル")
    cell(edit, 1, 2022).hover()
    edit.mouse.down()
    cell(edit, 2, 2023).hover()
    edit.mouse.up()
    assert edit.locator("[aria-selected=true]").count() == 4
    edit.get_by_role("button", name="消す").click()
    edit.get_by_role("button", name="保存する").click()
    expect(edit.get_by_role("status").first).to_contain_text("4 施策、11 セルを保存しました。")
    assert [saved(n) for n in range(1, 6)] == [
        "－－実実－",
        "－－実実－",
        "検検実実－",
        "検検－－－",
        "検検－－実",
    ]


def test_tab_leaves_the_grid_both_ways_and_heads_open_on_enter(edit):
    enter(edit)
    press(edit, "ArrowDown", "ArrowDown", "Tab")
    expect(edit.locator("[data-grid-bar] button").first).to_be_focused()
    press(edit, "Shift+Tab")
    expect(cell(edit, 3, 2022)).to_be_focused()
    press(edit, "ArrowLeft", "Enter")
    expect(edit.get_by_role("link", name="施策3")).to_be_focused()
    press(edit, "Escape")
    press(edit, "ArrowRight")
    expect(cell(edit, 3, 2022)).to_be_focused()
    press(edit, "Shift+Tab")
    expect(edit.locator("summary").filter(has_text="使い方")).to_be_focused()


def test_a_track_is_added_and_named_by_keyboard(edit):
    cell(edit, 1, 2022).click()
    press(edit, "4", "ArrowLeft", "Enter", "Tab", "Enter")
    labels = edit.get_by_label("内訳の名前")
    expect(labels).to_have_count(4)
    labels.nth(0).fill("窓口")
    labels.nth(1).fill("庁内")
    cell(edit, 2, 2025).click()
    press(edit, "3")
    edit.get_by_role("button", name="保存する").click()
    expect(edit.get_by_role("status").first).to_contain_text(
        "1 施策、2 セル、2 行の工程の内訳を保存しました。"
    )
    assert saved(1) == "運検－実－"


def test_leaving_with_unsaved_cells_asks_and_saving_does_not(edit):
    asked = []
    edit.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    cell(edit, 1, 2022).click()
    press(edit, "3")
    edit.get_by_role("link", name="編集を終える").click(no_wait_after=True)
    edit.wait_for_timeout(0)
    expect(count(edit)).to_have_text("未保存 1 施策、1 セル")
    assert asked == ["beforeunload"]
    edit.get_by_role("button", name="保存する").click()
    expect(edit.get_by_role("status").first).to_contain_text("保存しました")
    assert asked == ["beforeunload"]


def test_a_value_that_comes_from_elsewhere_is_drawn_and_counted(edit):
    edit.evaluate(
        """() => {
          const select = document.querySelector("[data-grid] select");
          select.value = "運用";
          select.dispatchEvent(new Event("input", {bubbles: true}));
        }"""
    )
    expect(cell(edit, 1, 2022)).to_have_attribute("aria-label", "運用、未保存")
    expect(count(edit)).to_have_text("未保存 1 施策、1 セル")


def test_an_adopted_plan_asks_for_its_reason_in_the_bar(plan, edit):
    freeze(plan)
    edit.reload()
    cell(edit, 1, 2022).click()
    press(edit, "3", "Escape", "Enter")
    edit.get_by_label("変更の理由（区分）").select_option(index=1)
    edit.get_by_label("変更の理由（内容）").fill("国の方針が変わったため。")
    edit.get_by_role("button", name="理由を付けて保存する").click()
    expect(edit.get_by_role("status").first).to_contain_text("1 施策、1 セルを保存しました。")
    cell(edit, 1, 2023).click()
    press(edit, "3", "Escape", "Enter")
    edit.get_by_role("button", name="誤字訂正として保存").click()
    expect(edit.get_by_role("status").first).to_contain_text("1 施策、1 セルを保存しました。")


def other_person(browser, live_server, **options):
    user = make_user("planning", username="132209-second")
    context = browser.new_context(locale="ja-JP", viewport={"width": 1440, "height": 900}, **options)
    page = context.new_page()
    page.goto(f"{live_server.url}/login/?next=/132209/ict-2022/schedule/edit/")
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    expect(page).to_have_url(re.compile("/schedule/edit/$"))
    return page


def test_two_people_saving_the_same_cell_choose(edit, browser, live_server):
    other = other_person(browser, live_server)
    cell(other, 1, 2022).click()
    press(other, "2")
    other.get_by_role("button", name="保存する").click()
    expect(other.get_by_role("status").first).to_contain_text("保存しました")
    other.context.close()

    cell(edit, 1, 2022).click()
    press(edit, "4", "ArrowDown", "3")
    edit.get_by_role("button", name="保存する").click()
    choice = edit.get_by_role("group", name=re.compile(r"1 施策1\s工程\s令和4年度"))
    expect(choice).to_be_visible()
    expect(count(edit)).to_have_text("未保存 2 施策、2 セル")
    choice.get_by_label("ほかの人が保存した値").check()
    edit.get_by_role("button", name="保存する").click()
    expect(edit.get_by_role("status").first).to_contain_text("1 施策、1 セルを保存しました。")
    assert [saved(1), saved(2)] == ["構検－－－", "実検－－－"]


def test_without_javascript_the_grid_is_a_table_of_selects(plan, browser, live_server):
    page = other_person(browser, live_server, java_script_enabled=False)
    first = page.get_by_role("combobox", name=re.compile("施策1 令和4年度"))
    first.select_option("実施")
    page.get_by_role("button", name="工程の内訳を足す").nth(1).click()
    expect(first).to_have_value("実施")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("status").first).to_contain_text("1 施策、1 セルを保存しました。")
    assert saved(1) == "実検－－－"
    page.context.close()


def test_on_a_phone_the_measures_are_a_list_of_links_to_their_forms(edit):
    edit.set_viewport_size({"width": 360, "height": 800})
    expect(cell(edit, 1, 2022)).to_be_hidden()
    expect(edit.get_by_role("button", name="保存する")).to_be_hidden()
    assert runs_off(edit) == []
    assert violations(edit) == []
    edit.get_by_role("link", name="施策3").click()
    expect(edit).to_have_url(re.compile("/measures/3/edit/$"))


def test_the_grid_has_no_violation_while_it_is_edited(plan, edit):
    freeze(plan)
    edit.reload()
    cell(edit, 1, 2022).click()
    press(edit, "3", "Shift+ArrowRight", "ArrowDown", "Delete", "Escape", "Enter")
    assert violations(edit) == []
    assert runs_off(edit) == []
