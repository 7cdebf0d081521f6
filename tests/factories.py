"""A small city with fixed values. Each function makes one row and returns it."""

from functools import wraps

from exchange.freeze import edition_freeze
from measures.models import Measure, MeasureDepartment, ScheduleEntry, ScheduleTrack, track_key
from organizations.history import Author, change_set
from organizations.models import Department, Municipality, User
from plans.models import BasicPolicy, Plan, Word
from systems.models import InformationSystem, PlanListing

COMMAND = Author(user=None, source="command")
PASSWORD = "a-long-and-unguessable-word"


def recorded(make):
    """Open a change set around a factory, as every save of a tracked row needs one."""

    @wraps(make)
    def wrapper(*args, **kwargs):
        with change_set(author=COMMAND):
            return make(*args, **kwargs)

    return wrapper


@recorded
def make_municipality(code="132209", name="東大和市", **fields) -> Municipality:
    found = Municipality.objects.filter(code=code).first()
    return found or Municipality.objects.create(code=code, name=name, kind="市", **fields)


@recorded
def make_department(name="情報管理課", *, municipality=None, **fields) -> Department:
    municipality = municipality or make_municipality()
    found = Department.objects.filter(municipality=municipality, key=name).first()
    return found or Department.objects.create(
        **{"municipality": municipality, "key": name, "name": name, "kind": "課"} | fields
    )


@recorded
def make_user(role="planning", *, municipality=None, department=None, **fields) -> User:
    if role != "administrator":
        municipality = municipality or make_municipality()
    username = fields.pop("username", f"{municipality.code if municipality else 'portal'}-{role}")
    found = User.objects.filter(username=username).first()
    if found:
        return found
    is_admin = role == "administrator"
    return User.objects.create_user(
        username=username,
        password=PASSWORD,
        name=fields.pop("name", dict(User.Role.choices)[role]),
        role=role,
        municipality=municipality,
        department=department,
        is_staff=is_admin,
        is_superuser=is_admin,
        **fields,
    )


@recorded
def make_plan(*, municipality=None, code="ict-2022", start=2022, end=2026, **fields) -> Plan:
    """Make a plan with the four stages as its phases: 検討, 構築, 実施, 運用."""
    municipality = municipality or make_municipality()
    found = Plan.objects.filter(municipality=municipality, code=code).first()
    if found:
        return found
    plan = Plan.objects.create(
        **{
            "municipality": municipality,
            "code": code,
            "title": "情報化推進計画",
            "start_fiscal_year": start,
            "end_fiscal_year": end,
        }
        | fields
    )
    for order, (stage, label) in enumerate(Word.Stage.choices):
        Word.objects.create(plan=plan, kind=Word.Kind.PHASE, label=label, code=stage, order=order)
    return plan


@recorded
def make_policy(*, plan=None, code="1", name="市民サービスの向上", **fields) -> BasicPolicy:
    plan = plan or make_plan()
    found = BasicPolicy.objects.filter(plan=plan, code=code).first()
    return found or BasicPolicy.objects.create(plan=plan, key=code, code=code, name=name, **fields)


@recorded
def make_measure(
    *, plan=None, number="1", name="電子申請の拡充", department=None, phases=None, **fields
) -> Measure:
    """Make a measure; `phases` maps western fiscal years to phase labels, on one unlabelled track."""
    plan = plan or make_plan()
    fields = {"key": number, "order": plan.measures.count()} | fields
    measure = Measure.objects.create(plan=plan, number=number, name=name, **fields)
    if department:
        MeasureDepartment.objects.create(
            measure=measure, department=department, role=MeasureDepartment.Role.LEAD
        )
    if phases:
        make_track(measure=measure, phases=phases)
    return measure


@recorded
def make_track(*, measure, phases, label="") -> ScheduleTrack:
    track = ScheduleTrack.objects.create(
        measure=measure, key=track_key(label), label=label, order=measure.tracks.count()
    )
    words = {word.label: word for word in measure.plan.word_set.phases()}
    for fiscal_year, phase in phases.items():
        ScheduleEntry.objects.create(track=track, fiscal_year=fiscal_year, phase=words[phase])
    return track


@recorded
def make_system(*, municipality=None, plan=None, name="住民記録システム", **fields) -> InformationSystem:
    municipality = municipality or make_municipality()
    fields = {"key": name} | fields
    system = InformationSystem.objects.create(municipality=municipality, name=name, **fields)
    if plan:
        PlanListing.objects.create(plan=plan, system=system, order=plan.system_listings.count())
    return system


def freeze(plan, *, kind="initial", label="当初"):
    """Adopt a plan as it stands: from then on its changes need a reason."""
    return edition_freeze(plan=plan, kind=kind, label=label, author=COMMAND)
