"""Sign-in, password, and the sign of life."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from organizations.forms import OwnPasswordForm, SignInForm
from organizations.history import Author

login = require_http_methods(["GET", "HEAD", "POST"])(
    LoginView.as_view(
        template_name="organizations/login.html",
        authentication_form=SignInForm,
        redirect_authenticated_user=True,
    )
)


@require_http_methods(["GET", "POST"])
def password_change(request):
    form = OwnPasswordForm(request.user, request.POST or None)
    if form.is_valid():
        user = form.save_as(Author.of(request))
        update_session_auth_hash(request, user)
        messages.success(request, "パスワードを変更しました。")
        return redirect("portal:home")
    return render(request, "organizations/password_change.html", {"form": form})


@login_not_required
@require_safe
def healthz(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
