"""What the pages of people, departments and reorganisations ask of a test city: rows and valid forms."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve
from django.utils import timezone

from organizations.invitations import invitation_path
from organizations.models import Municipality, Reorganisation, User
from organizations.reorganising.rows import DepartmentRow, LineRow, Rows
from organizations.services.closed_days import closed_day_create
from organizations.services.people import user_create
from organizations.services.reorganisations import reorganisation_plan
from tests.factories import COMMAND
from tests.pictures import picture

NOW = datetime(2026, 11, 20, 9, tzinfo=timezone.get_default_timezone())
PASSWORD = "a-word-that-nobody-else-will-guess"


def organization_rows(city: Municipality, mark: str) -> dict[str, Any]:
    """Return a person who is not the last planning editor, their invitation, and a planned reorganisation."""
    person = User.objects.get(username=f"{city.code}-colleague")
    invited = user_create(
        municipality=city,
        name=f"招かれた人{mark}",
        username=f"{city.code}-invited",
        role="viewer",
        department=None,
        now=timezone.now(),
        author=COMMAND,
    )
    return {
        "user": person,
        "invitation": SimpleNamespace(**resolve(invitation_path(invited)).kwargs),
        "reorganisation": make_reorganisation(city, mark),
        "closed_day": closed_day_create(
            municipality=city, name=f"開庁記念日{mark}", first_on=date(2026, 12, 7), last_on=None,
            author=COMMAND,
        ),
    }


def make_reorganisation(city: Municipality, mark: str = "") -> Reorganisation:
    """Plan that the city's 総務課 hands over to a new one."""
    former = city.departments.filter(name=f"総務課{mark}").get()
    new = f"総務企画課{mark}"
    return reorganisation_plan(
        municipality=city,
        title=f"春の組織改正{mark}",
        takes_effect_on=date(2026, 4, 1),
        reason=f"組織規則の改正{mark}",
        rows=Rows(departments=[DepartmentRow(new, "課", "", "", 1)], lines=[LineRow(former.name, new, 1)]),
        author=COMMAND,
        now=NOW,
    )


def organization_forms(city: Municipality, rows: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what a person who may do so would post, by URL name."""
    department, person = rows["department"], rows["user"]
    other = city.departments.exclude(pk=department.pk).order_by("pk").last()
    head = {"day": "2027-04-01", "reason": "組織規則の改正"}
    tables = {f"{name}-TOTAL_FORMS": 0 for name in ("people", "departments", "renames")}
    tables |= {f"{name}-INITIAL_FORMS": 0 for name in ("people", "departments", "renames", "lines")}
    planned = {
        "title": "次の組織改正", "takes_effect_on": "2027-04-01", "reason": "組織規則の改正", "do": "save",
        **tables, "lines-TOTAL_FORMS": 1, "lines-0-former": full_name(other), "lines-0-successor": "総務部",
    }  # fmt: skip
    return {
        "organizations:invitation_accept": {"new_password1": PASSWORD, "new_password2": PASSWORD},
        "organizations:user_create": {"name": "新しい職員", "username": "newcomer", "role": "viewer"},
        "organizations:user_edit": {
            "name": "改めた氏名", "initial-name": person.name, "role": person.role,
            "initial-role": person.role, "department": person.department_id,
            "initial-department": person.department_id,
        },
        "organizations:closed_day_create": {"name": "庁舎の停電", "first_on": "R9.2.6"},
        "organizations:city_mark_edit": {"file": SimpleUploadedFile("市章.png", picture())},
        "organizations:department_edit": {
            "name": "改めた課", "initial-name": department.name, "kind": department.kind,
            "initial-kind": department.kind, "parent": department.parent_id or "",
            "initial-parent": department.parent_id or "", "order": department.order,
            "initial-order": department.order, "since": "", "initial-since": "", "until": "",
            "initial-until": "",
        },
        "organizations:department_rename": {"name": "改めた課", **head},
        "organizations:department_split": {"names": "第一課\n第二課", **head},
        "organizations:department_end": {"successor": other.pk, **head},
        "organizations:department_merge": {"formers": [department.pk, other.pk], "name": "統合課", **head},
        "organizations:reorganisation_create": planned,
        "organizations:reorganisation_edit": planned,
    }  # fmt: skip


def full_name(department) -> str:
    return f"{department.parent.name if department.parent else ''} {department.name}".strip()
