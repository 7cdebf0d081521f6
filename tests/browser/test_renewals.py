"""A system's owner without training finds what to do next, moves a date, reads why, and accepts the rest."""

from datetime import date

import pytest

from organizations.models import Municipality
from tests.browser.test_accessibility import runs_off, violations
from tests.factories import PASSWORD, make_department, make_plan, make_user
from tests.portal.renewals.rows import make_renewed

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owned(transactional_db):
    """A system of 市民課 that is renewed in 2040: its review begins 13 months before instead of 24."""
    plan = make_plan(code="ict-2026", start=2026, end=2040)
    return make_renewed(
        "戸籍情報システム", "市民課", plan=plan, review_start=date(2039, 3, 1), next_start=date(2040, 4, 1),
        current_end=date(2040, 3, 1),
    )  # fmt: skip


@pytest.fixture
def owner(page, live_server, owned):
    """Sign somebody of 市民課 in, who never saw the portal before."""
    user = make_user("department", department=make_department("市民課"))
    page.goto(f"{live_server.url}/login/")
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    page.wait_for_load_state()
    return page


def test_an_owner_finds_what_is_next_moves_a_date_reads_why_and_accepts(owner, live_server, owned):
    page, code = owner, Municipality.objects.get().code
    page.goto(f"{live_server.url}/{code}/systems/")
    page.get_by_role("link", name="確認事項", exact=True).click()
    page.get_by_role("link", name="戸籍情報システム").click()
    next_steps = page.get_by_role("region", name="次にすること")
    assert "検討の開始が11か月遅い" in next_steps.inner_text()
    assert "24か月に11か月足りません。" in next_steps.inner_text()

    next_steps.get_by_role("link", name="日付を直す", exact=True).click()
    page.locator("[name=review_start]").fill("令和20年10月")
    page.get_by_role("button", name="保存する").click()
    page.get_by_role("link", name="このシステムのページで確かめる").click()
    assert "検討の開始が6か月遅い" in next_steps.inner_text()

    next_steps.get_by_role("link", name="理由を書いて了承").click()
    assert "稼働の18か月前です。24か月に6か月足りません。" in page.locator("main").inner_text()
    page.get_by_role("button", name="この理由で了承する").click()
    assert "了承の理由を書いてください。" in page.locator("main").inner_text()
    assert violations(page) == []
    page.get_by_label("了承の理由").fill("標準仕様の公表を待つため。")
    page.get_by_role("button", name="この理由で了承する").click()
    assert "標準仕様の公表を待つため。" in next_steps.inner_text()
    assert "了承済" in next_steps.inner_text()
    assert owned.accepted_findings.get().accepted_by_name == "担当課"


@pytest.mark.parametrize("width", [1440, 360])
def test_a_full_timetable_has_no_violation_and_does_not_run_off(width, owner, live_server, owned):
    code, page = Municipality.objects.get().code, owner
    page.set_viewport_size({"width": width, "height": 900})
    found = []
    for path in [
        "renewals/?from=2037", "findings/", "calendar/?from=2038&year=2040",
        f"trial/?system={owned.pk}&start=6&end=6", f"{owned.pk}/",
    ]:  # fmt: skip
        page.goto(f"{live_server.url}/{code}/systems/{path}")
        found += violations(page) + runs_off(page)
    assert found == []
