"""A button that prints: a short paper at once as a download, a long one as a job; a refusal as a message."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header

from organizations.exceptions import PortalError
from portal.papers.city_templates import usual_order
from portal.papers.kind import Asked
from portal.papers.orders import print_order
from portal.papers.registry import KINDS
from portal.papers.rendering import CONTENT_TYPES, composed, file_of
from portal.place import Place
from portal.printing.confined import hurried


def printed_later(request: HttpRequest, place: Place, code: str, **chosen: Any) -> HttpResponse:
    """Start the job that prints a kind as the city usually does but for what is chosen; lead to it."""
    try:
        order = usual_order(place.municipality, KINDS[code], **chosen)
        return redirect(print_order(user=request.user, place=place, orders=[order], day=timezone.localdate()))
    except PortalError as refusal:
        return _refused(request, place, refusal)


def printed_now(request: HttpRequest, place: Place, code: str, **chosen: Any) -> HttpResponse:
    """Print a kind in the request, as the city usually does but for what is chosen, and hand it out."""
    try:
        order = usual_order(place.municipality, KINDS[code], **chosen)
        asked = Asked(place, request.user, timezone.localdate(), order.options)
        paper = composed(order.kind, asked)
        with hurried():
            name, content = file_of(paper, asked)
    except PortalError as refusal:
        return _refused(request, place, refusal)
    order.kind.printed(asked, paper)
    answer = HttpResponse(content, content_type=CONTENT_TYPES[order.options.format])
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _refused(request: HttpRequest, place: Place, refusal: PortalError) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("portal:paper_list", *place.plan.url_args)
