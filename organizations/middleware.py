"""What every request passes through: its number, first password, saved drafts, no storing of pages."""

import re
import uuid

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse


class RequestIdMiddleware:
    """Give each request a number for logs and history, and answer with it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = str(uuid.uuid4())
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id
        return response


class PasswordChangeMiddleware:
    """Send a person with a handed-out password to the page that changes it, whatever was asked for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        change, leave = reverse("organizations:password_change"), reverse("organizations:logout")
        if user.is_authenticated and user.must_change_password and request.path not in {change, leave}:
            return redirect(change)
        return self.get_response(request)


class SavedDraftMiddleware:
    """Tell the browser what became of the draft it posted: a redirect saved it, a page shows it again.

    static/js/drafts.js names the draft it posts. By these cookies the next page forgets one that is saved,
    and does not offer one that it shows already: with a conflict, an error, or a row more.
    """

    COOKIES = {302: "draft-saved", 200: "draft-shown"}
    NAME = re.compile(r"[a-z0-9-]{1,40}")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        cookie = self.COOKIES.get(response.status_code)
        if request.method == "POST" and cookie and request.user.is_authenticated:
            draft = request.POST.get("draft", "")
            if self.NAME.fullmatch(draft):
                secure = settings.SESSION_COOKIE_SECURE
                response.set_cookie(cookie, draft, max_age=60 * 60, samesite="Lax", secure=secure)
        return response


class SignedInPagesAreNotStored:
    """Keep what a signed-in person sees out of every cache: town hall computers are shared."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response
