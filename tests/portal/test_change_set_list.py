"""変更の記録: every save of a plan and its city, narrowed by what stands in the URL."""

from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from measures.models import Measure, MeasureDepartment, ScheduleEntry
from organizations.history import Author, Reason, bulk_write, change_set, save_changed
from organizations.models import ChangeSet, Department
from plans.models import GlossaryTerm
from tests.cities import posted_fields
from tests.factories import (
    COMMAND,
    freeze,
    make_department,
    make_measure,
    make_municipality,
    make_plan,
    make_system,
    make_user,
)

pytestmark = pytest.mark.django_db
URL = "/132209/ict-2022/history/"


@pytest.fixture
def plan():
    plan = make_plan()
    make_measure(number="1", name="電子申請", department=make_department("市民課"), phases={2022: "検討"})
    make_measure(number="2", name="窓口の予約", department=make_department("図書館"))
    return plan


def save(plan, write, *, reason=None, author=COMMAND, citywide=False) -> ChangeSet:
    code = "" if citywide else plan.code
    with change_set(author=author, municipality=plan.municipality, plan_code=code, reason=reason) as change:
        write()
    return change.row


def set_fields(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    save_changed(row)


def rename(plan, number="1", name="電子申請の拡充", **options) -> ChangeSet:
    measure = plan.measures.get(number=number)
    return save(plan, lambda: set_fields(measure, name=name), **options)


def shown(client, **params) -> list[int]:
    feed = client.get(URL, params).context["feed"]
    return [entry.change_set.pk for entry in feed.entries]


def test_each_save_says_who_when_why_and_what(plan, client_as):
    user = make_user("planning", name="企画 花子")
    with time_machine.travel("2026-04-01T10:32:00+09:00"):
        rename(plan, author=Author(user, "page", "r-1"), reason=Reason("decision", "第2回会議"))
    page = client_as("viewer").get(URL).content.decode()
    for text in ("2026年4月1日 10:32", "企画 花子", "画面", "会議・議会の決定", "第2回会議", "1 電子申請の拡",
                 "名称：電子申請"):  # fmt: skip
        assert text in page


def test_a_cell_is_told_with_its_measure(plan, client_as):
    entry, phase = ScheduleEntry.objects.get(), plan.word_set.get(label="構築")
    save(plan, lambda: set_fields(entry, phase=phase))
    (group,) = client_as("viewer").get(URL).context["feed"].entries[0].groups
    assert (group.subject.name, group.url) == ("1 電子申請", "/132209/ict-2022/measures/1/")
    (line,) = group.lines
    assert (line.change.noun, line.change.name) == ("工程", "令和4年度（2022年度）")
    assert [(f.label, f.before, f.after) for f in line.fields] == [("工程区分", "検討", "構築")]


def test_rows_that_are_gone_keep_their_names(plan, client_as):
    measure, department = plan.measures.get(number="1"), Department.objects.get(key="市民課")
    link = measure.measure_departments.get()
    save(plan, lambda: bulk_write(MeasureDepartment, delete=[link]))
    save(plan, lambda: bulk_write(Measure, delete=[measure]))
    save(plan, lambda: bulk_write(Department, delete=[department]))
    of_department, of_measure, of_link = client_as("viewer").get(URL).context["feed"].entries
    assert [g.subject.name for g in of_department.groups] == ["市民課"]
    assert [g.subject.name for g in of_measure.groups] == ["1 電子申請"]
    assert [line.change.name for line in of_link.groups[0].lines] == ["市民課"]
    assert "今はない行" not in client_as("viewer").get(URL).content.decode()


def test_saves_of_the_city_stand_among_those_of_the_plan_and_say_so(plan, client_as):
    city = save(plan, lambda: set_fields(Department.objects.get(key="市民課"), name="住民課"), citywide=True)
    own = rename(plan)
    other = make_plan(code="ict-2027", start=2027, end=2031)
    make_measure(plan=other, number="1", name="別の計画の施策")
    rename(other, name="改めた")
    elsewhere = make_plan(municipality=make_municipality("132039", "武蔵野市"))
    save(elsewhere, lambda: set_fields(elsewhere, vision="別の市"), citywide=True)
    client = client_as("viewer")
    assert shown(client) == [own.pk, city.pk]
    assert "市全体" in client.get(URL).content.decode()


@pytest.fixture
def several(plan):
    """Saves of different people, departments, measures, kinds, ways, reasons and times."""
    hanako = make_user("planning", name="企画 花子", department=make_department("企画課"))
    book, term = Author(hanako, "admin"), GlossaryTerm(plan=plan, term="RPA")
    system = make_system(name="図書館システム")

    def move():
        set_fields(ScheduleEntry.objects.get(), phase=plan.word_set.get(label="構築"))

    def at(day, make):
        with time_machine.travel(f"{day}T23:30:00+09:00"):
            return make()

    return {
        "rename": at("2026-03-31", lambda: rename(plan, reason=Reason("law", "条例の改正"))),
        "library": at("2026-04-01", lambda: rename(plan, "2", "窓口の予約と相談", author=book)),
        "cell": at("2026-04-30", lambda: save(plan, move)),
        "term": at("2026-05-01", lambda: save(plan, lambda: save_changed(term), author=book)),
        "gone": at("2026-06-01", lambda: save(plan, lambda: bulk_write(GlossaryTerm, delete=[term]))),
        "system": at(
            "2026-07-01", lambda: save(plan, lambda: set_fields(system, outline="貸出"), citywide=True)
        ),
    }


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ({"person": "企画 花子"}, {"library", "term"}),
        ({"person": "-"}, {"rename", "cell", "gone", "system"}),
        ({"author_department": "企画課"}, {"library", "term"}),
        ({"department": "図書館"}, {"library"}),
        ({"department": "市民課"}, {"rename", "cell"}),
        ({"measure": "1"}, {"rename", "cell"}),
        ({"noun": "measures.scheduleentry"}, {"cell"}),
        ({"noun": "plans.glossaryterm", "kind": "deleted"}, {"gone"}),
        ({"kind": "added"}, {"term"}),
        ({"kind": "changed", "measure": "2"}, {"library"}),
        ({"source": "admin"}, {"library", "term"}),
        ({"reason": "law"}, {"rename"}),
        ({"words": "条例"}, {"rename"}),
        ({"system": "図書館システム"}, {"system"}),
        ({"begins": "令和8年4月", "ends": "R8.4"}, {"library", "cell"}),
        ({"ends": "令和7年度"}, {"rename"}),
        ({"begins": "令和8年5月1日", "ends": "2026-06-01"}, {"term", "gone"}),
    ],
)
def test_conditions_narrow_the_feed(conditions, names, several, plan, client_as):
    rows = {d.name: d.pk for d in plan.municipality.departments.all()}
    rows |= {s.name: s.pk for s in plan.municipality.systems.all()}
    query = {name: rows.get(value, value) for name, value in conditions.items()}
    assert shown(client_as("viewer"), **query) == [
        change.pk for name, change in reversed(several.items()) if name in names
    ]


def test_a_measure_that_is_gone_can_still_be_asked_for(plan, client_as):
    named = rename(plan)
    gone = save(plan, lambda: bulk_write(Measure, delete=[plan.measures.get(number="1")]))
    client = client_as("viewer")
    assert shown(client, measure="1") == [gone.pk, named.pk]
    assert "1 電子申請の拡充（今はない）" in client.get(URL).content.decode()


def test_a_period_that_cannot_be_read_is_said_and_left_out(plan, client_as):
    change = rename(plan)
    response = client_as("viewer").get(URL, {"begins": "いつか", "measure": "99"})
    assert [entry.change_set for entry in response.context["feed"].entries] == [change]
    assert "「いつか」は読み取れません。「令和8年4月1日」" in response.content.decode()


def test_conditions_stay_in_the_address_from_page_to_page(plan, client_as):
    for number in range(25):
        rename(plan, name=f"電子申請{number}")
    client = client_as("viewer")
    first = client.get(URL, {"measure": "1"})
    assert len(first.context["feed"].entries) == 20
    assert '?measure=1&amp;page=2"' in first.content.decode()
    assert len(shown(client, measure="1", page="2")) == 5


def test_htmx_gets_the_feed_alone(plan, client_as):
    rename(plan)
    page = client_as("viewer").get(URL, headers={"HX-Request": "true"}).content.decode()
    assert "電子申請の拡充" in page
    assert "<html" not in page


def test_accounts_are_read_about_by_the_planning_section_alone(plan, client_as):
    user = make_user("viewer", username="someone")
    save(plan, lambda: set_fields(user, email="someone@example.lg.jp"), citywide=True)
    assert "someone@example.lg.jp" in client_as("planning").get(URL).content.decode()
    page = client_as("department").get(URL).content.decode()
    assert "someone@example.lg.jp" not in page
    assert "内容は計画主管課が読めます。" in page


@pytest.mark.parametrize("saves", [5, 60])
def test_the_feed_costs_the_same_however_many_saves_and_rows(
    saves, plan, client_as, django_assert_max_num_queries
):
    for number in range(saves):
        department = make_department(f"第{number}課")

        def write(number=number, department=department):
            make_measure(plan=plan, number=f"n{number}", department=department, phases={2022: "検討"})
            for measure in plan.measures.all()[: saves // 3]:
                set_fields(measure, goal=f"目標{number}")

        save(plan, write)
    client = client_as("viewer")
    client.get(URL)
    with django_assert_max_num_queries(34):
        client.get(URL)


def told(client, text) -> list[str]:
    """Return the ways of the saves that tell of a text."""
    feed = client.get(URL).context["feed"]
    return [
        entry.change_set.source
        for entry in feed.entries
        if any(f.after == text for g in entry.groups for line in g.lines for f in line.change.fields)
    ]


@pytest.mark.parametrize("is_adopted", [False, True])
def test_a_change_in_a_page_is_told(is_adopted, plan, client_as):
    if is_adopted:
        freeze(plan)
    client = client_as("planning")
    url = reverse("measures:measure_edit", args=["132209", "ict-2022", "1"])
    typed = {"name": "電子申請の拡充", "reason_category": "typo"}
    assert client.post(url, posted_fields(client.get(url)) | typed).status_code == 302
    assert told(client, "電子申請の拡充") == ["page"]


@pytest.mark.parametrize("is_adopted", [False, True])
def test_a_change_in_the_admin_is_told(is_adopted, plan, client_as):
    if is_adopted:
        freeze(plan)
    client = client_as("administrator")
    term = GlossaryTerm(plan=plan, term="RPA", explanation="自動化")
    save(plan, lambda: save_changed(term))
    url = reverse("admin:plans_glossaryterm_change", args=[term.pk])
    fields = posted_fields(client.get(url)) | {"term": "ＲＰＡの改名", "reason_category": "typo"}
    fields.pop("_addanother", None), fields.pop("_continue", None)
    assert client.post(url, fields).status_code == 302
    assert told(client, "ＲＰＡの改名") == ["admin"]


@pytest.mark.parametrize("is_adopted", [False, True])
def test_an_import_by_command_and_an_edit_of_an_imported_plan_are_told(is_adopted, client_as, tmp_path):
    from tests.cities import DOCUMENT

    call_command("import_plan", str(DOCUMENT), stdout=StringIO(), stderr=StringIO())
    plan = make_plan()
    if is_adopted:
        freeze(plan)
    changed = tmp_path / "plan.json"
    changed.write_text(
        DOCUMENT.read_text(encoding="utf-8").replace("27手続を電子化する", "30手続を電子化する")
    )
    reason = ["--reason-category", "typo"] if is_adopted else []
    call_command("import_plan", str(changed), *reason, stdout=StringIO(), stderr=StringIO())
    feed = client_as("viewer").get(URL).context["feed"]
    assert [entry.change_set.source for entry in feed.entries] == ["command", "command"]
    assert feed.entries[0].groups[0].lines[0].change.fields[0].after.startswith("30手続")
