"""What every request passes through: its number, the first password, and no storing of signed-in pages."""

import uuid

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


class SignedInPagesAreNotStored:
    """Keep what a signed-in person sees out of every cache: town hall computers are shared."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response
