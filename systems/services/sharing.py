"""共同利用: cities taken in and left out by the one that keeps a system; a partner's part; who is told."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from organizations.edits import Conflicts, Edit
from organizations.history import Author, Reason, bulk_write, save_changed
from organizations.models import Municipality
from systems.edits import ShareEdit
from systems.exceptions import ShareInUse
from systems.models import Contract, InformationSystem, RenewalPlan, SystemDepartment, SystemShare
from systems.services.inventory_saving import (
    inventory_change,
    lock_city,
    locked_system,
    page_of,
    save_departments,
    tell_planners,
)
from workspace.services import notify

KIND = "system-share"


def save_partners(conflicts: Conflicts, system: InformationSystem, edit: Edit | None, today: date) -> None:
    """Make the partners those of the wanted codes, and tell who comes and who goes. Raise ShareInUse."""
    shares = {share.municipality.code: share for share in system.shares.select_related("municipality")}
    if edit is None or not conflicts.may_write(
        "共同利用の団体", set(shares), Edit(edit.field, set(edit.was), set(edit.mine), edit.name)
    ):
        return
    going = [share for code, share in shares.items() if code not in edit.mine]
    for share in going:
        check_share_is_unused(share)
    new = list(Municipality.objects.filter(code__in=set(edit.mine) - set(shares)))
    bulk_write(
        SystemShare,
        delete=going,
        create=[SystemShare(system=system, municipality=city) for city in new],
    )
    for city in new:
        text = f"{system.municipality}の情報システム「{system}」が、共同利用になりました。"
        _tell(city, system, "shared", f"{text}自分の市の所管課と利用者数を入力できます。", today)
    tell_left_out(system, [share.municipality for share in going], today)


def check_share_is_unused(share: SystemShare) -> None:
    """Raise ShareInUse while rows of the partner's own hang on the system."""
    city, system = share.municipality, share.system
    own = [
        SystemDepartment.objects.filter(system=system, department__municipality=city),
        Contract.objects.filter(municipality=city, systems=system),
        RenewalPlan.objects.filter(plan__municipality=city, system=system),
    ]
    if any(rows.exists() for rows in own):
        raise ShareInUse(city)


@transaction.atomic
def system_share_edit(
    *,
    share: SystemShare,
    edit: ShareEdit,
    author: Author,
    today: date,
    reason: Reason | None = None,
) -> SystemShare:
    """Write a partner city's own figures and departments. Raise ValidationError, EditConflict."""
    city = lock_city(share.municipality)
    system = locked_system(share.system)
    share = SystemShare.objects.get(pk=share.pk)
    with inventory_change(author=author, municipality=city, reason=reason) as (change, conflicts):
        conflicts.merge(share, edit.fields)
        save_changed(share)
        save_departments(conflicts, system, city, edit.departments)
        tell_planners(change=change, system=system, what="台帳", author=author, today=today)
    return share


@transaction.atomic
def system_share_leave(*, share: SystemShare, author: Author, today: date) -> None:
    """Take a partner city out of a shared system, by its own wish, and tell the city that keeps it. Raise
    ShareInUse.
    """
    city = lock_city(share.municipality)
    system = locked_system(share.system)
    check_share_is_unused(share)
    with inventory_change(author=author, municipality=city):
        bulk_write(SystemShare, delete=[share])
    text = f"{city}が、情報システム「{system}」の共同利用から外れました。"
    _tell(system.municipality, system, f"left-{city.code}", text, today)


def tell_of_end(system: InformationSystem, today: date) -> None:
    """Tell every partner that the month in which the system ends has changed."""
    text = f"{system.municipality}が、共同利用の情報システム「{system}」の廃止の月を変更しました。"
    for share in system.shares.select_related("municipality"):
        _tell(share.municipality, system, "ended", f"{text}自分の市の更新計画を確かめてください。", today)


def tell_left_out(system: InformationSystem, cities: Iterable[Municipality], today: date) -> None:
    """Tell cities that they run the system no more: their page of it is gone."""
    for city in cities:
        text = f"{system.municipality}の情報システム「{system}」の共同利用が終わりました。"
        _tell(
            city,
            system,
            "left-out",
            f"{text}自分の市の台帳には出なくなりました。",
            today,
            page_of(city, None),
        )


def _tell(
    city: Municipality, system: InformationSystem, what: str, text: str, today: date, url: str = ""
) -> None:
    """Tell a city's planning section, once a system, day and kind of news; without `url` of the system."""
    notify(
        people=city.users.planners().filter(is_active=True),
        text=text,
        url=url or page_of(city, system),
        kind=KIND,
        key=f"share-{system.pk}:{what}:{today.isoformat()}",
    )
