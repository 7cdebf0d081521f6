"""The page of an invitation link: open to whoever holds it, once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from organizations.exceptions import InvitationDead
from organizations.forms import InvitationForm
from organizations.history import Author
from organizations.invitations import find_invited
from organizations.services.people import invitation_accept as accept


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation_accept(request, uid, token):
    try:
        person = find_invited(uid, token)
        form = InvitationForm(person, request.POST or None)
        if form.is_valid():
            author = Author(None, "page", request.request_id)
            accept(uid=uid, token=token, password=form.cleaned_data["new_password1"], author=author)
            messages.success(request, "パスワードを決めました。ログイン名とそのパスワードで入ってください。")
            return redirect("organizations:login")
    except InvitationDead as refusal:
        return render(request, "organizations/invitation_dead.html", {"refusal": refusal}, status=410)
    return render(request, "organizations/invitation_accept.html", {"person": person, "form": form})
