"""What the table of 回答課 writes with: the departments of a row."""

from collections.abc import Collection

from django import template
from django.utils.safestring import SafeString

from reviews.office_menu import OfficeMenu

register = template.Library()


@register.simple_tag
def office_options(menu: OfficeMenu, chosen: int | None) -> SafeString:
    return menu.options(chosen)


@register.simple_tag
def office_boxes(menu: OfficeMenu, name: str, chosen: Collection[int]) -> SafeString:
    return menu.boxes(name, chosen)
