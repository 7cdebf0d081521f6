"""Registering, changing and deleting a contract, with the systems it is for and its amounts a year."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from organizations.edits import Conflicts, Edit
from organizations.history import Author, OpenChange, Reason, bulk_write, save_changed
from organizations.models import Municipality
from organizations.own_rows import save_rows
from systems.edits import ContractEdit
from systems.models import Contract, ContractAmount, ContractSystem, InformationSystem
from systems.services.inventory_saving import (
    check_still_theirs,
    free_key,
    inventory_change,
    lock_city,
    tell_planners,
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
    names no system of the own department.
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
    the same field meanwhile; NotYoursAfterwards. Nothing is half-written.
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
        _save_systems(conflicts, contract, edit.systems)
        save_rows(conflicts, ContractAmount, edit.amounts, owner={"contract": contract})
        check_still_theirs(contract, author)
        systems = contract.systems.order_by("pk")
        _tell(change, systems, "契約", author, today)
    return contract


def _save_systems(conflicts: Conflicts, contract: Contract, edit: Edit | None) -> None:
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
    bulk_write(
        ContractSystem,
        delete=[link for link in links if link.system not in edit.mine],
        create=[ContractSystem(contract=contract, system=system) for system in new],
    )


@transaction.atomic
def contract_delete(*, contract: Contract, author: Author, today: date, reason: Reason | None = None) -> None:
    """Delete a contract with its amounts; its words stay in the history."""
    lock_city(contract.municipality)
    contract = _stored(contract)
    city, systems = contract.municipality, list(contract.systems.order_by("pk"))
    with inventory_change(author=author, municipality=city, reason=reason) as (change, _):
        bulk_write(Contract, delete=[contract])
        _tell(change, systems, "契約", author, today)


def _tell(
    change: OpenChange, systems: Iterable[InformationSystem], what: str, author: Author, today: date
) -> None:
    """Tell of a contract under the name of its first system: one notice a save."""
    for system in list(systems)[:1]:
        tell_planners(change=change, system=system, what=what, author=author, today=today)
