"""事前協議: written, handed in, given an opinion or back, sent to the finance section, decided, withdrawn."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.history import Author, change_set, save_changed
from organizations.models import Municipality
from systems.exceptions import (
    ConsultationLocked,
    ConsultationMoveRefused,
    NothingToSend,
    NotYourConsultation,
)
from systems.models import Consultation, InformationSystem
from systems.moves import actors_of, check_move
from systems.services.consultation_costs import costs_merge, costs_write
from systems.services.consultation_notices import tell_department, tell_planners
from systems.services.effect_checks import effect_checks_plan

State = Consultation.State
DECIDING = frozenset({State.SENT, State.DECIDED})
NEEDED = {
    "purpose": "目的を入力してください。",
    "procurement": "調達の方法を入力してください。",
    "starts_on": "稼働の予定を年月で入力してください。",
    "expected_effect": "見込む効果を入力してください。",
}


@transaction.atomic
def consultation_save(
    *,
    consultation: Consultation,
    edits: Iterable[Edit],
    costs: Mapping[int, Iterable[Edit]],
    author: Author,
) -> Consultation:
    """Write a consultation that is not handed in; `costs` are edits by place, 0 the year of the budget.

    Raise ConsultationLocked once it was handed in, NotYourConsultation, ValidationError, EditConflict when
    somebody else changed the same field meanwhile.
    """
    is_new = consultation.pk is None
    if not is_new:
        consultation = _locked(consultation)
        _check_writer(consultation, author)
    first_year, conflicts = consultation.fiscal_year, Conflicts()
    conflicts.merge(consultation, edits)
    wanted = costs_merge(consultation, first_year, costs, conflicts)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    if is_new:
        _check_writer(consultation, author)
    _check_city(consultation)
    with _saving(consultation, author):
        save_changed(consultation)
        costs_write(consultation, first_year, wanted)
    return consultation


def _check_writer(consultation: Consultation, author: Author) -> None:
    if not actors_of(author.user, consultation):
        raise NotYourConsultation(State.DRAFT.label)
    if consultation.state != State.DRAFT:
        raise ConsultationLocked(consultation.state_label)


def _check_city(consultation: Consultation) -> None:
    """Raise ValidationError where department or system is another city's."""
    city = consultation.municipality_id
    if consultation.department_id and consultation.department.municipality_id != city:
        raise ValidationError({"department": "この市の部署から選んでください。"})
    systems = InformationSystem.objects.of_city(city)
    if consultation.system_id and not systems.filter(pk=consultation.system_id).exists():
        raise ValidationError({"system": "この市の情報システムから選んでください。"})


@transaction.atomic
def consultation_submit(*, consultation: Consultation, author: Author, today: date) -> Consultation:
    """Hand a consultation in. Raise ValidationError by field for what is missing, and as every move does
    ConsultationMoveRefused or NotYourConsultation.
    """
    consultation = _moved(consultation, State.SUBMITTED, author)
    missing = {name: text for name, text in NEEDED.items() if not getattr(consultation, name)}
    if all(cost.total is None for cost in consultation.costs.all()):
        missing["costs"] = "5年間の経費を、少なくとも1年分入力してください。"
    if missing:
        raise ValidationError(missing)
    consultation.submitted_on, consultation.return_reason = today, ""
    _write(consultation, author)
    tell_planners(consultation, "事前協議が提出されました。", "submitted", today, author)
    return consultation


@transaction.atomic
def consultation_return(
    *, consultation: Consultation, reason: str, author: Author, today: date
) -> Consultation:
    """Hand a consultation back to its department. Raise ValidationError without a reason."""
    consultation = _moved(consultation, State.DRAFT, author)
    if not reason.strip():
        raise ValidationError({"text": "差し戻す理由を入力してください。"})
    consultation.return_reason, consultation.submitted_on, consultation.advised_on = reason, None, None
    _write(consultation, author)
    tell_department(consultation, "事前協議が差し戻されました。", "returned", today)
    return consultation


@transaction.atomic
def consultation_advise(
    *, consultation: Consultation, opinion: str, author: Author, today: date
) -> Consultation:
    """Add the planning section's opinion. Raise ValidationError without one."""
    consultation = _locked(consultation)
    if consultation.state == State.SENT:
        raise ConsultationMoveRefused(consultation.state_label, State.ADVISED.label)
    check_move(consultation, State.ADVISED, author.user)
    consultation.state = State.ADVISED
    if not opinion.strip():
        raise ValidationError({"text": "意見を入力してください。なければ「意見なし」と入力します。"})
    consultation.opinion, consultation.advised_on = opinion, today
    _write(consultation, author)
    tell_department(consultation, "事前協議に意見が付きました。", "advised", today)
    return consultation


@transaction.atomic
def consultations_send(
    *, municipality: Municipality, fiscal_year: int, author: Author, today: date
) -> list[Consultation]:
    """Note that the list of a year went to the finance section: all with an opinion, each with the first
    year's cost as 要求額 where none is noted. Raise NothingToSend, NotYourConsultation.
    """
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("municipality", "department")
    found = list(rows.filter(municipality=municipality, fiscal_year=fiscal_year, state=State.ADVISED))
    if not found:
        raise NothingToSend
    with change_set(author=author, municipality=municipality):
        for consultation in found:
            check_move(consultation, State.SENT, author.user)
            consultation.state, consultation.sent_on = State.SENT, today
            if consultation.requested is None:
                consultation.requested = _first_year(consultation)
            save_changed(consultation)
            tell_department(consultation, "事前協議を財政課へ送付しました。", "sent", today)
    return found


@transaction.atomic
def consultation_unsend(*, consultation: Consultation, author: Author) -> Consultation:
    """Take back that a consultation was sent: it stands in the next list again, 要求額 stays."""
    consultation = _locked(consultation)
    if consultation.state != State.SENT:
        raise ConsultationMoveRefused(consultation.state_label, "送付の取消し")
    check_move(consultation, State.ADVISED, author.user)
    consultation.state, consultation.sent_on = State.ADVISED, None
    _write(consultation, author)
    return consultation


def _first_year(consultation: Consultation) -> int | None:
    cost = consultation.costs.filter(fiscal_year=consultation.fiscal_year).first()
    return cost.total if cost else None


@transaction.atomic
def consultation_decide(
    *, consultation: Consultation, edits: Iterable[Edit], author: Author, today: date
) -> Consultation:
    """Write down what the finance section decided (requested, assessed, result, starts_on), or correct it;
    the checks of its effect follow. Raise ValidationError without 査定額, EditConflict.
    """
    consultation = _locked(consultation)
    if consultation.state != State.DECIDED:
        check_move(consultation, State.DECIDED, author.user)
        consultation.state, consultation.decided_on = State.DECIDED, today
    elif not may_decide(author.user, consultation):
        raise NotYourConsultation(State.DECIDED.label)
    conflicts = Conflicts()
    conflicts.merge(consultation, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    if consultation.assessed is None:
        raise ValidationError({"assessed": "査定額を入力してください。認められなかったときは0を入力します。"})
    with _saving(consultation, author):
        save_changed(consultation)
        effect_checks_plan(consultation)
    tell_department(consultation, "事前協議の査定が記録されました。", "decided", today)
    return consultation


def may_decide(user, consultation: Consultation) -> bool:
    """Say whether a person writes down, or corrects, what was decided of a consultation."""
    return consultation.state in DECIDING and "planning" in actors_of(user, consultation)


@transaction.atomic
def consultation_withdraw(*, consultation: Consultation, author: Author, today: date) -> Consultation:
    """Take a consultation back for good; it can be taken up again."""
    was = consultation.state
    consultation = _moved(consultation, State.WITHDRAWN, author)
    _write(consultation, author)
    if was != State.DRAFT:
        tell_planners(consultation, "事前協議が取り下げられました。", "withdrawn", today, author)
    return consultation


@transaction.atomic
def consultation_reopen(*, consultation: Consultation, author: Author) -> Consultation:
    """Take up again what was withdrawn: it is written anew and handed in anew."""
    consultation = _moved(consultation, State.DRAFT, author)
    for name in ("submitted_on", "advised_on", "sent_on"):
        setattr(consultation, name, None)
    _write(consultation, author)
    return consultation


def _moved(consultation: Consultation, wanted: State, author: Author) -> Consultation:
    """Return the locked row in its new state, not saved."""
    consultation = _locked(consultation)
    check_move(consultation, wanted, author.user)
    consultation.state = wanted
    return consultation


def _locked(consultation: Consultation) -> Consultation:
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("municipality", "department")
    return rows.get(pk=consultation.pk)


def _write(consultation: Consultation, author: Author) -> None:
    with _saving(consultation, author):
        save_changed(consultation)


def _saving(consultation: Consultation, author: Author):
    return change_set(author=author, municipality=consultation.municipality)
