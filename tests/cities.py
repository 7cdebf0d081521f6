"""A whole city: the complete sample document, a plan before it, people of all roles, a job, a file, a notice.

`City.url` gives a page's address by URL name, `City.ask` asks for it with real rows and a valid form.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.test.html import Element
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from exchange.checks import validate
from exchange.load import plan_import
from measures.models import JournalEntry, JournalFile, Outcome
from organizations.history import Author, change_set, save_changed
from organizations.models import ChangeSet, User
from plans.models import Plan
from plans.services.editions import edition_book_keep, edition_clear
from tests.factories import (
    COMMAND,
    PASSWORD,
    freeze,
    make_measure,
    make_municipality,
    make_plan,
    make_user,
    recorded,
)
from tests.meeting_rows import meeting_forms, meeting_rows
from tests.organization_rows import organization_forms, organization_rows
from tests.paper_rows import PAPER_FORMS, paper_rows
from tests.plan_rows import plan_forms, plan_rows
from tests.posted import posted_fields
from tests.report_rows import REPORT_FORMS, report_rows
from tests.round_rows import ROUND_FORMS, round_rows
from tests.system_rows import system_forms, system_rows
from workspace.models import Job, MailLog, Notice, Run, SavedView, StoredFile

DOCUMENT = Path(__file__).parent / "documents" / "ict-plan-1-full.json"
CAST = [
    "anonymous", "planning", "department", "colleague", "committee", "viewer", "stranger", "administrator",
]  # fmt: skip
TODAY = date(2026, 11, 20)
NEW_PASSWORD = "another-long-and-unguessable-word"
JOURNAL_FORMS = {
    "measures:measure_journal_create": {"text": "打合せをした。"},
    "measures:system_journal_create": {"text": "打合せをした。"},
    "measures:journal_entry_edit": {"text": "打合せを延ばした。"},
    "measures:journal_entry_delete": {},
}
ENUMERATED = {"kind", "state", "source", "settled_state"}  # Japanese words that the schema fixes


@cache
def url_patterns() -> dict[str, URLPattern]:
    """Return every named URL outside of the admin: its name with namespace, and its pattern."""
    found = {}
    for part in get_resolver(None).url_patterns:
        namespace = getattr(part, "namespace", None)
        patterns = [part] if isinstance(part, URLPattern) else part.url_patterns
        if namespace != "admin":
            found |= {f"{namespace}:{pattern.name}": pattern for pattern in patterns}
    return found


def is_japanese(word: str) -> bool:
    return any("぀" <= letter <= "鿿" for letter in word)


def marked(value: Any, mark: str, member: str = "") -> Any:
    """Return a document whose Japanese words all end with `mark`, so that none of them is another city's."""
    match value:
        case dict():
            named = mark if member == "phases" else ""  # of a report: by the label of a track
            return {
                name + named * is_japanese(name): marked(part, mark, name) for name, part in value.items()
            }
        case list():
            return [marked(part, mark, member) for part in value]
        case str() if member not in ENUMERATED:
            lines = [line.split(" ") for line in value.split("\n")]
            return "\n".join(" ".join(w + mark if is_japanese(w) else w for w in line) for line in lines)
        case _:
            return value


class City:
    """The rows of a city, the people who work with them, and ways to ask for its pages."""

    def __init__(self, plan: Plan, people: dict[str, User | None], rows: dict[str, Any]):
        self.plan, self.people, self.rows = plan, people, rows

    def url(self, name: str) -> str:
        """Return the address of a page of this city; `<noun>_<verb>` says whose key it takes."""
        noun = name.partition(":")[2].rpartition("_")[0]
        places = {"code": self.plan.municipality.code, "plan": self.plan.code}
        wanted = url_patterns()[name].pattern.converters
        row = self.rows.get(noun)
        return reverse(name, kwargs={n: places[n] if n in places else getattr(row, n) for n in wanted})

    def client(self, who: str = "planning", **options) -> Client:
        client = Client(**options)
        if self.people[who]:
            client.force_login(self.people[who], backend="organizations.backends.PortalBackend")
        return client

    def form(self, name: str) -> dict[str, Any]:
        """Return what a person who may do so would post."""
        typed = {
            "organizations:login": {"username": self.people["planning"].username, "password": PASSWORD},
            "organizations:password_change": {
                "old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD,
            },
            **organization_forms(self.plan.municipality, self.rows),
            "measures:measure_create": {"number": "9", "name": "新しい施策", "reason_category": "typo"},
            "measures:measure_edit": {"name": "名前を変えた施策", "reason_category": "typo"},
            "measures:measure_end": {"ended_fiscal_year": "R5", "reason_category": "typo"},
            "measures:measure_reopen": {"reason_category": "typo"},
            "measures:measure_split": {"name_0": "分けた施策", "reason_category": "typo"},
            "measures:measure_merge": {"reason_category": "typo"},
            "measures:measure_renumber": {
                f"number_{self.rows['measure'].pk}": "99", "reason_category": "typo",
            },
            "measures:measure_order": {"key": self.rows["measure"].key, "to": "down"},
            **JOURNAL_FORMS,
            "measures:decision_due_edit": {"decision_due_fiscal_year": "令和8"},
            "portal:edition_create": {"kind": "snapshot", "confirmed": "on"},
            "portal:edition_clear": {"decision_number": "8情第2号", "decided_on": "2026-11-20"},
            "portal:edition_clearance_withdraw": {"reason": "誤りがあったため"},
            "workspace:wants_mail_edit": {"wants_mail": "0"},
            "workspace:saved_view_create": {
                "name": "私の見方", "path": self.url("portal:measure_list"), "query": "q=DX",
            },
            "workspace:saved_view_edit": {"name": "改めた名前", "is_shared": "on"},
            **plan_forms(self.rows),
            **PAPER_FORMS, **ROUND_FORMS, **REPORT_FORMS, **meeting_forms(self.rows),
            **system_forms(self.rows),
        }  # fmt: skip
        if name not in typed or name.startswith("organizations:"):
            return typed.get(name, {})
        if name == "measures:measure_merge":
            typed[name]["others"] = [make_measure(plan=self.plan, number="98", name="統合される施策").pk]
        return posted_fields(self.client().get(self.url(name))) | typed[name]

    def ask(self, client: Client, method: str, name: str) -> HttpResponse:
        data = self.form(name) if method == "POST" else None
        return client.generic(method, self.url(name)) if data is None else client.post(self.url(name), data)


def elements(parent: Element) -> Iterator[Element]:
    """Yield every element below another one, in the page's order."""
    for child in parent.children:
        if isinstance(child, Element):
            yield child
            yield from elements(child)


def make_city(code: str = "132209", name: str = "東大和市", mark: str = "") -> City:
    """Make a city. `mark` ends every Japanese word of its rows."""
    plan = load_plan(code, name, mark)
    make_previous_plan(plan, mark)
    people = make_people(plan)
    return City(plan, people, make_rows(plan, people["planning"], mark))


def load_plan(code: str, name: str, mark: str) -> Plan:
    document = marked(json.loads(DOCUMENT.read_text(encoding="utf-8")), mark)
    document["municipality"] |= {"code": code, "name": f"{name}{mark}"}
    checked = validate(document, known_plans={"ict-2019"})
    assert checked.errors == []
    plan = plan_import(document=checked.document, author=COMMAND, fiscal_year=2026).plan
    freeze(plan)
    freeze(plan, kind="snapshot", label=f"控え{mark}")
    return plan


@recorded
def make_previous_plan(plan: Plan, mark: str) -> None:
    previous = make_plan(
        municipality=plan.municipality, code="ict-2019", start=2019, end=2021, title=f"前の計画{mark}"
    )
    measure = make_measure(
        plan=previous, number="7", name=f"前の施策{mark}", phases={2019: "検討", 2020: "検討", 2021: "検討"}
    )
    Outcome.objects.create(measure=measure, summary=f"窓口を改めた{mark}。")


def make_people(plan: Plan) -> dict[str, User | None]:
    """Return the cast: the lead of the plan's first measure is `department`, another one `colleague`."""
    city, neighbour = plan.municipality, make_municipality("133035", "隣の市")
    make_plan(municipality=neighbour)  # under the same code as the city's own
    lead = plan.measures.first().measure_departments.get(role="lead").department
    other = city.departments.exclude(pk=lead.pk).first()
    return {
        "anonymous": None,
        "planning": make_user("planning", municipality=city),
        "department": make_user("department", municipality=city, department=lead),
        "colleague": make_user(
            "department", municipality=city, department=other, username=f"{city.code}-colleague"
        ),
        "committee": make_user("committee", municipality=city),
        "viewer": make_user("viewer", municipality=city),
        "stranger": make_user("planning", municipality=neighbour),
        "administrator": make_user("administrator"),
    }


def make_rows(plan: Plan, owner: User, mark: str) -> dict[str, Any]:
    """Return a row for each noun that has an address; the job, its file and the notice are `owner`'s."""
    city, now = plan.municipality, datetime(2026, 11, 20, 9, tzinfo=timezone.get_default_timezone())
    file = StoredFile.objects.create(
        municipality=city, owner=owner, name=f"計画書{mark}.pdf", content_type="application/pdf",
        content=b"%PDF-1.7", digest="0" * 64, expires_at=now + timedelta(days=3650),
    )  # fmt: skip
    job = Job.objects.create(
        municipality=city, owner=owner, kind="plan-book", title=f"計画書{mark}", state=Job.State.FAILED,
        arguments={"plan": plan.pk}, heartbeat_at=now, result=file,
    )  # fmt: skip
    notice = Notice.objects.create(owner=owner, text=f"できました{mark}。", url=file.get_absolute_url())
    return {
        **edition_rows(plan, owner, mark),
        **plan_rows(plan),
        **organization_rows(city, mark),
        **journal_rows(plan, owner, mark),
        **round_rows(plan, owner, mark),
        **report_rows(plan, owner, mark),
        **meeting_rows(plan, owner, mark),
        **system_rows(plan, owner, mark),
        **paper_rows(city, owner, mark),
        "measure": plan.measures.first(),
        "measure_chronicle": plan.measures.first(),
        "decision_due": plan.measures.first(),
        "department": plan.measures.first().departments.first(),
        "department_handover": plan.measures.first().departments.first(),
        "survey": plan.surveys.first(),
        "change_set": make_change(plan, owner, mark),
        "job": job,
        "stored_file": file,
        "notice": notice,
        "mail_log": MailLog.objects.create(owner=owner, address="a@example.jp", day=now.date(), sent_at=now),
        "run": Run.objects.create(name="files", label="片付け", started_at=now, finished_at=now),
        "saved_view": SavedView.objects.create(
            municipality=city, owner=owner, name=f"重点だけ{mark}", is_shared=True,
            path=reverse("portal:measure_list", args=[city.code, plan.code]), query="q=DX",
        ),
    }  # fmt: skip


@recorded
def journal_rows(plan: Plan, owner: User, mark: str) -> dict[str, Any]:
    """Note something on the plan's first measure, with a file."""
    measure, city = plan.measures.first(), plan.municipality
    entry = JournalEntry.objects.create(
        municipality=city, measure=measure, on=TODAY, text=f"業者と打合せ{mark}。",
        author=owner, author_name=str(owner),
    )  # fmt: skip
    file = JournalFile.objects.create(
        entry=entry, name=f"議事録{mark}.pdf", content_type="application/pdf", content=b"%PDF-1.7"
    )
    return {
        "measure_journal": measure,
        "system_journal": city.systems.first(),
        "journal_entry": entry,
        "journal_file": file,
    }


def make_change(plan: Plan, owner: User, mark: str) -> ChangeSet:
    """Change the plan in one save that can be undone."""
    author = Author(user=owner, source="page", request_id="r-1")
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code) as change:
        plan.revision_rule = f"三年ごとに見直す{mark}。"
        save_changed(plan)
    return change.row


def edition_rows(plan: Plan, owner: User, mark: str) -> dict[str, Any]:
    """Return the first edition, and for a book and a clearance the second, which has both."""
    edition, copy = plan.editions.all()
    edition_book_keep(edition=copy, name=f"控え{mark}.pdf", content=b"%PDF-1.7")
    author = Author(user=owner, source="page")
    edition_clear(
        edition=copy, decision_number=f"8情第1号{mark}", decided_on=TODAY, author=author, today=TODAY
    )
    measure = SimpleNamespace(number=edition.number, key=plan.measures.first().key)
    return {
        "edition": edition,
        "edition_measure": measure,
        "edition_system": edition,
        "edition_book": copy,
        "edition_clearance": copy,
    }
