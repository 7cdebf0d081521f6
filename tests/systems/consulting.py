"""A consultation and its people with fixed values, for the tests of 事前協議."""

from datetime import date

from organizations.edits import Edit
from organizations.history import Author
from systems.models import Consultation, ConsultationCost, ConsultationRule
from systems.services import consultations as services
from tests.factories import make_department, make_municipality, make_user, recorded

TODAY = date(2026, 8, 3)
FILLED = {
    "purpose": "機器の保守が終わる。", "procurement": "公募型プロポーザル", "starts_on": date(2028, 1, 1),
    "expected_effect": "窓口の待ち時間を2割減らす。",
}  # fmt: skip


@recorded
def make_consultation(*, costs=((30000, None), (12000, 6000)), department=None, **fields) -> Consultation:
    """Make a consultation for the budget of 2027; `costs` are (initial, running) from that year on."""
    department = department or make_department("市民課")
    values = {
        "municipality": department.municipality, "department": department, "name": "住民記録システムの更新",
        "fiscal_year": 2027, "kind": "renewal", **FILLED,
    } | fields  # fmt: skip
    found = Consultation.objects.create(**values)
    for place, (initial, running) in enumerate(costs):
        ConsultationCost.objects.create(
            consultation=found, fiscal_year=found.fiscal_year + place, initial=initial, running=running
        )
    return found


@recorded
def make_rule(threshold=10_000, checked_after=(1, 3, 5), municipality=None, **fields) -> ConsultationRule:
    city = municipality or make_municipality()
    return ConsultationRule.objects.create(
        municipality=city, threshold=threshold, checked_after=list(checked_after), **fields
    )


def planner() -> Author:
    return Author(user=make_user("planning"), source="page")


def filer(department=None) -> Author:
    user = make_user("department", department=department or make_department("市民課"))
    return Author(user=user, source="page")


def edits(row, **wanted) -> list[Edit]:
    return [Edit(name, getattr(row, name), value) for name, value in wanted.items()]


def brought_to(state: str, **fields) -> Consultation:
    """Return a consultation that went through the services to a state."""
    row = make_consultation(**fields)
    author, day = planner(), {"today": TODAY}
    steps = {
        "submitted": lambda: services.consultation_submit(consultation=row, author=author, **day),
        "advised": lambda: services.consultation_advise(
            consultation=row, opinion="妥当。", author=author, **day
        ),
        "sent": lambda: services.consultations_send(
            municipality=row.municipality, fiscal_year=row.fiscal_year, author=author, **day
        ),
        "decided": lambda: decided(row, assessed=25000),
    }
    for name, step in steps.items():
        if state == "draft":
            break
        step()
        if name == state:
            break
    row.refresh_from_db()
    return row


def decided(row: Consultation, **wanted) -> Consultation:
    row.refresh_from_db()
    return services.consultation_decide(
        consultation=row, edits=edits(row, **wanted), author=planner(), today=TODAY
    )
