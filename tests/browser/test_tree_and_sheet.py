"""The tree of policies by keyboard and by dragging, a rectangle pasted into a sheet, a chapter's preview."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from organizations.models import Municipality
from plans.models import BasicPolicy, DataTable
from tests.factories import make_plan, make_policy, recorded

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
SERIOUS = {"error", "warning"}
PASTE = """([selector, text]) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const cell = document.querySelector(selector);
    cell.focus();
    cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def plan(transactional_db):
    plan = make_plan()
    for order, (code, name) in enumerate([("1", "窓口"), ("2", "業務"), ("3", "基盤")]):
        make_policy(plan=plan, code=code, name=name, order=order)
    return plan


@pytest.fixture
def browser_page(plan, sign_in):
    page = sign_in("planning", Municipality.objects.get().code)
    page.complaints = []
    page.on("console", lambda said: said.type in SERIOUS and page.complaints.append(said.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def go(page, live_server, name, plan, *rest):
    page.goto(live_server.url + reverse(f"plans:{name}", args=[*plan.url_args, *rest]))


def tree(plan):
    rows = BasicPolicy.objects.filter(plan=plan).select_related("parent")
    return [f"{row.parent.code}>{row.code}" if row.parent else row.code for row in rows]


def test_a_policy_is_moved_by_keyboard_and_keeps_the_focus(browser_page, plan, live_server):
    page = browser_page
    go(page, live_server, "policy_list", plan)
    name, status = page.get_by_role("link", name="3 基盤", exact=True), page.locator("[data-tree-status]")
    name.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(status).to_have_text("「3 基盤」は一番上の段の2番目です（3件中）。")
    expect(name).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    expect(status).to_have_text("「3 基盤」は「1 窓口」の下の1番目です（1件中）。")
    expect(name).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(status).to_have_text("上へは、これ以上できません。")
    assert tree(plan) == ["1", "1>3", "2"]
    page.keyboard.press("Alt+ArrowLeft")
    expect(status).to_have_text("「3 基盤」は一番上の段の2番目です（3件中）。")
    assert tree(plan) == ["1", "3", "2"]
    assert page.complaints == []


def test_a_pressed_button_keeps_the_focus_until_there_is_no_step_left(browser_page, plan, live_server):
    page = browser_page
    go(page, live_server, "policy_list", plan)
    button = page.get_by_role("button", name="下へ：1 窓口")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-tree-status]")).to_contain_text("2番目")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-tree-status]")).to_contain_text("3番目")
    expect(page.get_by_role("link", name="1 窓口", exact=True)).to_be_focused()
    assert tree(plan) == ["2", "3", "1"]


def test_a_policy_is_dragged_into_another_one(browser_page, plan, live_server):
    page = browser_page
    go(page, live_server, "policy_list", plan)
    grips, nodes = page.locator("[data-drag]"), page.locator("[data-drop]")
    grips.nth(2).drag_to(nodes.nth(0))
    expect(page.locator("[data-tree-status]")).to_contain_text("「1 窓口」の下の1番目")
    assert tree(plan) == ["1", "1>3", "2"]
    assert page.complaints == []


@pytest.fixture
def table(plan):
    return recorded(DataTable.objects.create)(
        plan=plan,
        title="申請の件数",
        columns=[{"label": "令和3年度"}],
        rows=[{"label": "電子申請", "values": [10]}],
    )


def test_a_rectangle_from_excel_adds_rows_and_columns_and_is_saved(browser_page, plan, table, live_server):
    page = browser_page
    go(page, live_server, "data_table_edit", plan, table.pk)
    page.get_by_label("貼り付けの1行目を列の見出しにする").check()
    heads = "項目\t令和3年度\t令和4年度\t令和5年度\n"
    rectangle = heads + '電子\t1,200\t１，３００\t-\n窓口\t\t"改行\nあり"\t△5\n計\t1\t2\t3\n'
    page.evaluate(PASTE, ["[name=sheet-0-label]", rectangle])
    expect(page.locator("[data-sheet-status]")).to_contain_text("3行×4列を貼り付けました")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("status").first).to_contain_text("保存しました")
    table.refresh_from_db()
    assert [column["label"] for column in table.columns] == ["令和3年度", "令和4年度", "令和5年度"]
    assert table.rows == [
        {"label": "電子", "values": [1200, 1300, None]},
        {"label": "窓口", "values": [None, "改行\nあり", -5]},
        {"label": "計", "values": [1, 2, 3]},
    ]
    assert page.complaints == []


def test_a_paste_is_taken_back_with_its_rows_and_columns(browser_page, plan, table, live_server):
    page = browser_page
    go(page, live_server, "data_table_edit", plan, table.pk)
    texts = "[...document.querySelectorAll('[data-sheet] input, [data-sheet] textarea')].map((c) => c.value)"
    before = page.evaluate(texts)
    page.evaluate(PASTE, ["[name=sheet-0-v0]", "1\t2\t3\n4\t5\t6\n7\t8\t9"])
    assert page.locator("tr[data-line]").count() == 3
    assert page.evaluate(texts) != before
    page.keyboard.press("Control+z")
    assert page.evaluate(texts) == before
    page.evaluate(PASTE, ["[name=sheet-0-v0]", "1\t2"])
    page.get_by_role("button", name="貼り付けを元に戻す").click()
    assert page.evaluate(texts) == before


def test_keys_move_between_cells_but_not_out_of_a_text(browser_page, plan, table, live_server):
    page = browser_page
    go(page, live_server, "data_table_edit", plan, table.pk)
    cell = page.locator("[name=sheet-0-label]")
    cell.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(cell).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name=sheet-0-v0]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[name=sheet-1-v0]")).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("[name=sheet-0-v0]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("[name=sheet-0-v1]")).to_be_focused()
    assert page.locator("[name=sheet-1-v0]").input_value() == "7"


def test_the_preview_follows_what_is_typed(browser_page, plan, live_server):
    page = browser_page
    go(page, live_server, "chapter_create", plan)
    page.get_by_label("本文").fill("# 経緯\n\n**大切**な <b>こと</b>")
    preview = page.locator("#preview")
    expect(preview.get_by_role("heading", name="経緯")).to_be_visible()
    expect(preview.locator("strong")).to_have_text("大切")
    expect(preview).to_contain_text("<b>こと</b>")
    assert page.complaints == []
