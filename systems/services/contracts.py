"""Registering, changing and deleting a contract, with the systems it is for and its amounts a year."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from organizations.edits import Conflicts, Edit
from organizations.history import Author, OpenChange, Reason, bulk_write, save_changed
from organizations.models import Municipality, User
from organizations.own_rows import save_rows
from systems.edits import ContractEdit
from systems.exceptions import OthersSystems
from systems.models import Contract, ContractAmount, ContractSystem, InformationSystem
from systems.services.inventory_saving import (
    check_still_theirs,
    free_key,
    inventory_change,
    lock_city,
    tell_of_save,
)


@transaction.atomic
def contract_create(
    *,
    municipality: Municipality,
    edit: ContractEdit,
    author: Author,
    today: date,
    reason: Reason | None = None,
) -> Contract:
    """Register a contract of a city. Raise ValidationError; NotYoursAfterwards where a department's person
    names no system of the own department, OthersSystems where it names one of others.
    """
    city = lock_city(municipality)
    names = [change.mine for change in edit.fields if change.field == "name"]
    contract = Contract(municipality=city, key=free_key(city.contracts, names[0] if names else ""))
    return _save(contract, edit, author=author, today=today, reason=reason)


@transaction.atomic
def contract_edit(
    *, contract: Contract, edit: ContractEdit, author: Author, today: date, reason: Reason | None = None
) -> Contract:
    """Write what a person changed. Raise ValidationError, RowsGone; EditConflict when somebody else changed
    the same field meanwhile; NotYoursAfterwards; OthersSystems where a department's person adds or removes a
    system of others. Nothing is half-written.
    """
    lock_city(contract.municipality)
    return _save(_stored(contract), edit, author=author, today=today, reason=reason)


def _stored(contract: Contract) -> Contract:
    return Contract.objects.select_related("municipality").get(pk=contract.pk)


def _save(
    contract: Contract, edit: ContractEdit, *, author: Author, today: date, reason: Reason | None
) -> Contract:
    city = contract.municipality
    with inventory_change(author=author, municipality=city, reason=reason) as (change, conflicts):
        conflicts.merge(contract, edit.fields)
        save_changed(contract)
        _save_systems(conflicts, contract, edit.systems, author)
        save_rows(conflicts, ContractAmount, edit.amounts, owner={"contract": contract})
        check_still_theirs(contract, author)
        _tell(change, contract, list(contract.systems.order_by("pk")), "変更", author, today)
    return contract


def _save_systems(conflicts: Conflicts, contract: Contract, edit: Edit | None, author: Author) -> None:
    links = list(contract.contract_systems.select_related("system"))
    stored = [link.system for link in links]
    if edit is None or not conflicts.may_write(
        "対象の情報システム", set(stored), Edit(edit.field, set(edit.was), set(edit.mine), edit.name)
    ):
        return
    new = [system for system in edit.mine if system not in stored]
    own = InformationSystem.objects.of_city(contract.municipality)
    if own.filter(pk__in=[system.pk for system in new]).count() != len(new):
        raise ValidationError({"systems": "この市の情報システムから選んでください。"})
    gone = [link for link in links if link.system not in edit.mine]
    touched = [*new, *(link.system for link in gone)]
    _check_are_own(touched, author, "この契約に加えたり、契約から外したりできません")
    bulk_write(
        ContractSystem,
        delete=gone,
        create=[ContractSystem(contract=contract, system=system) for system in new],
    )


def _check_are_own(systems: Sequence[InformationSystem], author: Author, what: str) -> None:
    """Raise OthersSystems where a department's person would do `what` to systems of others."""
    user = author.user
    if user is None or user.role != User.Role.DEPARTMENT:
        return
    own = set(InformationSystem.objects.own_part_changeable_by(user).values_list("pk", flat=True))
    if others := [system for system in systems if system.pk not in own]:
        raise OthersSystems(others, what)


@transaction.atomic
def contract_delete(*, contract: Contract, author: Author, today: date, reason: Reason | None = None) -> None:
    """Delete a contract with its amounts; its words stay in the history. Raise OthersSystems where a
    department's person would delete what covers a system of others, too.
    """
    lock_city(contract.municipality)
    contract = _stored(contract)
    city, systems = contract.municipality, list(contract.systems.order_by("pk"))
    _check_are_own(systems, author, "この契約を削除できません")
    with inventory_change(author=author, municipality=city, reason=reason) as (change, _):
        bulk_write(Contract, delete=[contract])
        _tell(change, contract, systems, "削除", author, today)


def _tell(
    change: OpenChange,
    contract: Contract,
    systems: Sequence[InformationSystem],
    done: str,
    author: Author,
    today: date,
) -> None:
    """Tell the planning section of a contract with all its systems, once a contract, day and kind of deed."""
    if not systems:
        return  # the planning section's own doing: a department names one
    names = "".join(f"「{system}」" for system in systems)
    tell_of_save(
        change=change,
        done=f"情報システム{names}の契約「{contract}」を、所管課が{done}しました。",
        key=f"contract-{contract.pk}:{done}",
        system=systems[0],
        author=author,
        today=today,
    )
