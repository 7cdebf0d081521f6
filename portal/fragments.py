"""Pages that htmx renews in part: same URL, same view, a smaller answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_page_or_part(request: HttpRequest, page: str, part: str, context: dict) -> HttpResponse:
    """Render `part` for an htmx request (not a boosted or history-restoring one), else `page`."""
    htmx = request.htmx
    is_part = bool(htmx) and not (htmx.boosted or htmx.history_restore_request)
    response = render(request, part if is_part else page, {**context, "is_part": is_part})
    patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
    return response
