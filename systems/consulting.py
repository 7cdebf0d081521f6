"""Finding 事前協議 and what belongs to it: 404 for strangers, 403 for who may see but not do."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from organizations.fiscal_years import show_fiscal_year, show_fiscal_year_by_era, show_month
from organizations.models import Municipality, User
from systems.models import Consultation, ConsultationRule, EffectCheck, InformationSystem
from systems.moves import may_ever_move

State = Consultation.State


def may_file(user: User) -> bool:
    """Say whether a person has to do with 事前協議 at all: departments and the planning section do."""
    if user.is_planning or user.is_administrator:
        return True
    return user.role == User.Role.DEPARTMENT and user.department_id is not None


def find_city_of_filer(user: User, code: str) -> Municipality:
    city = Municipality.objects.find_visible(user, code=code)
    if not may_file(user):
        raise PermissionDenied
    return city


def find_consultation(user: User, code: str, pk: int, *, for_planning: bool = False) -> Consultation:
    """Return a consultation with city, department and system; `for_planning` 403 for its department."""
    rows = Consultation.objects.select_related("municipality", "department", "system")
    found = rows.find_visible(user, municipality__code=code, pk=pk)
    if for_planning and not (user.is_planning or user.is_administrator):
        raise PermissionDenied
    return found


def find_consultation_to_move(user: User, code: str, pk: int, wanted: State) -> Consultation:
    """Return a consultation which this person could move there; whether now, its state says."""
    found = find_consultation(user, code, pk)
    if not may_ever_move(user, found, wanted):
        raise PermissionDenied
    return found


def find_check(user: User, code: str, pk: int) -> EffectCheck:
    related = ("consultation__municipality", "consultation__department", "consultation__system")
    checks = EffectCheck.objects.select_related(*related)
    return checks.find_for_change(user, consultation__municipality__code=code, pk=pk)


def find_system(user: User, city: Municipality, given: str) -> InformationSystem | None:
    """Return the system of an address, None where none is named or it is not the city's to see."""
    if not given.isdecimal():
        return None
    return InformationSystem.objects.visible_to(user).of_city(city.pk).filter(pk=int(given)).first()


def find_rule(city: Municipality) -> ConsultationRule:
    """Return the city's terms, those every city begins with where it has none yet."""
    found = ConsultationRule.objects.filter(municipality=city).first()
    return found or ConsultationRule(municipality=city)


def city_list_url(code: str) -> str:
    return reverse("portal:consultation_list", args=[code])


def summary_of(consultation: Consultation) -> list[tuple[str, str]]:
    """Return what somebody who writes about a consultation wants before the eyes (one query)."""
    costs = [cost for cost in consultation.costs.all() if cost.total is not None]
    told = "、".join(f"{show_fiscal_year_by_era(cost.fiscal_year)} {cost.total:,}千円" for cost in costs)
    starts_on = consultation.starts_on
    return [
        ("予算の年度", show_fiscal_year(consultation.fiscal_year)),
        ("稼働の予定", show_month(starts_on) if starts_on else "記載なし"),
        ("経費", told or "記載なし"),
        ("目的", consultation.purpose or "記載なし"),
        ("見込む効果", consultation.expected_effect or "記載なし"),
    ]
