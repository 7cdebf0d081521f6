"""A template and a scheduled print of a city, and what a person would post about them."""

from datetime import UTC, date, datetime
from typing import Any

from organizations.models import Municipality, User
from workspace.models import PrintedFile, PrintTemplate, ScheduledPrint

SAVED = datetime(2026, 11, 20, 9, tzinfo=UTC)
PAPER_FORMS = {
    "portal:print_template_create": {"kind": "coverage", "name": "新しいひな形"},
    "portal:print_template_edit": {"name": "改めた名前", "is_default": "on"},
    "portal:print_template_schedule": {"on": "2099-04-01", "every": "year"},
}


def paper_rows(city: Municipality, owner: User, mark: str) -> dict[str, Any]:
    template = PrintTemplate.objects.create(
        municipality=city, name=f"図書室用{mark}", kind="coverage", author=owner,
        papers=[{"kind": "coverage", "options": {"is_monochrome": True}}],
    )  # fmt: skip
    schedule = ScheduledPrint.objects.create(
        template=template, owner=owner, every="year", day=1, next_on=date(2099, 4, 1)
    )
    PrintedFile.objects.create(digest=city.code.ljust(64, "0"), token="", content=b"%PDF-1.7", used_at=SAVED)
    return {"print_template": template, "scheduled_print": schedule}
