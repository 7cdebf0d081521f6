"""Registering a system, changing it with all that hangs on it, ending and deleting it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from organizations.edits import Conflicts, Edit, RowEdit
from organizations.exceptions import ReasonMissing
from organizations.history import Author, Reason, bulk_write, save_changed
from organizations.models import Municipality
from organizations.own_rows import save_rows
from plans.exceptions import StillNeeded
from plans.services.rows import uses_in_words
from systems.disclosure import CHOICES, FIELDS
from systems.edits import SystemEdit
from systems.exceptions import EndUnfit, SystemHeld
from systems.held import edition_that_holds
from systems.models import InformationSystem, StandardMigration, SupportEnd, SystemShare
from systems.services.files import save_files
from systems.services.inventory_saving import (
    check_still_theirs,
    free_key,
    inventory_change,
    lock_city,
    locked_system,
    save_departments,
    tell_of_save,
    tell_planners,
)
from systems.services.sharing import check_share_is_unused, save_partners, tell_left_out, tell_of_end


@transaction.atomic
def information_system_create(
    *,
    municipality: Municipality,
    edit: SystemEdit,
    author: Author,
    today: date,
    reason: Reason | None = None,
) -> InformationSystem:
    """Register a system of a city. Raise ValidationError, FileRefused; NotYoursAfterwards where a
    department's person does not name the own department.
    """
    city = lock_city(municipality)
    names = [change.mine for change in edit.fields if change.field == "name"]
    system = InformationSystem(municipality=city, key=free_key(city.systems, names[0] if names else ""))
    return _save(system, edit, author=author, today=today, reason=reason)


@transaction.atomic
def information_system_edit(
    *,
    system: InformationSystem,
    edit: SystemEdit,
    author: Author,
    today: date,
    reason: Reason | None = None,
) -> InformationSystem:
    """Write what a person changed. Raise ValidationError, RowsGone, FileRefused; EditConflict when somebody
    else changed the same field meanwhile; ShareInUse, NotYoursAfterwards. Nothing is half-written.
    """
    lock_city(system.municipality)
    return _save(locked_system(system), edit, author=author, today=today, reason=reason)


def _save(
    system: InformationSystem, edit: SystemEdit, *, author: Author, today: date, reason: Reason | None
) -> InformationSystem:
    city = system.municipality
    with inventory_change(author=author, municipality=city, reason=reason) as (change, conflicts):
        conflicts.merge(system, edit.fields)
        _save_disclosure(conflicts, system, edit.disclosure)
        _list_businesses(system, edit.migrations)
        save_changed(system)
        save_departments(conflicts, system, city, edit.departments)
        rows = [row for row in edit.migrations if not _only_lists(row)]
        save_rows(conflicts, StandardMigration, rows, owner={"system": system})
        save_rows(conflicts, SupportEnd, edit.support_ends, owner={"system": system})
        save_partners(conflicts, system, edit.partners, today)
        save_files(system, edit.files)
        check_still_theirs(system, author)
        tell_planners(change=change, system=system, what="台帳", author=author, today=today)
    return system


def _save_disclosure(conflicts: Conflicts, system: InformationSystem, edits: list[Edit]) -> None:
    exceptions, words = dict(system.disclosure), {"": "既定", **dict(CHOICES)}
    for edit in edits:
        label, stored = f"公開区分　{FIELDS[edit.field]}", exceptions.get(edit.field, "")
        if conflicts.may_write(label, stored, edit, words):
            exceptions.pop(edit.field, None)
            exceptions |= {edit.field: edit.mine} if edit.mine else {}
    system.disclosure = exceptions


def _list_businesses(system: InformationSystem, edits: list[RowEdit]) -> None:
    """Keep the list of businesses in step with the rows that say where each stands."""
    stored = set(system.migrations.values_list("business", flat=True)) if edits and system.pk else set()
    names = list(system.standard_businesses)
    for edit in edits:
        business = edit.row.business if edit.row else edit.fixed["business"]
        if edit.remove:
            names = [name for name in names if name != business]
        elif edit.row is None and business in stored:
            raise ValidationError(
                f"標準化対象業務「{business}」はすでにあります。1つの業務は1行にしてください。"
            )
        elif business not in names:
            names.append(business)
    system.standard_businesses = names


def _only_lists(edit: RowEdit) -> bool:
    """Say whether a row names a business, or takes it off the list, and has nothing else to say of it."""
    return edit.row is None and (edit.remove or {change.field for change in edit.edits} <= {"business"})


@transaction.atomic
def information_system_end(
    *,
    system: InformationSystem,
    edits: list[Edit],
    author: Author,
    today: date,
    reason: Reason,
) -> InformationSystem:
    """Say from when a system is no more, and by what it is followed; an empty month takes the end back.

    Raise ReasonMissing, EndUnfit, ValidationError, EditConflict.
    """
    city = lock_city(system.municipality)
    system = locked_system(system)
    if not reason.is_enough:
        raise ReasonMissing(
            "廃止の理由（区分と内容）を入力してください。誤字訂正のときは区分だけで足ります。"
        )
    with inventory_change(author=author, municipality=city, reason=reason) as (change, conflicts):
        conflicts.merge(system, edits)
        if system.started_on and system.ended_on and system.ended_on < system.started_on:
            raise EndUnfit
        save_changed(system)
        tell_planners(change=change, system=system, what="廃止", author=author, today=today)
        if change.has_changes:
            tell_of_end(system, today)
    return system


@transaction.atomic
def information_system_delete(
    *, system: InformationSystem, author: Author, today: date, reason: Reason | None = None
) -> None:
    """Delete a system with all that hangs on it. Raise SystemHeld where an edition has it, StillNeeded where
    a plan lists it or something else needs it, ShareInUse where a partner has rows of its own on it.
    """
    city = lock_city(system.municipality)
    system = locked_system(system)
    shares = list(system.shares.select_related("municipality"))
    _check_may_go(system, shares)
    with inventory_change(author=author, municipality=city, reason=reason) as (change, _):
        tell_left_out(system, [share.municipality for share in shares], today)
        bulk_write(InformationSystem, delete=[system])
        tell_of_save(
            change=change,
            done=f"情報システム「{system}」を、所管課が削除しました。",
            key=f"system-{system.pk}:deleted",
            system=None,
            author=author,
            today=today,
        )


def _check_may_go(system: InformationSystem, shares: list[SystemShare]) -> None:
    if edition := edition_that_holds(system):
        raise SystemHeld(system, edition)
    for share in shares:
        check_share_is_unused(share)
    plans = [f"計画「{listing.plan}」への掲載" for listing in system.listings.select_related("plan")]
    if users := plans or uses_in_words(system):
        raise StillNeeded(system, users, "使わなくなったシステムは、廃止の月を入れて残してください。")
