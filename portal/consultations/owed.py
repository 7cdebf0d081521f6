"""What a department owes of 事前協議: what came back to it, and the checks of effect due by now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_era
from organizations.models import Department
from systems.models import Consultation, EffectCheck


@dataclass(frozen=True)
class Filing:
    """One thing to write: what, of which consultation, until when ("" for no day), and where."""

    what: str
    name: str
    due: str
    word: str
    is_over: bool
    url: str


def filings_of(department: Department, today: date) -> Sequence[Filing]:
    """Return what a department has to write of its consultations, what came back first (two queries)."""
    own = Consultation.objects.filter(department=department).select_related("municipality")
    returned = own.filter(state=Consultation.State.DRAFT).exclude(return_reason="")
    year = fiscal_year_of(today)
    checks = EffectCheck.objects.due(year).filter(consultation__department=department)
    return [
        *(_returned(row) for row in returned.order_by("pk")),
        *(_check(row, year) for row in checks.select_related("consultation__municipality")),
    ]


def _returned(row: Consultation) -> Filing:
    return Filing("事前協議", row.name, "", row.state_label, False, row.get_absolute_url())


def _check(row: EffectCheck, year: int) -> Filing:
    is_over = row.due_fiscal_year < year
    return Filing(
        what=f"効果の検証（稼働後{row.after_years}年）",
        name=row.consultation.name,
        due=show_fiscal_year_by_era(row.due_fiscal_year),
        word="期限超過" if is_over else "今年度",
        is_over=is_over,
        url=reverse("systems:effect_check_edit", args=[row.consultation.municipality.code, row.pk]),
    )
