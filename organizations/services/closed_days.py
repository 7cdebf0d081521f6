"""閉庁日: the city's own table of days that do not count as working days."""

from datetime import date

from django.db import transaction

from organizations.history import Author, change_set, save_changed
from organizations.models import ClosedDay, Municipality


@transaction.atomic
def closed_day_create(
    *, municipality: Municipality, name: str, first_on: date, last_on: date | None, author: Author
) -> ClosedDay:
    """Add days to the table; without `last_on` one day. Raise ValidationError."""
    closed_day = ClosedDay(
        municipality=municipality, name=name, first_on=first_on, last_on=last_on or first_on
    )
    with change_set(author=author, municipality=municipality):
        save_changed(closed_day)
    return closed_day


@transaction.atomic
def closed_day_delete(*, closed_day: ClosedDay, author: Author) -> None:
    """Take days out of the table. Deadlines that were counted before stay as they are."""
    with change_set(author=author, municipality=closed_day.municipality):
        closed_day.delete()
