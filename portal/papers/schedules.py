"""予約印刷: a template printed on its day, once, for whoever asked for it."""

import calendar
from datetime import date

from django.db import transaction

from organizations.exceptions import PortalError
from organizations.models import Municipality, User
from portal.papers.city_templates import orders_of_template
from portal.papers.orders import print_order
from portal.place import Place, place_of
from workspace.models import PrintTemplate, ScheduledPrint
from workspace.services import notify

NOTICE = "scheduled-print"
NO_RIGHT = "予約した印刷はできませんでした。この市の計画を見る権限がなくなったため、予約を止めました。"
Every = ScheduledPrint.Every


class DayGone(PortalError):
    """A day that is over was chosen."""

    def __init__(self):
        super().__init__("過ぎた日は選べません。明日以降の日を選んでください。")


def schedule_create(
    *, template: PrintTemplate, owner: User, plan_code: str, on: date, every: str, today: date
) -> ScheduledPrint:
    """Have a template printed on a day, and from then on every month or year where that is wanted.

    `plan_code` is "" for the plan that is current on the day. Raise DayGone, ValidationError.
    """
    if on <= today:
        raise DayGone
    schedule = ScheduledPrint(
        template=template, owner=owner, plan_code=plan_code, every=every, day=on.day, next_on=on
    )
    schedule.full_clean()
    schedule.save()
    return schedule


def schedules_of(user: User, municipality: Municipality) -> list[ScheduledPrint]:
    """Return what a person has scheduled in a city and is still to come (one query)."""
    found = ScheduledPrint.objects.visible_to(user).filter(template__municipality=municipality)
    return list(found.exclude(next_on=None).select_related("template"))


def scheduled_prints_start(*, today: date) -> tuple[int, int]:
    """Start what is due, missed days too, each once; return how many began and how many could not."""
    due = ScheduledPrint.objects.filter(next_on__lte=today).order_by("pk").values_list("pk", flat=True)
    outcomes = [_started(pk, today) for pk in due]
    return outcomes.count(True), outcomes.count(False)


@transaction.atomic
def _started(pk: int, today: date) -> bool | None:
    """Start one scheduled print and set its next day; None where another process was quicker."""
    locked = ScheduledPrint.objects.select_for_update(of=("self",))
    related = locked.select_related("template__municipality", "owner__municipality")
    schedule = related.filter(pk=pk, next_on__lte=today).first()
    if schedule is None:
        return None
    schedule.last_on, schedule.next_on = today, following(schedule, today)
    place = _place_of(schedule, today)
    if place is None:
        schedule.next_on = None
        _tell(schedule, NO_RIGHT, today)
    schedule.save(update_fields=["last_on", "next_on"])
    if place is None:
        return False
    try:
        orders, title = orders_of_template(schedule.template), f"{place.plan.title} {schedule.template}"
        print_order(user=schedule.owner, place=place, orders=orders, day=today, title=title)
    except PortalError as refusal:
        _tell(schedule, f"予約した印刷「{schedule.template}」はできませんでした。{refusal}", today)
        return False
    return True


def _place_of(schedule: ScheduledPrint, today: date) -> Place | None:
    """Return where it is printed, None where its owner may not see the city any more or the plan is gone."""
    owner, city = schedule.owner, schedule.template.municipality
    if not owner.is_active or not Municipality.objects.visible_to(owner).filter(pk=city.pk).exists():
        return None
    return place_of(city, schedule.plan_code or None, today=today)


def _tell(schedule: ScheduledPrint, text: str, today: date) -> None:
    key = f"{NOTICE}-{schedule.pk}:{today.isoformat()}"
    notify(people=[schedule.owner], text=text, url="", kind=NOTICE, key=key)


def following(schedule: ScheduledPrint, today: date) -> date | None:
    """Return the first day after `today` on which it is due again, None for what is due but once.

    A month without the day has it on its last: the 31st is the 30th of June.
    """
    if schedule.next_on is None or schedule.every == Every.ONCE:
        return None
    months, due = (1 if schedule.every == Every.MONTH else 12), schedule.next_on
    while due <= today:
        due = _later(due, months, schedule.day)
    return due


def _later(due: date, months: int, day: int) -> date:
    year, month = divmod(due.year * 12 + due.month - 1 + months, 12)
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))
