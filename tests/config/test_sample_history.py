"""The sample history of the demo: marked wherever it shows, and gone without a trace by one command."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from config.demo_data import prepare_database
from exchange.canonical import canonical_bytes
from exchange.dump import plan_document
from measures.edits import MeasureEdit
from measures.models import JournalEntry, Measure
from measures.services import measure_edit
from measures.services.journal import journal_entry_delete
from organizations.edits import Edit
from organizations.history import Reason, change_set, save_changed
from organizations.models import ChangeSet, Reorganisation
from organizations.past import rows_after
from organizations.trail import tracked_models
from organizations.undo import change_set_undo
from plans.models import Plan
from portal.comparison import chosen, compared, reasons_of, versions_of
from portal.comparison_table import comparison_table
from portal.printing.comparison_press import form_html, form_of
from tests.factories import COMMAND, make_user
from tests.portal.plans import load_plans

pytestmark = pytest.mark.django_db

CITY, CODE = "132209", "ict-2022"
DAY = date(2026, 11, 21)
WHY = Reason("other", "試しのため。")


@pytest.fixture(scope="module")
def adopted_plans(django_db_setup, django_db_blocker):
    """Load the nine plans with their 当初, once for the file."""
    from django.db import transaction
    from django.test import override_settings

    with django_db_blocker.unblock(), transaction.atomic():
        load_plans()
        with override_settings(PORTAL_DEMO=True):
            call_command("demo_editions", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def demo(settings, adopted_plans):
    settings.PORTAL_DEMO = True


def sample_history(*options) -> str:
    said = io.StringIO()
    call_command("sample_history", *options, stdout=said)
    return said.getvalue()


def plan() -> Plan:
    return Plan.objects.select_related("municipality").get(municipality__code=CITY, code=CODE)


def measure(number: str) -> Measure:
    return Measure.objects.select_related("plan__municipality").get(plan=plan(), number=number)


def save(number: str, *edits: Edit) -> ChangeSet:
    measure_edit(measure=measure(number), edit=MeasureEdit(fields=list(edits)), author=COMMAND, reason=WHY)
    return ChangeSet.objects.latest("pk")


def exports() -> list[bytes]:
    return [canonical_bytes(plan_document(row)) for row in Plan.objects.order_by("pk")]


def stored() -> dict[str, list[dict]]:
    """Return all rows and all history of everything that has a history, and all saves."""
    models = [*tracked_models(), *(model.history.model for model in tracked_models()), ChangeSet]
    return {
        model._meta.label: list(model._base_manager.order_by(model._meta.pk.name).values())
        for model in models
    }


def reasons() -> list[tuple[str, str]]:
    saves = ChangeSet.objects.filter(is_sample=True).exclude(reason_category="").order_by("pk")
    return [(save.reason_category, save.reason_text) for save in saves]


def get(name: str, *args, **query) -> str:
    client = Client()
    user = make_user("planning", municipality=plan().municipality)
    client.force_login(user, backend="organizations.backends.PortalBackend")
    response = client.get(reverse(name, args=[CITY, *args]), query)
    assert response.status_code == 200
    return response.content.decode()


# --- Making -------------------------------------------------------------------------------------


def test_it_tells_of_cells_a_rename_a_reorganisation_an_end_and_a_note():
    assert "サンプルの変更" in sample_history()
    entries = {
        (number, year): measure(number).tracks.get().entries.get(fiscal_year=year).phase.label
        for number, year in [("2", 2025), ("23", 2025), ("24", 2025)]
    }
    assert entries == {("2", 2025): "検討", ("23", 2025): "実施", ("24", 2025): "実施"}
    assert measure("7").name == "市公式ホームページ等の再構築"
    assert measure("21").ended_kind == "終了"
    assert measure("21").ended_reason.startswith("サンプル：")
    assert plan().municipality.departments.get(name="情報管理課").until
    assert [d.name for d in measure("9").departments.all()] == ["デジタル推進課"]
    assert Reorganisation.objects.get(municipality=plan().municipality).state == "実施済"
    assert JournalEntry.objects.get().text.startswith("サンプル：")
    assert {category for category, _ in reasons()} >= {"procurement", "budget", "decision", "reorganisation"}
    assert plan().editions.count() == 1


def test_it_is_made_once_and_only_of_an_adopted_plan_of_the_demo(settings):
    sample_history()
    with pytest.raises(CommandError, match="すでにサンプルの変更があります"):
        sample_history()
    settings.PORTAL_DEMO = False
    with pytest.raises(CommandError, match="PORTAL_DEMO=1"):
        sample_history()


def test_a_changed_plan_gets_no_half_sample():
    save("21", Edit("number", "21", "221"))
    before = stored()
    with pytest.raises(CommandError, match="付属のものと違う"):
        sample_history()
    assert stored() == before


def test_every_page_that_shows_it_says_so():
    sample_history()
    marked = [
        ("portal:change_set_list", CODE),
        ("portal:change_set_detail", CODE, ChangeSet.objects.filter(is_sample=True).latest("pk").pk),
        ("portal:measure_detail", CODE, measure("2").key),
        ("portal:measure_detail", CODE, measure("21").key),
        ("portal:plan_detail", CODE),
        ("organizations:reorganisation_list",),
    ]
    assert [page for page in marked if "サンプル" not in get(*page)] == []


def test_the_comparison_says_it_beside_each_reason():
    sample_history()
    page = get("portal:edition_compare", CODE, old="1", new="now")
    told = [text for text in (why for _, why in reasons()) if text in page]
    assert len(told) >= 4
    assert page.count('<span class="tag tag--warn">サンプル</span>') >= len(told)
    old, new = chosen(versions_of(plan(), DAY), "1", "now")
    rows = comparison_table(
        compared(plan(), old, new), reasons=reasons_of(plan(), old, new), decision=new.decision
    )
    whys = [row[-2] for row in rows][1:]
    assert [why for why in whys if why and not why.startswith("サンプル　")] == []
    assert any(whys)
    paper = form_html(form_of(plan(), old, new, day=DAY))
    assert paper.count("<b>サンプル</b>") >= len(told)


# --- Removing -----------------------------------------------------------------------------------


def test_removing_leaves_rows_history_and_exports_as_they_were():
    before, documents = stored(), exports()
    sample_history()
    assert exports() != documents
    assert "取り除きました" in sample_history("--remove")
    assert exports() == documents
    assert stored() == before
    with pytest.raises(CommandError, match="サンプルの変更はありません"):
        sample_history("--remove")


def test_what_people_saved_beside_it_stays_with_a_true_history():
    sample_history()
    mine = save("7", Edit("goal", measure("7").goal, "毎年見直す。"))
    other = save("1", Edit("goal", measure("1").goal, "窓口を減らす。"))
    sample_history("--remove")
    assert measure("7").name == "市公式ホームページ等の検討"
    assert measure("7").goal == "毎年見直す。"
    assert measure("1").goal == "窓口を減らす。"
    assert Measure.history.get(changeset=mine).name == "市公式ホームページ等の検討"
    assert ChangeSet.objects.filter(pk__in=[mine.pk, other.pk]).count() == 2
    assert not ChangeSet.objects.filter(is_sample=True).exists()
    past = {row.pk: row for row in rows_after(ChangeSet.objects.latest("pk"), Measure)}
    assert all(past[row.pk].name == row.name for row in Measure.objects.all())


def test_a_field_changed_since_refuses_it_by_name_and_nothing_goes():
    sample_history()
    save("7", Edit("name", measure("7").name, "市公式サイトの再構築"))
    save("21", Edit("ended_reason", measure("21").ended_reason, "やめた。"))
    before = stored()
    with pytest.raises(CommandError) as refusal:
        sample_history("--remove")
    assert "市公式サイトの再構築」の施策：名称" in str(refusal.value)
    assert "終えた理由" in str(refusal.value)
    assert stored() == before


def test_what_people_changed_and_put_back_does_not_hold_it():
    original = measure("7").name
    sample_history()
    save("7", Edit("name", measure("7").name, "市公式サイトの再構築"))
    save("7", Edit("name", measure("7").name, original))
    journal_entry_delete(entry=JournalEntry.objects.get(), author=COMMAND)
    sample_history("--remove")
    assert measure("7").name == original
    assert not ChangeSet.objects.filter(is_sample=True).exists()


def test_somebody_in_its_new_department_refuses_it():
    sample_history()
    with change_set(author=COMMAND):
        user = make_user("department", municipality=plan().municipality)
        user.department = plan().municipality.departments.get(name="デジタル推進課")
        save_changed(user)
    with pytest.raises(CommandError, match="あとから加わった職員"):
        sample_history("--remove")


def test_what_people_undid_of_it_goes_too():
    before = stored()
    sample_history()
    renamed = Measure.history.filter(name="市公式ホームページ等の再構築").earliest("history_id").changeset
    moved = ChangeSet.objects.get(is_sample=True, reason_category="procurement")
    for undone in [renamed, moved]:
        undoing = change_set_undo(change_set=undone, author=COMMAND, reason=WHY)
    change_set_undo(change_set=undoing, author=COMMAND, reason=WHY)
    sample_history("--remove")
    assert stored() == before


# --- The demo -----------------------------------------------------------------------------------


def test_a_demo_whose_sample_was_removed_stays_without():
    sample_history()
    sample_history("--remove")
    prepare_database()
    assert not ChangeSet.objects.filter(is_sample=True).exists()
