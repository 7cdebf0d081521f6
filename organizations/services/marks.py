"""市章: set and removed, with its history."""

from django.db import transaction

from organizations.history import Author, change_set, save_changed
from organizations.marks import checked_mark
from organizations.models import CityMark, Municipality


@transaction.atomic
def city_mark_set(*, municipality: Municipality, content: bytes, author: Author) -> CityMark:
    """Make a picture the mark of a city, in place of the one before. Raise FileRefused."""
    picture = checked_mark(content)
    mark = CityMark.objects.filter(municipality=municipality).first() or CityMark(municipality=municipality)
    mark.content, mark.width, mark.height = picture.content, picture.width, picture.height
    with change_set(author=author, municipality=municipality):
        save_changed(mark)
    return mark


@transaction.atomic
def city_mark_delete(*, mark: CityMark, author: Author) -> None:
    """Take the mark away: papers are printed without one."""
    with change_set(author=author, municipality=mark.municipality):
        mark.delete()
