"""The history shows answers to the planning section alone: others read them once they are settled."""

import pytest

from tests.reviews.cast import make_measures, opened_round, report_of, submit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "sees"), [("planning", True), ("department", False), ("committee", False), ("viewer", False)]
)
def test_an_answer_in_the_history_is_read_by_the_planning_section(role, sees, client_as):
    submit(report_of(opened_round(make_measures(1))), done="まだ確認していない文章。")
    page = client_as(role).get("/132209/ict-2022/history/").content.decode()
    assert ("まだ確認していない文章。" in page) is sees
