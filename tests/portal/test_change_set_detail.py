"""One save whole: who, when, why, and each field before and after."""

import pytest

from measures.models import ScheduleEntry
from organizations.history import Author, Reason, bulk_write, change_set, save_changed
from organizations.models import ChangeSet
from plans.models import GlossaryTerm
from tests.factories import COMMAND, make_department, make_measure, make_plan, make_user, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = make_plan()
    make_measure(number="1", name="電子申請", content="令和4年度に構築する。", phases={2022: "検討"})
    return plan


def save(plan, write, author=COMMAND, reason=None) -> ChangeSet:
    with change_set(
        author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason
    ) as change:
        write()
    return change.row


def edit(plan, **values):
    measure = plan.measures.get(number="1")
    for name, value in values.items():
        setattr(measure, name, value)
    save_changed(measure)


def page(client, change, **query) -> str:
    response = client.get(f"/132209/ict-2022/history/{change.pk}/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_changed_words_are_marked_on_both_sides(plan, client_as):
    change = save(plan, lambda: edit(plan, content="令和5年度に構築する。"))
    html = page(client_as("viewer"), change)
    assert '令和<del class="word-diff__gone">4</del>年度に構築する。' in html
    assert '令和<ins class="word-diff__new">5</ins>年度に構築する。' in html


def test_what_was_empty_is_said_and_not_compared(plan, client_as):
    change = save(plan, lambda: edit(plan, goal="27手続"))
    html = page(client_as("viewer"), change)
    assert '<span class="word-diff">（空欄）</span>' in html
    assert '<span class="word-diff">27手続</span>' in html


def test_it_says_who_from_where_which_request_and_why(plan, client_as):
    user = make_user("planning", name="企画 花子", department=make_department("企画課"))
    change = save(
        plan, lambda: edit(plan, goal="27手続"), Author(user, "admin", "r-77"), Reason("law", "条例の改正")
    )
    html = page(client_as("viewer"), change)
    for text in ("企画 花子", "企画課", "管理サイト", "r-77", "法令・国の制度の変更", "条例の改正"):
        assert text in html


def test_the_name_stays_when_the_person_is_gone(plan, client_as):
    user = make_user("planning", username="hanako", name="企画 花子")
    change = save(plan, lambda: edit(plan, goal="27手続"), Author(user, "page"))
    recorded(user.delete)()
    html = page(client_as("viewer"), change)
    assert "企画 花子" in html
    assert "今は登録がない" in html


def test_all_rows_of_a_measure_stand_together_in_a_table(plan, client_as):
    def write():
        edit(plan, goal="27手続")
        entry = ScheduleEntry.objects.get()
        entry.phase = None
        save_changed(entry)

    change = save(plan, write)
    response = client_as("viewer").get(f"/132209/ict-2022/history/{change.pk}/")
    (group,) = response.context["detail"].entry.groups
    assert [(line.change.noun, line.change.name) for line in group.lines] == [
        ("施策", "電子申請"),
        ("工程", "令和4年度（2022年度）"),
    ]


@pytest.mark.parametrize(("number", "count"), [("1", 100), ("2", 30)])
def test_a_large_save_is_read_page_by_page(number, count, plan, client_as):
    def write():
        bulk_write(GlossaryTerm, create=[GlossaryTerm(plan=plan, term=f"用語{n}") for n in range(70)])
        for n in range(60):
            make_measure(plan=plan, number=f"n{n}", name=f"施策{n}")

    change = save(plan, write)
    response = client_as("viewer").get(f"/132209/ict-2022/history/{change.pk}/", {"page": number})
    groups = response.context["detail"].entry.groups
    assert sum(len(group.lines) for group in groups) == count


@pytest.mark.parametrize("rows", [2, 60])
def test_a_save_costs_the_same_however_many_rows(rows, plan, client_as, django_assert_max_num_queries):
    def write():
        for n in range(rows):
            department = make_department(f"第{n}課")
            make_measure(plan=plan, number=f"n{n}", department=department, phases={2022: "検討"})

    change = save(plan, write)
    client = client_as("viewer")
    client.get("/132209/ict-2022/history/")
    with django_assert_max_num_queries(32):
        page(client, change)


def test_only_planning_is_offered_to_undo_and_only_once(plan, client_as):
    change = save(plan, lambda: edit(plan, goal="27手続"))
    assert "この変更を取り消す" in page(client_as("planning"), change)
    assert "この変更を取り消す" not in page(client_as("department"), change)


def test_a_save_of_another_plan_is_not_found(plan, client_as):
    other = make_plan(code="ict-2027", start=2027, end=2031)
    change = save(other, lambda: make_measure(plan=other, number="1"))
    assert client_as("planning").get(f"/132209/ict-2022/history/{change.pk}/").status_code == 404
