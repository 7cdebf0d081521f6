"""ひな形: what a city prints again and again, kept as kinds with their options."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from organizations.exceptions import PortalError
from organizations.models import Municipality, User
from portal.papers.kind import PaperKind
from portal.papers.options import Options, UnknownOption
from portal.papers.orders import NothingToPrint, Order, order_of
from workspace.models import PACK, PrintTemplate


@dataclass(frozen=True)
class TemplateLine:
    """A template in a list. `refusal` says why it cannot be printed any more, "" where it can."""

    template: PrintTemplate
    kinds: Sequence[str]
    refusal: str


def template_lines(municipality: Municipality) -> list[TemplateLine]:
    """Return the templates of a city, the defaults first (one query)."""
    found = municipality.print_templates.select_related("author").order_by("-is_default", "name", "pk")
    return [_line(template) for template in found]


def _line(template: PrintTemplate) -> TemplateLine:
    try:
        orders = orders_of_template(template)
    except PortalError as refusal:
        return TemplateLine(template, [], str(refusal))
    return TemplateLine(template, [order.kind.name for order in orders], "")


def orders_of_template(template: PrintTemplate) -> list[Order]:
    """Return what a template prints. Raise UnknownOption for what was offered once and is no more."""
    papers = template.papers if isinstance(template.papers, list) else []
    if not papers:
        raise NothingToPrint(f"ひな形「{template}」には印刷するものがありません。作り直してください。")
    try:
        return [order_of(plain) for plain in papers]
    except (UnknownOption, AttributeError, TypeError) as error:
        why = str(error) if isinstance(error, UnknownOption) else "中身を読み取れません。"
        raise UnknownOption(
            f"ひな形「{template}」は今の印刷の条件に合いません：{why}上書きするか、作り直してください。"
        ) from error


def default_template(municipality: Municipality, kind: str) -> PrintTemplate | None:
    """Return the city's default template of a kind, PACK for several kinds (one query)."""
    return municipality.print_templates.filter(kind=kind, is_default=True).first()


def default_options(municipality: Municipality, kind: PaperKind) -> Options:
    """Return how a city usually prints a kind (one query). Raise UnknownOption for an outdated default."""
    template = default_template(municipality, kind.code)
    return orders_of_template(template)[0].options if template else Options()


def usual_order(municipality: Municipality, kind: PaperKind, **chosen: Any) -> Order:
    """Return an order of a kind as the city usually prints it but for what is chosen."""
    return Order(kind, replace(default_options(municipality, kind), **chosen))


@transaction.atomic
def template_save(
    *,
    municipality: Municipality,
    author: User,
    name: str,
    orders: Sequence[Order],
    is_default: bool,
    template: PrintTemplate | None = None,
) -> PrintTemplate:
    """Keep orders under a name, in place of those of `template` where one is given.

    A new default takes the place of the one before. Raise ValidationError for a name that is taken,
    NothingToPrint without an order.
    """
    if not orders:
        raise NothingToPrint("ひな形にするものが選ばれていません。1つ以上選んでください。")
    saved = template or PrintTemplate(municipality=municipality)
    saved.name, saved.author, saved.is_default = name, author, is_default
    saved.kind = orders[0].kind.code if len(orders) == 1 else PACK
    saved.papers = [order.plain for order in orders]
    return _written(saved)


@transaction.atomic
def template_edit(*, template: PrintTemplate, name: str, is_default: bool) -> PrintTemplate:
    """Rename a template, make it the default of its kind or stop that. Raise ValidationError."""
    locked = PrintTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    locked.name, locked.is_default = name, is_default
    return _written(locked)


def _written(template: PrintTemplate) -> PrintTemplate:
    if template.is_default:
        PrintTemplate.objects.filter(
            municipality=template.municipality_id, kind=template.kind, is_default=True
        ).exclude(pk=template.pk).update(is_default=False)
    template.full_clean()
    template.save()
    return template


def template_delete(*, template: PrintTemplate) -> None:
    """Delete a template and what is scheduled of it."""
    template.delete()
