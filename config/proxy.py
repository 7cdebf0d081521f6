"""Who is asking, when a proxy stands before the application server."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address that sign-in failures are counted for; a forwarded one only from a trusted proxy."""
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "")
    if forwarded and address in settings.TRUSTED_PROXIES:
        return forwarded.rpartition(",")[2].strip()  # the entry that our own proxy added
    return address
